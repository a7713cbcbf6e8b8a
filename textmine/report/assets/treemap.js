// The tab of the groups: a treemap, each cell of which opens: themes, communities, subcommunities, and their terms.

const tree = { path: [] }; // the opened cells from the outside in: level and place of each

function buildTreemap() {
  $("up").onclick = () => {
    tree.path.pop();
    drawTreemap();
    ($("treemap").querySelector("button") ?? $("up")).focus();
  };
  $("treemap").onkeydown = (event) => { if (event.key === "Escape" && tree.path.length) $("up").click(); };
  $("treemap-svg").onclick = () => saveSvg("treemap.svg", paintTreemap);
  $("treemap-png").onclick = () => savePng("treemap.png", paintTreemap);
  printButton("treemap-pdf", paintTreemap);
  $("treemap-map").onclick = () => focusOnGroup(...tree.path.at(-1));
  $("treemap-documents").onclick = () => {
    const [some, place] = tree.path.at(-1);
    useLevel(some);
    findDocuments("", place);
  };
}

function drawTreemap() {
  const [box, opened] = [$("treemap"), tree.path.at(-1)];
  for (const id of ["up", "treemap-map", "treemap-documents"]) $(id).hidden = !opened;
  $("opened-group").replaceChildren(...(opened ? [swatch(shade(opened[0].groups[opened[1]])), " ", bdi(opened[0].groups[opened[1]].name, 90)] : []));
  const { clientWidth: wide, clientHeight: tall } = box;
  const pen = document.createElement("canvas").getContext("2d");
  box.replaceChildren($("treemap-canvas"), ...treemapParts([0, 0, wide, tall]).map((part) => cellOf(pen, part)));
}

/** What the cells show: the groups of the level, or what is within the opened cell. */
function treemapParts(box) {
  const opened = tree.path.at(-1);
  if (!opened) return nestedCells(byFlow.filter((node) => nodes.community[node] >= 0), 0, level, box);
  const members = byFlow.filter((node) => groupAt(opened[0], node) === opened[1]);
  const { finer, places } = within(...opened);
  return places.length ? nestedCells(members, ladder.indexOf(finer), finer, box) : termCells(members.slice(0, 400), opened[0].groups[opened[1]], box);
}

/** The cells of the groups of a level, those of one coarser group beside one another. */
function nestedCells(members, at, last, box) {
  const some = ladder[at];
  const groups = [...Map.groupBy(members, (node) => groupAt(some, node))].map(([place, own]) => ({ place, own, size: flowOf(own) }));
  groups.sort((one, other) => other.size - one.size || one.place - other.place);
  const boxes = squarified(groups.map(({ size }) => size), box);
  return groups.flatMap(({ place, own }, number) => (some === last
    ? [{ box: boxes[number], group: some.groups[place], said: saidOf(some.groups[place], own), choose: () => openCell(some, place) }]
    : nestedCells(own, at + 1, last, boxes[number])));
}

/** The name of a group, as it is everywhere, and its first terms: those of the name need not be on the map. */
const saidOf = ({ name }, own) => [...new Set([...name.split(" · "), ...own.slice(0, 100).map((node) => names[nodes.term[node]])])];

function termCells(members, group, box) {
  const boxes = squarified(members.map((node) => flowOf([node])), box);
  return members.map((node, number) => ({ box: boxes[number], group, said: [names[nodes.term[node]]], choose: () => select(node) }));
}

function openCell(some, place) {
  tree.path.push([some, place]);
  drawTreemap();
  $("up").focus();
}

const flowOf = (some) => some.reduce((sum, node) => sum + Math.max(nodes.flow[node], 1e-12), 0);

/** Cut a box into rows of boxes as large as the sizes, which descend, and as square as possible (Bruls, Huizing & van Wijk 2000). */
function squarified(sizes, [left, top, width, height]) {
  const placed = [];
  let rest = sizes.reduce((sum, size) => sum + size, 0);
  for (let start = 0; start < sizes.length;) {
    const upright = width >= height; // rows stand at the shorter side
    const [side, scale] = [Math.min(width, height), (width * height) / rest];
    const stop = start + rowLength(sizes.slice(start), side / Math.sqrt(scale));
    const total = sizes.slice(start, stop).reduce((sum, size) => sum + size, 0);
    const thick = (total / rest) * (upright ? width : height);
    let at = 0;
    for (const size of sizes.slice(start, stop)) {
      const long = (size / total) * side;
      placed.push(upright ? [left, top + at, thick, long] : [left + at, top, long, thick]);
      at += long;
    }
    [left, top, width, height] = upright ? [left + thick, top, width - thick, height] : [left, top + thick, width, height - thick];
    [rest, start] = [rest - total, stop];
  }
  return placed;
}

