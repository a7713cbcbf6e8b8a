// Links of the map: a backbone that can be read, and all links of what is chosen.

const CHOSEN_LINKS = 4000; // drawn of a group at most, the heaviest first

/** All links of a node, or of a group within itself, the heaviest first. */
function chosenLinks() {
  if (map.node < 0 && map.group < 0) return [];
  const passes = map.node >= 0
    ? (link) => links.a[link] === map.node || links.b[link] === map.node
    : (link) => groupOf(links.a[link]) === map.group && groupOf(links.b[link]) === map.group;
  return [...links.a.keys()].filter(passes).slice(0, CHOSEN_LINKS);
}

/** Links, on a canvas of their own behind the nodes. */
function drawLinks(inside) {
  const { pen } = fitted($("map-links"));
  const chosen = map.chosen;
  pen.lineWidth = 1;
  const faint = Math.min(0.45, Math.max(0.2, 700 / links.backbone.length));
  for (const [colour, some] of map.threads) {
    const alpha = colour === ink.quiet ? faint / 2.5 : faint * 1.3; // those between groups stand back
    drawPaths(pen, some, colour, chosen.length ? alpha / 4 : alpha, inside);
  }
  drawPaths(pen, chosen, map.node >= 0 ? ink.text : ink.quiet, map.node >= 0 ? 0.4 : Math.min(0.5, 150 / chosen.length + 0.08), inside);
}

function drawPaths(pen, some, colour, alpha, inside) {
  Object.assign(pen, { strokeStyle: colour, globalAlpha: alpha });
  // Short paths: one path of all links would be sorted as a whole.
  for (let start = 0; start < some.length; start += 100) {
    pen.beginPath();
    for (const link of some.slice(start, start + 100)) {
      const [a, b] = [links.a[link], links.b[link]];
      if (!inside(a, 0) && !inside(b, 0)) continue;
      pen.moveTo(map.px[a], map.py[a]);
      pen.lineTo(map.px[b], map.py[b]);
    }
    pen.stroke();
  }
  pen.globalAlpha = 1;
}
