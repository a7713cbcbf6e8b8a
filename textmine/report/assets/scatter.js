// The tab of the contrast: how often each term is in the text, against the background.

const scatter = { px: [], py: [], labels: [] };

function buildScatter() {
  const canvas = $("scatter");
  if (!terms.background?.some((count) => count > 0)) {
    views.contrast = () => {};
    $("contrast-help").textContent = wording.no_background;
    canvas.parentElement.hidden = true;
    return;
  }
  const hit = (event) => nearest(event, scatter, () => 10);
  const tell = (term) => `${clip(names[term], 30)}  ${whole(terms.count[term])} : ${whole(terms.background[term])}`;
  canvas.onpointermove = (event) => tip(hit(event) < 0 ? "" : tell(hit(event)), event);
  canvas.onpointerleave = (event) => tip("", event);
  canvas.onclick = (event) => { if (hit(event) >= 0) openTerm(hit(event)); };
}

function drawScatter() {
  const { pen, width, height } = fitted($("scatter"));
  const [left, right, top, bottom] = [48, width - 16, 30, height - 44];
  const [zero, one] = width < 600 ? [left + 34, left + 84] : [left + 60, left + 150];
  const log = (count) => Math.log10(Math.max(count, 1));
  const end = (values, pick) => log(values.reduce((a, b) => pick(a, b)));
  const [low, high, most] = [end(terms.count, Math.min), end(terms.count, Math.max), Math.max(1, end(terms.background, Math.max)) * 1.03];
  // 0 has no logarithm: it stands by itself, a step left of 1.
  const across = (count) => (count > 0 ? one + (log(count) / most) * (right - one) : zero);
  const up = (count) => bottom - 6 - ((log(count) - low) / Math.max(high - low, 0.1)) * (bottom - top - 22);
  const say = (text, x, y, textAlign) => {
    Object.assign(pen, { font: `12px ${ink.font}`, fillStyle: ink.quiet, textAlign });
    pen.fillText(text, x, y);
    pen.fillStyle = ink.line;
  };
  say(`${wording.in_background} →`, right, bottom + 32, "right");
  say(`↑ ${wording.in_text}`, 8, 14, "left");
  const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7];
  for (const count of [0, ...powers].filter((count) => log(count) <= most)) {
    pen.fillRect(across(count), top, 1, bottom - top);
    say(whole(count), across(count), bottom + 12, "center");
  }
  for (const count of powers.flatMap((power) => [power, 2 * power, 5 * power]).filter((count) => log(count) >= low && log(count) <= high)) {
    pen.fillRect(left, up(count), right - left, 1);
    say(whole(count), left - 6, up(count), "right");
  }
  [scatter.px, scatter.py] = [terms.background.map(across), terms.count.map(up)];
  pen.globalAlpha = 0.75;
  for (let term = names.length - 1; term >= 0; term--) {
    pen.fillStyle = colourOf(level.of(terms.community[term] - 1));
    pen.fillRect(scatter.px[term] - 2, scatter.py[term] - 2, 4, 4);
  }
  pen.globalAlpha = 1;
  const label = (name, term) => ({ text: clip(name, 24), x: scatter.px[term], y: scatter.py[term] - 10, size: term < 40 ? 14 : 12 });
  scatter.labels = drawLabels(pen, names.slice(0, 1500).map(label), [left, top, width, bottom]);
}
