// Groups of terms and documents at several levels, from coarse to fine: themes, communities, subcommunities.

const GREYS = ["#868b94", "#7d838d"];

/** For each finest subcommunity, its group at a level of subcommunities. */
function climbed(depth) {
  let at = subcommunities.at(-1).map((_, finest) => finest);
  for (let above = subcommunities.length - 1; above > depth; above--) at = at.map((group) => subcommunities[above][group].within);
  return at;
}

/** A level: its groups, the group of a community and of a finest subcommunity, and that which is above each group. */
const levels = {
  themes: { kind: "themes", groups: themes, of: (community) => communities[community]?.theme ?? -1, above: () => -1 },
  communities: { kind: "communities", groups: communities, of: (community) => community ?? -1, above: (place) => communities[place].theme },
};
const ladder = [...(themes.length ? [levels.themes] : []), levels.communities, ...subcommunities.map((groups, depth) => {
  const up = climbed(depth);
  return { kind: "subcommunities", groups, of: (_, finest) => up[finest] ?? -1, above: (place) => groups[place].within };
})];
let level = levels.communities;

const groupAt = (some, node) => some.of(nodes.community[node], nodes.subcommunity[node]);
const groupOf = (node) => groupAt(level, node);
const groupOfTerm = (term) => level.of(terms.community[term] - 1, nodes.subcommunity[nodeOf.get(term)]);
const groupOfDocument = (place) => level.of(documents.community[place], documents.subcommunity[place]);

/** The groups that a group is made of, at the next level that has several of some size; none where no level has. */
function within(some, place) {
  let [places, found] = [[place], { finer: null, places: [] }];
  for (const finer of ladder.slice(ladder.indexOf(some) + 1)) {
    const outer = places;
    places = [...finer.groups.keys()].filter((group) => outer.includes(finer.above(group)));
    if (places.length > 1 || some === levels.themes) found = { finer, places };
    if (some === levels.themes || isParted(places.map((group) => finer.groups[group].flow))) break;
  }
  return found;
}

/** Whether the largest of several parts leaves something to the others. */
const isParted = (flows) => flows.length > 1 && Math.max(...flows) < 0.8 * flows.reduce((sum, flow) => sum + flow, 0);

/** The colour of a group; grey for what is in none, and for the groups after the two hundredth. */
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

/** Show the groups of a level in every view. */
function useLevel(some) {
  if (level === some) return;
  level = some;
  sayLevel();
  const chosen = map.node >= 0 ? groupOf(map.node) : -1;
  Object.assign(map, { group: chosen, lit: map.node >= 0 ? map.lit : null, scale: map.node >= 0 ? map.scale : 0 });
  tree.path = [];
  trend.groups = null;
  fillSelects();
  recolour();
}

const nameOf = ({ kind, groups }) => `${wording[`level_${kind}`]} (${whole(groups.length)})`;

/** A text of the page with the word for a group of the level. */
const ofLevel = (text) => told(text, { one: wording[`one_${level.kind}`] });
const headingOf = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** Use the word of the level wherever its groups are spoken of. */
function nameLevel() {
  const one = wording[`one_${level.kind}`];
  $("colour").querySelector("[value=community]").textContent = one;
  for (const select of document.querySelectorAll("select.of-group")) {
    select.ariaLabel = headingOf(one);
    const none = select.querySelector(":not(.group)[value='0']:not(:first-child)");
    if (none) none.textContent = ofLevel(wording.unmapped);
  }
  $("treemap-help").textContent = ofLevel(wording.treemap_help);
  $("map-help").textContent = ofLevel(wording.map_help);
  $("map-canvas").ariaLabel = `${wording.map}. ${ofLevel(wording.map_help)}`;
  const [menu, adding] = [$("trend-what")?.querySelector("[value=groups]"), $("trend-add")];
  if (menu) menu.textContent = wording[`level_${level.kind}`];
  if (adding) adding.placeholder = adding.ariaLabel = ofLevel(wording.add_line);
  const heading = $("by-community");
  if (heading) heading.textContent = headingOf(one);
}

