/** Mouse, touch and keyboard on the table, translated into gestures of the model. */
/** @import { Value } from "./alphabet.js" */

/** @type {Record<string, [number, number]>} */
const MOVES = { arrowup: [-1, 0], arrowdown: [1, 0], arrowleft: [0, -1], arrowright: [0, 1] };
const PAGE = 10;

/**
 * @param {import("./table.js").GridTable} grid
 * @param {(cells: number[]) => void} onChange called after each gesture with the cells it changed
 * @param {() => void} goToNextUndecided
 * @param {(cell: number) => void} type a text in a cell
 * @param {import("./keyed.js").KeyedEntry | null} keyed what answers the keys first, where they give the values
 */
export function listenToGestures(grid, onChange, goToNextUndecided, type, keyed) {
  const { table, model, alphabet } = grid;

  table.addEventListener("click", (event) => {
    const target = focusTarget(event.target);
    if (!target || isTyping(event.target)) return;
    grid.focus(target);
    act(target);
  });

  table.addEventListener("keydown", (event) => {
    if (isTyping(event.target)) return;
    if (keyed?.answer(event)) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "home" || key === "end") handled(event, () => jump(key, true));
      return;
    }
    if (event.altKey) return;
    if (key in MOVES) handled(event, () => move(...MOVES[key]));
    else if (key === "pageup" || key === "pagedown") handled(event, () => movePage(key === "pageup" ? -PAGE : PAGE));
    else if (key === "home" || key === "end") handled(event, () => jump(key, false));
    else if (key === " " || key === "enter") handled(event, () => act(grid.current));
    else if (alphabet.keys.has(key)) handled(event, () => setState(alphabet.keys.get(key) ?? alphabet.blank));
    else if (key === "n") handled(event, goToNextUndecided);
    else if (key === "p" && grid.figures) handled(event, () => grid.figures?.goToNext());
  });

  /** @param {HTMLElement} target */
  function act(target) {
    const arrow = grid.arrowOf(target);
    const number = grid.numberOf(target);
    if (arrow) onChange(model.pullArrow(arrow));
    else if (number !== undefined && model.isTyped(number)) type(number);
    else if (number !== undefined && !keyed) onChange(model.cycle(number));
  }

  /** Of a typed text, a key can only take it away. @param {Value} state */
  function setState(state) {
    const number = grid.numberOf(grid.current);
    if (number === undefined || (model.isTyped(number) && state !== alphabet.blank)) return;
    onChange(model.setCell(number, state));
  }

  /** @param {HTMLElement | null} target none at an edge */
  function reach(target) {
    if (target) grid.focus(target);
  }

  /** @param {number} lines @param {number} columns */
  function move(lines, columns) {
    const { line, column } = grid.place;
    reach(grid.focusableAt(line + lines, column + columns));
  }

  /** @param {number} lines */
  function movePage(lines) {
    const { line, column } = grid.place;
    const last = grid.lines.length - 1;
    reach(grid.focusableAt(Math.min(last, Math.max(0, line + lines)), column));
  }

  /** @param {string} key @param {boolean} wholeGrid */
  function jump(key, wholeGrid) {
    const { line } = grid.place;
    const isEnd = key === "end";
    const targetLine = wholeGrid ? (isEnd ? grid.lines.length - 1 : 0) : line;
    reach(grid.focusableAt(targetLine, isEnd ? grid.columns.length : 0));
  }
}

/**
 * Undo belongs to the whole page: after a mass gesture the focus may be on a button elsewhere.
 * @param {() => void} undo
 * @param {() => void} redo
 */
export function listenToUndo(undo, redo) {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) handled(event, undo);
    else if (key === "y" || key === "z") handled(event, redo);
  });
}

/** @param {PageElement} element */
function focusTarget(element) {
  const cell = element.closest("tbody td");
  return cell && (cell.querySelector("button") ?? cell);
}

/** @param {PageElement} element */
function isTyping(element) {
  return element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
}

/** @param {Event} event @param {() => void} action */
function handled(event, action) {
  event.preventDefault();
  action();
}
