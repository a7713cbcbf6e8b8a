// The tab of the trends: communities or terms by period as lines, and what rises and falls.

const trend = { what: "groups", terms: [], groups: null, period: -1, lines: [], px: [], py: [], at: [], labels: [], blocks: [] };
const SHADES = [
  ["#0072b2", "#c14a00", "#00795a", "#a8438a", "#7a5b00", "#3d7cc9", "#8b1a1a", "#566270"],
  ["#62b5f0", "#f0894e", "#3cc79c", "#e08cc6", "#d6b23c", "#9dc4ff", "#ff9d94", "#b3bcc9"],
];
const shadeAt = (place) => SHADES[+dark()][place % SHADES[0].length];
const rateOf = new Map((times.terms?.term ?? []).map((term, place) => [term, times.terms.rate[place]]));

/** The groups of the level with the most documents. */
const largestGroups = () => [...level.groups.keys()]
  .sort((a, b) => level.groups[b].documents - level.groups[a].documents || a - b).slice(0, 8);

/** Documents of a group in each period, as a share of all documents of the period. */
function sharesOf(place) {
  const [counts, of] = level.kind === "subcommunities" ? [times.subcommunities, (finest) => level.of(-1, finest)] : [times.communities, level.of];
  const members = counts.filter((_, group) => of(group) === place);
  return times.documents.map((all, period) => members.reduce((sum, row) => sum + row[period], 0) / Math.max(1, all));
}

/** The lines to draw: name, colour, marker (of points: 0 round, 1 square, 2 on its corner), values, and what a click and a removal do. */
function trendLines() {
  if (trend.what === "groups") {
    trend.groups ??= largestGroups();
    return trend.groups.map((place) => ({
      name: level.groups[place].name, colour: colourOf(place), marker: level.groups[place].colours[0] ? 0 : place % 3,
      values: sharesOf(place), choose: () => focusOn(place), said: percent,
      remove: () => trend.groups.splice(trend.groups.indexOf(place), 1),
    }));
  }
  return trend.terms.map((term, place) => ({
    name: names[term], colour: shadeAt(place), marker: Math.floor(place / SHADES[0].length) % 3, values: rateOf.get(term),
    choose: () => showTerm(term), said: decimal, remove: () => trend.terms.splice(trend.terms.indexOf(term), 1),
  }));
}

function buildTrends() {
  if (!times.periods) {
    for (const id of ["tab-trends", "trends"]) $(id).remove();
    delete views.trends;
    return;
  }
  const strongest = times.overall.map(([term]) => term).filter((term) => rateOf.has(term));
  const falling = times.overall.filter(([, slope]) => slope < 0).map(([term]) => term).filter((term) => rateOf.has(term));
  trend.terms = strongest.length ? [...new Set([...strongest.slice(0, 4), ...falling.slice(0, 4)])] : times.terms.term.slice(0, 6);
  if (!times.communities.some((row) => row.some((count) => count))) $("trend-what").querySelector("[value=groups]").remove();
  if (!alluvial.periods) $("trend-what").querySelector("[value=flow]").remove();
  trend.what = $("trend-what").value;
  $("trend-what").oninput = () => showTrends($("trend-what").value);
  $("trend-add").onkeydown = (event) => { if (event.key === "Enter") addTrend(); };
  $("trend-period").append(...times.periods.map((label, place) => make("option", { value: place }, label)));
  $("trend-period").oninput = () => { trend.period = Number($("trend-period").value); drawChanges(); };
  $("trend-svg").onclick = () => saveSvg("trends.svg", drawTrendPlot);
  $("trend-png").onclick = () => savePng("trends.png", drawTrendPlot);
  printButton("trend-pdf", drawTrendPlot);
  listenToTrends($("trend-canvas"));
}

function listenToTrends(canvas) {
  const hit = (event) => nearest(event, trend, () => 14);
  canvas.onpointermove = (event) => {
    const place = trend.what === "flow" ? blockAt(event) : hit(event);
    tip(place < 0 ? "" : trend.what === "flow" ? aboutBlock(place) : aboutPoint(place), event);
  };
  canvas.onpointerleave = (event) => tip("", event);
  canvas.onclick = (event) => {
    if (trend.what === "flow") chooseBlock(blockAt(event));
    else if (hit(event) >= 0) trend.lines[trend.at[hit(event)][0]].choose();
  };
}

