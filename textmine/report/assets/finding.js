// The search among the documents: words, all of which must occur, and phrases in quotation marks.

/** What is looked for, folded: words, and phrases that stand in quotation marks. */
const wantedWords = (said) =>
  [...said.matchAll(/["“”]([^"“”]+)["“”]|[^\s"“”]+/g)].map(([word, phrase]) => fold(phrase ?? word)).filter(Boolean);

/** Where a word begins in a folded text, -1 for nowhere; within a word of letters it does not begin. */
function placeOfWord(text, word) {
  let at = text.indexOf(word);
  while (at > 0 && inWord(text[at - 1]) && inWord(text[at])) at = text.indexOf(word, at + 1);
  return at;
}

/** Whether a document has all words: itself, or in a context of the term that is called so. */
function saysAll(words) {
  const contexts = words.map((word) => new Set(contextRows(folded.indexOf(word)).map(([, , , number]) => placeOfNumber.get(number))));
  return (place) => words.every((word, at) => contexts[at].has(place) || placeOfWord(foldedDocuments()[place], word) >= 0);
}

/** How many characters are shown before what was looked for: few where the line is short. */
const beforeHit = () => (innerWidth > 700 ? 24 : 8);

/** The text of a document from shortly before the first word that was looked for; empty where it begins with it. */
function fromHit(place) {
  const text = textOf(place);
  const low = text.toLowerCase().length === text.length ? simplify(text.toLowerCase()) : text;
  const hits = wantedWords($("find").value).map((word) => placeOfWord(low, word)).filter((at) => at >= 0);
  const [first, room] = [Math.min(...hits), beforeHit()];
  if (!hits.length || first <= 2 * room) return "";
  const start = text.slice(first - room, first);
  const edge = start.search(/(?<=[\s，。、；：！？])\S/);
  return `… ${edge < 0 ? start.replace(/^[\udc00-\udfff]/, "") : start.slice(edge)}${text.slice(first, first + 200)}`;
}
