// The tab of the documents: found by words, term and group; a document opens with its terms marked.

const shelf = { rows: [], shown: 0, open: new Set(), first: -1, folded: null };

/** Documents have their place on the page, from 0, and their number in the text, from 1: the page may lack some. */
const placeOfNumber = new Map((documents.number ?? documents.community.map((_, place) => place + 1)).map((number, place) => [number, place]));
const numberOf = (place) => documents.number?.[place] ?? place + 1;

function buildDocuments() {
  const changed = () => {
    shelf.first = -1;
    findRows();
    drawShelf();
  };
  buildFilters();
  for (const field of document.querySelectorAll("#documents .tools :is(input, select)")) field.addEventListener("input", changed);
  $("more-documents").onclick = () => {
    shelf.shown += 200;
    drawShelf();
  };
}

/** A field for the period, and one for each group: its values. */
function buildFilters() {
  const filter = (id, name, values) => {
    const options = values.map((value, place) => make("option", { value: place }, clip(value, 40)));
    const every = told(wording.every_value, { name: clip(name, 24) });
    return make("select", { id, className: "of-field", ariaLabel: name }, make("option", { value: "" }, every), ...options);
  };
  const fields = documents.groups.map(({ name, values }, place) => filter(`field-${place}`, name, values));
  if (times.periods) fields.unshift(filter("of-period", wording.period, times.periods));
  $("of-documents").after(...fields);
}

/** Whether a document is of the chosen period and groups. */
function isAskedFor() {
  const wanted = documents.groups.map(({ of }, place) => [of, $(`field-${place}`).value]);
  if (times.periods) wanted.push([times.of, $("of-period").value]);
  const chosen = wanted.filter(([, value]) => value !== "");
  return (place) => chosen.every(([of, value]) => of[place] === Number(value));
}

const groupsOf = (place) => documents.groups.map(({ values, of }) => values[of[place]]).filter(Boolean);

function drawDocuments() {
  const open = haveTexts();
  const cut = store.longest ? ` ${told(wording.documents_cut, { n: whole(store.longest) })}` : "";
  $("documents-help").textContent = open ? wording.documents_help + cut : whyNoTexts();
  findRows();
  drawShelf();
}

/** All that is known of each document, folded for the search when it is first asked for. */
function foldedDocuments() {
  const known = ["id", "title", "date", "about"].filter((name) => name in documents);
  const all = (place) => [numberOf(place), ...known.map((name) => documents[name][place]), ...groupsOf(place), textOf(place)];
  if (!shelf.folded || shelf.foldedAt !== store.state) {
    Object.assign(shelf, { folded: documents.community.map((_, place) => fold(all(place).join(" "))), foldedAt: store.state });
  }
  return shelf.folded;
}

/** The documents that are asked for: in a group those that speak most for it come first. */
function findRows() {
  const group = $("of-documents").value;
  const says = saysAll(wantedWords($("find").value));
  const fits = isAskedFor();
  shelf.rows = [...documents.community.keys()].filter((place) =>
    fits(place) && (!group || groupOfDocument(place) === group - 1) && says(place));
  if (group) shelf.rows.sort((a, b) => documents.share[b] - documents.share[a] || a - b);
  if (shelf.first >= 0) shelf.rows = [shelf.first, ...shelf.rows.filter((place) => place !== shelf.first)];
  shelf.shown = 60;
}

function drawShelf() {
  $("documents-list").replaceChildren(...shelf.rows.slice(0, shelf.shown).map(documentRow));
  $("more-documents").hidden = shelf.rows.length <= shelf.shown;
  const [found, all] = [whole(shelf.rows.length), whole(documents.community.length)];
  $("documents-shown").textContent = shelf.rows.length ? `${found} / ${all}` : wording.no_documents;
}

function documentRow(place) {
  const open = shelf.open.has(place);
  const toggle = () => {
    shelf.open[open ? "delete" : "add"](place);
    drawShelf();
    $(`document-${place}`).focus();
  };
  const group = level.groups[groupOfDocument(place)];
  const home = group ? [swatch(shade(group)), bdi(optionName(group.name, 28), 40)] : [];
  const about = { id: `document-${place}`, ariaExpanded: String(open) };
  const head = button(toggle, about, make("span", { className: "place" }, whole(numberOf(place))), bdi(rowHead(place), open && !documents.title?.[place] ? 60 : 160));
  const facts = [documents.title?.[place] && documents.id?.[place], documents.date?.[place], ...groupsOf(place), documents.about?.[place]].filter(Boolean);
  const beside = make("span", { className: "quiet" }, bdi(facts.join(" · "), 60));
  return make("li", {}, make("div", { className: "line" }, head, beside, make("span", { className: "home" }, ...home)), ...(open ? [opened(place)] : []));
}

