/** What an arrow would do, before it is pulled. Without any page. */

/**
 * @import { Value } from "./alphabet.js"
 * @import { GridCells } from "./cells.js"
 * @import { Arrow } from "./shape.js"
 */

/**
 * How many cells it would change, by what they hold now.
 * @param {GridCells} model
 * @param {Arrow} arrow
 * @param {boolean} fillsOnly whether nothing that is decided changes
 * @returns {Map<Value, number>}
 */
export function arrowChanges(model, arrow, fillsOnly) {
  const given = model.arrowState(arrow);
  /** @type {Map<Value, number>} */
  const changes = new Map();
  for (const cell of model.cellsOf(arrow)) {
    const value = model.current[cell];
    if (value === given || model.isLocked(cell) || (fillsOnly && !model.isBlank(cell))) continue;
    changes.set(value, (changes.get(value) ?? 0) + 1);
  }
  return changes;
}

/** How many undecided cells it governs. @param {GridCells} model @param {Arrow} arrow */
export function blankUnder(model, arrow) {
  return model.cellsOf(arrow).filter((cell) => model.isBlank(cell) && !model.isLocked(cell)).length;
}
