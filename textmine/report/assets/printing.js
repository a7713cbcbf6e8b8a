// What a drawing shows, printed alone: the browser's print dialogue saves it as PDF, with text as text.

// The page's policy refuses new style elements; a sheet of the script's own adds nothing to the markup.
const paper = new CSSStyleSheet();

/** Make the SVG of a drawing the only thing that is printed, on a page of its size, until that is done. */
function preparePrint(draw) {
  endPrint();
  const drawing = new DOMParser().parseFromString(vectorOf(draw), "image/svg+xml").documentElement;
  const [width, height] = [drawing.width, drawing.height].map((side) => side.baseVal.value);
  drawEdgesFirst(drawing);
  drawing.id = "printed";
  document.body.append(drawing);
  document.body.classList.add("printing");
  paper.replaceSync(`@page { size: ${width}px ${height}px; margin: 0; }`);
  document.adoptedStyleSheets = [paper];
}

/** Edges of letters are text too: next to their letters, a search in the PDF would read each letter twice. */
function drawEdgesFirst(drawing) {
  const edges = [...drawing.querySelectorAll("text[stroke]")];
  edges[0]?.before(...edges);
  for (const edge of edges) edge.setAttribute("stroke-linejoin", "bevel"); // round corners make the PDF three times as large
}

function endPrint() {
  $("printed")?.remove();
  document.body.classList.remove("printing");
  document.adoptedStyleSheets = [];
}

/** Let a button print a drawing. The frame of a notebook may not open dialogues, and has no such button. */
function printButton(id, draw) {
  $(id).hidden = self !== top;
  $(id).onclick = () => {
    preparePrint(draw);
    addEventListener("afterprint", endPrint, { once: true });
    print();
  };
}
