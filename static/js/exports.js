/** The pupils to export: how many are ticked, and all of those in sight ticked at once. */

document.addEventListener("change", refresh);
document.addEventListener("htmx:afterSettle", refresh);
document.addEventListener("click", (event) => {
  const wish = event.target.dataset?.tick;
  if (!wish) return;
  for (const box of boxes()) {
    if (!box.closest("tr").hidden) box.checked = wish === "all";
  }
  refresh();
});
refresh();

function boxes() {
  return [...document.querySelectorAll("#liste-eleves input[name=eleve]")];
}

function refresh() {
  const count = document.querySelector("[data-ticked-count]");
  if (!count) return;
  count.textContent = String(boxes().filter((box) => box.checked).length);
  for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
}
