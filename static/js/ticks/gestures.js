/** Mouse, touch and keyboard on a tick grid: one box, a range, a whole row or column; one tab stop, arrows inside. */
import { moveWithArrows } from "../arrows.js";

/**
 * @param {import("./board.js").Board} board
 * @param {(cells: import("./board.js").Cell[]) => void} onGesture called with the cells that change
 */
export function listenToTicks(board, onGesture) {
  const { table, summaries } = board;
  let isRange = false;
  /** @type {PageElement | null} */
  let anchor = null;

  summaries?.addEventListener("change", (event) => {
    if (event.target.dataset.role) onGesture([board.roleCell(event.target)]);
  });
  if (!table) return;

  // Capture: a click on the cell comes to the box as another click (app.js), that holds no key.
  table.addEventListener(
    "click",
    (event) => {
      if (event.isTrusted) isRange = event.shiftKey;
    },
    true,
  );

  table.addEventListener("change", ({ target }) => {
    const isOn = target.checked;
    board.restore(target);
    send(isRange && anchor ? range(anchor, target) : [target], isOn);
    anchor = target;
  });

  table.addEventListener("click", ({ target }) => {
    const line = target.dataset.line;
    if (!line) return;
    const boxes = line === "row" ? board.boxesOf(target.closest("tr")) : columnOf(target.closest("th").cellIndex - 1);
    send(boxes, board.isExclusive || boxes.some((box) => !box.checked));
  });

  /** @param {PageElement[]} boxes @param {boolean} isOn */
  function send(boxes, isOn) {
    const cells = board.cellsOf(boxes, isOn);
    if (cells.length) onGesture(cells);
  }

  /** @param {number} number */
  function columnOf(number) {
    return board.shownRows.map((row) => board.boxAt(row, number));
  }

  // Everybody has one column at most: a range is then that of the rows, in the column of its end.
  /** @param {PageElement} start @param {PageElement} end */
  function range(start, end) {
    const [from, to] = [board.placeOf(start), board.placeOf(end)];
    const rows = between(board.shownRows, from.row, to.row);
    const first = board.isExclusive ? to.number : Math.min(from.number, to.number);
    const final = board.isExclusive ? to.number : Math.max(from.number, to.number);
    return rows.flatMap((row) => board.boxesOf(row).slice(first, final + 1));
  }

  moveWithArrows(table, "button[data-line], td input", () => [...(table.tHead?.rows ?? []), ...board.shownRows]);
}

/** @param {HTMLTableRowElement[]} rows @param {HTMLTableRowElement} one @param {HTMLTableRowElement} other */
function between(rows, one, other) {
  const ends = [rows.indexOf(one), rows.indexOf(other)].sort((a, b) => a - b);
  return ends[0] < 0 ? [other] : rows.slice(ends[0], ends[1] + 1);
}
