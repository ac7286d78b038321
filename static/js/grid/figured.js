/** What figures say of the cells where nothing is decided. Without any page. */

/**
 * @import { Value } from "./alphabet.js"
 * @import { GridModel } from "./model.js"
 *
 * @typedef {{sigle: string, word: string, proposed: Value | null}} Level
 * @typedef {Map<number, {figure: number, level: number}>} Figured by cell
 */

/** The rank of the best level. @param {Level[]} levels */
export function best(levels) {
  return levels.length - 1;
}

/**
 * What « proposer » would give: to blank cells alone, after the level of their figure.
 * @param {GridModel} model
 * @param {Figured} figured
 * @param {Level[]} levels
 * @returns {Map<number, Value>}
 */
export function proposals(model, figured, levels) {
  const wanted = new Map();
  for (const [cell, { level }] of figured) {
    const { proposed } = levels[level];
    if (proposed !== null && isOpen(model, cell)) wanted.set(cell, proposed);
  }
  return wanted;
}

/**
 * Blank cells: those whose figure is of the best level, those that have none.
 * @param {GridModel} model
 * @param {Figured} figured
 * @param {number} top the rank of the best level
 */
export function tally(model, figured, top) {
  let [enough, without] = [0, 0];
  for (let cell = 0; cell < model.size; cell += 1) {
    if (!isOpen(model, cell)) continue;
    const found = figured.get(cell);
    if (found === undefined) without += 1;
    else if (found.level === top) enough += 1;
  }
  return { enough, without };
}

/**
 * The next of those that have enough, round the end; null when there is none.
 * @param {GridModel} model
 * @param {Figured} figured
 * @param {number} top
 * @param {number} from
 */
export function nextOf(model, figured, top, from) {
  for (let step = 1; step <= model.size; step += 1) {
    const cell = (from + step) % model.size;
    if (isOpen(model, cell) && figured.get(cell)?.level === top) return cell;
  }
  return null;
}

/** Nothing is decided there, and somebody may. @param {GridModel} model @param {number} cell */
function isOpen(model, cell) {
  return model.isBlank(cell) && !model.isLocked(cell);
}
