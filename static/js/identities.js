/** The people who get new identifiers: all of those in sight ticked at once. */

document.addEventListener("htmx:afterSettle", showScripted);
document.addEventListener("click", (event) => {
  const wish = event.target.dataset?.tick;
  if (!wish) return;
  for (const box of document.querySelectorAll("#liste-personnes input[name=personne]")) {
    if (!box.closest("tr").hidden) box.checked = wish === "all";
  }
});
showScripted();

function showScripted() {
  for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
}
