// The tab that is shown first: what the text is about.

const small = { px: [], py: [], labels: [] };

function drawOverview() {
  $("best").replaceChildren(...[...names.keys()].slice(0, 30).map((term) => make("li", {}, ...chips([term]), said(term))));
  $("largest").replaceChildren(...byTheme().flatMap(([theme, places]) => themeCards(theme, places)));
  drawStories();
  drawSmallMap();
}

/** What rises and falls, and what sets groups apart: the strongest terms of each, leading to their tabs. */
function drawStories() {
  const column = ([label, some]) => make("div", { className: "card" }, quiet(label), make("div", { className: "words" }, ...chips(some.slice(0, 10))));
  const story = (name, lists, open) => make("div", {}, make("h2", {}, name, " ", button(open, { className: "more-of" }, wording.see_all)),
    make("div", { className: "cards" }, ...lists.filter(([, some]) => some.length).map(column)));
  const stories = [];
  if (times.periods && times.overall.length) {
    const ways = [1, -1].map((sign) => times.overall.filter(([, slope]) => slope * sign > 0).map(([term]) => term));
    stories.push(story(told(wording.over_time, { first: times.periods[0], last: times.periods.at(-1) }),
      [[wording.rises, ways[0]], [wording.falls, ways[1]]], () => { show("trends"); showTrends("terms"); }));
  }
  for (const [name, plots] of Map.groupBy(contrasts, ({ group }) => group)) {
    const lists = plots.flatMap(({ side, other, term, sure }) => [
      [clip(side, 40), term.filter((_, at) => sure[at] > 0)], ...(other ? [[clip(other, 40), term.filter((_, at) => sure[at] < 0)]] : [])]);
    if (lists.some(([, some]) => some.length)) {
      stories.push(story(told(wording.apart, { group: clip(name, 40) }), lists.slice(0, 6), () => { show("contrast"); compareSides(contrasts.indexOf(plots[0])); }));
    }
  }
  $("stories").replaceChildren(...stories);
}

function buildOverview() {
  const figure = ([value, label, title]) => make("div", { title }, make("b", {}, value), label);
  $("story").textContent = overview.story;
  $("figures").replaceChildren(...overview.figures.map(figure));
  $("sources").replaceChildren(...overview.sources.flatMap(([label, text]) => [make("dt", {}, label), make("dd", {}, bdi(text, 2000))]));
  const hit = (event) => nodes.community[nearest(event, small, () => 30)] ?? -1;
  $("small-map").onclick = (event) => (hit(event) >= 0 ? focusOnGroup(levels.communities, hit(event)) : focusOn(-1));
  $("small-map").onpointermove = (event) => tip(communities[hit(event)]?.name ?? "", event);
  $("small-map").onpointerleave = (event) => tip("", event);
  $("open-map").onclick = () => focusOn(-1);
}

const said = (term) => make("span", { className: "quiet" }, terms.count ? `${whole(terms.count[term])} ×` : "");

/** A theme with its communities: names, sizes, and two documents of each. */
function themeCards(theme, places) {
  const cards = make("div", { className: "cards" }, ...places.map(card));
  if (theme < 0) return [cards];
  return [make("h3", { className: "groups" }, groupButton(levels.themes, theme, sizeOf(themes[theme]))), cards];
}

function card(place) {
  const { documents: some, size, typical, recurrence } = communities[place];
  const share = percent(some / Math.max(1, overview.documents));
  const figures = told(wording.community_figures, { documents: whole(some), share, terms: whole(size) });
  const stable = typeof recurrence !== "number" ? [] : [" ", make("span", { className: "stable", title: saidReturn(recurrence) }, told(wording.stability, { share: percent(recurrence) }))];
  const shown = typical.map((document) => make("li", {}, documentButton(document, 160)));
  return make("div", { className: "card groups" }, communityButton(place),
    make("p", { className: "quiet" }, figures, ...stable), make("ul", {}, ...shown));
}

/** The whole map, small: the terms in the colours of their communities, and the names of the themes. */
function drawSmallMap() {
  const { pen, width, height } = fitted($("small-map"));
  const [xs, ys] = placesFor(width, height);
  const { x, y, scale } = frameOf(byFlow, [xs, ys], width, height);
  [small.px, small.py] = [xs.map((at) => (at - x) * scale + width / 2), ys.map((at) => (at - y) * scale + height / 2)];
  for (const node of byFlow) {
    pen.fillStyle = shade(communities[nodes.community[node]]);
    pen.beginPath();
    pen.arc(small.px[node], small.py[node], Math.max(1, nodes.radius.flow[node] * scale * 0.8), 0, 7);
    pen.fill();
  }
  const upper = themes.length ? levels.themes : levels.communities;
  const named = groupLabels(small, upper, (node) => upper.of(nodes.community[node]), { width, height, size: 14 });
  small.labels = drawLabels(pen, named, [0, 0, width, height]);
}
