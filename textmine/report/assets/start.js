// Everything is there: build the views and show one.

for (const part of document.querySelectorAll("[data-needs]")) if (!(part.dataset.needs in terms)) part.remove();
buildTrends();
tabs.splice(0, tabs.length, ...tabs.filter((tab) => tab.isConnected));
for (const tab of tabs) Object.assign(tab, { onclick: () => show(tab.getAttribute("aria-controls")), onkeydown: turnTabs });
$("theme").onclick = () => {
  setTheme(dark() ? "light" : "dark");
  views[view]();
};
buildLevels();
buildOverview();
buildTable();
buildEdits();
buildMap();
buildDocuments();
buildTreemap();
buildScatter();
setTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
const asked = () => (location.hash.slice(1) in views ? location.hash.slice(1) : "overview");
window.addEventListener("hashchange", () => show(asked()));
show(asked());
new ResizeObserver(() => { if (!["terms", "documents"].includes(view)) views[view](); }).observe(document.querySelector("main"));
root.dataset.ready = performance.now().toFixed(0);
