// Groups of terms and documents at two levels: themes, and the communities that they are made of.

const GREYS = ["#868b94", "#7d838d"];
const levels = {
  themes: { groups: themes, of: (community) => communities[community]?.theme ?? -1 },
  communities: { groups: communities, of: (community) => community ?? -1 },
};
let level = levels.communities;

const groupOf = (node) => level.of(nodes.community[node]);

/** The colour of a theme or community; grey for what is in none, and for the communities after the two hundredth. */
const shade = (group) => group?.colours[+dark()] ?? GREYS[+dark()];
const colourOf = (place) => shade(level.groups[place]);

/** Black or white: the one that is easier to read on a colour (WCAG 2.2). */
function inkOn(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}

/** Show themes or communities in every view. */
function useLevel(name) {
  if (level === levels[name]) return;
  level = levels[name];
  $("level").value = name;
  const chosen = map.node >= 0 ? groupOf(map.node) : -1;
  Object.assign(map, { group: chosen, lit: map.node >= 0 ? map.lit : null, scale: map.node >= 0 ? map.scale : 0 });
  tree.theme = -1;
  trend.groups = null;
  fillSelects();
  recolour();
}

/** Offer the groups of the level wherever one can be chosen. */
function fillSelects() {
  for (const select of document.querySelectorAll("select.of-group")) {
    for (const option of select.querySelectorAll(".group")) option.remove();
    select.append(...level.groups.map(({ name }, place) =>
      make("option", { value: place + 1, className: "group" }, `${place + 1} ${clip(name, 40)}`)));
    select.value = select.options[0].value;
  }
}

function buildLevels() {
  if (!themes.length) $("level-label").remove();
  $("level")?.addEventListener("input", () => {
    useLevel($("level").value);
    views[view]();
  });
  fillSelects();
}

/** Show a community on the map, whatever the level was. */
function focusOnCommunity(community) {
  useLevel("communities");
  focusOn(community);
}

function focusOnTheme(theme) {
  useLevel("themes");
  focusOn(theme);
}

const groupButton = (group, onclick, ...more) => button(onclick, {}, swatch(shade(group)), bdi(group.name, 90), ...more);
const communityButton = (place, ...more) => groupButton(communities[place], () => focusOnCommunity(place), ...more);
const themeButton = (place, ...more) => groupButton(themes[place], () => focusOnTheme(place), ...more);

const sizeOf = ({ size, documents: some }) =>
  make("span", { className: "quiet" }, `${whole(some)} ${wording.n_documents} · ${whole(size)} ${wording.members}`);

/** The number of documents alone, where there is little room. */
const shortSize = ({ size, documents: some }) =>
  make("span", { className: "quiet", title: `${whole(some)} ${wording.n_documents} · ${whole(size)} ${wording.members}` }, whole(some));

/** The communities by theme: the number of the theme, -1 for none, and the places of its communities. */
const byTheme = () => [...Map.groupBy(communities.keys(), (place) => communities[place].theme)];

/** Groups as buttons; those that share the grey stand last, under their name. */
function groupList(places, groups, makeButton) {
  const [own, others] = [places.filter((place) => groups[place].colours[0]), places.filter((place) => !groups[place].colours[0])];
  const list = (some) => make("div", { className: "groups" }, ...some.map((place) => makeButton(place, shortSize(groups[place]))));
  return [list(own), ...(others.length ? [quiet(wording.others), list(others)] : [])];
}
