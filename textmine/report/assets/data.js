"use strict";
// The page of a map of terms. Text from the corpus is data: set with textContent, drawn with fillText, never parsed.

const $ = (id) => document.getElementById(id);
const { wording, columns, terms, nodes, links, communities, themes, subcommunities, documents, overview, edits, times, alluvial, contrasts, typical, sizes } = JSON.parse($("data").textContent);
const root = document.documentElement;
const names = terms.term;
const fold = (text) => text.normalize("NFKC").toLowerCase().trim();
const folded = names.map(fold);
const nodeOf = new Map(nodes.term.map((term, node) => [term, node]));
const [flatX, flatY] = [nodes.x, nodes.y];
for (const group of [...communities, ...themes]) group.given ??= group.name;
const byFlow = [...nodes.term.keys()].sort((a, b) => nodes.flow[b] - nodes.flow[a] || a - b);
