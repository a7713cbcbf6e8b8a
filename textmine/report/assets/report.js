"use strict";
// The page of a map of terms. Text from the corpus is data: set with textContent, drawn with fillText, never parsed.

const $ = (id) => document.getElementById(id);
const { wording, columns, terms, nodes, links, communities, cells, contexts, overview } = JSON.parse($("data").textContent);
const root = document.documentElement;
const names = terms.term;
const fold = (text) => text.normalize("NFKC").toLowerCase().trim();
const folded = names.map(fold);
const nodeOf = new Map(nodes.term.map((term, node) => [term, node]));
const byFlow = [...nodes.term.keys()].sort((a, b) => nodes.flow[b] - nodes.flow[a] || a - b);

// ---- elements, text, colours

/** Make an element; text among the children stays text. */
function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** The beginning of a text, without half a character at its end. */
const clip = (text, length) => (text.length > length ? `${text.slice(0, length).replace(/[\ud800-\udbff]$/, "")}…` : text);

/** Text that keeps its direction to itself. */
const bdi = (text, length = 60) => make("bdi", {}, clip(text, length));
const quiet = (text) => make("p", { className: "quiet" }, text);
const button = (onclick, properties, ...children) => make("button", { onclick, ...properties }, ...children);
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 }).format;

function decimal(value) {
  const size = Math.abs(value);
  if (size >= 100) return whole(value);
  return size >= 0.001 || size === 0 ? value.toFixed(3) : value.toExponential(1);
}

const dark = () => root.dataset.theme === "dark";

/** Sixty hues, far apart for neighbours in rank; the small communities behind them, and what is in none, are grey. */
function colourOf(community, light = dark() ? 62 : 42) {
  if (community < 0 || community >= 60) return `hsl(220 8% ${light + 8}%)`;
  const hue = Math.round(community * 137.508 + 210) % 360;
  return `hsl(${hue} ${community % 2 ? 50 : 66}% ${light - (community % 3) * 4}%)`;
}

/** Blue through green to yellow, as a share goes from 0 to 1. */
const ramp = (share) => `hsl(${250 - 195 * share} 70% ${(dark() ? 45 : 35) + share * 15}%)`;

function swatch(colour) {
  const dot = make("span", { className: "swatch" });
  dot.style.background = colour;
  return dot;
}

const communityButton = (place, ...more) =>
  button(() => focusOn(place), {}, swatch(colourOf(place)), bdi(communities[place].name, 90), ...more);

const sizeOf = ({ size, documents }) =>
  make("span", { className: "quiet" }, `${whole(documents)} ${wording.n_documents} · ${whole(size)} ${wording.members}`);

/** The communities as buttons, with how large they are, under the name of each theme. */
function byTheme(level) {
  const themes = Map.groupBy(communities.keys(), (place) => communities[place].theme);
  return [...themes.values()].flatMap((places) => {
    const name = communities[places[0]].theme_name;
    const buttons = make("div", { className: "groups" }, ...places.map((place) => communityButton(place, sizeOf(communities[place]))));
    return name ? [make(level, {}, bdi(name, 90)), buttons] : [buttons];
  });
}

const showTerm = (term) => (nodeOf.has(term) ? select(nodeOf.get(term)) : openTerm(term));
const chips = (found) => found.map((term) => button(() => showTerm(term), { title: clip(names[term], 200) }, bdi(names[term])));

