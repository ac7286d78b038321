/** Mouse, touch and keyboard on a tick grid: one box, a range, a whole row or column; one tab stop, arrows inside. */

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/**
 * @param {import("./board.js").Board} board
 * @param {(cells: object[]) => void} onGesture called with the cells that change
 */
export function listenToTicks(board, onGesture) {
  const { table, summaries } = board;
  let isRange = false;
  let anchor = null;

  summaries?.addEventListener("change", (event) => {
    if (event.target.dataset.role) onGesture([board.roleCell(event.target)]);
  });
  if (!table) return;

  // Capture: a click on the cell comes to the box as another click (app.js), that holds no key.
  table.addEventListener("click", (event) => {
    if (event.isTrusted) isRange = event.shiftKey;
  }, true);

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

  function send(boxes, isOn) {
    const cells = board.cellsOf(boxes, isOn);
    if (cells.length) onGesture(cells);
  }

  function columnOf(number) {
    return board.shownRows.map((row) => board.boxAt(row, number));
  }

  // Everybody has one column at most: a range is then that of the rows, in the column of its end.
  function range(start, end) {
    const [from, to] = [board.placeOf(start), board.placeOf(end)];
    const rows = between(board.shownRows, from.row, to.row);
    const first = board.isExclusive ? to.number : Math.min(from.number, to.number);
    const final = board.isExclusive ? to.number : Math.max(from.number, to.number);
    return rows.flatMap((row) => board.boxesOf(row).slice(first, final + 1));
  }

  moveWithArrows(board);
}

function between(rows, one, other) {
  const ends = [rows.indexOf(one), rows.indexOf(other)].sort((a, b) => a - b);
  return ends[0] < 0 ? [other] : rows.slice(ends[0], ends[1] + 1);
}

function moveWithArrows(board) {
  const { table } = board;
  const focusable = "button[data-line], td input";
  const lines = () => [table.tHead.rows[0], ...board.shownRows].map((row) => [...row.cells].map((cell) => cell.querySelector(focusable)));
  const reach = (element) => {
    for (const other of table.querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
    element.tabIndex = 0;
  };
  for (const element of table.querySelectorAll(focusable)) element.tabIndex = -1;
  const first = table.querySelector("tbody input");
  if (first) first.tabIndex = 0;
  table.addEventListener("focusin", ({ target }) => target.matches(focusable) && reach(target));
  table.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches(focusable)) return;
    event.preventDefault();
    const all = lines();
    const y = all.findIndex((line) => line.includes(event.target));
    const x = all[y].indexOf(event.target);
    all[y + step[0]]?.[x + step[1]]?.focus();
  });
}
