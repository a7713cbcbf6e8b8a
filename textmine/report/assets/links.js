// Links of the map.

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
