/** A mouse, or a pen held over it, that rests on a cell, as if the cell had the focus; a finger presses (pressing.js). */

const REST = 500;

/** @param {HTMLElement} table @param {(cell: HTMLElement) => void} onRest */
export function listenToRest(table, onRest) {
  let timer = 0;

  table.addEventListener("pointerover", (event) => {
    clearTimeout(timer);
    const cell = event.pointerType !== "touch" && event.target.closest("td[data-v]");
    if (cell) timer = setTimeout(() => onRest(cell), REST);
  });
  table.addEventListener("pointerleave", () => clearTimeout(timer));
}
