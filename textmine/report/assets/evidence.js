// What speaks for a term: its contexts, each of which leads to its document, and its neighbours.

function evidence(term) {
  const near = nodeOf.has(term) ? neighbours(nodeOf.get(term)).slice(0, 20) : [];
  const found = (contexts[term] || []).map(context);
  return [
    make("h3", {}, wording.contexts),
    ...(found.length ? found : [quiet(wording.no_contexts)]),
    make("h3", {}, wording.neighbours),
    make("div", { className: "chips" }, ...(near.length ? chips(near.map((node) => nodes.term[node])) : [quiet(wording.no_neighbours)])),
  ];
}

function context([left, key, right, number]) {
  const known = number <= documents.community.length;
  const about = { className: "to-document", title: `${wording.document} ${number}`, ariaLabel: `${wording.document} ${number}` };
  const to = known ? button(() => openDocument(number - 1), about, whole(number)) : make("span", about, whole(number));
  return make("p", { className: "context" }, make("bdi", {}, bdi(left, 200)), make("b", {}, bdi(key, 80)), bdi(right, 200), to);
}