const startOf = (place) => textOf(place) || documents.heads?.[place] || "";
const titleOf = (place) => documents.title?.[place] || startOf(place) || documents.id?.[place] || `${wording.document} ${numberOf(place)}`;

/** What a document is called in the list: its title, or its id and first words. */
const headOf = (place) => documents.title?.[place] || [documents.id?.[place], startOf(place)].filter(Boolean).join(" · ") || titleOf(place);

/** The same, of a document that was found by words: from where these occur. */
function rowHead(place) {
  const hit = fromHit(place);
  if (!hit) return headOf(place);
  return [clip(documents.title?.[place] ?? "", 60), documents.id?.[place], hit].filter(Boolean).join(" · ");
}

/** A document: where it belongs, and its text with the terms of the map marked. */
function opened(place) {
  const community = documents.community[place];
  const home = community < 0 ? [] : [make("p", { className: "groups" }, communityButton(community)),
    quiet(told(wording.speaks, { share: percent(documents.share[place]) }))];
  const text = textOf(place);
  const from = shelf.first === place ? shelf.from : -1;
  return make("div", { className: "opened-document" }, ...home, text ? make("p", {}, ...marked(text, from)) : quiet(whyNoTexts()));
}

const documentButton = (place, length) => button(() => openDocument(place), { className: "to-text" }, bdi(titleOf(place), length));

function clearFilters() {
  for (const field of document.querySelectorAll("#documents .tools :is(input, select)")) field.value = "";
}

/** Show a document, open and first; where it is opened from a context, with the term there in view. */
async function openDocument(place, from = -1) {
  if (store.state !== "none") await unpackTexts();
  clearFilters();
  shelf.open.add(place);
  Object.assign(shelf, { first: place, from });
  show("documents");
  $(`document-${place}`).focus();
  document.querySelector(".mark.here")?.scrollIntoView({ block: "center" });
}

/** Show the documents with some words, or of a group. */
function findDocuments(words, group = -1) {
  clearFilters();
  $("find").value = /\s/.test(words) && !/["“”]/.test(words) ? `"${words}"` : words;
  $("of-documents").value = group < 0 ? "" : group + 1;
  shelf.first = -1;
  show("documents");
}

// ---- terms within a text

const marking = { terms: null };

/** The terms of the map by their first character, the longest first. */
function termsByStart() {
  if (!marking.terms) {
    const written = nodes.term.map((term) => ({ term, low: simplify(names[term].toLowerCase()) })).filter(({ low }) => low);
    marking.terms = Map.groupBy(written.sort((a, b) => b.low.length - a.low.length), ({ low }) => low[0]);
  }
  return marking.terms;
}

const spelled = /[\p{L}\p{N}]/u;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const closing = /^[，。、；：！？）》〉」』】”’]+/; // no line begins with these, but the browser would break after a button
const inWord = (character) => spelled.test(character ?? "") && !unspaced.test(character);

/** A text as parts: plain text, and a button for each term of the map; the one at `from` stands out. */
function marked(text, from = -1) {
  const low = simplify(text.toLowerCase().length === text.length ? text.toLowerCase() : text);
  const edge = (at) => !(inWord(text[at - 1]) && inWord(text[at]));
  const parts = [];
  let plain = 0;
  for (let at = 0; at < text.length;) {
    const fits = ({ low: term }) => low.startsWith(term, at) && edge(at + term.length);
    const found = edge(at) ? termsByStart().get(low[at])?.find(fits) : undefined;
    if (!found) {
      at += 1;
      continue;
    }
    const stop = at + found.low.length;
    const mark = button(() => showTerm(found.term), { className: at <= from && from < stop ? "mark here" : "mark" }, text.slice(at, stop));
    mark.style.borderBottomColor = colourOf(groupOf(nodeOf.get(found.term)));
    const close = found.low.length < 20 ? closing.exec(text.slice(stop, stop + 3))?.[0] ?? "" : "";
    parts.push(text.slice(plain, at), close ? make("span", { className: "unbroken" }, mark, close) : mark);
    plain = at = stop + close.length;
  }
  return [...parts, text.slice(plain)];
}