function save(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// ---- views

const views = { overview: drawOverview, terms: filterRows, map: openMap, hierarchy: drawTreemap, contrast: drawScatter };
const tabs = Object.keys(views).map((name) => $(`tab-${name}`));
const ink = {};
let view = "";

function show(name) {
  // Not at the start: the first Tab would go past the tabs, to where the address points.
  if (view) history.replaceState(null, "", `#${name}`);
  view = name;
  for (const tab of tabs) {
    const chosen = tab.id === `tab-${name}`;
    tab.ariaSelected = String(chosen);
    tab.tabIndex = chosen ? 0 : -1;
    $(tab.getAttribute("aria-controls")).hidden = !chosen;
  }
  views[name]();
}

function turnTabs(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
  next.click();
  next.focus();
}

function setTheme(theme) {
  root.dataset.theme = theme;
  const style = getComputedStyle(root);
  for (const name of ["page", "text", "quiet", "line"]) ink[name] = style.getPropertyValue(`--${name}`);
  ink.font = style.fontFamily;
  recolour();
}

/** Say a text beside the pointer, or nothing. */
function tip(text, event) {
  const box = $("tip");
  box.hidden = !text;
  box.textContent = clip(text, 60);
  box.style.left = `${Math.max(0, Math.min(event.clientX + 12, innerWidth - box.offsetWidth - 4))}px`;
  box.style.top = `${Math.min(event.clientY + 14, innerHeight - 30)}px`;
  event.target.style.cursor = text ? "pointer" : "";
}

function drawOverview() {
  const figure = ([value, label, title]) => make("div", { title }, make("b", {}, value), label);
  $("figures").replaceChildren(...overview.figures.map(figure));
  $("sources").replaceChildren(...overview.sources.flatMap(([label, text]) => [make("dt", {}, label), make("dd", {}, bdi(text, 2000))]));
  $("best").replaceChildren(...chips([...names.keys()].slice(0, 60)));
  $("largest").replaceChildren(...byTheme("h3"));
}

// ---- table of terms

const table = { rows: [], by: "", down: false, shown: 0, open: new Set() };

function filterRows() {
  const wanted = fold($("search").value);
  const [community, known] = ["of-community", "of-known"].map((id) => $(id)?.value || "");
  table.rows = [...names.keys()].filter((term) =>
    folded[term].includes(wanted) && (!community || terms.community[term] === +community) && (!known || terms.known[term] === +known));
  if (table.by) {
    const [values, sign] = [terms[table.by], table.down ? -1 : 1];
    const { compare } = new Intl.Collator(root.lang);
    const order = typeof values[0] === "string" ? compare : (a, b) => a - b;
    table.rows.sort((a, b) => sign * order(values[a], values[b]) || a - b);
  }
  table.shown = 100;
  drawRows();
}

function sortRows({ name, heading, help, kind }) {
  table.down = table.by === name ? !table.down : kind !== "text";
  table.by = name;
  for (const head of $("heads").children) head.ariaSort = null;
  $(`by-${name}`).parentElement.ariaSort = table.down ? "descending" : "ascending";
  $("explained").textContent = `${heading}: ${help}`;
  filterRows();
}

function buildTable() {
  $("heads").append(...columns.map((column) => {
    const { name, heading, help, kind } = column;
    const head = button(() => sortRows(column), { id: `by-${name}`, ariaDescription: help }, heading);
    return make("th", { scope: "col", title: help, className: kind }, head);
  }));
  $("explained").after(quiet(overview.cut));
  for (const id of ["search", "of-community", "of-known"]) $(id)?.addEventListener("input", filterRows);
  $("tsv").onclick = () => save("terms.tsv", new Blob([tsv()], { type: "text/tab-separated-values" }));
  $("more").onclick = () => {
    table.shown += 500;
    drawRows();
  };
}

function drawRows() {
  const shown = table.rows.slice(0, table.shown);
  $("rows").replaceChildren(...shown.flatMap((term) => (table.open.has(term) ? [row(term), detail(term)] : [row(term)])));
  $("more").hidden = table.rows.length <= table.shown;
  $("shown").textContent = `${whole(table.rows.length)} / ${whole(names.length)}`;
}

const CELLS = {
  community: (value) => (value ? [swatch(colourOf(value - 1)), ` ${value}`] : []),
  flag: (value) => [value ? wording.yes : wording.no],
  whole: (value) => [whole(value)],
  number: (value) => [decimal(value)],
  text: (value) => [bdi(value, 200)],
};

function row(term) {
  const open = table.open.has(term);
  const toggle = () => {
    table.open[open ? "delete" : "add"](term);
    drawRows();
    $(`term-${term}`).focus();
  };
  const about = { id: `term-${term}`, title: clip(names[term], 200), ariaExpanded: String(open) };
  return make("tr", {},
    make("th", { scope: "row" }, button(toggle, about, bdi(names[term], 80))),
    ...columns.slice(1).map(({ name, kind }) => make("td", { className: kind }, ...CELLS[kind](terms[name][term]))));
}

function detail(term) {
  const onMap = nodeOf.has(term) ? [button(() => showTerm(term), {}, wording.on_map)] : [];
  return make("tr", { className: "opened" }, make("td", { colSpan: columns.length }, make("div", {}, ...evidence(term), ...onMap)));
}

/** Contexts and neighbours of a term. */
function evidence(term) {
  const found = (contexts[term] || []).map(([left, key, right, place]) =>
    make("p", { className: "context", title: `${wording.document} ${place}` },
      make("bdi", {}, bdi(left, 200)), make("b", {}, bdi(key, 80)), bdi(right, 200)));
  const near = nodeOf.has(term) ? neighbours(nodeOf.get(term)).slice(0, 20) : [];
  return [
    make("h3", {}, wording.contexts),
    ...(found.length ? found : [quiet(wording.no_contexts)]),
    make("h3", {}, wording.neighbours),
    make("div", { className: "chips" }, ...(near.length ? chips(near.map((node) => nodes.term[node])) : [quiet(wording.no_neighbours)])),
  ];
}

/** Show a term in the table, open. */
function openTerm(term) {
  for (const select of document.querySelectorAll("#terms select")) select.value = "";
  $("search").value = names[term];
  table.open.add(term);
  show("terms");
}

/** The filtered rows as terms.tsv has them. */
function tsv() {
  const marks = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
  const field = ({ name, kind }, value) => {
    if (kind === "community" && !value) return "";
    return String(kind === "flag" ? value === 1 : value).replace(/[\\\t\n\r]/g, (mark) => marks[mark]);
  };
  const rows = table.rows.map((term) => columns.map((column) => field(column, terms[column.name][term])));
  return [columns.map(({ name }) => name), ...rows].map((fields) => `${fields.join("\t")}\n`).join("");
}

// ---- canvas

/** The pen of a canvas that fills its box, and the size of the box in CSS pixels. */
function fitted(canvas) {
  const { width, height } = canvas.getBoundingClientRect();
  const ratio = Math.min(devicePixelRatio, 2);
  const size = [width, height].map((side) => Math.max(1, Math.round(side * ratio)));
  if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.textBaseline = "middle";
  return { pen, width, height };
}

const widths = new Map();

/** Width of a text in pixels; measuring is slow, and the same labels come back in each frame. */
function widthOf(pen, text, font) {
  const key = `${font} ${text}`;
  if (!widths.has(key)) {
    pen.font = font;
    widths.set(key, pen.measureText(text).width);
  }
  return widths.get(key);
}

/** Draw labels in order, without those that would leave the frame or cover one that stands already. */
function drawLabels(pen, labels, [left, top, right, bottom]) {
  const drawn = [];
  for (const { text, x, y, size, ...rest } of labels) {
    if (drawn.length === 150) break;
    const font = `${size}px ${ink.font}`;
    const [half, tall] = [widthOf(pen, text, font) / 2 + 3, size / 2 + 2];
    const box = [x - half, y - tall, x + half, y + tall];
    if (box[0] < left || box[1] < top || box[2] > right || box[3] > bottom) continue;
    const covers = ({ box: other }) => other[0] < box[2] && box[0] < other[2] && other[1] < box[3] && box[1] < other[3];
    if (!drawn.some(covers)) drawn.push({ text, x, y, font, box, ...rest });
  }
  Object.assign(pen, { textAlign: "center", lineJoin: "round", lineWidth: 3, strokeStyle: ink.page, fillStyle: ink.text });
  for (const { text, x, y, font } of drawn) {
    pen.font = font;
    pen.strokeText(text, x, y);
    pen.fillText(text, x, y);
  }
  return drawn;
}

/** The point nearest to the pointer, -1 where none is within reach. */
function nearest(event, { px, py }, reach) {
  const { left, top } = event.target.getBoundingClientRect();
  let [found, least] = [-1, 0];
  for (let point = 0; point < px.length; point++) {
    const distance = Math.hypot(px[point] + left - event.clientX, py[point] + top - event.clientY) - reach(point);
    if (distance < least) [found, least] = [point, distance];
  }
  return found;
}

// ---- map of terms

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

/** Links, on a canvas of their own behind the nodes: the heaviest first, those of what is chosen before all others. */
function drawLinks(inside) {
  const [strong, weak] = [[], []];
  links.a.forEach((a, link) => {
    const b = links.b[link];
    if (!inside(a, 0) && !inside(b, 0)) return;
    const chosen = map.node >= 0 ? a === map.node || b === map.node : map.community >= 0 && bright(a) && bright(b);
    (chosen ? strong : weak).push(link);
  });
  const faint = Math.min(0.25, Math.max(0.04, 300 / links.a.length));
  map.waiting = [];
  // Short paths: one path of all links would be sorted as a whole.
  for (const [some, alpha] of [[strong, 0.45], [weak, strong.length ? faint / 2 : faint]]) {
    for (let start = 0; start < some.length; start += 100) map.waiting.push([alpha, some.slice(start, start + 100)]);
  }
  drawSome(fitted($("map-links")).pen);
}

/** Four thousand links, so that each frame stays short; the others in the next frames, unless the map moves. */
function drawSome(pen) {
  Object.assign(pen, { strokeStyle: ink.quiet, lineWidth: 1 });
  for (const [alpha, some] of map.waiting.splice(0, 40)) {
    pen.globalAlpha = alpha;
    pen.beginPath();
    for (const link of some) {
      pen.moveTo(map.px[links.a[link]], map.py[links.a[link]]);
      pen.lineTo(map.px[links.b[link]], map.py[links.b[link]]);
    }
    pen.stroke();
  }
  pen.globalAlpha = 1;
  if (map.waiting.length && !map.moving) map.frame = requestAnimationFrame(() => drawSome(pen));
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

/** Show a community, or with -1 the whole map. */
function focusOn(community) {
  Object.assign(map, { community, node: -1, lit: null, scale: 0 });
  goToMap();
}

/** Show a term with its neighbours. */
function select(node) {
  const at = { x: nodes.x[node], y: nodes.y[node], scale: Math.max(map.scale, 8) };
  Object.assign(map, at, { node, community: nodes.community[node], lit: new Set([node, ...neighbours(node)]) });
  goToMap();
}

const goToMap = () => (view === "map" ? openMap() : show("map"));

function openMap() {
  describe();
  drawMap();
}

function jump() {
  const wanted = fold($("jump").value);
  const find = (passes) => byFlow.find((node) => passes(folded[nodes.term[node]]));
  const found = find((name) => name === wanted) ?? find((name) => name.startsWith(wanted)) ?? find((name) => name.includes(wanted));
  $("said").textContent = found === undefined ? wording.not_found : "";
  if (found !== undefined && wanted) select(found);
}

/** How well a community comes back in two halves of the documents, where that is known. */
const returning = ({ recurrence }) =>
  recurrence === null ? [] : [make("p", { className: "quiet", title: wording.help_recurrence }, `${wording.recurrence} ${(100 * recurrence).toFixed(0)} %`)];

/** Say beside the map what is chosen: a term, a community, or nothing, where the communities are listed. */
function describe() {
  const { community, node } = map;
  const term = nodes.term[node];
  const side = [];
  if (node >= 0) {
    const inTable = button(() => openTerm(term), {}, wording.in_table);
    side.push(make("h2", {}, bdi(names[term], 80)), make("p", { className: "groups" }, community < 0 ? wording.general : communityButton(community)), inTable, ...evidence(term));
  } else if (community >= 0) {
    const members = byFlow.filter((other) => nodes.community[other] === community).slice(0, 100);
    const name = bdi(communities[community].name, 90);
    side.push(make("h2", {}, swatch(colourOf(community)), " ", name), sizeOf(communities[community]), ...returning(communities[community]),
      make("div", { className: "chips" }, ...chips(members.map((other) => nodes.term[other]))));
  } else side.push(...byTheme("h3"));
  $("of-map").value = community + 1;
  $("side").className = community < 0 ? "rest" : "";
  $("side").replaceChildren(...side);
}

/** Zoom around a point, the middle where none is given. */
function zoom(factor, event) {
  const { left, top, width, height } = $("map-canvas").getBoundingClientRect();
  const [dx, dy] = event ? [event.clientX - left - width / 2, event.clientY - top - height / 2] : [0, 0];
  const scale = Math.min(400, Math.max(0.2, map.scale * factor));
  map.x += dx / map.scale - dx / scale;
  map.y += dy / map.scale - dy / scale;
  map.scale = scale;
  move(0, 0);
}

/** Move by pixels; the links that are left out on the way are drawn when the map rests. */
function move(dx, dy) {
  map.x -= dx / map.scale;
  map.y -= dy / map.scale;
  map.moving = true;
  cancelAnimationFrame(map.frame);
  map.frame = requestAnimationFrame(drawMap);
  clearTimeout(map.rest);
  map.rest = setTimeout(() => { map.moving = false; drawMap(); }, 170);
}

function listen(canvas) {
  const fingers = new Map();
  const apart = (one, other) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  const hit = (event, room) => nearest(event, map, (node) => radiusOf(node) + room);
  let travelled = 0;
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
    travelled = 0;
  };
  canvas.onpointermove = (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return tip(names[nodes.term[hit(event, 4)]] ?? "", event);
    travelled += apart(event, before);
    fingers.set(event.pointerId, event);
    const other = [...fingers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    if (other) zoom(apart(event, other) / Math.max(1, apart(before, other)), other);
    else if (travelled > 3) move(event.clientX - before.clientX, event.clientY - before.clientY);
  };
  canvas.onpointerup = canvas.onpointercancel = (event) => fingers.delete(event.pointerId);
  canvas.onpointerleave = (event) => tip("", event);
  // On a term: the term. Beside one: its community. Far from all: the whole map.
  canvas.onclick = (event) => {
    const [node, beside] = [hit(event, 4), hit(event, 30)];
    if (travelled > 3) return;
    if (node >= 0) select(node);
    else focusOn(nodes.community[beside] ?? -1);
  };
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event);
  }, { passive: false });
  canvas.onkeydown = (event) => {
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    const factor = { "+": 1.3, "=": 1.3, "-": 1 / 1.3 }[event.key];
    if (step) move(...step);
    else if (factor) zoom(factor);
    else if (event.key === "0" || event.key === "Escape") focusOn(-1);
    else return;
    event.preventDefault();
  };
}

