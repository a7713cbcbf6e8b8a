// What is chosen on the map, and what stands beside it.

/** Show a community, or with -1 the whole map. */
function focusOn(community) {
  Object.assign(map, { community, node: -1, lit: null, scale: 0 });
  goToMap();
}

/** Show a term with its neighbours. */
function select(node) {
  const at = { x: nodes.x[node], y: nodes.y[node], scale: Math.max(map.scale, 8) };
  Object.assign(map, at, { node, community: nodes.community[node], lit: new Set([node, ...neighbours(node)]) });
  goToMap();
}

const goToMap = () => (view === "map" ? openMap() : show("map"));

function openMap() {
  describe();
  drawMap();
}

function jump() {
  const wanted = fold($("jump").value);
  const find = (passes) => byFlow.find((node) => passes(folded[nodes.term[node]]));
  const found = find((name) => name === wanted) ?? find((name) => name.startsWith(wanted)) ?? find((name) => name.includes(wanted));
  $("said").textContent = found === undefined ? wording.not_found : "";
  if (found !== undefined && wanted) select(found);
}

/** How well a community comes back in two halves of the documents, where that is known. */
const returning = ({ recurrence }) =>
  recurrence === null ? [] : [make("p", { className: "quiet", title: wording.help_recurrence }, `${wording.recurrence} ${(100 * recurrence).toFixed(0)} %`)];

/** Say beside the map what is chosen: a term, a community, or nothing, where the communities are listed. */
function describe() {
  const { community, node } = map;
  const term = nodes.term[node];
  const side = [];
  if (node >= 0) {
    const inTable = button(() => openTerm(term), {}, wording.in_table);
    side.push(make("h2", {}, bdi(names[term], 80)), make("p", { className: "groups" }, community < 0 ? wording.general : communityButton(community)), inTable, ...evidence(term));
  } else if (community >= 0) {
    const members = byFlow.filter((other) => nodes.community[other] === community).slice(0, 100);
    const name = bdi(communities[community].name, 90);
    side.push(make("h2", {}, swatch(colourOf(community)), " ", name), sizeOf(communities[community]), ...returning(communities[community]),
      make("div", { className: "chips" }, ...chips(members.map((other) => nodes.term[other]))));
  } else side.push(...byTheme("h3"));
  $("of-map").value = community + 1;
  $("side").className = community < 0 ? "rest" : "";
  $("side").replaceChildren(...side);
}
