/** The panel over the page. */

/** Whether the screen is too narrow for it to stand beside the table. */
export const isUnder = matchMedia("(max-width: 1000px)");

/** @param {HTMLDialogElement} dialog that lends its room @param {HTMLElement} panel */
export function makeLook(dialog, panel) {
  const home = panel.parentElement;
  dialog.querySelector("[data-look=close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => home?.append(panel));

  return () => {
    dialog.prepend(panel);
    dialog.showModal();
  };
}
