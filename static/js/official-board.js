/** The board of statuses: a whole class or a whole period at once, and what is ticked in words. */

const board = document.querySelector("[data-board]");
const said = board.querySelector("[data-ticked]");
const boxes = [...board.querySelectorAll("input[name=case]")];

board.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-tick]");
  if (!button) return;
  const name = /** @type {HTMLElement} */ (button).dataset.tick ?? "";
  const own = boxes.filter((box) => (box.dataset.of ?? "").split(" ").includes(name));
  const isOn = own.some((box) => !box.checked);
  for (const box of own) box.checked = isOn;
  tell();
});
board.addEventListener("change", tell);
tell();

function tell() {
  const ticked = boxes.filter((box) => box.checked);
  for (const box of boxes) box.closest("td").classList.toggle("is-ticked", box.checked);
  const places = ticked.slice(0, 4).map((box) => box.getAttribute("aria-label"));
  const more = ticked.length > places.length ? ` et ${ticked.length - places.length} de plus` : "";
  said.textContent =
    ticked.length === 0
      ? "Cochez des cases, puis choisissez leur état."
      : `${ticked.length === 1 ? "1 case cochée" : `${ticked.length} cases cochées`} : ${places.join(" ; ")}${more}. Passer à :`;
}