// ---- treemap of communities

function drawTreemap() {
  const { clientWidth: wide, clientHeight: tall } = $("treemap");
  const pen = document.createElement("canvas").getContext("2d");
  $("treemap").replaceChildren(...(wide > tall ? cells.wide : cells.tall).map(([x, y, w, h, community, members]) => {
    // The largest letters in which all terms find room, else small ones; whole terms only in any case.
    const tried = [22, 18, 15, 13, 11].map((size) => ({ size, ...fill(pen, members, [w * wide - 12, h * tall - 8], size) }));
    const { size, lines } = tried.slice(0, 4).find(({ all }) => all) ?? tried.slice(3).find(({ lines }) => lines.length) ?? tried[4];
    const title = members.slice(0, 10).map((term) => clip(names[term], 40)).join(" · ");
    const about = { className: "cell", title, ariaLabel: `${community + 1} ${communities[community].name}` };
    const cell = button(() => focusOn(community), about, ...lines.map((line) => make("span", {}, bdi(line, 400))));
    const box = { left: x * wide, top: y * tall, width: w * wide, height: h * tall, fontSize: size };
    for (const [side, pixels] of Object.entries(box)) cell.style[side] = `${pixels}px`;
    cell.style.background = colourOf(community, 28);
    return cell;
  }));
}

