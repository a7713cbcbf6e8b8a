// The density of the map: how much is where, as a landscape behind the names.

const CELL = 5; // pixels of the screen for one of the density

/** Sums of bells around the nodes, each as high as its disc is large, on a coarse grid; the greatest sum is 1. */
function densityGrid(width, height) {
  const [wide, tall] = [Math.ceil(width / CELL), Math.ceil(height / CELL)];
  const sums = new Float32Array(wide * tall);
  const reach = Math.max(4, Math.min(14, (map.scale * 4.5) / CELL));
  const radii = nodes.radius[$("size").value];
  for (const node of byFlow) {
    if (!bright(node)) continue;
    const [x, y] = [map.px[node] / CELL, map.py[node] / CELL];
    const weight = radii[node] ** 2;
    for (let row = Math.max(0, Math.ceil(y - 2 * reach)); row <= Math.min(tall - 1, y + 2 * reach); row++) {
      for (let column = Math.max(0, Math.ceil(x - 2 * reach)); column <= Math.min(wide - 1, x + 2 * reach); column++) {
        sums[row * wide + column] += weight * Math.exp(-((column - x) ** 2 + (row - y) ** 2) / (reach * reach / 2));
      }
    }
  }
  const most = sums.reduce((a, b) => Math.max(a, b), 1e-9);
  return { wide, tall, sums: sums.map((sum) => sum / most) };
}

/** Paint the density behind everything: from the colour of the page through blue and green to yellow. */
function drawDensity() {
  const { pen, width, height } = fitted($("map-links"));
  const { wide, tall, sums } = densityGrid(width, height);
  const picture = make("canvas", { width: wide, height: tall });
  const image = picture.getContext("2d").createImageData(wide, tall);
  const steps = Array.from({ length: 64 }, (_, step) => rgbOf(ramp(step / 63)));
  sums.forEach((sum, cell) => {
    const [red, green, blue] = steps[Math.min(63, Math.floor(sum ** 0.8 * 64))];
    image.data.set([red, green, blue, Math.min(1, 2.5 * Math.sqrt(sum)) * 190], 4 * cell);
  });
  picture.getContext("2d").putImageData(image, 0, 0);
  pen.imageSmoothingEnabled = true;
  pen.drawImage(picture, 0, 0, wide * CELL, tall * CELL);
}

const probe = document.createElement("canvas").getContext("2d");

/** A colour as #rrggbb, whatever way it is written. */
function hexOf(colour) {
  probe.fillStyle = colour;
  return probe.fillStyle;
}

const rgbOf = (colour) => [1, 3, 5].map((at) => parseInt(hexOf(colour).slice(at, at + 2), 16));
