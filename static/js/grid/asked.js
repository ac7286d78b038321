/** What a page of grids was given besides its table, and the cell that its address asks for. */

/** @import { GridModel } from "./model.js" */

/** « #case-12-2111 », a pupil and a thing; « #case-12 », a pupil, at his first undecided cell. */
const CELL = /^#case-([0-9]+)(?:-([0-9]+))?$/;

/**
 * @param {GridModel} model
 * @param {string} hash
 * @returns {number | null} null when nothing is asked, or nothing that this grid shows
 */
export function cellAsked(model, hash) {
  const asked = CELL.exec(hash);
  if (!asked) return null;
  const [pupil, thing] = [Number(asked[1]), asked[2]];
  if (thing !== undefined) return model.cellOf(pupil, Number(thing));
  const cells = [...Array(model.size).keys()].filter((cell) => model.keyOf(cell)[0] === pupil);
  return cells.find((cell) => model.isBlank(cell)) ?? cells[0] ?? null;
}

/** @param {string} id */
export function dataOf(id) {
  return JSON.parse(/** @type {HTMLElement} */ (document.getElementById(id)).textContent ?? "");
}

/** @param {string} id */
export function dataIfAny(id) {
  return document.getElementById(id) ? dataOf(id) : {};
}
