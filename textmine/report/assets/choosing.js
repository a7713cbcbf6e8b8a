// What is chosen on the map, and what stands beside it.

/** Show a group, or with -1 the whole map. */
function focusOn(group) {
  Object.assign(map, { group, node: -1, lit: null, scale: 0 });
  goToMap();
}

/** Show a term with its neighbours. */
function select(node) {
  const near = neighbours(node);
  const at = { x: nodes.x[node], y: nodes.y[node], scale: scaleAround(node, near) };
  Object.assign(map, at, { node, group: groupOf(node), lit: new Set([node, ...near]) });
  goToMap();
}

/** The scale at which most of some nodes are in the window around a node; not smaller than it is. */
function scaleAround(node, some) {
  const far = some.map((other) => Math.hypot(nodes.x[other] - nodes.x[node], nodes.y[other] - nodes.y[node])).sort((a, b) => a - b);
  const { width, height } = $("map-canvas").getBoundingClientRect();
  const fitting = (0.42 * Math.min(width, height)) / Math.max(1, far[Math.floor(0.7 * far.length)] ?? 1);
  return Math.max(map.scale, Math.min(16, Math.max(8, fitting)));
}

const goToMap = () => (view === "map" ? openMap() : show("map"));

function openMap() {
  map.chosen = chosenLinks();
  describe();
  drawMap();
}

/** The node that is called so, or begins so, or has the words in its name; and whether it is called so. */
function nodeCalled(wanted) {
  const find = (passes) => byFlow.find((node) => passes(folded[nodes.term[node]]));
  const exact = find((name) => name === wanted);
  return [exact ?? find((name) => name.startsWith(wanted)) ?? find((name) => name.includes(wanted)), exact !== undefined];
}

/** Show the term that is asked for. */
function jump() {
  clearTimeout(map.typing);
  const wanted = fold($("jump").value);
  const [found, exact] = nodeCalled(wanted);
  // General terms are not drawn: the table has them.
  const term = exact ? -1 : folded.indexOf(wanted);
  if (term >= 0) return openTerm(term);
  $("said").textContent = found === undefined ? wording.not_found : "";
  if (found !== undefined && wanted) select(found);
}

/** The same before Enter is pressed: the map stays, whatever is typed. */
function jumpWhileTyping() {
  const wanted = fold($("jump").value);
  const [found, exact] = nodeCalled(wanted);
  const inTable = !exact && folded.includes(wanted);
  const why = inTable && isGeneral(folded.indexOf(wanted)) ? [wording.general_term] : [];
  $("said").textContent = !wanted ? "" : inTable ? [...why, wording.enter_for_table].join(" ") : found === undefined ? wording.not_found : "";
  if (view !== "map") return;
  if (!wanted) focusOn(-1);
  else if (found !== undefined && found !== map.node && !inTable) select(found);
}

/** How well a community comes back in two halves of the documents, and what is usual, where that is known. */
const returning = ({ recurrence }) =>
  typeof recurrence !== "number" ? [] : [make("p", { className: "quiet", title: wording.help_recurrence }, saidReturn(recurrence))];
const saidReturn = (recurrence) => told(wording.returned, { share: percent(recurrence), median: percent(usualReturn()) });

/** The median of what is known of the communities; of two in the middle the lower one. */
function usualReturn() {
  const known = communities.map(({ recurrence }) => recurrence).filter((share) => typeof share === "number").sort((a, b) => a - b);
  return known[(known.length - 1) >> 1];
}

/** Say beside the map what is chosen: a term, a group, or nothing, where the groups are listed. */
function describe() {
  const { group, node } = map;
  const side = node >= 0 ? besideTerm(node) : group >= 0 ? besideGroup(group) : besideMap();
  $("of-map").value = group + 1;
  $("side").className = group < 0 && node < 0 ? "rest" : "";
  $("side").replaceChildren(...side);
}

function besideTerm(node) {
  const term = nodes.term[node];
  const home = nodes.community[node];
  return [
    make("h2", {}, bdi(names[term], 80)),
    make("p", { className: "groups" }, home < 0 ? wording.general : communityButton(home)),
    button(() => openTerm(term), {}, wording.in_table), " ",
    button(() => findDocuments(names[term]), {}, wording.its_documents), " ",
    termEdits(names[term]),
    ...evidence(term),
  ];
}

function besideGroup(place) {
  const group = level.groups[place];
  // The nodes of a community are in the order of their ranks in it.
  const order = level.kind !== "themes" ? [...nodes.term.keys()] : byFlow;
  const members = order.filter((node) => groupOf(node) === place).slice(0, 100);
  const { finer, places } = within(level, place);
  return [
    make("h2", {}, swatch(shade(group)), " ", bdi(group.name, 90)), sizeOf(group), ...returning(group),
    make("p", {}, button(() => findDocuments("", place), {}, wording.its_documents)),
    ...(level.kind === "subcommunities" ? [quiet(told(wording.within, { name: clip(aboveOf(level, place), 90) }))] : []), renameField(group),
    ...(places.length ? [make("h3", {}, wording[`level_${finer.kind}`]), ...groupList(finer, places)] : []),
    make("h3", {}, wording.terms),
    make("div", { className: "chips" }, ...chips(members.map((node) => nodes.term[node]))),
    ...besideGuests(place),
  ];
}

function besideMap() {
  const head = make("p", { className: "quiet counted" }, wording.n_documents);
  const none = nodes.community.includes(-1) ? [make("p", { className: "general" }, swatch(shade()), wording.general)] : [];
  const byTop = [...Map.groupBy(level.groups.keys(), themeOf)].sort(([one], [other]) => one - other);
  const named = ([theme, places]) => {
    const name = level.kind !== "themes" && themes[theme]?.name;
    return name && (places.length > 1 || level.groups[places[0]].name !== name) ? [make("h3", {}, parts(name))] : [];
  };
  return [head, ...byTop.flatMap((some) => [...named(some), ...families(some[1])]), ...none];
}

/** The theme of a group of the level, -1 for none. */
const themeOf = (place) => {
  for (let at = ladder.indexOf(level); at > 0; at--) place = ladder[at].above(place);
  return themes.length ? place : -1;
};

/** Groups as buttons: first those that are all of what is above them, then the parts of each other one under its name. */
function families(places) {
  if (level.kind !== "subcommunities") return groupList(level, places);
  const all = [...Map.groupBy(places, (place) => level.above(place)).values()];
  const alone = all.filter((some) => some.length === 1).flat();
  const parted = all.filter((some) => some.length > 1);
  const named = (some) => [make("h4", {}, parts(aboveOf(level, some[0]))), ...groupList(level, some)];
  return [...(alone.length ? groupList(level, alone) : []), ...parted.flatMap(named)];
}

/** The name of the group that a group is within, empty for none. */
const aboveOf = (some, place) => ladder[ladder.indexOf(some) - 1]?.groups[some.above(place)]?.name ?? "";
