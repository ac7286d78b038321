/** The choice of a grid: nothing to show while no domaine or no pupil is ticked; boxes ticked all at once. */

document.addEventListener("change", refresh);
document.addEventListener("click", tickAll);
// Between a choice and the lists that follow from it, the lists shown are those of the choice before.
document.addEventListener("htmx:beforeRequest", () => allowSubmit(false));
document.addEventListener("htmx:beforeSwap", skipOutdated);
document.addEventListener("htmx:responseError", refresh);
document.addEventListener("htmx:sendError", refresh);

/** @param {On<Event>} event */
function tickAll(event) {
  const choice = event.target.dataset?.check;
  if (!choice) return;
  const list = event.target.closest("[data-checklist]");
  for (const box of list?.querySelectorAll("input[type=checkbox]") ?? []) {
    box.checked = choice === "all";
  }
  refresh();
}

// Two quick choices: the answer to the first one comes back when the form says something else, and would undo it.
/** @param {PageEvents["htmx:beforeSwap"]} event */
function skipOutdated(event) {
  const asked = event.detail.requestConfig.parameters;
  const leading = [...document.querySelectorAll("[data-selection] select[hx-get]")];
  if (leading.some((select) => (asked[select.name] ?? "") !== select.value)) event.detail.shouldSwap = false;
}

/** @param {On<Event>} [event] */
function refresh(event) {
  // A select that leads the others waits for the server.
  if (event?.type === "change" && event.target.hasAttribute("hx-get")) return;
  const lists = [...document.querySelectorAll("[data-selection] [data-checklist]")];
  allowSubmit(lists.length === 2 && lists.every((list) => list.querySelector("input:checked")));
}

/** @param {boolean} isAllowed */
function allowSubmit(isAllowed) {
  const button = document.querySelector("[data-selection-submit]");
  if (button) button.disabled = !isAllowed;
}
