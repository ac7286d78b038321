/** The empty cells of a column, of a row or of the whole table, given one value: without any page. */
import { count } from "./words.js";

/** @typedef {"pupil" | "thing" | "part"} Line whose empty cells; also what names the gesture of its subject */

/** By the key that asks for it: a column, a row, everything. @type {Record<string, Line>} */
export const FILLING = { c: "pupil", l: "thing", t: "part" };

/**
 * @param {import("./cells.js").GridCells} model
 * @param {number} cell
 * @param {Line} line
 * @returns {number[]} the empty ones
 */
export function lineToFill(model, cell, line) {
  const isRow = (line === "thing") !== model.pupilsAreRows;
  const cells = line === "part" ? [...model.current.keys()] : model.lineAround(cell, isRow);
  return cells.filter((each) => model.isBlank(each));
}

/** @param {number} number of cells */
export function filled(number) {
  return number === 0 ? "Aucune case vide." : `${count(number, "case remplie", "cases remplies")}.`;
}