function sayLevel() {
  if (ladder.length < 2) return;
  $("level").value = ladder.indexOf(level);
  $("level").ariaValueText = $("level-name").value = nameOf(level);
}

/** As many terms of a name as find room without being cut, one at least. */
function optionName(name, room = 34) {
  const parts = name.split(" · ");
  const wide = (text) => [...text].reduce((sum, sign) => sum + (sign > "\u2e80" ? 2 : 1), 0);
  const shown = parts.map((_, at) => parts.slice(0, parts.length - at).join(" · "));
  return clip(shown.find((text) => wide(text) <= room) ?? parts[0], 40);
}

/** Offer the groups of the level wherever one can be chosen. */
function fillSelects() {
  nameLevel();
  for (const select of document.querySelectorAll("select.of-group")) {
    for (const option of select.querySelectorAll(".group")) option.remove();
    const none = (place) => select.id === "of-documents" && isBare(level, place) && !level.groups[place].documents;
    select.append(...level.groups.map(({ name }, place) =>
      make("option", { value: place + 1, className: "group", disabled: none(place) }, `${place + 1} ${optionName(name)}`)));
    select.options[0].textContent = told(wording.every, { level: wording[`level_${level.kind}`].toLowerCase() });
    select.value = select.options[0].value;
  }
}

function buildLevels() {
  if (ladder.length < 2) $("level-label").remove();
  else {
    $("level").max = ladder.length - 1;
    $("level").addEventListener("input", () => {
      useLevel(ladder[$("level").value]);
      views[view]();
    });
  }
  sayLevel();
  fillSelects();
}

/** Show a group of any level on the map. */
function focusOnGroup(some, place) {
  useLevel(some);
  focusOn(place);
}

const groupButton = (some, place, ...more) =>
  button(() => focusOnGroup(some, place), {}, swatch(shade(some.groups[place])), parts(some.groups[place].name), ...more);

/** A name whose terms stay whole where it needs several lines. */
const parts = (name) => make("bdi", {}, ...clip(name, 90).split(/(?<= · )/).map((part) => make("span", { className: "piece" }, part)));
const communityButton = (place, ...more) => groupButton(levels.communities, place, ...more);

/** What is known of the size of a group. */
const saidSize = ({ size, documents: some }) => `${whole(some)} ${wording.n_documents} · ${whole(size)} ${wording.members}`;
const sizeOf = (group) => make("span", { className: "quiet" }, saidSize(group));

/** The number of documents alone, where there is little room. */
const shortSize = (group) => make("span", { className: "quiet", title: saidSize(group) }, whole(group.documents));

/** The communities by theme: the number of the theme, -1 for none, and the places of its communities. */
const byTheme = () => [...Map.groupBy(communities.keys(), (place) => communities[place].theme)];

/** Whether a group is of hardly any document, where others have more: a subcommunity of terms alone. */
const isBare = (some, place) => some.kind === "subcommunities" && some.groups[place].documents < 2 && some.groups.some(({ documents: n }) => n > 1);

/** Groups of a level as buttons; those that share the grey stand last, under their name, and bare ones are folded. */
function groupList(some, places) {
  const [bare, shown] = [true, false].map((is) => places.filter((place) => isBare(some, place) === is));
  const [own, others] = [true, false].map((coloured) => shown.filter((place) => Boolean(some.groups[place].colours[0]) === coloured));
  const list = (part) => make("div", { className: "groups" }, ...part.map((place) => groupButton(some, place, shortSize(some.groups[place]))));
  const fold = () => make("details", { className: "bare" }, make("summary", {}, told(wording.bare, { n: bare.length })), list(bare));
  return [...(own.length ? [list(own)] : []), ...(others.length ? [quiet(wording.others), list(others)] : []), ...(bare.length ? [fold()] : [])];
}
