// The tab of the map: what is drawn.

const map = { x: 0, y: 0, scale: 0, community: -1, node: -1, lit: null, moving: false, waiting: [], labels: [], batches: new Map() };

/** The neighbours of a node, those with the heaviest links first, as links are ordered. */
const neighbours = (node) =>
  links.a.flatMap((a, link) => (a === node ? [links.b[link]] : links.b[link] === node ? [a] : []));

function buildMap() {
  for (const id of ["size", "colour"]) $(id).addEventListener("input", () => { recolour(); drawMap(); });
  $("of-map").addEventListener("input", () => focusOn($("of-map").value - 1));
  $("jump").addEventListener("keydown", (event) => { if (event.key === "Enter") jump(); });
  $("whole").onclick = () => focusOn(-1);
  $("png").onclick = savePicture;
  listen($("map-canvas"));
}

/** Sort the nodes by colour, and say what the colours mean. */
function recolour() {
  const by = $("colour").value;
  const value = (node) => terms[by][nodes.term[node]];
  let colour = (node) => colourOf(nodes.community[node]);
  let legend = [];
  if (by === "score") {
    const scores = byFlow.map(value).sort((a, b) => a - b);
    const steps = [0, 0.2, 0.4, 0.6, 0.8].map((share) => scores[Math.floor(share * scores.length)]);
    colour = (node) => ramp(steps.findLastIndex((step) => step <= value(node)) / 4);
    legend = steps.map((step, place) => [ramp(place / 4), `≥ ${decimal(step)}`]);
  } else if (by === "known") {
    const shades = [dark() ? "hsl(15 80% 62%)" : "hsl(15 80% 45%)", colourOf(-1)];
    colour = (node) => shades[value(node)];
    legend = [[shades[0], wording.new], [shades[1], wording.known]];
  }
  $("legend").replaceChildren(...legend.map(([shade, text]) => make("span", {}, swatch(shade), text)));
  map.batches.clear();
  for (const node of byFlow) {
    if (!map.batches.has(colour(node))) map.batches.set(colour(node), []);
    map.batches.get(colour(node)).push(node);
  }
}

/** Bring nodes into view: all, or those of a community. */
function fit(community) {
  const { width, height } = $("map-canvas").getBoundingClientRect();
  const shown = byFlow.filter((node) => community < 0 || nodes.community[node] === community);
  const span = (values) => [Math.min(...shown.map((node) => values[node])) - 3, Math.max(...shown.map((node) => values[node])) + 3];
  const [[left, right], [top, bottom]] = [span(nodes.x), span(nodes.y)];
  map.scale = Math.min((width - 24) / (right - left), (height - 24) / (bottom - top), 40);
  [map.x, map.y] = [(left + right) / 2, (top + bottom) / 2];
}

const bright = (node) => (map.lit ? map.lit.has(node) : map.community < 0 || nodes.community[node] === map.community);
const radiusOf = (node) => Math.max(1.2, nodes.radius[$("size").value][node] * map.scale * 0.8);

function drawMap() {
  cancelAnimationFrame(map.frame);
  if (!map.scale) fit(map.community);
  const { pen, width, height } = fitted($("map-canvas"));
  const px = (map.px = Float64Array.from(nodes.x, (x) => (x - map.x) * map.scale + width / 2));
  const py = (map.py = Float64Array.from(nodes.y, (y) => (y - map.y) * map.scale + height / 2));
  const inside = (node, room) => px[node] > -room && py[node] > -room && px[node] < width + room && py[node] < height + room;
  drawNodes(pen, inside);
  const named = byFlow.filter((node) => node !== map.node && bright(node) && inside(node, 0)).slice(0, 600);
  if (map.node >= 0) named.unshift(map.node);
  const size = (node) => Math.round(Math.min(20, Math.max(11, (radiusOf(node) * 4) / Math.sqrt(map.scale))));
  const label = (node) => ({ node, text: clip(names[nodes.term[node]], 24), x: px[node], y: py[node], size: size(node) });
  map.labels = drawLabels(pen, named.map(label), [0, 0, width, height]);
  drawLinks(inside);
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
