"use strict";
// The page of a map. Text from the corpus is data: it is set with textContent and drawn with fillText, never parsed.

const data = JSON.parse(document.getElementById("data").textContent);
const { wording, terms, nodes, links, communities, cells, contexts, overview } = data;
const names = terms.term;
const columns = data.columns.filter(([name]) => name === "community" || name in terms);
const nodeOf = new Int32Array(names.length).fill(-1);
nodes.term.forEach((term, node) => { nodeOf[term] = node; });
terms.community = names.map((_, term) => (nodeOf[term] < 0 ? 0 : nodes.community[nodeOf[term]] + 1));
const root = document.documentElement;

// ---------------------------------------------------------------- elements

/** Make an element; text among the children stays text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}
const bdi = (text) => make("bdi", {}, text);
const clip = (text, length) => (text.length > length ? `${[...text.slice(0, length + 1)].slice(0, length).join("")}…` : text);
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const number = (value, digits = 4) =>
  Number.isInteger(value) ? value.toLocaleString("en") : Math.abs(value) >= 1e-4 || value === 0 ? String(+value.toPrecision(digits)) : value.toExponential(2);
const communityName = (group) => communities[group].name.map((term) => clip(names[term], 24)).join(" · ");
const termButton = (term) =>
  make("button", { type: "button", title: clip(names[term], 200), onclick: () => (nodeOf[term] < 0 ? openTerm(term) : map.select(nodeOf[term])) }, bdi(clip(names[term], 60)));
const swatch = (group) => { const dot = make("span", { class: "swatch" }); dot.style.background = colourOf(group); return dot; };

/** Sixty hues that lie far apart for neighbours in rank; the small communities behind them are grey. */
function colourOf(group, light = 0) {
  if (group < 0 || group >= 60) return dark() ? `hsl(220 8% ${58 + light}%)` : `hsl(220 8% ${52 + light}%)`;
  const hue = (group * 137.508 + 210) % 360;
  return `hsl(${hue.toFixed(0)} ${group % 2 ? 50 : 66}% ${(dark() ? 62 : 42) - (group % 3) * 4 + light}%)`;
}
const dark = () => root.dataset.theme === "dark";
const style = (name) => getComputedStyle(root).getPropertyValue(name).trim();

/** Colours from blue through green to yellow, as a number goes from 0 to 1. */
const ramp = (share) => `hsl(${(250 - 195 * share).toFixed(0)} 70% ${((dark() ? 45 : 35) + share * 15).toFixed(0)}%)`;

function save(name, content, type) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

// ---------------------------------------------------------------- tabs

const views = {};
const tablist = make("div", { role: "tablist", "aria-label": wording.title });
const main = make("main");

function addView(name, kind, ...children) {
  const tab = make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": name, onclick: () => show(name) }, wording[name]);
  const section = make("section", { id: name, role: "tabpanel", class: kind, "aria-labelledby": `tab-${name}`, hidden: true }, ...children);
  tablist.append(tab);
  main.append(section);
  views[name] = { tab, section, draw: () => {} };
}
tablist.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = Object.keys(views);
  const next = all[(all.findIndex((name) => !views[name].section.hidden) + step + all.length) % all.length];
  show(next);
  views[next].tab.focus();
});

function show(name) {
  for (const [other, view] of Object.entries(views)) {
    view.section.hidden = other !== name;
    view.tab.setAttribute("aria-selected", String(other === name));
    view.tab.tabIndex = other === name ? 0 : -1;
  }
  if (location.hash !== `#${name}`) history.replaceState(null, "", `#${name}`);
  views[name].draw();
}

// ---------------------------------------------------------------- overview

function buildOverview() {
  const { figures } = overview;
  const shown = [
    ["documents", figures.documents], ["characters", figures.characters], ["units", figures.units], ["n_terms", overview.n_terms],
    ["nodes", figures.nodes], ["links", figures.links], ["communities", figures.communities], ["codelength", figures.codelength],
    ["saved", figures.saved === undefined ? undefined : `${(100 * figures.saved).toFixed(1)} %`],
  ].filter(([, value]) => value !== undefined);
  const source = (role) => make("dd", {}, bdi(overview.inputs[role].join(", ") || wording.nothing));
  const groups = communities.slice(0, 30).map((community, group) =>
    make("li", {}, make("button", { type: "button", onclick: () => map.focus(group) }, swatch(group),
      bdi(communityName(group)), make("span", { class: "quiet" }, `${community.size} ${wording.members} · ${(100 * community.flow).toFixed(1)} %`))));
  addView("overview", "",
    make("p", {}, wording.about),
    make("div", { class: "figures" }, ...shown.map(([name, value]) => make("div", {}, make("b", {}, typeof value === "number" ? number(value) : value), wording[name]))),
    make("dl", { class: "sources" }, make("dt", {}, wording.corpus), source("corpus"), make("dt", {}, wording.background), source("background"),
      ...(overview.command ? [make("dt", {}, wording.command), make("dd", {}, make("code", {}, bdi(overview.command)))] : [])),
    make("h2", {}, wording.best), make("div", { class: "chips" }, ...names.slice(0, 60).map((_, term) => termButton(term))),
    make("h2", {}, wording.largest), make("ol", { class: "groups" }, ...groups));
}