function aboutPoint(place) {
  const [line, period] = trend.at[place];
  const { name, values, said } = trend.lines[line];
  const few = isFew(period) ? ` · ${told(wording.few_documents, { n: whole(times.documents[period]) })}` : "";
  return `${clip(name, 40)} · ${times.periods[period]}: ${said(values[period])}${few}`;
}

function showTrends(what) {
  trend.what = $("trend-what").value = what;
  drawTrends();
}

/** Add the term or group that is asked for. */
function addTrend() {
  const wanted = fold($("trend-add").value);
  if (!wanted) return;
  const find = (passes) => {
    const group = level.groups.findIndex(({ name }) => passes(fold(name)));
    const term = names.findIndex((_, at) => rateOf.has(at) && passes(folded[at]));
    return trend.what === "groups" && group >= 0 ? ["groups", group] : term >= 0 ? ["terms", term] : null;
  };
  const found = find((name) => name === wanted) ?? find((name) => name.startsWith(wanted)) ?? find((name) => name.includes(wanted));
  $("trend-said").textContent = found ? "" : wording.no_trend;
  if (!found) return;
  $("trend-add").value = "";
  addLine(...found);
}

function addLine(what, place) {
  if (what === "groups") trend.groups ??= largestGroups();
  if (!trend[what].includes(place)) trend[what].push(place);
  showTrends(what);
}

function drawTrends() {
  trend.groups = trend.groups?.filter((place) => place < level.groups.length) ?? null;
  $("trend-add").parentElement.hidden = trend.what === "flow";
  const unsure = trend.what !== "flow" && times.periods.some((_, period) => period && !isSure(period));
  $("trend-help").textContent = [ofLevel(wording[`trend_help_${trend.what}`]), saidLength(), unsure ? wording.help_few : ""].filter(Boolean).join(root.lang.startsWith("zh") ? "" : " ");
  $("trend-aside").hidden = trend.what === "flow"; // its periods are those of the lines
  drawChosen();
  drawChanges();
  drawTrendPlot();
}

const lengthOf = ([n, unit]) => told(n === 1 ? wording[`length_${unit}`] : wording.length_years, { n });

/** How long a period is; streams may have longer ones than lines. */
function saidLength() {
  const length = lengthOf(times.every);
  if (trend.what !== "flow") return told(wording.period_length, { length });
  if (!alluvial.every) return "";
  const own = lengthOf(alluvial.every);
  return own === length ? told(wording.period_length, { length }) : told(wording.flow_length, { length: own, other: length });
}

/** The lines as buttons, each of which takes its line away. */
function drawChosen() {
  trend.lines = trend.what === "flow" ? [] : trendLines();
  $("trend-chosen").replaceChildren(...trend.lines.map(({ name, colour, marker, remove }) => button(() => {
    remove();
    drawTrends();
    ($("trend-chosen").querySelector("button") ?? $("trend-add")).focus();
  }, { title: `${wording.remove}: ${clip(name, 90)}` }, swatch(colour, marker), bdi(optionName(name, 24), 40), "×")));
}

/** Terms that rise and fall, over all periods or against the period before the chosen one. */
function drawChanges() {
  const rows = trend.period < 0 ? times.overall : times.changes[trend.period];
  const list = (sign) => {
    const some = rows.filter(([, direction]) => direction * sign > 0);
    const buttons = some.map(([term, value, sure]) => button(() => addLine("terms", term),
      { title: `${clip(names[term], 90)} (${trend.period < 0 ? told(wording.slope_said, { bits: decimal(value) }) : told(wording.sure_said, { bits: decimal(sure) })})`,
        disabled: !rateOf.has(term) }, bdi(names[term])));
    return some.length ? make("div", { className: "chips" }, ...buttons) : quiet(wording.no_change);
  };
  $("changes").replaceChildren(make("h3", {}, wording.rises), list(1), make("h3", {}, wording.falls), list(-1));
}
