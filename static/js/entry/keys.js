/** « ? » lists every key of the grid. */

/** @param {HTMLDialogElement} dialog */
export function listKeys(dialog) {
  dialog.querySelector("[data-keys=close]").addEventListener("click", () => dialog.close());
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
    if (event.key !== "?" || isTyping || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    dialog.showModal();
  });
}