// ---------------------------------------------------------------- table of terms

const PAGE = 100;
const table = { by: -1, down: false, rows: [], shown: PAGE, open: new Set() };

function chooser(label, options, onchange) {
  const select = make("select", { "aria-label": label, onchange: () => onchange(select.value) },
    ...options.map(([value, text]) => make("option", { value }, text)));
  return select;
}
const communityOptions = () => [["", wording.every], ...communities.map((_, group) => [String(group), `${group + 1} ${clip(communityName(group), 40)}`])];

function buildTable() {
  table.search = make("input", { type: "search", id: "search", placeholder: wording.search, "aria-label": wording.search, oninput: () => filterRows() });
  table.community = chooser(wording.communities, [...communityOptions(), ["-1", wording.unmapped]], () => filterRows());
  table.known = chooser(wording.both, [["", wording.both], ["1", wording.known], ["0", wording.new]], () => filterRows());
  table.community.id = "of-community";
  table.known.id = "of-known";
  table.known.hidden = !("known" in terms);
  table.count = make("span", { class: "quiet", role: "status", id: "shown" });
  table.heads = columns.map(([name, heading, help], at) =>
    make("th", { scope: "col", title: help }, make("button", { type: "button", "data-column": name, "aria-description": help, onclick: () => sortRows(at) }, heading)));
  table.body = make("tbody");
  table.more = make("button", { type: "button", onclick: () => { table.shown += 5 * PAGE; drawRows(); } }, wording.more);
  addView("terms", "list",
    make("div", { class: "tools" }, table.search, table.community, table.known,
      make("button", { type: "button", id: "tsv", onclick: () => save("terms.tsv", tsv(), "text/tab-separated-values") }, wording.download_tsv), table.count),
    ...(overview.n_terms > names.length ? [make("p", { class: "quiet" }, fill(wording.cut, { n: number(names.length), all: number(overview.n_terms) }))] : []),
    make("div", { class: "scroll" }, make("table", {}, make("thead", {}, make("tr", {}, ...table.heads)), table.body), table.more));
  table.folded = names.map((name) => name.toLowerCase());
  views.terms.draw = () => { if (!table.body.firstChild) filterRows(); };
}

function filterRows() {
  const wanted = table.search.value.normalize("NFKC").toLowerCase().trim();
  const group = table.community.value === "" ? null : +table.community.value + 1;
  const known = table.known.value;
  table.rows = [];
  for (let term = 0; term < names.length; term++) {
    if (wanted && !table.folded[term].includes(wanted)) continue;
    if (group !== null && terms.community[term] !== group) continue;
    if (known !== "" && terms.known[term] !== +known) continue;
    table.rows.push(term);
  }
  orderRows();
}

function sortRows(at) {
  const text = typeof terms[columns[at][0]][0] === "string";
  table.down = table.by === at ? !table.down : !text;
  table.by = at;
  orderRows();
}

