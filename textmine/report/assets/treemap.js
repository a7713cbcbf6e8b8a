// The tab of the groups: a treemap of communities, or of themes, each of which opens.

const tree = { theme: -1 };

function buildTreemap() {
  $("up").onclick = () => {
    tree.theme = -1;
    drawTreemap();
    $("treemap").querySelector("button")?.focus();
  };
}

function drawTreemap() {
  const box = $("treemap");
  $("up").hidden = tree.theme < 0;
  $("opened-theme").textContent = tree.theme < 0 ? "" : clip(themes[tree.theme].name, 90);
  const { clientWidth: wide, clientHeight: tall } = box;
  const pen = document.createElement("canvas").getContext("2d");
  box.replaceChildren(...treemapParts(wide > tall ? cells.wide : cells.tall).map((part) => cellOf(pen, part, wide, tall)));
}

/** What the cells show: communities, themes, or the communities of the opened theme. */
function treemapParts(all) {
  if (level === levels.communities) return all.map(communityPart);
  if (tree.theme < 0) {
    const whole = Map.groupBy(all, (cell) => communities[cell[4]].theme);
    return [...whole].map(([theme, inner]) => (theme < 0 ? inner.map(communityPart) : [themePart(theme, inner)])).flat();
  }
  const inner = all.filter((cell) => communities[cell[4]].theme === tree.theme);
  const [left, top, right, bottom] = around(inner);
  const spread = ([x, y, w, h, ...rest]) => [(x - left) / (right - left), (y - top) / (bottom - top), w / (right - left), h / (bottom - top), ...rest];
  return inner.map((cell) => communityPart(spread(cell)));
}

const communityPart = ([x, y, w, h, community, members]) =>
  ({ box: [x, y, w, h], group: communities[community], members, choose: () => focusOnCommunity(community) });

function themePart(theme, inner) {
  const [left, top, right, bottom] = around(inner);
  const members = byFlow.filter((node) => communities[nodes.community[node]]?.theme === theme).slice(0, 100).map((node) => nodes.term[node]);
  const choose = () => {
    tree.theme = theme;
    drawTreemap();
    $("up").focus();
  };
  return { box: [left, top, right - left, bottom - top], group: themes[theme], members, choose };
}

const around = (some) => [
  Math.min(...some.map(([x]) => x)), Math.min(...some.map(([, y]) => y)),
  Math.max(...some.map(([x, , w]) => x + w)), Math.max(...some.map(([, y, , h]) => y + h)),
];

function cellOf(pen, { box: [x, y, w, h], group, members: every, choose }, wide, tall) {
  const name = group.name.split(" · ");
  const [first, rest] = [name.map((part) => every.find((term) => names[term] === part)).filter((term) => term !== undefined), every];
  const members = [...new Set([...first, ...rest])];
  // The largest letters in which all terms find room, else small ones; whole terms only in any case.
  const tried = [22, 18, 15, 13, 11].map((size) => ({ size, ...fill(pen, members, [w * wide - 12, h * tall - 8], size) }));
  const { size, lines } = tried.slice(0, 4).find(({ all }) => all) ?? tried.slice(3).find(({ lines: some }) => some.length) ?? tried[4];
  const title = members.slice(0, 10).map((term) => clip(names[term], 40)).join(" · ");
  const cell = button(choose, { className: "cell", title, ariaLabel: group.name }, ...lines.map((line) => make("span", {}, bdi(line, 400))));
  const sides = { left: x * wide, top: y * tall, width: w * wide, height: h * tall, fontSize: size };
  for (const [side, pixels] of Object.entries(sides)) cell.style[side] = `${pixels}px`;
  cell.style.background = shade(group);
  cell.style.color = inkOn(shade(group));
  return cell;
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
