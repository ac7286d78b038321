/** « Comparer et compléter »: all the boxes of one list at once. */

for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
document.addEventListener("click", (event) => {
  const wish = event.target.dataset?.tick;
  if (!wish) return;
  for (const box of event.target.closest("section").querySelectorAll("input[name=tick]")) {
    box.checked = wish === "all";
  }
});
