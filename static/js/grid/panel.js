/** The side panel: one cell, which is also the one that the tools are about, and how many cells wait for a decision. */
import { count, decisionSentence } from "./words.js";

/** @param {HTMLElement} panel @param {import("./table.js").GridTable} grid */
export function makePanel(panel, grid) {
  /** @param {string} name */
  const part = (name) => panel.querySelector(`[data-panel="${name}"]`);
  const { model, words } = grid;
  let shown = grid.cellAbout(grid.current, 0);

  /** @param {number} number */
  function showCell(number) {
    shown = number;
    const { pupil, thing, value, said, isLocked, isMarked, note } = grid.describe(number);
    part("pupil").textContent = pupil;
    part("thing").textContent = thing;
    if (part("about")) part("about").textContent = grid.aboutThing(number);
    grid.paintSign(part("sign"), number, value);
    part("state").textContent = said;
    part("decision").textContent = decisionSentence(model, number);
    const [row, column] = model.progressAround(number);
    const { pupilsAreRows } = grid.subject;
    const [ofPupil, ofThing] = pupilsAreRows ? [row, column] : [column, row];
    // Of who is only read, nothing is counted.
    part("of-pupil").textContent = ofPupil[1] > 0 ? `Cet élève : ${progressWords(ofPupil, words.progress)}` : "";
    part("of-thing").textContent =
      `Cette ${pupilsAreRows ? "colonne" : "ligne"} : ${progressWords(ofThing, words.progress)}`;
    if (part("locked")) part("locked").hidden = !isLocked;
    if (part("note")) part("note").textContent = note ?? "";
    if (part("marked")) part("marked").hidden = !isMarked;
  }

  function showCounts() {
    const { alphabet, totals, countable } = model;
    const blank = totals.get(alphabet.blank) ?? 0;
    part("blue").textContent = blank.toLocaleString("fr-FR");
    part("blue-words").textContent =
      `${blank < 2 ? words.remaining[0] : words.remaining[1]} sur ${countable.toLocaleString("fr-FR")}`;
    part("bar").setAttribute("viewBox", `0 0 ${countable} 8`);
    let from = 0;
    for (const [place, piece] of [...part("bar").children].entries()) {
      const width = totals.get(alphabet.states[place].code) ?? 0;
      piece.setAttribute("x", String(from));
      piece.setAttribute("width", String(width));
      from += width;
    }
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

/** @param {number[]} progress @param {[string, string]} [words] */
function progressWords([decided, all], [one, several] = ["case décidée", "cases décidées"]) {
  return `${count(decided, one, several)} sur ${all}.`;
}

/**
 * « 3 cases changées : validé » after a mass gesture, the cell itself after a single one.
 * @param {import("./table.js").GridTable} grid
 * @param {number[]} cells
 */
export function gestureSentence(grid, cells) {
  if (cells.length === 0) return "Aucune case n'a changé.";
  const { said, pupil, value } = grid.describe(cells[0]);
  if (cells.length === 1) return `${pupil} : ${said}.`;
  const isSame = cells.every((cell) => grid.model.current[cell] === value);
  return `${count(cells.length, "case changée", "cases changées")}${isSame ? ` : ${said}` : ""}.`;
}
