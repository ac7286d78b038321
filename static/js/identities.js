/** The people who get identifiers, new ones or those of a file: all of those in sight ticked at once. */

document.addEventListener("htmx:afterSettle", showScripted);
document.addEventListener("click", (event) => {
  const wish = event.target.dataset?.tick;
  if (!wish) return;
  for (const box of document.querySelectorAll("#liste-personnes input[name=personne], #modified input[name=tick]")) {
    if (!box.closest("tr").hidden) box.checked = wish === "all";
  }
});
showScripted();

function showScripted() {
  for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
}
