/** From a cell to what is behind its figure, and back, without the mouse: E, then Entrée on a score, then Échap. */

/** @import { GridPage } from "./page.js" */

/** @param {GridPage} page */
export function listenToEvidence(page) {
  const { table, panel } = page;
  const home = page.part("panel");

  table.table.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "e" || event.ctrlKey || event.metaKey || event.altKey) return;
    const first = panel.details.querySelector("summary, a, [tabindex]");
    if (!first) return;
    event.preventDefault();
    page.comfort.openPanel();
    first.focus();
  });
  // A score that opens leads to the évaluations behind it.
  home.addEventListener(
    "toggle",
    ({ target }) => {
      if (target.open && target.contains(document.activeElement)) target.querySelector("a")?.focus();
    },
    { capture: true },
  );
  home.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.details.contains(event.target) || home.closest("dialog")) return;
    event.preventDefault();
    table.focus(table.current);
  });
}
