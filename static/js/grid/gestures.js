/** Mouse, touch and keyboard on the table, translated into gestures of the model. */
import { stepFrom } from "./stepping.js";

/**
 * @import { Value } from "./alphabet.js"
 * @import { GridPage } from "./page.js"
 */

/** @type {Record<string, [number, number]>} */
const MOVES = { arrowup: [-1, 0], arrowdown: [1, 0], arrowleft: [0, -1], arrowright: [0, 1] };
const PAGE = 10;

/**
 * @param {GridPage} page
 * @param {object} acts
 * @param {(cells: number[]) => void} acts.onChange called after each gesture with the cells it changed
 * @param {(cell: number) => void} acts.type a text in a cell
 * @param {import("./keyed.js").KeyedEntry | null} acts.keyed what answers the keys first, where they give the values
 */
export function listenToGestures(page, { onChange, type, keyed }) {
  const { table: grid, model, comfort, block } = page;
  const { table, alphabet } = grid;

  table.addEventListener("click", (event) => {
    const target = focusTarget(event.target);
    if (!target || isTyping(event.target)) return;
    grid.focus(target);
    // With Shift, a click chooses a block.
    if (!event.shiftKey) act(target);
  });

  table.addEventListener("keydown", (event) => {
    if (isTyping(event.target) || event.target.matches(".whole-fold")) return;
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
    else if (key === "c" && grid.arrowOf(grid.current)) handled(event, () => complete(grid.current));
    else if (alphabet.keys.has(key)) handled(event, () => setState(alphabet.keys.get(key) ?? alphabet.blank));
    else if (key === "n") handled(event, () => page.goToNextUndecided());
    else if (key === "p" && grid.figures) handled(event, () => grid.figures?.goToNext());
    else if (key === "f") handled(event, () => comfort.turnFull());
    else if (key === "i" && !keyed) handled(event, () => comfort.turnPanel());
    else if (key === "?") handled(event, () => comfort.keys.showModal());
  });

  /** @param {HTMLElement} target */
  function act(target) {
    const arrow = grid.arrowOf(target);
    const number = grid.numberOf(target);
    if (arrow) onChange(model.pullArrow(arrow, comfort.fillsOnly));
    else if (number !== undefined && model.isTyped(number)) type(number);
    else if (number !== undefined && !keyed) onChange(model.cycle(number));
  }

  /** What an arrow gives, where nothing is decided. @param {HTMLElement} button */
  function complete(button) {
    const arrow = grid.arrowOf(button);
    if (arrow) onChange(model.complete(arrow));
  }

  /** Of a typed text, a key can only take it away. @param {Value} state */
  function setState(state) {
    const number = grid.numberOf(grid.current);
    if (number === undefined) return;
    const asked = block.isOpen ? block.rows.flat() : [number];
    const cells = asked.filter((cell) => !model.isTyped(cell) || state === alphabet.blank);
    if (cells.length === 0) return;
    onChange(model.setCells(new Map(cells.map((cell) => [cell, state]))));
    const next = comfort.movesOn && !block.isOpen && state !== alphabet.blank ? stepFrom(model, number, false) : null;
    if (next !== null) grid.show(next);
  }

  /** @param {HTMLElement | null} target none at an edge */
  function reach(target) {
    if (target) grid.focus(target);
  }

  /** @param {number} lines @param {number} columns */
  function move(lines, columns) {
    const { line, column } = grid.place;
    reach(grid.focusableAt(grid.inSight(line + lines, lines), column + columns));
  }

  /** @param {number} lines */
  function movePage(lines) {
    const { line, column } = grid.place;
    const last = grid.lines.length - 1;
    const target = Math.min(last, Math.max(0, line + lines));
    reach(grid.focusableAt(grid.inSight(target, Math.sign(lines)), column));
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

/**
 * So do saving, and going to the grid before or after.
 * @param {() => void} save
 * @param {(rel: string) => void} turn prev, next
 */
export function listenToPageKeys(save, turn) {
  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    const isControl = event.ctrlKey || event.metaKey;
    if (isControl && !event.altKey && key === "s") handled(event, save);
    else if (event.altKey && !isControl && key === "arrowdown") handled(event, () => turn("next"));
    else if (event.altKey && !isControl && key === "arrowup") handled(event, () => turn("prev"));
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
