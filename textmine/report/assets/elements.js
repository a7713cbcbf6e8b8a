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

function decimal(value) {
  const size = Math.abs(value);
  if (size >= 100) return whole(value);
  return size >= 0.001 || size === 0 ? value.toFixed(3) : value.toExponential(1);
}

const dark = () => root.dataset.theme === "dark";

/** Sixty hues, far apart for neighbours in rank; the small communities behind them, and what is in none, are grey. */
function colourOf(community, light = dark() ? 62 : 42) {
  if (community < 0 || community >= 60) return `hsl(220 8% ${light + 8}%)`;
  const hue = Math.round(community * 137.508 + 210) % 360;
  return `hsl(${hue} ${community % 2 ? 50 : 66}% ${light - (community % 3) * 4}%)`;
}

/** Blue through green to yellow, as a share goes from 0 to 1. */
const ramp = (share) => `hsl(${250 - 195 * share} 70% ${(dark() ? 45 : 35) + share * 15}%)`;

function swatch(colour) {
  const dot = make("span", { className: "swatch" });
  dot.style.background = colour;
  return dot;
}

const communityButton = (place, ...more) =>
  button(() => focusOn(place), {}, swatch(colourOf(place)), bdi(communities[place].name, 90), ...more);

const sizeOf = ({ size, documents }) =>
  make("span", { className: "quiet" }, `${whole(documents)} ${wording.n_documents} · ${whole(size)} ${wording.members}`);

/** The communities as buttons, with how large they are, under the name of each theme. */
function byTheme(level) {
  const themes = Map.groupBy(communities.keys(), (place) => communities[place].theme);
  return [...themes.values()].flatMap((places) => {
    const name = communities[places[0]].theme_name;
    const buttons = make("div", { className: "groups" }, ...places.map((place) => communityButton(place, sizeOf(communities[place]))));
    return name ? [make(level, {}, bdi(name, 90)), buttons] : [buttons];
  });
}

const showTerm = (term) => (nodeOf.has(term) ? select(nodeOf.get(term)) : openTerm(term));
const chips = (found) => found.map((term) => button(() => showTerm(term), { title: clip(names[term], 200) }, bdi(names[term])));

function save(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
