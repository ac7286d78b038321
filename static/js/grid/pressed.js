/** A finger held on a cell that keys fill: every code of the palette over the page, the special ones too. */

/**
 * @import { KeyedEntry } from "./keyed.js"
 * @import { GridPage } from "./page.js"
 */

/**
 * @param {HTMLDialogElement} dialog
 * @param {GridPage} page
 * @param {KeyedEntry} keyed
 * @param {() => void} look shows the whole cell: its state, its history
 * @returns {() => void} what to do once the finger is up
 */
export function makePressed(dialog, page, keyed, look) {
  dialog.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    // First: the cell has the focus again, and the code goes on from it.
    dialog.close();
    if (button.dataset.pressed === "look") look();
    else keyed.press(button);
  });

  return () => {
    const { cell } = keyed;
    if (page.model.isLocked(cell)) return look();
    const { pupil, thing, said } = page.table.describe(cell);
    for (const [name, words] of Object.entries({ pupil, thing, said }))
      dialog.querySelector(`[data-pressed="${name}"]`).textContent = words;
    dialog.showModal();
  };
}
