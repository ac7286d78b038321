/** The side panel: the cell under the focus, and how many cells are still blue. */
import { STATE_WORDS, count, decisionSentence } from "./words.js";

/** @param {HTMLElement} panel @param {import("./table.js").GridTable} grid */
export function makePanel(panel, grid) {
  const part = (name) => panel.querySelector(`[data-panel="${name}"]`);
  const { model } = grid;

  function showCell(number) {
    const { pupil, item, state } = grid.describe(number);
    part("pupil").textContent = pupil;
    part("item").textContent = item;
    part("sign").dataset.v = state;
    part("state").textContent = STATE_WORDS[state];
    part("decision").textContent = decisionSentence(model, number);
  }

  function showCounts() {
    const [notValidated, validated, undecided] = model.totals;
    part("blue").textContent = undecided.toLocaleString("fr-FR");
    part("blue-words").textContent = `${undecided < 2 ? "case bleue restante" : "cases bleues restantes"} sur ${model.size}`;
    part("bar").setAttribute("viewBox", `0 0 ${model.size} 8`);
    setWidth("bar-validated", 0, validated);
    setWidth("bar-not-validated", validated, notValidated);
  }

  function setWidth(name, from, width) {
    part(name).setAttribute("x", from);
    part(name).setAttribute("width", width);
  }

  return { showCell, showCounts };
}

/** « 3 cases validées » after a mass gesture, the cell itself after a single one. */
export function gestureSentence(grid, cells) {
  if (cells.length === 0) return "Aucune case n'a changé.";
  const { state, pupil } = grid.describe(cells[0]);
  if (cells.length === 1) return `${pupil} : ${STATE_WORDS[state]}.`;
  return `${count(cells.length, "case changée", "cases changées")}.`;
}
