// The tab of the terms: their table.

// The columns that say most; the others on demand.
const MAIN = ["term", "score", "count", "documents", "contrast", "community"];
const table = { rows: [], by: "", down: false, shown: 0, open: new Set(), columns: [] };

function filterRows() {
  const wanted = fold($("search").value);
  const [community, known] = ["of-community", "of-known"].map((id) => $(id)?.value || "");
  table.rows = [...names.keys()].filter((term) =>
    folded[term].includes(wanted) && (!community || groupOfTerm(term) === community - 1 || isPartOf(term, community - 1)) && (!known || terms.known[term] === +known));
  if (table.by) {
    const sign = table.down ? -1 : 1;
    const values = table.by === "community" ? [...names.keys()].map(groupOfTerm) : terms[table.by];
    const { compare } = new Intl.Collator(root.lang);
    const order = typeof values[0] === "string" ? compare : (a, b) => a - b;
    table.rows.sort((a, b) => sign * order(values[a], values[b]) || a - b);
  }
  table.shown = 100;
  drawRows();
}

function sortRows({ name, heading, help, kind }) {
  table.down = table.by === name ? !table.down : kind !== "text";
  table.by = name;
  for (const head of $("heads").children) head.ariaSort = null;
  $(`by-${name}`).parentElement.ariaSort = table.down ? "descending" : "ascending";
  $("explained").textContent = `${heading}: ${help}`;
  filterRows();
}

/** Show the main columns, or all of them. */
function showColumns(all) {
  const main = MAIN.flatMap((wanted) => columns.filter(({ name }) => name === wanted));
  table.columns = all ? [...main, ...columns.filter((column) => !main.includes(column))] : main;
  $("columns").ariaPressed = String(all);
  $("heads").closest("table").className = all ? "" : "main";
  $("heads").replaceChildren(...table.columns.map((column) => {
    const { name, heading, help, kind } = column;
    const head = button(() => sortRows(column), { id: `by-${name}`, ariaDescription: help }, name === "community" ? headingOf(wording[`one_${level.kind}`]) : heading);
    return make("th", { scope: "col", title: help, className: kind, ariaSort: table.by === name ? (table.down ? "descending" : "ascending") : null }, head);
  }));
}

function buildTable() {
  showColumns(false);
  $("columns").onclick = () => {
    showColumns($("columns").ariaPressed !== "true");
    drawRows();
  };
  $("explained").after(quiet(overview.cut));
  for (const id of ["search", "of-community", "of-known"]) $(id)?.addEventListener("input", filterRows);
  $("tsv").onclick = () => save("terms.tsv", new Blob([tsv()], { type: "text/tab-separated-values" }));
  $("more").onclick = () => {
    table.shown += 500;
    drawRows();
  };
}

function drawRows() {
  const shown = table.rows.slice(0, table.shown);
  $("rows").replaceChildren(...shown.flatMap((term) => (table.open.has(term) ? [row(term), detail(term)] : [row(term)])));
  $("more").hidden = table.rows.length <= table.shown;
  $("shown").textContent = table.rows.length ? `${whole(table.rows.length)} / ${whole(names.length)}` : wording.no_terms;
}

const CELLS = {
  community: (_, term) => {
    if (level.kind === "communities" && partsOf.has(term)) return sensesOf(term, (place) => make("span", {}, swatch(shade(communities[place])), " ", bdi(communities[place].name, 40)));
    const group = level.groups[groupOfTerm(term)];
    return group ? [swatch(shade(group)), " ", bdi(group.name, 90)] : [];
  },
  flag: (value) => [value ? wording.yes : wording.no],
  whole: (value) => [whole(value)],
  number: (value) => [decimal(value)],
  text: (value) => [bdi(value, 200)],
};

function row(term) {
  const open = table.open.has(term);
  const toggle = () => {
    table.open[open ? "delete" : "add"](term);
    drawRows();
    $(`term-${term}`).focus();
  };
  const about = { id: `term-${term}`, title: clip(names[term], 200), ariaExpanded: String(open) };
  return make("tr", { className: fateOf(names[term]) },
    make("th", { scope: "row" }, ...(editing() ? [tickBox(term)] : []), button(toggle, about, bdi(names[term], 80))),
    ...table.columns.slice(1).map(({ name, kind }) => make("td", { className: kind }, ...CELLS[kind](terms[name][term], term))));
}

function detail(term) {
  const onMap = nodeOf.has(term) ? [button(() => showTerm(term), {}, wording.on_map)] : [];
  return make("tr", { className: "opened" }, make("td", { colSpan: table.columns.length }, make("div", {}, ...evidence(term), ...onMap)));
}

/** Show a term in the table, open. */
function openTerm(term) {
  for (const select of document.querySelectorAll("#terms select")) select.value = "";
  $("search").value = names[term];
  table.open.add(term);
  show("terms");
}

/** The filtered rows as terms.tsv has them. */
function tsv() {
  const field = ({ kind }, value) => (kind === "community" && !value ? "" : kind === "flag" ? value === 1 : value);
  const rows = table.rows.map((term) => columns.map((column) => field(column, terms[column.name][term])));
  return tableText([columns.map(({ name }) => name), ...rows]);
}
