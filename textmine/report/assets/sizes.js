// What the size of a disc means: a few discs with their values, in a corner of the map.

/** What the size of each node says. */
const sizeOfNode = (by) => (node) => (by === "flow" ? nodes.flow[node] : Math.max(0, terms[by][nodes.term[node]]));
const saidOfSize = { flow: (value) => `${Number((100 * value).toPrecision(2))}%`, count: whole, score: decimal };

const averages = new Map(); // by what sizes say: the mean and the greatest value

function averageOf(by) {
  if (!averages.has(by)) {
    const values = byFlow.map(sizeOfNode(by));
    averages.set(by, [values.reduce((sum, value) => sum + value, 0) / values.length, values.reduce((a, b) => Math.max(a, b), 0)]);
  }
  return averages.get(by);
}

/** Up to three round values with the radii of their discs; areas are as large as values between a least and a greatest radius. */
function sizeSteps(by, largest) {
  const [mean, most] = averageOf(by);
  if (!(mean > 0)) return [];
  const start = Math.floor(Math.log10(mean)) - 2;
  const round = [...Array(6).keys()].flatMap((at) => [1, 2, 5].map((part) => Number(`${part}e${start + at}`)));
  const steps = round.map((value) => ({ value, times: Math.sqrt(value / mean) }))
    .filter(({ value, times }) => value <= most && times >= 0.5 && times <= 3 && (by !== "count" || value >= 1))
    .map(({ value, times }) => ({ said: saidOfSize[by](value), radius: Math.max(1.2, times * map.scale * 0.8) }))
    .filter(({ radius }) => radius <= largest);
  return steps.length < 4 ? steps : [steps[0], steps[Math.floor(steps.length / 2)], steps.at(-1)];
}

/** Where the discs stand: in the corner at the left below; none where they would be larger than the map, or say nothing. */
function sizeLegend(pen, height) {
  const by = $("size").value;
  const steps = map.dense ? [] : sizeSteps(by, Math.min(44, Math.max(20, height / 16)));
  if (!steps.length) return null;
  const font = `12px ${ink.font}`;
  const title = `${wording.size}: ${wording[`size_${by}`]}`;
  let x = 10;
  for (const step of steps) {
    step.x = x + step.radius;
    x += 2 * step.radius + widthOf(pen, step.said, font) + 18;
  }
  const largest = steps.at(-1).radius;
  const [wide, tall] = [Math.max(x, widthOf(pen, title, font) + 20), 28 + Math.max(16, 2 * largest)];
  return { steps, title, font, box: [0, height - tall, wide, height], y: height - 6 - Math.max(8, largest) };
}

function drawSizeLegend(pen, { steps, title, font, box: [left, top, right, bottom], y }) {
  Object.assign(pen, { globalAlpha: 0.88, fillStyle: ink.page });
  pen.fillRect(left, top, right - left, bottom - top);
  Object.assign(pen, { globalAlpha: 1, font, textAlign: "left", fillStyle: ink.quiet });
  pen.fillText(title, left + 10, top + 12);
  for (const { x, radius, said } of steps) {
    pen.fillStyle = shade();
    pen.beginPath();
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 7);
    pen.fill();
    pen.fillStyle = ink.quiet;
    pen.fillText(said, x + radius + 5, y);
  }
}
