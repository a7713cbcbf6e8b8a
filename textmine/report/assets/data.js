"use strict";
// The page of a map of terms. Text from the corpus is data: set with textContent, drawn with fillText, never parsed.

const $ = (id) => document.getElementById(id);
const { wording, columns, terms, nodes, links, communities, themes, subcommunities, documents, overview, edits, times, alluvial, contrasts, typical, sizes, simplified, undrawn, senses = [] } = JSON.parse($("data").textContent);
const root = document.documentElement;
const names = terms.term;
// Traditional characters and their simplified ones: both are read as one, in the search and where terms are marked.
const simple = new Map([...simplified[0]].map((sign, at) => [sign, simplified[1][at]]));
const traditional = simple.size ? new RegExp(`[${simplified[0]}]`, "gu") : null;
const simplify = (text) => (traditional ? text.replace(traditional, (sign) => simple.get(sign)) : text);
const fold = (text) => simplify(text.normalize("NFKC").toLowerCase().trim());
const folded = names.map(fold);
/** Whether a term is in the graph, but in no community. */
const isGeneral = (term) => term in undrawn && !terms.community[term] && !nodeOf.has(term);
const nodeOf = new Map(nodes.term.map((term, node) => [term, node]));
const [flatX, flatY] = [nodes.x, nodes.y];
for (const group of [...communities, ...themes, ...subcommunities.flat()]) group.given ??= group.name;
const byFlow = [...nodes.term.keys()].sort((a, b) => nodes.flow[b] - nodes.flow[a] || a - b);
