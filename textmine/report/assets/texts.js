// The texts of the documents and the contexts of the terms: packed, and unpacked when they are first asked for.

const store = { state: $("packed").textContent ? "packed" : "none", texts: [], contexts: {}, longest: 0, waiting: null };

/** Whether texts and contexts are there; if not yet, the view that asks is drawn again when they are. */
function haveTexts() {
  if (store.state === "packed") unpackTexts().then(() => views[view]());
  return store.state === "open";
}

/** Unpack all of it, once. */
function unpackTexts() {
  store.waiting ??= unpacked().then((found) => Object.assign(store, found, { state: "open" }), () => { store.state = "failed"; });
  if (store.state === "packed") store.state = "opening";
  return store.waiting;
}

async function unpacked() {
  const { textContent: packed, dataset: { encoding } } = $("packed");
  const signs = atob(packed);
  const bytes = new Uint8Array(signs.length);
  for (let at = 0; at < signs.length; at++) bytes[at] = signs.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const content = await new Response(stream).arrayBuffer();
  return JSON.parse(new TextDecoder(encoding).decode(content));
}

/** Why there is no text, or not yet. */
const whyNoTexts = () => ({ none: wording.no_texts, failed: wording.no_unpacking, opening: wording.unpacking })[store.state] ?? "";

const textOf = (place) => store.texts[place] ?? "";

/** The contexts of a term: text before, term, text after, number of the document, and place in its text, -1 for none. */
const contextRows = (term) => (store.contexts[term] ?? []).map(([number, ...about]) => {
  if (typeof about[0] === "string") return [...about, number, -1];
  const [at, before, key, after] = about;
  const [text, start, end] = [textOf(placeOfNumber.get(number)), at + before, at + before + key];
  return [text.slice(at, start), text.slice(start, end), text.slice(end, end + after), number, start];
});