function orderRows() {
  if (table.by >= 0) {
    const values = terms[columns[table.by][0]];
    const sign = table.down ? -1 : 1;
    const collator = new Intl.Collator(data.language === "zh" ? "zh-Hans" : "en");
    const compare = typeof values[0] === "string" ? (a, b) => collator.compare(values[a], values[b]) : (a, b) => values[a] - values[b];
    table.rows.sort((a, b) => sign * compare(a, b) || a - b);
  }
  table.heads.forEach((head, at) => {
    if (at === table.by) head.setAttribute("aria-sort", table.down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
  table.shown = PAGE;
  drawRows();
}

function drawRows() {
  const rows = [];
  for (const term of table.rows.slice(0, table.shown)) {
    rows.push(row(term));
    if (table.open.has(term)) rows.push(detail(term));
  }
  table.body.replaceChildren(...rows);
  table.more.hidden = table.rows.length <= table.shown;
  table.count.textContent = fill(wording.shown, { n: number(table.rows.length), all: number(names.length) });
}

function row(term) {
  const toggle = () => { table.open.delete(term) || table.open.add(term); drawRows(); table.body.querySelector(`[data-term="${term}"]`).focus(); };
  const head = make("button", { type: "button", class: "term", "data-term": term, "aria-expanded": String(table.open.has(term)), title: clip(names[term], 200), onclick: toggle }, bdi(clip(names[term], 80)));
  return make("tr", {}, make("th", { scope: "row" }, head), ...columns.slice(1).map(([name]) => cell(name, terms[name][term])));
}

function cell(name, value) {
  if (name === "community") return make("td", {}, ...(value ? [swatch(value - 1), ` ${value}`] : []));
  if (name === "known" || name === "significant") return make("td", {}, value ? wording.yes : wording.no);
  return typeof value === "string" ? make("td", { class: "text" }, bdi(clip(value, 200))) : make("td", {}, number(value));
}

function contextRows(term) {
  const found = contexts[term] || [];
  if (!found.length) return [make("p", { class: "quiet" }, wording.no_contexts)];
  return found.map(([left, keyword, right, document_]) =>
    make("div", { class: "context", title: `${wording.document} ${document_}` }, make("bdi", {}, bdi(left)), make("b", {}, bdi(keyword)), bdi(right)));
}

function neighbourButtons(node) {
  const near = node < 0 ? [] : neighbours(node).slice(0, 20);
  return near.length ? make("div", { class: "chips" }, ...near.map(([other]) => termButton(nodes.term[other]))) : make("p", { class: "quiet" }, wording.no_neighbours);
}

function detail(term) {
  const node = nodeOf[term];
  return make("tr", { class: "opened" }, make("td", { class: "detail", colspan: columns.length }, make("div", {},
    make("h3", {}, wording.contexts), ...contextRows(term), make("h3", {}, wording.neighbours), neighbourButtons(node),
    ...(node < 0 ? [] : [make("p", {}, make("button", { type: "button", onclick: () => map.select(node) }, wording.on_map))]))));
}

function openTerm(term) {
  table.search.value = names[term];
  table.community.value = table.known.value = "";
  table.open.add(term);
  show("terms");
  filterRows();
}

function tsv() {
  const escape = (value) => String(value).replace(/[\\\t\n\r]/g, (mark) => ({ "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" })[mark]);
  const value = (name, term) => (name === "community" && !terms.community[term] ? "" : name === "known" || name === "significant" ? Boolean(terms[name][term]) : terms[name][term]);
  return [columns.map(([name]) => name), ...table.rows.map((term) => columns.map(([name]) => escape(value(name, term))))]
    .map((fields) => `${fields.join("\t")}\n`).join("");
}

// ---------------------------------------------------------------- canvas

/** A canvas as large as its box, in device pixels; returns its pen and its size in CSS pixels. */
function fitted(canvas) {
  const { width, height } = canvas.parentElement.getBoundingClientRect();
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const size = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { pen, width, height };
}
const FONT = getComputedStyle(root).fontFamily;

/** Draw labels in order, leaving out those that would cover one that stands already. */
function drawLabels(pen, labels, { width, height }, most = 160) {
  const grid = new Map();
  const drawn = [];
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const label of labels) {
    if (drawn.length >= most) break;
    pen.font = `${label.size}px ${FONT}`;
    const half = pen.measureText(label.text).width / 2 + 3, tall = label.size / 2 + 2;
    const box = [label.x - half, label.y - tall, label.x + half, label.y + tall];
    if (box[0] < 0 || box[1] < 0 || box[2] > width || box[3] > height) continue;
    const squares = [];
    for (let i = Math.floor(box[0] / 80); i <= box[2] / 80; i++) for (let j = Math.floor(box[1] / 80); j <= box[3] / 80; j++) squares.push(`${i},${j}`);
    const hit = squares.some((square) => (grid.get(square) || []).some((b) => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3]));
    if (hit) continue;
    for (const square of squares) grid.set(square, [...(grid.get(square) || []), box]);
    drawn.push({ ...label, box });
  }
  pen.lineJoin = "round";
  pen.lineWidth = 3;
  pen.strokeStyle = style("--page");
  pen.fillStyle = style("--text");
  for (const label of drawn) {
    pen.font = `${label.size}px ${FONT}`;
    pen.strokeText(label.text, label.x, label.y);
    pen.fillText(label.text, label.x, label.y);
  }
  return drawn;
}

// ---------------------------------------------------------------- map of terms

let adjacency = null;
/** Neighbours of a node with the weights of the links, heaviest first. */
function neighbours(node) {
  if (!adjacency) {
    adjacency = nodes.term.map(() => []);
    links.a.forEach((a, link) => { adjacency[a].push([links.b[link], links.weight[link]]); adjacency[links.b[link]].push([a, links.weight[link]]); });
    for (const near of adjacency) near.sort((one, other) => other[1] - one[1] || one[0] - other[0]);
  }
  return adjacency[node];
}

const map = {
  x: 0, y: 0, scale: 1, group: -1, node: -1, colour: "community", size: "flow", labels: [], frame: 0, moving: 0,
  radius: Float64Array.from(nodes.radius),

  build() {
    this.canvas = make("canvas", { tabindex: 0, role: "img", "aria-label": `${wording.map}. ${wording.map_help}`, id: "map-canvas" });
    this.tip = make("div", { class: "tip", hidden: true });
    this.side = make("aside", { id: "map-side", hidden: true, "aria-live": "polite" });
    this.search = make("input", { type: "search", id: "jump", placeholder: wording.jump, "aria-label": wording.jump, onkeydown: (event) => { if (event.key === "Enter") this.jump(); } });
    this.choose = chooser(wording.communities, communityOptions(), (value) => this.focus(value === "" ? -1 : +value));
    this.choose.id = "map-community";
    this.said = make("span", { class: "quiet", role: "status" });
    const colours = [["community", wording.by_community], ["score", wording.by_score], ...("known" in terms ? [["known", wording.by_known]] : [])];
    const sizes = [["flow", wording.by_flow], ...("count" in terms ? [["count", wording.by_count]] : [])];
    addView("map", "chart",
      make("div", { class: "tools" }, this.search, this.choose,
        make("label", {}, wording.colour, chooser(wording.colour, colours, (value) => { this.colour = value; this.draw(); })),
        make("label", {}, wording.size, chooser(wording.size, sizes, (value) => { this.size = value; this.measure(); this.draw(); })),
        make("button", { type: "button", onclick: () => this.focus(-1) }, wording.whole),
        make("button", { type: "button", id: "png", onclick: () => this.canvas.toBlob((blob) => save("map.png", blob)) }, wording.download_png), this.said),
      make("div", { class: "stage" }, make("div", { class: "plot" }, this.canvas, this.tip), this.side),
      make("p", { class: "quiet help" }, wording.map_help));
    views.map.draw = () => { if (!this.fittedOnce) { this.fittedOnce = true; this.fit(); } this.paint(); };
    this.listen();
  },

  measure() {
    const values = this.size === "flow" ? nodes.flow : nodes.term.map((term) => terms.count[term]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length || 1;
    this.radius = this.size === "flow" ? Float64Array.from(nodes.radius) : Float64Array.from(values, (value) => Math.min(3, Math.max(0.5, Math.sqrt(value / mean))));
  },

  /** Bring nodes into view: all, or those of a community. */
  fit(group = -1) {
    const { width, height } = this.canvas.parentElement.getBoundingClientRect();
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let node = 0; node < nodes.x.length; node++) {
      if (group >= 0 && nodes.community[node] !== group) continue;
      left = Math.min(left, nodes.x[node] - 3); right = Math.max(right, nodes.x[node] + 3);
      top = Math.min(top, nodes.y[node] - 3); bottom = Math.max(bottom, nodes.y[node] + 3);
    }
    this.scale = Math.min((width - 24) / (right - left), (height - 24) / (bottom - top), 40);
    this.x = (left + right) / 2;
    this.y = (top + bottom) / 2;
  },

  draw() {
    if (this.frame || views.map.section.hidden) return;
    this.frame = requestAnimationFrame(() => { this.frame = 0; this.paint(); });
  },

  colours() {
    if (this.colour === "community") return nodes.community.map((group) => colourOf(group));
    if (this.colour === "known") return nodes.term.map((term) => (terms.known[term] ? colourOf(-1) : dark() ? "hsl(15 80% 62%)" : "hsl(15 80% 45%)"));
    const order = nodes.term.map((term, node) => [terms.score[term], node]).sort((a, b) => a[0] - b[0]);
    const colours = [];
    order.forEach(([, node], rank) => { colours[node] = ramp(Math.round((10 * rank) / Math.max(order.length - 1, 1)) / 10); });
    return colours;
  },

  paint() {
    const began = performance.now();
    const { pen, width, height } = fitted(this.canvas);
    const { scale } = this;
    const px = Float64Array.from(nodes.x, (x) => (x - this.x) * scale + width / 2);
    const py = Float64Array.from(nodes.y, (y) => (y - this.y) * scale + height / 2);
    const lit = (node) => this.lit ? this.lit.has(node) : this.group < 0 || nodes.community[node] === this.group;
    const inside = (node, room) => px[node] > -room && py[node] > -room && px[node] < width + room && py[node] < height + room;
    pen.fillStyle = style("--page");
    pen.fillRect(0, 0, width, height);
    this.drawLinks(pen, px, py, inside, lit);
    const colours = this.colours();
    const batches = new Map();
    for (let node = 0; node < px.length; node++) {
      if (!inside(node, 3 * scale)) continue;
      const key = `${lit(node) ? 1 : 0.15}|${colours[node]}`;
      if (!batches.has(key)) batches.set(key, []);
      batches.get(key).push(node);
    }
    for (const [key, members] of batches) {
      const [alpha, colour] = key.split("|");
      pen.globalAlpha = +alpha;
      pen.fillStyle = colour;
      pen.beginPath();
      for (const node of members) {
        const radius = Math.max(1.2, this.radius[node] * scale * 0.8);
        pen.moveTo(px[node] + radius, py[node]);
        pen.arc(px[node], py[node], radius, 0, 7);
      }
      pen.fill();
    }
    pen.globalAlpha = 1;
    if (this.node >= 0) {
      pen.strokeStyle = style("--text");
      pen.lineWidth = 2;
      pen.beginPath();
      pen.arc(px[this.node], py[this.node], Math.max(4, this.radius[this.node] * scale * 0.8 + 2), 0, 7);
      pen.stroke();
    }
    this.order ||= nodes.term.map((_, node) => node).sort((a, b) => nodes.flow[b] - nodes.flow[a] || a - b);
    const wanted = this.node >= 0 ? [this.node, ...this.order] : this.order;
    const labels = wanted.filter((node) => lit(node) && inside(node, 0)).slice(0, 700).map((node) => ({
      node, text: clip(names[nodes.term[node]], 24), x: px[node], y: py[node],
      size: Math.round(Math.min(20, Math.max(11, this.radius[node] * Math.sqrt(scale) * 3.4))),
    }));
    this.labels = drawLabels(pen, labels, { width, height });
    this.took = performance.now() - began;
  },

  /** Links below the nodes; while the map moves, only the heaviest, so that each frame stays short. */
  drawLinks(pen, px, py, inside, lit) {
    const most = performance.now() < this.moving ? 4000 : links.a.length;
    const chosen = this.node;
    const weak = [], strong = [];
    for (let link = 0, drawn = 0; link < links.a.length && drawn < most; link++) {
      const a = links.a[link], b = links.b[link];
      if (!inside(a, 0) && !inside(b, 0)) continue;
      drawn++;
      const bright = chosen >= 0 ? a === chosen || b === chosen : this.group >= 0 && lit(a) && lit(b);
      (bright ? strong : weak).push(a, b);
    }
    const stroke = (pairs, alpha, width) => {
      pen.globalAlpha = alpha;
      pen.lineWidth = width;
      // Short paths: one path of all links would be sorted as a whole.
      for (let start = 0; start < pairs.length; start += 200) {
        pen.beginPath();
        for (let at = start; at < Math.min(start + 200, pairs.length); at += 2) {
          pen.moveTo(px[pairs[at]], py[pairs[at]]);
          pen.lineTo(px[pairs[at + 1]], py[pairs[at + 1]]);
        }
        pen.stroke();
      }
      pen.globalAlpha = 1;
    };
    pen.strokeStyle = style("--quiet");
    const faint = Math.min(0.25, Math.max(0.04, 300 / Math.max(links.a.length, 1)));
    stroke(weak, strong.length ? faint / 2 : faint, 1);
    stroke(strong, 0.45, 1);
  },

  at(x, y) {
    const { width, height } = this.canvas.getBoundingClientRect();
    const wx = (x - width / 2) / this.scale + this.x, wy = (y - height / 2) / this.scale + this.y;
    let found = -1, nearest = (8 / this.scale) ** 2;
    for (let node = 0; node < nodes.x.length; node++) {
      const reach = (this.radius[node] * 0.8) ** 2;
      const distance = (nodes.x[node] - wx) ** 2 + (nodes.y[node] - wy) ** 2 - reach;
      if (distance < nearest) [found, nearest] = [node, distance];
    }
    return found;
  },

  /** Move by pixels, zoom around a point. */
  move(dx, dy) { this.x -= dx / this.scale; this.y -= dy / this.scale; this.moved(); },
  zoom(factor, x, y) {
    const { width, height } = this.canvas.getBoundingClientRect();
    const scale = Math.min(400, Math.max(0.2, this.scale * factor));
    const [ox, oy] = [(x ?? width / 2) - width / 2, (y ?? height / 2) - height / 2];
    this.x += ox / this.scale - ox / scale;
    this.y += oy / this.scale - oy / scale;
    this.scale = scale;
    this.moved();
  },
  moved() {
    this.moving = performance.now() + 150;
    this.tip.hidden = true;
    this.draw();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.draw(), 170);
  },

  /** Show a community, or with -1 the whole map. */
  focus(group) {
    [this.group, this.node, this.lit] = [group, -1, null];
    this.choose.value = group < 0 ? "" : String(group);
    show("map");
    this.describe();
    this.fit(group);
    this.paint();
  },

  /** Show a term with its neighbours. */
  select(node) {
    [this.node, this.group] = [node, nodes.community[node]];
    this.lit = new Set([node, ...neighbours(node).map(([other]) => other)]);
    this.choose.value = String(this.group);
    show("map");
    this.describe();
    this.scale = Math.max(this.scale, 8);
    [this.x, this.y] = [nodes.x[node], nodes.y[node]];
    this.paint();
  },

  jump() {
    const wanted = this.search.value.normalize("NFKC").toLowerCase().trim();
    const candidates = this.order || nodes.term.map((_, node) => node);
    const matching = (test) => candidates.find((node) => test(table.folded[nodes.term[node]]));
    const found = wanted && (matching((name) => name === wanted) ?? matching((name) => name.startsWith(wanted)) ?? matching((name) => name.includes(wanted)));
    this.said.textContent = typeof found === "number" ? "" : wording.not_found;
    if (typeof found === "number") this.select(found);
  },

  describe() {
    this.side.hidden = this.group < 0;
    if (this.group < 0) return;
    const head = make("h2", {}, swatch(this.group), " ", bdi(communityName(this.group)));
    const { size, flow } = communities[this.group];
    const members = nodes.term.filter((_, node) => nodes.community[node] === this.group);
    const ordered = members.sort((a, b) => nodes.flow[nodeOf[b]] - nodes.flow[nodeOf[a]]).slice(0, 100);
    const group = [make("p", { class: "quiet" }, `${size} ${wording.members} · ${(100 * flow).toFixed(1)} % ${wording.of_flow}`), make("div", { class: "chips" }, ...ordered.map(termButton))];
    if (this.node < 0) { this.side.replaceChildren(head, ...group); return; }
    const term = nodes.term[this.node];
    this.side.replaceChildren(make("h2", {}, bdi(clip(names[term], 80))),
      make("div", { class: "chips" }, make("button", { type: "button", onclick: () => this.focus(this.group) }, swatch(this.group), " ", bdi(communityName(this.group))),
        make("button", { type: "button", onclick: () => openTerm(term) }, wording.terms)),
      make("h3", {}, wording.neighbours), neighbourButtons(this.node),
      make("h3", {}, wording.contexts), ...(contexts[term] || []).map(([left, keyword, right]) => make("p", { class: "quiet" }, bdi(clip([...left].slice(-24).join(""), 60)), make("b", {}, bdi(clip(keyword, 60))), bdi(clip(right, 24)))));
  },

  listen() {
    const { canvas } = this;
    const pointers = new Map();
    let travelled = 0;
    const place = (event) => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); pointers.set(event.pointerId, place(event)); travelled = 0; });
    canvas.addEventListener("pointermove", (event) => {
      const now = place(event);
      const before = pointers.get(event.pointerId);
      if (!before) { this.hover(this.at(...now), now); return; }
      const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      travelled += Math.hypot(now[0] - before[0], now[1] - before[1]);
      if (others.length) {
        const [other] = others;
        const factor = Math.hypot(now[0] - other[0], now[1] - other[1]) / Math.max(1, Math.hypot(before[0] - other[0], before[1] - other[1]));
        this.zoom(factor, (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
      } else if (travelled > 3) this.move(now[0] - before[0], now[1] - before[1]);
      pointers.set(event.pointerId, now);
    });
    const leave = (event) => pointers.delete(event.pointerId);
    canvas.addEventListener("pointerup", (event) => {
      leave(event);
      if (travelled > 3) return;
      const node = this.at(...place(event));
      if (node >= 0) this.select(node);
      else if (this.node >= 0) this.focus(this.group);
      else if (this.group >= 0) this.focus(-1);
    });
    canvas.addEventListener("pointercancel", leave);
    canvas.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    canvas.addEventListener("wheel", (event) => { event.preventDefault(); this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), ...place(event)); }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
      if (steps) this.move(...steps);
      else if (event.key === "+" || event.key === "=") this.zoom(1.3);
      else if (event.key === "-") this.zoom(1 / 1.3);
      else if (event.key === "0" || event.key === "Escape") this.focus(-1);
      else return;
      event.preventDefault();
    });
  },

  hover(node, [x, y]) { tip(this.tip, this.canvas, node < 0 ? "" : names[nodes.term[node]], x, y); },
};