/** Lines of whole terms that fit into a box, and whether all of them do. */
function fill(pen, members, [width, height], size) {
  const lines = [];
  let all = true;
  for (const name of members.map((term) => names[term])) {
    const fits = (text, line) => widthOf(pen, text, `${line ? 400 : 700} ${size}px ${ink.font}`) <= width;
    const longer = `${lines.at(-1)}  ${name}`;
    if (name.length > 60) all = false;
    else if (lines.length && fits(longer, lines.length - 1)) lines[lines.length - 1] = longer;
    else if ((lines.length + 1) * size * 1.4 <= height && fits(name, lines.length)) lines.push(name);
    else all = false;
  }
  return { lines, all };
}

// ---- text against background

const scatter = { px: [], py: [], labels: [] };

function buildScatter() {
  const canvas = $("scatter");
  if (!terms.background?.some((count) => count > 0)) {
    views.contrast = () => {};
    $("contrast-help").textContent = wording.no_background;
    canvas.parentElement.hidden = true;
    return;
  }
  const hit = (event) => nearest(event, scatter, () => 10);
  const said = (term) => `${clip(names[term], 30)}  ${whole(terms.count[term])} : ${whole(terms.background[term])}`;
  canvas.onpointermove = (event) => tip(hit(event) < 0 ? "" : said(hit(event)), event);
  canvas.onpointerleave = (event) => tip("", event);
  canvas.onclick = (event) => { if (hit(event) >= 0) openTerm(hit(event)); };
}

