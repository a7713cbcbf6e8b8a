// Tabs, light and dark.

const views = {
  overview: drawOverview, terms: filterRows, map: openMap, documents: drawDocuments, hierarchy: drawTreemap, trends: drawTrends, contrast: drawScatter,
};
const tabs = Object.keys(views).map((name) => $(`tab-${name}`)); // in the order of the page
const ink = {};
let view = "";

function show(name) {
  // Not at the start: the first Tab would go past the tabs, to where the address points.
  if (view) address(name);
  view = name;
  for (const tab of tabs) {
    const chosen = tab.id === `tab-${name}`;
    tab.ariaSelected = String(chosen);
    tab.tabIndex = chosen ? 0 : -1;
    $(tab.getAttribute("aria-controls")).hidden = !chosen;
    if (chosen) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  views[name]();
}

/** Put the view into the address; in the frame of a notebook there is none to change. */
function address(name) {
  try {
    history.replaceState(null, "", `#${name}`);
  } catch (error) {
    if (error.name !== "SecurityError") throw error;
  }
}

function turnTabs(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
  next.click();
  next.focus();
}

function setTheme(theme) {
  root.dataset.theme = theme;
  const style = getComputedStyle(root);
  for (const name of ["page", "text", "quiet", "line"]) ink[name] = style.getPropertyValue(`--${name}`);
  ink.font = style.fontFamily;
  recolour();
}

/** Say a text beside the pointer, or nothing. */
function tip(text, event) {
  const box = $("tip");
  box.hidden = !text;
  box.textContent = clip(text, 90);
  box.style.left = `${Math.max(0, Math.min(event.clientX + 12, innerWidth - box.offsetWidth - 4))}px`;
  box.style.top = `${Math.min(event.clientY + 14, innerHeight - 30)}px`;
  event.target.style.cursor = text ? "pointer" : "";
}
