// Lines by period: the plot of the tab of trends.

function drawTrendPlot() {
  const { pen, width, height } = fitted($("trend-canvas"));
  if (trend.what === "flow") return drawAlluvial(pen, width, height);
  const beside = width < 600 ? 90 : 180;
  const [left, right, top, bottom] = [56, width - beside, 24, height - 34];
  const most = Math.max(1e-9, ...trend.lines.flatMap(({ values }) => values));
  const across = (period) => left + ((right - left) * times.at[period]) / Math.max(1, times.at.at(-1));
  const up = (value) => bottom - ((bottom - top) * value) / (most * 1.04);
  drawTimeAxes(pen, { left, right, top, bottom, most, across, up });
  Object.assign(trend, { px: [], py: [], at: [] });
  trend.lines.forEach(({ values, colour, marker }, line) => {
    Object.assign(pen, { strokeStyle: colour, fillStyle: colour, lineWidth: 2.2 });
    const at = values.map((value, period) => [across(period), up(value)]);
    drawPieces(pen, at);
    drawTimes(pen, at, colour, marker);
    at.forEach(([x, y], period) => {
      trend.px.push(x);
      trend.py.push(y);
      trend.at.push([line, period]);
    });
  });
  drawLineNames(pen, { right, width, bottom, up });
}

/** A line from period to period, thin and dashed where it leads to one of few documents or over some without any. */
function drawPieces(pen, at) {
  for (const sure of [true, false]) {
    pen.setLineDash(sure ? [] : [2, 4]);
    pen.lineWidth = sure ? 2.2 : 1.4;
    pen.beginPath();
    let last = -1;
    for (let period = 1; period < at.length; period++) {
      if (isSure(period) !== sure) continue;
      if (last !== period - 1) pen.moveTo(...at[period - 1]);
      pen.lineTo(...at[period]);
      last = period;
    }
    pen.stroke();
  }
  pen.setLineDash([]);
}

const isFew = (period) => times.few.includes(period);
const isSure = (period) => !isFew(period - 1) && !isFew(period) && times.at[period] === times.at[period - 1] + 1;

/** The points of a line; those of few documents are hollow. */
function drawTimes(pen, at, colour, marker) {
  at.forEach(([x, y], period) => {
    pen.fillStyle = colour;
    drawMarker(pen, x, y, isFew(period) ? 4 : 3.2, marker);
    if (!isFew(period)) return;
    pen.fillStyle = ink.page;
    drawMarker(pen, x, y, 2.4, marker);
  });
}

/** A point: round, a square, or a square on its corner. */
function drawMarker(pen, x, y, radius, marker) {
  pen.beginPath();
  if (marker === 0) {
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 7);
  } else {
    const [reach, first] = marker === 1 ? [1.4 * radius, Math.PI / 4] : [1.5 * radius, 0];
    for (const turn of [0, 1, 2, 3]) {
      const angle = first + (turn * Math.PI) / 2;
      pen[turn ? "lineTo" : "moveTo"](x + reach * Math.cos(angle), y + reach * Math.sin(angle));
    }
  }
  pen.fill();
}

/** The names of the lines at their ends, one below the other, each with a piece of its colour that leads to it. */
function drawLineNames(pen, { right, width, bottom, up }) {
  const room = width - right - 24;
  const labels = trend.lines.map(({ name, values, colour }) => {
    const texts = [...shorter(name), clip(name, 12), clip(name, 6)];
    const font = `13px ${ink.font}`;
    const text = texts.find((shown) => widthOf(pen, shown, font) <= room) ?? texts.at(-1);
    const all = values.reduce((sum, value) => sum + value, 0);
    return { text, x: right + 18 + widthOf(pen, text, font) / 2, end: up(values.at(-1)), all, size: 13, colour };
  }).sort((one, other) => one.end - other.end || other.all - one.all);
  spreadOut(labels, 10, bottom, 17);
  trend.labels = drawLabels(pen, labels, [right, 0, width + 40, bottom + 10]);
  for (const { colour, end, y } of trend.labels) {
    Object.assign(pen, { strokeStyle: colour, lineWidth: 1.4 });
    pen.beginPath();
    pen.moveTo(right + 4, end);
    pen.lineTo(right + 10, y);
    pen.lineTo(right + 16, y);
    pen.stroke();
  }
}

/** Give labels that are sorted by their ends a height each, at least a step apart. */
function spreadOut(labels, top, bottom, step) {
  labels.forEach((label, at) => { label.y = Math.max(label.end, at ? labels[at - 1].y + step : top); });
  let lowest = bottom;
  for (const label of labels.toReversed()) lowest = (label.y = Math.min(label.y, lowest)) - step;
}

function drawTimeAxes(pen, { left, right, top, bottom, most, across, up }) {
  const text = (said, x, y, align) => {
    Object.assign(pen, { font: `12px ${ink.font}`, fillStyle: ink.quiet, textAlign: align });
    pen.fillText(said, x, y);
  };
  const step = 10 ** Math.floor(Math.log10(most)) * ([0.2, 0.5, 1].find((part) => most / (10 ** Math.floor(Math.log10(most)) * part) <= 6) ?? 2);
  for (let value = 0; value <= most * 1.04; value += step) {
    pen.fillStyle = ink.line;
    pen.fillRect(left, up(value), right - left, 1);
    text(trend.what === "groups" ? percent(value) : decimal(value), left - 6, up(value), "right");
  }
  text(trend.what === "groups" ? wording.axis_share : wording.axis_rate, 8, 10, "left");
  const wide = Math.max(...times.periods.map((label) => widthOf(pen, label, `12px ${ink.font}`))) + 12;
  let free = 0;
  const last = times.periods.length - 1;
  times.periods.forEach((label, period) => {
    pen.fillStyle = ink.line;
    pen.fillRect(across(period), bottom, 1, 5);
    const x = Math.max(wide / 2, across(period));
    if (period < last && (x - wide / 2 < free || x + wide > across(last))) return; // the last is always named
    text(label, x, bottom + 16, "center");
    free = x + wide / 2;
  });
}
