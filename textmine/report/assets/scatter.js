// The tab of the contrast: how often each term is used on one side and on the other, the text beside the background too.

const scatter = { px: [], py: [], labels: [], sides: [], shown: 0, points: [] };

/** Everything that can be compared: the text with its background, and each value of each group with the others. */
function allSides() {
  const { units, background_units: others } = sizes;
  const million = (count, all) => (1e6 * count) / (all || 1e6);
  const world = terms.background?.some((count) => count > 0) ? [{
    name: `${wording.corpus} / ${wording.background_side}`, side: wording.corpus, other: wording.background_side, term: [...names.keys()],
    rate: terms.count.map((count) => million(count, units)), other_rate: terms.background.map((count) => million(count, others)), sure: null,
  }] : [];
  return [...contrasts.map((plot) => ({ ...plot, name: `${plot.group}: ${plot.side} / ${plot.other || wording.rest}`, other: plot.other || wording.rest })), ...world];
}

function buildScatter() {
  const canvas = $("scatter");
  scatter.sides = allSides();
  if (!scatter.sides.length) {
    views.contrast = () => {};
    $("contrast-help").textContent = wording.no_background;
    for (const id of ["scatter", "sides"]) $(id).parentElement.hidden = true;
    for (const id of ["contrast-svg", "contrast-png", "contrast-pdf", "more-on"]) $(id).hidden = true;
    return;
  }
  $("sides").replaceChildren(...scatter.sides.map(({ name }, place) => make("option", { value: place }, clip(name, 60))));
  $("sides").oninput = () => compareSides(Number($("sides").value));
  $("contrast-svg").onclick = () => saveSvg("contrast.svg", drawPoints);
  $("contrast-png").onclick = () => savePng("contrast.png", drawPoints);
  printButton("contrast-pdf", drawPoints);
  const hit = (event) => nearest(event, scatter, () => 10);
  canvas.onpointermove = (event) => tip(hit(event) < 0 ? "" : aboutPair(hit(event)), event);
  canvas.onpointerleave = (event) => tip("", event);
  canvas.onclick = (event) => { if (hit(event) >= 0) openTerm(scatter.sides[scatter.shown].term[hit(event)]); };
}

function aboutPair(point) {
  const { term, rate, other_rate: others } = scatter.sides[scatter.shown];
  return `${clip(names[term[point]], 30)}  ${decimal(rate[point])} : ${decimal(others[point])}`;
}

function compareSides(place) {
  scatter.shown = place;
  $("sides").value = place;
  drawScatter();
}

function drawScatter() {
  listSides();
  drawPoints();
}

/** The terms that each side surely uses more, as buttons. */
function listSides() {
  const { side, other, term, sure } = scatter.sides[scatter.shown];
  $("more-on").hidden = !sure;
  if (!sure) return;
  const list = (name, some) => [
    make("h3", {}, bdi(told(wording.more_on, { side: clip(name, 40) }), 90)),
    some.length ? make("div", { className: "chips" }, ...chips(some.slice(0, 40))) : quiet(wording.no_difference),
  ];
  $("more-on").replaceChildren(...list(side, term.filter((_, at) => sure[at] > 0)), ...list(other, term.filter((_, at) => sure[at] < 0)));
}

/** The logarithms between which the values above 0 of a side lie, and whether there is a 0. */
function spanOf(values) {
  const above = values.filter((value) => value > 0);
  const [least, most] = [above.reduce((a, b) => Math.min(a, b), 1e6), above.reduce((a, b) => Math.max(a, b), 1e-3)];
  return { low: Math.log10(least) - 0.05, high: Math.max(Math.log10(least) + 0.1, Math.log10(most) + 0.08), zero: above.length < values.length };
}

/** Scales of both axes: logarithms of occurrences per million, 0 by itself a step before the least. */
function scatterScales(width, height) {
  const { rate, other_rate: others } = scatter.sides[scatter.shown];
  const [left, right, top, bottom] = [width < 600 ? 52 : 64, width - 16, 30, height - 44];
  const [flat, tall] = [spanOf(others), spanOf(rate)];
  const [stepX, stepY] = [flat.zero ? Math.min(90, (right - left) / 6) : 8, tall.zero ? Math.min(60, (bottom - top) / 8) : 8];
  const share = (value, { low, high }) => (Math.log10(value) - low) / (high - low);
  const across = (value) => (value > 0 ? left + stepX + share(value, flat) * (right - left - stepX) : left + stepX / 3);
  const up = (value) => (value > 0 ? bottom - stepY - share(value, tall) * (bottom - top - stepY) : bottom - stepY / 3);
  return { left, right, top, bottom, across, up, flat, tall };
}

function drawPoints() {
  const { pen, width, height } = fitted($("scatter"));
  const { term, rate, other_rate: others, sure } = scatter.sides[scatter.shown];
  const scales = scatterScales(width, height);
  drawScatterAxes(pen, scales, width, height);
  [scatter.px, scatter.py] = [others.map(scales.across), rate.map(scales.up)];
  for (let point = term.length - 1; point >= 0; point--) {
    pen.fillStyle = colourOf(groupOfTerm(term[point]));
    pen.globalAlpha = sure && !sure[point] ? 0.3 : 0.75;
    pen.fillRect(scatter.px[point] - 2, scatter.py[point] - 2, 4, 4);
  }
  pen.globalAlpha = 1;
  const label = (at, point) => ({ text: clip(names[at], 24), x: scatter.px[point], y: scatter.py[point] - 10, size: point < 40 ? 14 : 12 });
  const shown = term.slice(0, 1500).map(label).filter((_, point) => !sure || sure[point] || term.length < 100);
  scatter.labels = drawLabels(pen, shown, [scales.left, scales.top, width, scales.bottom]);
}

function drawScatterAxes(pen, { left, right, top, bottom, across, up, flat, tall }) {
  const { side, other } = scatter.sides[scatter.shown];
  const say = (text, x, y, textAlign) => {
    Object.assign(pen, { font: `12px ${ink.font}`, fillStyle: ink.quiet, textAlign });
    pen.fillText(text, x, y);
    pen.fillStyle = ink.line;
  };
  const steps = ({ low, high, zero }) => [...(zero ? [0] : []), ...[0.01, 0.1, 1, 10, 100, 1e3, 1e4, 1e5, 1e6].filter((value) => Math.log10(value) >= low && Math.log10(value) <= high)];
  const said = (value) => (value < 1 ? String(value) : whole(value));
  say(`${told(wording.per_million, { side: clip(other, 30) })} →`, right, bottom + 32, "right");
  say(`↑ ${told(wording.per_million, { side: clip(side, 30) })}`, 8, 14, "left");
  for (const value of steps(flat)) {
    pen.fillRect(across(value), top, 1, bottom - top);
    say(said(value), across(value), bottom + 12, "center");
  }
  for (const value of steps(tall)) {
    pen.fillRect(left, up(value), right - left, 1);
    say(said(value), left - 6, up(value), "right");
  }
  // Equally often on both sides.
  const [from, to] = [10 ** Math.max(flat.low, tall.low), 10 ** Math.min(flat.high, tall.high)];
  if (from >= to) return;
  Object.assign(pen, { strokeStyle: ink.quiet, lineWidth: 1.2 });
  pen.setLineDash([5, 4]);
  pen.beginPath();
  pen.moveTo(across(from), up(from));
  pen.lineTo(across(to), up(to));
  pen.stroke();
  pen.setLineDash([]);
}
