// The tab that is shown first.

function drawOverview() {
  const figure = ([value, label, title]) => make("div", { title }, make("b", {}, value), label);
  $("figures").replaceChildren(...overview.figures.map(figure));
  $("sources").replaceChildren(...overview.sources.flatMap(([label, text]) => [make("dt", {}, label), make("dd", {}, bdi(text, 2000))]));
  $("best").replaceChildren(...chips([...names.keys()].slice(0, 60)));
  $("largest").replaceChildren(...byTheme("h3"));
}