/** How many of the sizes make the row whose worst box is nearest to a square; the side is in roots of the unit of size. */
function rowLength(sizes, side) {
  let [total, best] = [0, Infinity];
  for (const [length, size] of sizes.entries()) {
    total += size;
    const worst = Math.max((side ** 2 * sizes[0]) / total ** 2, total ** 2 / (side ** 2 * size));
    if (worst > best) return length;
    best = worst;
  }
  return sizes.length;
}

const LETTERS = [20, 15, 12]; // pixels; a few sizes, so that the page is calm
const PLENTY = 90; // square pixels of a cell for each of one of its letters' area

/** Size and lines of what a cell says: large cells have larger letters, whole terms only, and what does not fit is left out. */
function cellText(pen, words, [, , width, height]) {
  const room = [width - 12, height - 8];
  const wanted = LETTERS.findIndex((size) => width * height >= PLENTY * size * size);
  const tried = LETTERS.slice(wanted < 0 ? LETTERS.length - 1 : wanted).map((size) => ({ size, lines: fill(pen, words, room, size) }));
  return tried.find(({ lines }) => lines.length) ?? { size: tried.at(-1).size, lines: [cutAtWord(pen, words[0], room, tried.at(-1).size)].filter(Boolean) };
}

function cellOf(pen, { box, group, said: words, choose }) {
  const { size, lines } = cellText(pen, words, box);
  const title = words.slice(0, 10).map((word) => clip(word, 40)).join(" · ");
  const ariaLabel = words.length === 1 ? title : group.name;
  const cell = button(choose, { className: "cell", title, ariaLabel }, ...lines.map((line) => make("span", {}, bdi(line, 400))));
  const [left, top, width, height] = box;
  for (const [side, pixels] of Object.entries({ left, top, width, height, fontSize: size })) cell.style[side] = `${pixels}px`;
  cell.style.background = shade(group);
  cell.style.color = inkOn(shade(group));
  return cell;
}

/** The first words of a name of several, as many as fit into a line; empty where they are less than half of it. */
function cutAtWord(pen, name, [width, height], size) {
  const parts = name.split(" ");
  const starts = parts.slice(1).map((_, at) => `${parts.slice(0, parts.length - 1 - at).join(" ")}…`);
  return size * 1.4 <= height ? starts.find((start) => 2 * start.length > name.length && widthOf(pen, start, `700 ${size}px ${ink.font}`) <= width) : "";
}

/** Lines of whole terms that fit into a box: the first one comes first, or there is none. */
function fill(pen, words, [width, height], size) {
  const fits = (text, line) => widthOf(pen, text, `${line ? 400 : 700} ${size}px ${ink.font}`) <= width;
  const lines = [];
  if (!fits(words[0], 0) || words[0].length > 60) return lines;
  for (const name of words) {
    const longer = `${lines.at(-1)} · ${name}`;
    if (name.length > 60) continue;
    if (lines.length && fits(longer, lines.length - 1)) lines[lines.length - 1] = longer;
    else if ((lines.length + 1) * size * 1.4 <= height && fits(name, lines.length)) lines.push(name);
  }
  return lines;
}

/** The cells as they stand, with another pen: for a figure. */
function paintTreemap() {
  const { pen, width, height } = fitted($("treemap-canvas"));
  for (const { box, group, said: words } of treemapParts([0, 0, width, height])) {
    const [left, top, wide, tall] = box;
    const { size, lines } = cellText(pen, words, box);
    pen.fillStyle = shade(group);
    pen.fillRect(left + 0.5, top + 0.5, Math.max(0, wide - 1), Math.max(0, tall - 1));
    Object.assign(pen, { fillStyle: inkOn(shade(group)), textAlign: "left" });
    lines.forEach((line, at) => {
      pen.font = `${at ? "" : "700 "}${size}px ${ink.font}`;
      pen.fillText(line, left + 6, top + 4 + (at + 0.5) * size * 1.4);
    });
  }
}
