/** A block of cells: read from what a spreadsheet copied, written for it. Without any page. */
import { understood } from "./columns.js";
import { count } from "./words.js";

/**
 * @import { Value } from "./alphabet.js"
 * @import { GridModel } from "./model.js"
 *
 * @typedef {{wanted: Map<number, Value>, problems: string[], outside: number}} ReadBlock
 */

const SHOWN = 8;

/**
 * The values of a block whose top left corner is a cell; what stands out of the grid is counted, and nothing is wanted
 * of a block that has a problem.
 * @param {string} text rows and columns as a spreadsheet copies them
 * @param {GridModel} model
 * @param {number} corner
 * @returns {ReadBlock}
 */
export function readBlock(text, model, corner) {
  const from = model.positionOf(corner);
  /** @type {ReadBlock} */
  const read = { wanted: new Map(), problems: [], outside: 0 };
  for (const [row, line] of linesOf(text).entries()) {
    for (const [column, word] of line.split("\t").entries()) {
      const isInside = from.row + row < model.rows.length && from.column + column < model.columns.length;
      const value = understood(word, model.alphabet);
      if (value === undefined) {
        read.problems.push(`Ligne ${row + 1}, colonne ${column + 1} : « ${word.trim()} » n'est pas compris.`);
      } else if (isInside) {
        read.wanted.set(model.cellAt(from.row + row, from.column + column), value);
      } else {
        read.outside += 1;
      }
    }
  }
  return read.problems.length > 0 ? { wanted: new Map(), problems: read.problems, outside: 0 } : read;
}

/** @param {string} text */
function linesOf(text) {
  return text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
}

/** What refuses a block, in one sentence. @param {string[]} problems */
export function refusedBlock(problems) {
  const more = problems.length - SHOWN;
  const shown = problems.slice(0, SHOWN).join(" ");
  const end = more > 0 ? ` Et ${count(more, "autre case", "autres cases")}.` : "";
  return `Rien n'a été collé. ${shown}${end}`;
}

/** @param {number} changed @param {number} outside */
export function pastedBlock(changed, outside) {
  const out =
    outside === 0 ? "" : ` ${count(outside, "case hors de la grille, ignorée", "cases hors de la grille, ignorées")}.`;
  return `${count(changed, "case changée", "cases changées")} par le collage.${out}`;
}

/**
 * The cells between two corners, as rows.
 * @param {GridModel} model
 * @param {number} one
 * @param {number} other
 */
export function blockBetween(model, one, other) {
  const [a, b] = [model.positionOf(one), model.positionOf(other)];
  const [top, bottom] = [Math.min(a.row, b.row), Math.max(a.row, b.row)];
  const [left, right] = [Math.min(a.column, b.column), Math.max(a.column, b.column)];
  const rows = [];
  for (let row = top; row <= bottom; row += 1) {
    const cells = [];
    for (let column = left; column <= right; column += 1) cells.push(model.cellAt(row, column));
    rows.push(cells);
  }
  return rows;
}

/** As a spreadsheet takes it: the sigles. @param {GridModel} model @param {number[][]} rows */
export function copiedBlock(model, rows) {
  return rows.map((cells) => cells.map((cell) => model.alphabet.at(model.current[cell]).sign).join("\t")).join("\n");
}
