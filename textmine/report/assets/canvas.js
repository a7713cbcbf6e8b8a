// What all drawings on a canvas need.

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
