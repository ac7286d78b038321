/** Leaving with unsaved cells asks first. */

/**
 * @param {HTMLDialogElement} dialog with buttons whose value is "save", "leave" or "stay"
 * @param {object} page
 * @param {() => boolean} page.hasUnsaved
 * @param {() => Promise<boolean>} page.save answers whether nothing is left to save or to settle
 * @param {() => Promise<void>} page.abandon what was not saved is not wanted any more
 */
export function guardLeaving(dialog, { hasUnsaved, save, abandon }) {
  let isLeaving = false;
  let destination = "";

  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && hasUnsaved()) event.preventDefault();
  });

  document.addEventListener("session-over", (event) => hasUnsaved() && event.preventDefault());

  // Capture: htmx and the menu must not follow the link before the answer.
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest("a[href]");
      if (!link || !hasUnsaved() || !leavesPage(event, link)) return;
      event.preventDefault();
      event.stopPropagation();
      destination = link.href;
      dialog.showModal();
    },
    true,
  );

  dialog.addEventListener("click", async (event) => {
    const choice = event.target.closest("button")?.value;
    if (!choice) return;
    dialog.close();
    if (choice === "leave") await abandon();
    if (choice === "leave" || (choice === "save" && (await save()))) go();
  });

  function go() {
    isLeaving = true;
    location.assign(destination);
  }
}

/** @param {MouseEvent} event @param {HTMLAnchorElement} link */
function leavesPage(event, link) {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  if (link.target === "_blank" || link.hasAttribute("download")) return false;
  const url = new URL(link.href);
  return url.pathname !== location.pathname || url.search !== location.search || url.hash === "";
}
