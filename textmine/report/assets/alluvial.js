// Streams of communities from period to period (Rosvall & Bergstrom 2010, Mapping change in large networks).

const stream = { chosen: -1 };

/** Where blocks stand: columns of periods, the communities in one order in all of them. */
function alluvialBlocks(width, height) {
  const [top, bottom, thick] = [34, height - 12, width < 600 ? 8 : 14];
  const [left, right] = [10, width - (width < 600 ? 12 : 20) - thick];
  const total = new Map();
  for (const [, number, flow] of alluvial.blocks) total.set(number, (total.get(number) ?? 0) + flow);
  const rank = new Map([...total].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([number], place) => [number, place]));
  const columns = Map.groupBy(alluvial.blocks, ([period]) => period);
  const most = Math.max(...[...columns.values()].map((some) => some.length));
  const gap = Math.min(6, (0.25 * (bottom - top)) / Math.max(1, most - 1));
  const scale = (bottom - top - gap * (most - 1)) / Math.max(...[...columns.values()].map((some) => some.reduce((sum, [, , flow]) => sum + flow, 0)), 1e-9);
  const placed = new Map();
  for (const [period, some] of columns) {
    let y = top;
    for (const [, number, flow, name, said] of some.sort((a, b) => rank.get(a[1]) - rank.get(b[1]))) {
      const x = left + ((right - left) * period) / Math.max(1, alluvial.periods.length - 1);
      placed.set(`${period} ${number}`, { period, number, flow, name, terms: said, x, y, width: thick, height: Math.max(1, flow * scale), out: 0, into: 0 });
      y += flow * scale + gap;
    }
  }
  return { placed, scale, rank };
}

/** The colour of a community: that of the map where it is one of the map's, by its number and name. */
function streamColour({ number, name }) {
  const own = communities[number - 1];
  return own && (own.given === name || own.name === name) ? shade(own) : shadeAt(number);
}

function drawAlluvial(pen, width, height) {
  const { placed, scale, rank } = alluvialBlocks(width, height);
  trend.blocks = [...placed.values()];
  const order = [...alluvial.streams].sort((a, b) => a[0] - b[0] || rank.get(a[1]) - rank.get(b[1]) || rank.get(a[2]) - rank.get(b[2]));
  for (const [period, number, next, shared, then] of order) {
    const [from, to] = [placed.get(`${period} ${number}`), placed.get(`${period + 1} ${next}`)];
    const bright = stream.chosen < 0 || number === stream.chosen || next === stream.chosen;
    Object.assign(pen, { fillStyle: streamColour(number === next ? from : to), globalAlpha: bright ? 0.4 : 0.08 });
    drawStream(pen, from, to, shared * scale, then * scale);
  }
  for (const block of trend.blocks) {
    Object.assign(pen, { fillStyle: streamColour(block), globalAlpha: stream.chosen < 0 || block.number === stream.chosen ? 1 : 0.35 });
    pen.fillRect(block.x, block.y, block.width, block.height);
  }
  pen.globalAlpha = 1;
  nameBlocks(pen, width, height);
}

/** A stream between two blocks, below the streams that were drawn before. */
function drawStream(pen, from, to, wide, then) {
  const [x, y, last, end] = [from.x + from.width, from.y + from.out, to.x, to.y + to.into];
  const middle = (x + last) / 2;
  from.out += wide;
  to.into += then;
  pen.beginPath();
  pen.moveTo(x, y);
  pen.bezierCurveTo(middle, y, middle, end, last, end);
  pen.lineTo(last, end + then);
  pen.bezierCurveTo(middle, end + then, middle, y + wide, x, y + wide);
  pen.fill();
}

/** Labels of the periods, and the name of each community once, at its largest block. */
function nameBlocks(pen, width, height) {
  const largest = new Map();
  for (const block of trend.blocks) if (!(largest.get(block.number)?.flow >= block.flow)) largest.set(block.number, block);
  const room = Math.max(60, width / alluvial.periods.length - 30);
  const order = [...alluvial.periods.keys()].sort((a, b) => (b === alluvial.periods.length - 1) - (a === alluvial.periods.length - 1)); // the last is always named
  const periods = order.map((period) => {
    const text = alluvial.periods[period];
    const x = trend.blocks.find((block) => block.period === period)?.x ?? 0;
    const half = widthOf(pen, text, `12px ${ink.font}`) / 2;
    return { text, x: Math.max(half + 4, Math.min(x + 7, width - half - 4)), y: 14, size: 12 };
  });
  const named = [...largest.values()].sort((a, b) => b.flow - a.flow).map((block) => {
    const last = block.period === alluvial.periods.length - 1 && alluvial.periods.length > 1;
    const texts = shorter(block.name);
    const text = texts.find((some) => widthOf(pen, some, `13px ${ink.font}`) <= room) ?? clip(texts.at(-1), 14);
    const half = widthOf(pen, text, `13px ${ink.font}`) / 2 + 6;
    return { text, number: block.number, x: last ? block.x - half : block.x + block.width + half, y: block.y + block.height / 2, size: 13 };
  });
  trend.labels = drawLabels(pen, [...periods, ...named], [0, 0, width, height]);
}

/** The block below the pointer, -1 where none is. */
function blockAt(event) {
  const { left, top } = event.target.getBoundingClientRect();
  const [x, y] = [event.clientX - left, event.clientY - top];
  return trend.blocks.findIndex((block) =>
    x >= block.x - 6 && x <= block.x + block.width + 6 && y >= block.y - 1 && y <= block.y + block.height + 1);
}

function aboutBlock(place) {
  const { period, name, terms: said, flow } = trend.blocks[place];
  return `${alluvial.periods[period]} · ${clip(said || name, 40)} · ${percent(flow)}`;
}

/** Bring out the streams of one community, or with -1 all of them. */
function chooseBlock(place) {
  const number = place < 0 ? -1 : trend.blocks[place].number;
  stream.chosen = number === stream.chosen ? -1 : number;
  drawTrendPlot();
}
