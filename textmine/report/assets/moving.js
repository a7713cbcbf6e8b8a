// How the map is moved: pointer, fingers, wheel, keys.

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

/** Move by pixels. */
function move(dx, dy) {
  map.x -= dx / map.scale;
  map.y -= dy / map.scale;
  cancelAnimationFrame(map.frame);
  map.frame = requestAnimationFrame(drawMap);
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
  // On a term: the term. Beside one: its group. Far from all: the whole map.
  canvas.onclick = (event) => {
    const [node, beside] = [hit(event, 4), hit(event, 30)];
    if (travelled > 3) return;
    if (node >= 0) select(node);
    else focusOn(beside >= 0 ? groupOf(beside) : -1);
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
