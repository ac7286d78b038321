/** The side panel: one cell, which is also the one that the tools are about, and how many cells are still blue. */
import { count, decisionSentence } from "./words.js";

/** @param {HTMLElement} panel @param {import("./table.js").GridTable} grid */
export function makePanel(panel, grid) {
  /** @param {string} name */
  const part = (name) => panel.querySelector(`[data-panel="${name}"]`);
  const { model } = grid;
  let shown = grid.cellAbout(grid.current, 0);

  /** @param {number} number */
  function showCell(number) {
    shown = number;
    const { pupil, item, state, said, isLocked, isDone, language } = grid.describe(number);
    part("pupil").textContent = pupil;
    part("item").textContent = item;
    part("sign").dataset.v = String(state);
    part("state").textContent = said;
    part("decision").textContent = decisionSentence(model, number);
    const [row, column] = model.progressAround(number);
    part("of-pupil").textContent = `Cet élève : ${progressWords(column)}`;
    part("of-row").textContent = `Cette ligne : ${progressWords(row)}`;
    if (part("locked")) part("locked").hidden = !isLocked;
    if (part("language")) part("language").textContent = language ?? "";
    if (part("done")) part("done").hidden = !isDone;
  }

  function showCounts() {
    const [notValidated, validated, undecided] = model.totals;
    part("blue").textContent = undecided.toLocaleString("fr-FR");
    part("blue-words").textContent =
      `${undecided < 2 ? "case bleue restante" : "cases bleues restantes"} sur ${model.size.toLocaleString("fr-FR")}`;
    part("bar").setAttribute("viewBox", `0 0 ${model.size} 8`);
    setWidth("bar-validated", 0, validated);
    setWidth("bar-not-validated", validated, notValidated);
  }

  /** @param {string} name @param {number} from @param {number} width */
  function setWidth(name, from, width) {
    part(name).setAttribute("x", String(from));
    part(name).setAttribute("width", String(width));
  }

  return {
    showCell,
    showCounts,
    details: part("detail"),
    get cell() {
      return shown;
    },
  };
}

/** @param {number[]} progress */
function progressWords([decided, all]) {
  return `${count(decided, "décidée", "décidées")}, ${all - decided} à décider.`;
}

/**
 * « 3 cases changées : validé » after a mass gesture, the cell itself after a single one.
 * @param {import("./table.js").GridTable} grid
 * @param {number[]} cells
 */
export function gestureSentence(grid, cells) {
  if (cells.length === 0) return "Aucune case n'a changé.";
  const { said, pupil, state } = grid.describe(cells[0]);
  if (cells.length === 1) return `${pupil} : ${said}.`;
  const isSame = cells.every((cell) => grid.model.current[cell] === state);
  return `${count(cells.length, "case changée", "cases changées")}${isSame ? ` : ${said}` : ""}.`;
}
