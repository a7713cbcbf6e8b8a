// What a drawing shows, saved as SVG: the same strokes as on the canvas, with text as text.

let recorder = null; // while a drawing is saved: the SVG of each canvas

/** A pen with the part of the canvas's methods that the drawings use; it writes SVG. */
class VectorPen {
  constructor() {
    Object.assign(this, { parts: [], path: [], dash: [], globalAlpha: 1, lineWidth: 1, fillStyle: "#000", strokeStyle: "#000", font: "12px sans-serif", textAlign: "left" });
  }

  beginPath() { this.path = []; }
  moveTo(x, y) { this.path.push(`M${short(x)} ${short(y)}`); }
  lineTo(x, y) { this.path.push(`L${short(x)} ${short(y)}`); }
  bezierCurveTo(...at) { this.path.push(`C${at.map(short).join(" ")}`); }
  setLineDash(dash) { this.dash = dash; }

  /** A whole circle: the drawings have no other arcs. */
  arc(x, y, radius) {
    const [r, d] = [short(radius), short(2 * radius)];
    this.path.push(`M${short(x - radius)} ${short(y)}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0 -${d} 0`);
  }

  fill() { if (this.path.length) this.add("path", { d: this.path.join(""), fill: this.fillStyle }); }
  fillRect(x, y, width, height) { this.add("rect", { x: short(x), y: short(y), width: short(width), height: short(height), fill: this.fillStyle }); }
  stroke() { if (this.path.length) this.add("path", { d: this.path.join(""), fill: "none", ...this.line() }); }
  fillText(text, x, y) { this.text(text, x, y, { fill: this.fillStyle }); }
  strokeText(text, x, y) { this.text(text, x, y, { fill: "none", "stroke-linejoin": "round", ...this.line() }); }
  drawImage(image, x, y, width, height) { this.add("image", { href: image.toDataURL(), x, y, width, height, preserveAspectRatio: "none" }); }

  line() {
    return { stroke: this.strokeStyle, "stroke-width": this.lineWidth, ...(this.dash.length ? { "stroke-dasharray": this.dash.join(" ") } : {}) };
  }

  text(text, x, y, looks) {
    const [, weight, size, family] = /^(\d+ )?([\d.]+)px (.*)$/.exec(this.font) ?? ["", "", "12", "sans-serif"];
    const anchor = { center: "middle", right: "end" }[this.textAlign] ?? "start";
    const about = { x: short(x), y: short(y + 0.35 * size), "font-size": size, "font-weight": (weight ?? "400 ").trim(), "font-family": family, "text-anchor": anchor };
    this.add("text", { ...about, ...looks }, plainText(text));
  }

  add(tag, looks, content = "") {
    for (const paint of ["fill", "stroke"]) if (looks[paint] && looks[paint] !== "none") looks[paint] = hexOf(looks[paint]);
    const alpha = this.globalAlpha < 1 ? { opacity: short(this.globalAlpha) } : {};
    const said = Object.entries({ ...looks, ...alpha }).map(([name, value]) => `${name}="${plainText(String(value))}"`).join(" ");
    this.parts.push(`<${tag} ${said}>${content}</${tag}>`);
  }
}

const short = (value) => Number(value.toFixed(2));

/** Text for XML: marks as entities, and without the characters that XML cannot have. */
const plainText = (text) => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
  .replace(/[&<>"]/g, (mark) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[mark]);

/** The SVG that a drawing makes: its canvases one above the other, as on the page. */
function vectorOf(draw) {
  recorder = new Map();
  try {
    draw();
    const canvases = [...recorder.keys()].sort((one, other) => (one.compareDocumentPosition(other) & 4 ? -1 : 1));
    const { width, height } = canvases[0].getBoundingClientRect();
    const parts = canvases.flatMap((canvas) => recorder.get(canvas).parts);
    const legend = legendParts(width, height);
    const tall = height + legend.height;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(tall)}" viewBox="0 0 ${short(width)} ${short(tall)}">`
      + `<rect width="100%" height="100%" fill="${ink.page}"/>${parts.join("\n")}${legend.text}</svg>\n`;
  } finally {
    recorder = null;
  }
}

/** What the colours mean, below the drawing: the steps of an overlay, or the lines and groups that are drawn. */
function legendParts(width, height) {
  const named = (group) => [shade(group), shorter(group.name)[0]];
  const lines = view === "trends" ? trend.lines.map(({ colour, name }) => [colour, clip(name, 40)]) : [];
  const steps = view === "map" ? map.legend.length ? map.legend : level.groups.filter((group) => group.colours[0]).slice(0, 40).map(named) : lines;
  const pen = new VectorPen();
  let [x, y] = [10, height + 18];
  for (const [colour, said] of steps) {
    const room = widthOf(pen, said, `12px ${ink.font}`) + 34;
    if (x + room > width && x > 10) [x, y] = [10, y + 18];
    Object.assign(pen, { fillStyle: colour });
    pen.fillRect(x, y - 5, 10, 10);
    Object.assign(pen, { fillStyle: ink.text, font: `12px ${ink.font}` });
    pen.fillText(said, x + 15, y);
    x += room;
  }
  return { text: pen.parts.join("\n"), height: steps.length ? y - height + 14 : 0 };
}

const saveSvg = (name, draw) => save(name, new Blob([vectorOf(draw)], { type: "image/svg+xml" }));

/** The same drawing as a picture, of two pixels each way: for slides, which take no SVG. */
async function savePng(name, draw) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([vectorOf(draw)], { type: "image/svg+xml" }));
  await image.decode();
  const picture = make("canvas", { width: 2 * image.width, height: 2 * image.height });
  picture.getContext("2d").drawImage(image, 0, 0, picture.width, picture.height);
  URL.revokeObjectURL(image.src);
  picture.toBlob((blob) => save(name, blob));
}
