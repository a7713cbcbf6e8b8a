// Terms with several senses: the communities of each, with their shares of its flow.

const partsOf = new Map(senses);

/** The share that a community has of a term with several; undefined where it has none, or the term has one. */
const shareIn = (term, community) => partsOf.get(term)?.find(([place]) => place === community)?.[1];

/** Whether a community of the level that is shown has a part of a term. */
const isPartOf = (term, place) => level.kind === "communities" && shareIn(term, place) > 0;

/** The communities of a term with several, each as a button or as `made` makes it; nothing of other terms. */
function sensesOf(term, made = communityButton) {
  return (partsOf.get(term) ?? []).map(([place, share]) =>
    make("span", { className: "part" }, place < 0 ? wording.in_none : made(place), ` ${percent(share)} `));
}

/** Say in how many communities a term is. */
function sensesLine(term) {
  const shown = sensesOf(term);
  if (!shown.length) return [];
  const n = partsOf.get(term).filter(([place]) => place >= 0).length;
  return [make("p", { className: "chips parts" }, told(n === 1 ? wording.in_community : wording.in_communities, { n }), ...shown)];
}

/** The terms that a community shares with others and that are at home elsewhere, the greatest share first. */
function guestsOf(place) {
  const guests = [...partsOf.keys()].filter((term) => terms.community[term] !== place + 1 && shareIn(term, place) > 0);
  return guests.sort((a, b) => shareIn(b, place) - shareIn(a, place) || a - b);
}

/** What stands under the terms of a community: those that are at home elsewhere and have a sense here. */
function besideGuests(place) {
  const guests = level.kind === "communities" ? guestsOf(place) : [];
  if (!guests.length) return [];
  const chip = (term) => make("span", { className: "part" }, ...chips([term]), ` ${percent(shareIn(term, place))} `);
  return [make("h3", { title: wording.help_senses }, wording.guests), make("div", { className: "chips" }, ...guests.map(chip))];
}
