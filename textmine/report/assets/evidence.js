// What speaks for a term: its contexts, each of which leads to its document, and its neighbours.

function evidence(term) {
  const near = undrawn[term] ?? (nodeOf.has(term) ? neighbours(nodeOf.get(term)).slice(0, 20).map((node) => nodes.term[node]) : []);
  return [
    ...sensesLine(term),
    ...contextsOf(term),
    make("h3", {}, wording.neighbours),
    make("div", { className: "chips" }, ...(near.length ? chips(near) : [quiet(term in undrawn ? wording.no_neighbours : wording.not_linked)])),
    ...(isGeneral(term) ? [quiet(wording.general_term)] : []),
  ];
}

const contextOrder = { by: "document" };
const ORDERS = {
  document: ([, , , one], [, , , other]) => one - other,
  date: ([, , , one], [, , , other]) => compareText(dateOf(one), dateOf(other)) || one - other,
  left: ([one], [other]) => compareText(backwards(one), backwards(other)),
  right: ([, , one], [, , other]) => compareText(fold(one), fold(other)),
};
/** The date of a document by its number from 1; documents without one come last. */
const dateOf = (number) => documents.date?.[placeOfNumber.get(number)] || "~";
const compareText = (one, other) => (one < other ? -1 : Number(one > other));

/** The text before a term from its end: what stands next to the term comes first. */
const backwards = (text) => [...fold(text)].reverse().join("");

/** The contexts of a term, and how they are sorted. */
function contextsOf(term) {
  const rows = haveTexts() ? contextRows(term).map(widened) : [];
  if (!rows.length) return [make("h3", {}, wording.contexts), quiet(whyNoTexts() || wording.no_contexts)];
  const list = make("div", { className: documents.date ? "dated" : "" });
  const fill = () => list.replaceChildren(...[...rows].sort(ORDERS[contextOrder.by]).map(context));
  const options = Object.keys(ORDERS).filter((by) => by !== "date" || documents.date).map((by) => make("option", { value: by }, wording[`order_${by}`]));
  const select = make("select", { className: "context-order" }, ...options);
  select.value = contextOrder.by;
  select.oninput = () => {
    contextOrder.by = select.value;
    fill();
  };
  fill();
  const all = terms.count?.[term] > rows.length ? [make("span", { className: "quiet" }, told(wording.contexts_of_all, { n: whole(rows.length), all: whole(terms.count[term]) }))] : [];
  return [make("div", { className: "contexts-head" }, make("h3", {}, wording.contexts), ...all, make("label", {}, `${wording.sorted_by} `, select)), list];
}

const dangling = /^[\s.,;:!?)\]，。；：！？、）》】”’]+/; // signs of the sentence before

const WIDER = 120; // characters on either side, where a row has room

/** A context with more of its text, in the table, where letters are narrow; Chinese fills the row as it is. */
function widened(row) {
  const [left, key, right, number, at] = row;
  if (view !== "terms" || at < 0 || innerWidth <= 700 || unspaced.test(left + key + right)) return row;
  const [text, stop] = [textOf(placeOfNumber.get(number)), at + key.length];
  const [before, after] = [text.slice(Math.max(0, at - WIDER), at), text.slice(stop, stop + WIDER)];
  const sides = [at > WIDER ? before.replace(/^\S*\s/, "") : before, stop + WIDER < text.length ? after.replace(/\s\S*$/, "") : after];
  return [sides[0], key, sides[1], number, at];
}

function context([left, key, right, number, at]) {
  const place = placeOfNumber.get(number);
  const name = [`${wording.document} ${whole(number)}`, documents.date?.[place]].filter(Boolean).join(" · ");
  const about = { className: "to-document", title: name, ariaLabel: name };
  const said = documents.date?.[place] || whole(number);
  const to = place !== undefined ? button(() => openDocument(place, at), about, said) : make("span", about, said);
  return make("p", { className: "context" }, make("bdi", {}, bdi(left.replace(dangling, ""), 200)), make("b", {}, bdi(key, 80)), bdi(right, 200), to);
}
