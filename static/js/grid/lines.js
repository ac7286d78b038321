/** Gestures over one line of the grid, a row or a column: what they would change. Without any page. */
import { readColumn } from "./columns.js";
import { NOT_VALIDATED, UNDECIDED, VALIDATED } from "./model.js";
import { count } from "./words.js";

/** @import { GridModel } from "./model.js" */

const SHOWN = 8;

/** The cells of the whole line around a cell. @param {GridModel} model @param {number} cell @param {boolean} isRow */
export function lineAround(model, cell, isRow) {
  const { row, column } = model.positionOf(cell);
  return isRow
    ? model.columns.map((_, each) => model.cellAt(row, each))
    : model.rows.map((_, each) => model.cellAt(each, column));
}

/**
 * « Tout valider sauf… »: every cell of a line is validated, but for some places.
 * @param {number[]} cells of the line
 * @param {Set<number>} excepted places in the line
 * @param {string} others what becomes of these: "leave", "undecided" or "refuse"
 * @returns {Map<number, number>} the state wanted of each cell
 */
export function allBut(cells, excepted, others) {
  const wanted = new Map();
  cells.forEach((cell, place) => {
    if (!excepted.has(place)) wanted.set(cell, VALIDATED);
    else if (others !== "leave") wanted.set(cell, others === "undecided" ? UNDECIDED : NOT_VALIDATED);
  });
  return wanted;
}

/**
 * A column of a spreadsheet, pasted on a line.
 * @param {string} text
 * @param {number[]} cells of the line
 * @param {string[]} names of its places
 * @returns {{wanted: Map<number, number>, problems: string[], absent: number}} absent places keep what they hold;
 *   nothing is wanted of a text that has a problem
 */
export function pasted(text, cells, names) {
  if (text === "") return { wanted: new Map(), problems: [], absent: 0 };
  const { states, problems } = readColumn(text, names);
  if (problems.length > 0) return { wanted: new Map(), problems: firstOf(problems), absent: 0 };
  const wanted = new Map([...states].map(([place, state]) => [cells[place], state]));
  return { wanted, problems: [], absent: names.length - states.size };
}

/** @param {string[]} problems */
function firstOf(problems) {
  const more = problems.length - SHOWN;
  return more > 0 ? [...problems.slice(0, SHOWN), `et ${count(more, "autre ligne", "autres lignes")}.`] : problems;
}

/**
 * How many cells would change, and how; what is locked does not.
 * @param {GridModel} model
 * @param {Map<number, number>} wanted
 * @returns {number[]} by the state they would take
 */
export function changesOf(model, wanted) {
  const totals = [0, 0, 0];
  for (const [cell, state] of wanted) {
    if (model.current[cell] !== state && !model.isLocked(cell)) totals[state] += 1;
  }
  return totals;
}

/** @param {number[]} totals see changesOf */
export function changesSentence([refused, validated, erased]) {
  const changed = refused + validated + erased;
  if (changed === 0) return "Aucune case ne changerait.";
  const how = `${validated} à valider, ${refused} à mettre non validé, ${erased} à effacer`;
  return `${count(changed, "case changera", "cases changeront")} : ${how}. L'enregistrement se fera comme pour vos autres clics ; Ctrl Z défait tout d'un coup.`;
}

/** Places that a paste does not name. @param {number} absent */
export function absentSentence(absent) {
  if (absent === 0) return "";
  return ` ${count(absent, "ligne absente du collage, laissée", "lignes absentes du collage, laissées")} comme avant.`;
}
