// The tab of the map: what is drawn.

const map = {
  x: 0, y: 0, scale: 0, group: -1, node: -1, lit: null, chosen: [], labels: [], legend: [], dense: false, batches: new Map(), threads: new Map(),
};

/** The neighbours of a node, those with the heaviest links first, as links are ordered. */
const neighbours = (node) =>
  links.a.flatMap((a, link) => (a === node ? [links.b[link]] : links.b[link] === node ? [a] : []));

function buildMap() {
  for (const id of ["size", "colour"]) $(id).addEventListener("input", () => { recolour(); drawMap(); });
  $("of-map").addEventListener("input", () => focusOn($("of-map").value - 1));
  $("jump").addEventListener("keydown", (event) => { if (event.key === "Enter") jump(); });
  $("jump").addEventListener("input", () => {
    clearTimeout(map.typing);
    map.typing = setTimeout(jumpWhileTyping, 250);
  });
  $("whole").onclick = () => focusOn(-1);
  $("png").onclick = savePicture;
  $("svg").onclick = () => saveSvg("map.svg", drawMap);
  printButton("pdf", drawMap);
  $("density").onclick = () => {
    map.dense = !map.dense;
    $("density").ariaPressed = String(map.dense);
    drawMap();
  };
  if (!nodes.year.length) $("colour").querySelector("[value=year]").remove();
  typical.forEach(({ name }, place) => $("colour").append(make("option", { value: `group ${place}` }, clip(name, 40))));
  listen($("map-canvas"));
}

/** Five shades from the least to the greatest fifth of a value, with their legend; grey where it is not known. */
function shadesOf(value, said) {
  const known = byFlow.map(value).filter((number) => number !== null).sort((a, b) => a - b);
  const steps = [0, 0.2, 0.4, 0.6, 0.8].map((share) => known[Math.floor(share * known.length)]);
  const colour = (node) => (value(node) === null ? shade() : ramp(steps.findLastIndex((step) => step <= value(node)) / 4));
  return [colour, steps.map((step, place) => [ramp(place / 4), `≥ ${said(step)}`])];
}

/** The value of a group that uses each term surely most; grey where none does. */
function valuesOf({ values, of }) {
  const colour = (node) => (of[node] < 0 ? shade() : shadeAt(of[node]));
  return [colour, [...values.map((name, place) => [shadeAt(place), clip(name, 24)]), [shade(), wording.all_alike]]];
}

/** What colours mean: the colour of a node, and the legend. */
function colouring(by) {
  const value = (node) => terms[by][nodes.term[node]];
  if (by === "score") return shadesOf(value, decimal);
  if (by === "year") return shadesOf((node) => nodes.year[node], (year) => Math.floor(year));
  if (by.startsWith("group ")) return valuesOf(typical[by.slice(6)]);
  if (by === "known") {
    const shades = [dark() ? "hsl(15 80% 62%)" : "hsl(15 80% 45%)", shade()];
    return [(node) => shades[value(node)], [[shades[0], wording.new], [shades[1], wording.known]]];
  }
  return [(node) => colourOf(groupOf(node)), []];
}

/** Sort nodes and links by colour, and say what the colours mean. Links have the colour of their group. */
function recolour() {
  const by = $("colour").value;
  const [colour, legend] = colouring(by);
  map.legend = legend;
  $("legend").replaceChildren(...legend.map(([tint, text]) => make("span", {}, swatch(tint), text)));
  map.batches = Map.groupBy(byFlow, colour);
  const shared = (link) => {
    if (by !== "community") return ink.quiet;
    const [one, other] = [colour(links.a[link]), colour(links.b[link])];
    return one === other ? one : ink.quiet;
  };
  map.threads = Map.groupBy(links.backbone, shared);
}

/** The least and the greatest value of some nodes, with a margin. */
function span(values, shown) {
  const [least, most] = shown.reduce(([low, high], node) => [Math.min(low, values[node]), Math.max(high, values[node])], [Infinity, -Infinity]);
  return [least - 3, most + 3];
}

