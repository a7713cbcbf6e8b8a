// Cleaning by clicking: terms to leave out, keep or merge, other names of communities. All of it goes into edits.tsv.

const made = {
  drop: new Set(edits.drop), keep: new Set(edits.keep), merge: new Map(edits.merge), rename: new Map(edits.rename), rename_subcommunity: new Map(edits.rename_subcommunity),
};
const ticked = new Set();
const editing = () => $("edit").ariaPressed === "true";

/** The edits as rows: what, of which name, into which. */
const editRows = () => [
  ...[...made.drop].map((name) => ["drop", name, ""]), ...[...made.keep].map((name) => ["keep", name, ""]),
  ...["merge", "rename", "rename_subcommunity"].flatMap((kind) => [...made[kind]].map(([name, into]) => [kind, name, into])),
];

/** What happens to a term: drop, keep, merge or nothing. */
const fateOf = (name) => ["drop", "keep", "merge"].find((kind) => made[kind].has(name)) ?? "";

/** Take back what was to happen to a term. */
function forget(name) {
  for (const kind of ["drop", "keep", "merge"]) made[kind].delete(name);
}

function leaveOut(name) {
  forget(name);
  for (const [other, into] of made.merge) if (into === name) made.merge.delete(other);
  made.drop.add(name);
}

function keepTerm(name) {
  forget(name);
  made.keep.add(name);
}

/** Read terms as another one; where that is itself merged, as what it is merged into. */
function mergeTerms(some, into) {
  const last = made.merge.get(into) ?? into;
  made.drop.delete(last);
  for (const name of some.filter((other) => other !== last)) {
    for (const [other, target] of made.merge) if (target === name) made.merge.set(other, last);
    forget(name);
    made.merge.set(name, last);
  }
}

/** Give a theme, community or subcommunity another name; the one that the map gave it takes it back. */
function renameGroup(group, name) {
  const said = name.replace(/\s+/g, " ").trim().slice(0, 200);
  if (!said || said === group.name) return;
  const kind = "within" in group ? "rename_subcommunity" : "rename";
  if (said === group.given) made[kind].delete(group.given);
  else made[kind].set(group.given, said);
  nameGroups(kind, group.given, said);
}

/** Set the name of the groups that the map gave a name: those of one subcommunity at several levels have the same. */
function nameGroups(kind, given, name) {
  const some = kind === "rename" ? [...communities, ...themes] : subcommunities.flat();
  for (const group of some) if (group.given === given) group.name = name;
  editsChanged();
  fillSelects();
}

function undo([kind, name]) {
  made[kind].delete(name);
  if (kind.startsWith("rename")) nameGroups(kind, name, name);
  else editsChanged();
}

const MARKS = { drop: "−", keep: "+" };

/** Say everywhere what has been edited. */
function editsChanged() {
  const rows = editRows();
  const chip = (row) => {
    const [kind, name, into] = row;
    const text = into ? `${clip(name, 40)} → ${clip(into, 40)}` : `${MARKS[kind]} ${clip(name, 40)}`;
    const about = { title: `${wording.undo}: ${wording[`edit_${kind}`]}`, ariaLabel: `${wording.undo}: ${wording[`edit_${kind}`]} ${clip(name, 80)}` };
    return button(() => { undo(row); drawView(); ($("edits-list").querySelector("button") ?? $("edit")).focus(); }, about, make("bdi", {}, text), "×");
  };
  $("edits-list").replaceChildren(...rows.map(chip));
  $("edits-said").textContent = told(wording.edits_said, { n: rows.length });
  for (const id of ["edits-save", "edits-how", "edits-said"]) $(id).hidden = !rows.length;
  $("edits-count").hidden = !rows.length;
  $("edits-count").textContent = told(wording.edits_count, { n: rows.length });
  drawTicked();
}

const drawView = () => views[view]();

/** What can be done with the ticked terms. */
function drawTicked() {
  const some = [...ticked].sort((one, other) => (terms.count ? terms.count[other] - terms.count[one] : 0) || one - other);
  $("ticked").textContent = told(wording.ticked, { n: some.length });
  $("merge-into").replaceChildren(...some.map((term) => make("option", { value: term }, clip(names[term], 40))));
  for (const id of ["leave-out", "keep"]) $(id).disabled = !some.length;
  for (const id of ["merge", "merge-into"]) $(id).disabled = some.length < 2;
}

/** Do something with all ticked terms; then none is ticked. */
function withTicked(change) {
  change([...ticked].map((term) => names[term]));
  ticked.clear();
  editsChanged();
  drawRows();
}

function tickBox(term) {
  const box = make("input", { type: "checkbox", className: "tick", checked: ticked.has(term), ariaLabel: clip(names[term], 80) });
  box.oninput = () => {
    ticked[box.checked ? "add" : "delete"](term);
    drawTicked();
  };
  return box;
}

function setEditing(on) {
  $("edit").ariaPressed = String(on);
  $("edit-bar").hidden = !on;
  drawRows();
}

function buildEdits() {
  for (const [id, change] of [["leave-out", leaveOut], ["keep", keepTerm]]) {
    $(id).onclick = () => withTicked((some) => some.forEach(change));
  }
  $("merge").onclick = () => withTicked((some) => mergeTerms(some, names[$("merge-into").value]));
  $("edit").onclick = () => setEditing(!editing());
  $("edits-save").onclick = () => save("edits.tsv", new Blob([editsFile()], { type: "text/tab-separated-values" }));
  $("edits-count").onclick = () => {
    show("terms");
    setEditing(true);
    $("edits-save").focus();
  };
  const command = overview.command || "textmine map …";
  $("edits-command").textContent = / --edits[ =]/.test(command) ? command : `${command} --edits edits.tsv`;
  editsChanged();
}

const editsFile = () => tableText([["edit", "name", "into"], ...editRows()]);

/** A table as the commands read it: fields between tabs, with signs for what would end a field. */
function tableText(rows) {
  const marks = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
  return rows.map((fields) => `${fields.map((field) => String(field).replace(/[\\\t\n\r]/g, (mark) => marks[mark])).join("\t")}\n`).join("");
}

/** Buttons beside a term of the map: leave it out, or take that back. */
function termEdits(name) {
  const gone = fateOf(name) === "drop";
  const turn = () => {
    (gone ? forget : leaveOut)(name);
    editsChanged();
    describe();
    $("leave-out-this").focus();
  };
  return button(turn, { id: "leave-out-this", ariaPressed: String(gone) }, wording.leave_out);
}

/** A field to rename a group. */
function renameField(group) {
  const field = make("input", { id: "rename", value: group.name, maxLength: 200, ariaLabel: wording.rename });
  const change = () => {
    renameGroup(group, field.value);
    openMap();
    $("rename").focus();
  };
  field.onkeydown = (event) => { if (event.key === "Enter") change(); };
  return make("p", { className: "rename" }, make("label", { className: "quiet", htmlFor: "rename" }, wording.rename_help), field, " ", button(change, { id: "rename-it" }, wording.rename));
}
