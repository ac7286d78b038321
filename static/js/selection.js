/** The choice of a grid: nothing to show while no domaine or no pupil is ticked; boxes ticked all at once. */

document.addEventListener("change", refresh);
document.addEventListener("click", (event) => {
  const choice = event.target.dataset?.check;
  if (!choice) return;
  for (const box of event.target.closest("[data-checklist]").querySelectorAll("input[type=checkbox]")) {
    box.checked = choice === "all";
  }
  refresh();
});

function refresh() {
  const form = document.querySelector("[data-selection]");
  if (!form) return;
  const lists = [...form.querySelectorAll("[data-checklist]")];
  const isComplete = lists.length === 2 && lists.every((list) => list.querySelector("input:checked"));
  form.querySelector("[data-selection-submit]").disabled = !isComplete;
}
