/** A heading of the table that is tapped says itself whole: an item with what is known of it, a pupil with his name. */

/** @param {HTMLTableElement} table @param {HTMLDialogElement} dialog */
export function openHeadings(table, dialog) {
  /** @param {string} name @returns {HTMLElement} */
  const part = (name) => dialog.querySelector(`[data-heading="${name}"]`);
  part("close").addEventListener("click", () => dialog.close());
  table.addEventListener("click", ({ target }) => {
    const heading = target.closest("th");
    if (!heading) return;
    const { about, apart } = { ...heading.closest("tr").dataset, ...heading.dataset };
    part("name").textContent = heading.textContent.trim();
    part("about").textContent = [about, apart].filter(Boolean).join(" · ");
    dialog.showModal();
  });
}