function tip(box, canvas, text, x, y) {
  box.hidden = !text;
  canvas.style.cursor = text ? "pointer" : "grab";
  if (!text) return;
  box.textContent = clip(text, 60);
  const width = canvas.getBoundingClientRect().width;
  box.style.left = `${Math.min(x + 12, Math.max(0, width - box.offsetWidth - 4))}px`;
  box.style.top = `${y + 14}px`;
}

// ---------------------------------------------------------------- treemap

function buildTreemap() {
  const plot = make("div", { class: "plot" });
  addView("hierarchy", "chart", make("p", { class: "quiet" }, wording.treemap_help), make("div", { class: "stage" }, plot));
  const pen = document.createElement("canvas").getContext("2d");
  views.hierarchy.draw = () => {
    const { width, height } = plot.getBoundingClientRect();
    const boxes = (width > height ? cells.wide : cells.tall).map(([x, y, w, h, group, members]) => {
      const colour = colourOf(group, dark() ? -30 : -10);
      const box = make("button", { type: "button", class: "cell", title: members.slice(0, 10).map((term) => clip(names[term], 40)).join(" · "), "aria-label": `${group + 1} ${communityName(group)}`, onclick: () => map.focus(group) },
        ...lines(pen, members, w * width - 12, h * height - 8).map((line) => make("span", {}, bdi(line))));
      Object.assign(box.style, { left: `${x * width}px`, top: `${y * height}px`, width: `${w * width}px`, height: `${h * height}px`, background: colour });
      return box;
    });
    plot.replaceChildren(...boxes);
  };
}

