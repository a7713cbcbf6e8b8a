// Elements, text, colours.

/** Make an element; text among the children stays text. */
function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** The beginning of a text, without half a character at its end. */
const clip = (text, length) => (text.length > length ? `${text.slice(0, length).replace(/[\ud800-\udbff]$/, "")}…` : text);

/** Text that keeps its direction to itself. */
const bdi = (text, length = 60) => make("bdi", {}, clip(text, length));
const quiet = (text) => make("p", { className: "quiet" }, text);
const button = (onclick, properties, ...children) => make("button", { onclick, ...properties }, ...children);
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 }).format;

/** Three figures of a number. */
function decimal(value) {
  const size = Math.abs(value);
  if (size >= 100 || size === 0) return whole(Number(value.toPrecision(3)));
  return size >= 0.001 ? value.toPrecision(3) : value.toExponential(1);
}

/** A text of the page with its gaps filled: {name} becomes the value of that name. */
const told = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const percent = (share) => `${share >= 0.095 || share === 0 ? (100 * share).toFixed(0) : (100 * share).toFixed(1)}%`;

const dark = () => root.dataset.theme === "dark";

/** Blue through green to yellow, as a share goes from 0 to 1. */
const ramp = (share) => `hsl(${250 - 195 * share} 70% ${(dark() ? 45 : 35) + share * 15}%)`;

/** A piece of colour: round, a square, or a square on its corner. */
function swatch(colour, marker = 0) {
  const dot = make("span", { className: ["swatch", "swatch square", "swatch corner"][marker] });
  dot.style.background = colour;
  return dot;
}

const showTerm = (term) => (nodeOf.has(term) ? select(nodeOf.get(term)) : openTerm(term));
const chips = (found) => found.map((term) => button(() => showTerm(term), { title: clip(names[term], 200) }, bdi(names[term])));

function save(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
