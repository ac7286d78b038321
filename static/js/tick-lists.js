/** « Tout cocher », « Tout décocher »: all the boxes of one list, in its section, at once. */

for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
document.addEventListener("click", (event) => {
  const wish = event.target.dataset?.tick;
  if (!wish) return;
  for (const box of event.target.closest("section")?.querySelectorAll("input[type=checkbox]") ?? []) {
    box.checked = wish === "all";
  }
});