/** Whole terms that fit into a box, in lines of 18 pixels: none is cut. */
function lines(pen, members, width, height) {
  const found = [];
  let line = "", weight = 700;
  const wide = (text) => { pen.font = `${weight} 13px ${FONT}`; return pen.measureText(text).width; };
  for (const term of members) {
    const name = names[term];
    if (name.length > 60) continue;
    if ((found.length + 1) * 18 > height) return found;
    const longer = line ? `${line}  ${name}` : name;
    if (wide(longer) <= width) { line = longer; continue; }
    if (line) { found.push(line); line = ""; weight = 400; }
    if ((found.length + 1) * 18 > height) return found;
    if (wide(name) <= width) line = name;
  }
  if (line) found.push(line);
  return found;
}

// ---------------------------------------------------------------- scatter

function buildScatter() {
  const canvas = make("canvas", { role: "img", "aria-label": wording.scatter_help, id: "scatter" });
  const box = make("div", { class: "tip", hidden: true });
  const some = terms.background && terms.background.some((count) => count > 0);
  addView("contrast", "chart", ...(some
    ? [make("p", { class: "quiet" }, wording.scatter_help), make("div", { class: "stage" }, make("div", { class: "plot" }, canvas, box))]
    : [make("p", {}, wording.no_background)]));
  if (!some) return;
  let points = [];
  const most = (values) => Math.log10(values.reduce((a, b) => Math.max(a, b), 10));
  views.contrast.draw = () => {
    const { pen, width, height } = fitted(canvas);
    const [left, right, top, bottom] = [44, width - 16, 12, height - 44];
    const zero = left + (width < 600 ? 34 : 60), one = zero + (width < 600 ? 50 : 90);
    const low = Math.log10(Math.max(1, terms.count.reduce((a, b) => Math.min(a, b), Infinity)));
    const [wide, tall] = [most(terms.background) * 1.03, most(terms.count) * 1.03];
    // 0 has no logarithm: it stands by itself, a step left of 1.
    const across = (count) => (count > 0 ? one + (Math.log10(count) / wide) * (right - one) : zero);
    const up = (count) => bottom - 6 - ((Math.log10(Math.max(count, 1)) - low) / Math.max(tall - low, 1e-9)) * (bottom - top - 6);
    pen.fillStyle = style("--page");
    pen.fillRect(0, 0, width, height);
    pen.strokeStyle = style("--line");
    pen.lineWidth = 1;
    pen.fillStyle = style("--quiet");
    pen.font = `12px ${FONT}`;
    const mark = (x0, y0, x1, y1, text, tx, ty, align) => { pen.beginPath(); pen.moveTo(x0, y0); pen.lineTo(x1, y1); pen.stroke(); pen.textAlign = align; pen.textBaseline = "middle"; pen.fillText(text, tx, ty); };
    mark(across(0), top, across(0), bottom, "0", across(0), bottom + 12, "center");
    for (let power = 0; power <= wide; power++) mark(across(10 ** power), top, across(10 ** power), bottom, number(10 ** power), across(10 ** power), bottom + 12, "center");
    for (const step of [1, 2, 5]) for (let power = 0; power <= tall; power++) {
      const count = step * 10 ** power;
      if (Math.log10(count) >= low && Math.log10(count) <= tall) mark(left, up(count), right, up(count), number(count), left - 6, up(count), "right");
    }
    pen.textAlign = "right";
    pen.fillText(`${wording.in_background} →`, right, bottom + 32);
    pen.textAlign = "left";
    pen.fillText(`↑ ${wording.in_text}`, left, bottom + 32);
    points = names.map((_, term) => [across(terms.background[term]), up(terms.count[term])]);
    for (let term = names.length - 1; term >= 0; term--) {
      const [x, y] = points[term];
      pen.globalAlpha = 0.75;
      pen.fillStyle = colourOf(terms.community[term] - 1);
      pen.fillRect(x - 2, y - 2, 4, 4);
    }
    pen.globalAlpha = 1;
    drawLabels(pen, points.slice(0, 1500).map(([x, y], term) => ({ text: clip(names[term], 24), x, y: y - 10, size: term < 40 ? 14 : 12 })), { width: right + 12, height: bottom }, 140);
  };
  const nearest = (event) => {
    const frame = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
    let found = -1, best = 100;
    points.forEach(([px, py], term) => { const distance = (px - x) ** 2 + (py - y) ** 2; if (distance < best) [found, best] = [term, distance]; });
    return [found, x, y];
  };
  canvas.addEventListener("pointermove", (event) => { const [term, x, y] = nearest(event); tip(box, canvas, term < 0 ? "" : `${clip(names[term], 40)}  ${terms.count[term]} : ${terms.background[term]}`, x, y); });
  canvas.addEventListener("pointerleave", () => { box.hidden = true; });
  canvas.addEventListener("click", (event) => { const [term] = nearest(event); if (term >= 0) openTerm(term); });
}

// ---------------------------------------------------------------- start

root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
const redraw = () => { const open = Object.values(views).find((view) => !view.section.hidden); if (open) open.draw(); };
const switcher = make("button", { type: "button", id: "theme", title: wording.theme, "aria-label": wording.theme, onclick: () => { root.dataset.theme = dark() ? "light" : "dark"; retint(); } }, "◐");
function retint() {
  const was = Object.keys(views).find((name) => !views[name].section.hidden);
  for (const dot of document.querySelectorAll("#overview .groups .swatch")) dot.style.background = colourOf([...dot.closest("ol").children].indexOf(dot.closest("li")));
  if (was === "terms") drawRows();
  else if (table.body.firstChild) table.body.replaceChildren();
  map.describe();
  views[was].draw();
}
document.body.prepend(make("header", {}, make("h1", {}, bdi(document.title)), tablist, switcher), main);
buildOverview();
buildTable();
map.build();
buildTreemap();
buildScatter();
const resized = new ResizeObserver(redraw);
resized.observe(main);
window.addEventListener("hashchange", () => { const name = location.hash.slice(1); if (name in views) show(name); });
show(location.hash.slice(1) in views ? location.hash.slice(1) : "overview");
root.dataset.ready = performance.now().toFixed(0);
