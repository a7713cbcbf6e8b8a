// The tab of the communities: a treemap.

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