function drawScatter() {
  const { pen, width, height } = fitted($("scatter"));
  const [left, right, top, bottom] = [48, width - 16, 30, height - 44];
  const [zero, one] = width < 600 ? [left + 34, left + 84] : [left + 60, left + 150];
  const log = (count) => Math.log10(Math.max(count, 1));
  const end = (values, pick) => log(values.reduce((a, b) => pick(a, b)));
  const [low, high, most] = [end(terms.count, Math.min), end(terms.count, Math.max), Math.max(1, end(terms.background, Math.max)) * 1.03];
  // 0 has no logarithm: it stands by itself, a step left of 1.
  const across = (count) => (count > 0 ? one + (log(count) / most) * (right - one) : zero);
  const up = (count) => bottom - 6 - ((log(count) - low) / Math.max(high - low, 0.1)) * (bottom - top - 22);
  const say = (text, x, y, textAlign) => {
    Object.assign(pen, { font: `12px ${ink.font}`, fillStyle: ink.quiet, textAlign });
    pen.fillText(text, x, y);
    pen.fillStyle = ink.line;
  };
  say(`${wording.in_background} →`, right, bottom + 32, "right");
  say(`↑ ${wording.in_text}`, 8, 14, "left");
  const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7];
  for (const count of [0, ...powers].filter((count) => log(count) <= most)) {
    pen.fillRect(across(count), top, 1, bottom - top);
    say(whole(count), across(count), bottom + 12, "center");
  }
  for (const count of powers.flatMap((power) => [power, 2 * power, 5 * power]).filter((count) => log(count) >= low && log(count) <= high)) {
    pen.fillRect(left, up(count), right - left, 1);
    say(whole(count), left - 6, up(count), "right");
  }
  [scatter.px, scatter.py] = [terms.background.map(across), terms.count.map(up)];
  pen.globalAlpha = 0.75;
  for (let term = names.length - 1; term >= 0; term--) {
    pen.fillStyle = colourOf(terms.community[term] - 1);
    pen.fillRect(scatter.px[term] - 2, scatter.py[term] - 2, 4, 4);
  }
  pen.globalAlpha = 1;
  const label = (name, term) => ({ text: clip(name, 24), x: scatter.px[term], y: scatter.py[term] - 10, size: term < 40 ? 14 : 12 });
  scatter.labels = drawLabels(pen, names.slice(0, 1500).map(label), [left, top, width, bottom]);
}

// ---- start

for (const part of document.querySelectorAll("[data-needs]")) if (!(part.dataset.needs in terms)) part.remove();
for (const id of ["of-community", "of-map"]) {
  $(id).append(...communities.map(({ name }, place) => make("option", { value: place + 1 }, `${place + 1} ${clip(name, 40)}`)));
}
for (const tab of tabs) Object.assign(tab, { onclick: () => show(tab.getAttribute("aria-controls")), onkeydown: turnTabs });
$("theme").onclick = () => {
  setTheme(dark() ? "light" : "dark");
  views[view]();
};
buildTable();
buildMap();
buildScatter();
setTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
const asked = () => (location.hash.slice(1) in views ? location.hash.slice(1) : "overview");
window.addEventListener("hashchange", () => show(asked()));
show(asked());
new ResizeObserver(() => { if (!["overview", "terms"].includes(view)) views[view](); }).observe(document.querySelector("main"));
root.dataset.ready = performance.now().toFixed(0);
