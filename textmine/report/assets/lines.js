// Lines by period: the plot of the tab of trends.

function drawTrendPlot() {
  const { pen, width, height } = fitted($("trend-canvas"));
  if (trend.what === "flow") return drawAlluvial(pen, width, height);
  const beside = width < 600 ? 90 : 180;
  const [left, right, top, bottom] = [56, width - beside, 24, height - 34];
  const most = Math.max(1e-9, ...trend.lines.flatMap(({ values }) => values));
  const across = (period) => left + ((right - left) * period) / Math.max(1, times.periods.length - 1);
  const up = (value) => bottom - ((bottom - top) * value) / (most * 1.04);
  drawTimeAxes(pen, { left, right, top, bottom, most, across, up });
  Object.assign(trend, { px: [], py: [], at: [] });
  trend.lines.forEach(({ values, colour, dash }, line) => {
    Object.assign(pen, { strokeStyle: colour, fillStyle: colour, lineWidth: 2.2 });
    pen.setLineDash(dash);
    pen.beginPath();
    values.forEach((value, period) => pen[period ? "lineTo" : "moveTo"](across(period), up(value)));
    pen.stroke();
    pen.setLineDash([]);
    pen.beginPath();
    values.forEach((value, period) => {
      pen.moveTo(across(period) + 3, up(value));
      pen.arc(across(period), up(value), 3, 0, 7);
      trend.px.push(across(period));
      trend.py.push(up(value));
      trend.at.push([line, period]);
    });
    pen.fill();
  });
  drawLineNames(pen, { left, right, width, height, up });
}

/** The names of the lines at their ends, the highest first; those without room are in the list above the plot. */
function drawLineNames(pen, { right, width, height, up }) {
  const room = width - right - 16;
  const labels = trend.lines.map(({ name, values, colour }) => {
    const texts = [...shorter(name), clip(name, 12), clip(name, 6)];
    const font = `13px ${ink.font}`;
    const text = texts.find((shown) => widthOf(pen, shown, font) <= room) ?? texts.at(-1);
    const y = up(values.at(-1));
    const ys = [0, -9, 9, -16, 16, -24, 24, -34, 34].map((step) => Math.max(10, y + step));
    return { text, x: right + 10 + widthOf(pen, text, font) / 2, y, ys, size: 13, colour };
  }).sort((one, other) => one.y - other.y);
  trend.labels = drawLabels(pen, labels, [right, 0, width + 40, height]);
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
  const every = Math.max(1, Math.ceil((wide * (times.periods.length - 1)) / Math.max(1, right - left)));
  times.periods.forEach((label, period) => {
    pen.fillStyle = ink.line;
    pen.fillRect(across(period), bottom, 1, 5);
    if (period % every === 0) text(label, Math.max(wide / 2, across(period)), bottom + 16, "center");
  });
}
