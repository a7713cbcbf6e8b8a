// What all drawings on a canvas need: size, labels, the point below the pointer.

/** The pen of a canvas that fills its box, and the size of the box in CSS pixels. */
function fitted(canvas) {
  const { width, height } = canvas.getBoundingClientRect();
  if (recorder) return { pen: recorded(canvas), width, height };
  const ratio = Math.min(devicePixelRatio, 2);
  const size = [width, height].map((side) => Math.max(1, Math.round(side * ratio)));
  if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.textBaseline = "middle";
  return { pen, width, height };
}

/** The pen that writes SVG in the place of a canvas. */
function recorded(canvas) {
  const pen = new VectorPen();
  recorder.set(canvas, pen);
  return pen;
}

const widths = new Map();
const meter = document.createElement("canvas").getContext("2d");

/** Width of a text in pixels; measuring is slow, and the same labels come back in each frame. */
function widthOf(pen, text, font) {
  const key = `${font} ${text}`;
  if (!widths.has(key)) {
    meter.font = font;
    widths.set(key, meter.measureText(text).width);
  }
  return widths.get(key);
}

/** Labels in order, without those that would leave the frame or cover one, or a box that is taken; each at its first free height. */
function placeLabels(pen, labels, [left, top, right, bottom], taken) {
  const placed = [];
  for (const { texts, room, x, y, ys = [y], size, plate, ...rest } of labels) {
    if (placed.length === 150) break;
    if (!plate && placed.some((name) => name.plate && name.text === rest.text)) continue; // a term that names its group
    const font = `${plate ? "700 " : ""}${size}px ${ink.font}`;
    const text = rest.text ?? texts.find((longer) => widthOf(pen, longer, font) <= room) ?? texts.at(-1);
    const [half, tall] = [widthOf(pen, text, font) / 2 + (plate ? 6 : 3), size / 2 + (plate ? 4 : 2)];
    const middle = plate ? Math.max(left + half, Math.min(x, right - half)) : x;
    for (const at of ys) {
      const box = [middle - half, at - tall, middle + half, at + tall];
      if (box[0] < left || box[1] < top || box[2] > right || box[3] > bottom) continue;
      const covers = ({ box: other }) => other[0] < box[2] && box[0] < other[2] && other[1] < box[3] && box[1] < other[3];
      if (placed.some(covers) || taken.some((other) => covers({ box: other }))) continue;
      placed.push({ ...rest, text, x: middle, y: at, font, plate, box });
      break;
    }
  }
  return placed;
}

/** Draw labels that do not overlap, and return them. Names of groups stand on a plate with an edge of their colour. */
function drawLabels(pen, labels, frame, taken = []) {
  const placed = placeLabels(pen, labels, frame, taken);
  for (const { plate, box } of placed.filter((label) => label.plate)) {
    const [x, y, width, height] = [box[0], box[1] + 1, box[2] - box[0], box[3] - box[1] - 2];
    Object.assign(pen, { globalAlpha: 0.88, fillStyle: ink.page });
    pen.fillRect(x, y, width, height);
    Object.assign(pen, { globalAlpha: 1, fillStyle: plate });
    pen.fillRect(x, y, 3, height);
  }
  Object.assign(pen, { textAlign: "center", lineJoin: "round", lineWidth: 3, strokeStyle: ink.page, fillStyle: ink.text });
  for (const { text, x, y, font, plate } of placed) {
    pen.font = font;
    if (!plate) pen.strokeText(text, x, y);
    pen.fillText(text, x + (plate ? 1 : 0), y);
  }
  return placed;
}

/** The first terms of a name: all, two, one. */
function shorter(name) {
  const parts = name.split(" · ");
  return [3, 2, 1].map((n) => clip(parts.slice(0, n).join(" · "), 40));
}

/** The names of groups as labels: in the middle of the points of each that are in the window, above, or below them. */
function groupLabels({ px, py }, { groups }, groupAt, { width, height, size }) {
  const found = new Map();
  for (const node of byFlow) {
    const group = groupAt(node);
    if (group < 0 || px[node] < 0 || py[node] < 0 || px[node] > width || py[node] > height) continue;
    const box = found.get(group) ?? { n: 0, x: 0, y: 0, top: height, bottom: 0, left: width, right: 0 };
    Object.assign(box, { n: box.n + 1, x: box.x + px[node], y: box.y + py[node] });
    Object.assign(box, { top: Math.min(box.top, py[node]), bottom: Math.max(box.bottom, py[node]) });
    Object.assign(box, { left: Math.min(box.left, px[node]), right: Math.max(box.right, px[node]) });
    found.set(group, box);
  }
  return [...found].map(([group, { n, x, y, top, bottom, left, right }]) => {
    const ys = [y / n, Math.max(top - size, size), Math.min(bottom + size, height - size)];
    const room = Math.max(80, 1.15 * (right - left));
    return { group, plate: shade(groups[group]), texts: shorter(groups[group].name), room, x: x / n, ys, size };
  });
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