/** Places of the nodes: the map lies in a wide window and stands in a tall one, and has its shape within bounds. */
function placesFor(width, height) {
  const far = (stretch) => Math.abs(Math.log(stretch));
  const [across, down] = [span(flatX, byFlow), span(flatY, byFlow)].map(([least, most]) => most - least);
  const shape = height / Math.max(1, width);
  const turned = far(shape * (down / across)) < far(shape * (across / down));
  const [xs, ys, wanted] = turned ? [flatY, flatX, shape * (down / across)] : [flatX, flatY, shape * (across / down)];
  const stretch = Math.min(2.2, Math.max(0.6, wanted));
  return [xs, ys.map((y) => y * stretch)];
}

/** Middle and scale at which nodes fill a window. */
function frameOf(shown, [xs, ys], width, height) {
  const [[left, right], [top, bottom]] = [span(xs, shown), span(ys, shown)];
  const scale = Math.min((width - 24) / (right - left), (height - 24) / (bottom - top), 40);
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale };
}

/** Bring nodes into view: all, or those of a group. */
function fit(group) {
  const { width, height } = $("map-canvas").getBoundingClientRect();
  const shown = byFlow.filter((node) => group < 0 || groupOf(node) === group);
  [nodes.x, nodes.y] = placesFor(width, height);
  Object.assign(map, frameOf(shown.length ? shown : byFlow, [nodes.x, nodes.y], width, height));
}

const bright = (node) => (map.lit ? map.lit.has(node) : map.group < 0 || groupOf(node) === map.group);
const radiusOf = (node) => Math.max(1.2, nodes.radius[$("size").value][node] * map.scale * 0.8);

function drawMap() {
  cancelAnimationFrame(map.frame);
  if (!map.scale) fit(map.group);
  const { pen, width, height } = fitted($("map-canvas"));
  const px = (map.px = Float64Array.from(nodes.x, (x) => (x - map.x) * map.scale + width / 2));
  const py = (map.py = Float64Array.from(nodes.y, (y) => (y - map.y) * map.scale + height / 2));
  const inside = (node, room) => px[node] > -room && py[node] > -room && px[node] < width + room && py[node] < height + room;
  if (!map.dense) drawNodes(pen, inside);
  map.sizes = sizeLegend(pen, height);
  const taken = map.sizes ? [map.sizes.box] : [];
  map.labels = drawLabels(pen, [...mapNames(width, height), ...mapTerms(inside)], [0, 0, width, height], taken);
  if (map.sizes) drawSizeLegend(pen, map.sizes);
  if (map.dense) drawDensity();
  else drawLinks(inside);
}

/** The names of the groups, where the whole map is shown. */
function mapNames(width, height) {
  if (map.node >= 0 || map.group >= 0) return [];
  return groupLabels(map, level, groupOf, { width, height, size: { themes: 17, communities: 13, subcommunities: 12 }[level.kind] });
}

function mapTerms(inside) {
  const named = byFlow.filter((node) => node !== map.node && bright(node) && inside(node, 0)).slice(0, 600);
  if (map.node >= 0) named.unshift(map.node);
  const size = (node) => Math.round(Math.min(20, Math.max(11, (radiusOf(node) * 4) / Math.sqrt(map.scale))));
  return named.map((node) => ({ node, text: clip(names[nodes.term[node]], 24), x: map.px[node], y: map.py[node], size: size(node) }));
}

function drawNodes(pen, inside) {
  const radii = Float64Array.from(nodes.x, (_, node) => radiusOf(node));
  const circle = (node, radius) => {
    pen.moveTo(map.px[node] + radius, map.py[node]);
    pen.arc(map.px[node], map.py[node], radius, 0, 7);
  };
  for (const lit of [false, true]) {
    pen.globalAlpha = lit ? 1 : 0.15;
    for (const [colour, members] of map.batches) {
      pen.fillStyle = colour;
      pen.beginPath();
      for (const node of members) if (bright(node) === lit && inside(node, radii[node])) circle(node, radii[node]);
      pen.fill();
    }
  }
  if (map.node < 0) return;
  pen.strokeStyle = ink.text;
  pen.lineWidth = 2;
  pen.beginPath();
  circle(map.node, Math.max(4, radii[map.node] + 2));
  pen.stroke();
}

function savePicture() {
  const [back, front] = [$("map-links"), $("map-canvas")];
  const picture = make("canvas", { width: front.width, height: front.height });
  const pen = picture.getContext("2d");
  pen.fillStyle = ink.page;
  pen.fillRect(0, 0, picture.width, picture.height);
  for (const layer of [back, front]) pen.drawImage(layer, 0, 0);
  picture.toBlob((blob) => save("map.png", blob));
}
