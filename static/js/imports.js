// The import wizard: the file being sent, the boxes of the reviews, what is shown of them and what becomes of them when
// the session ends.
import { isBeingFilled } from "./session.js";
import { SignInDialog } from "./sign-in.js";

document.addEventListener("submit", markSending);
document.addEventListener("change", updateBoxes);
document.addEventListener("click", react);
for (const hidden of document.querySelectorAll(".tick-buttons, [data-tick-block]")) hidden.hidden = false;
for (const form of document.querySelectorAll("[data-review]")) {
  showTicked(form);
  outliveSession(form, new SignInDialog(document.getElementById("sign-in")));
}

// Coming back with the Back button shows the page as it was left.
addEventListener("pageshow", () => {
  for (const place of document.querySelectorAll("[data-sending]")) place.textContent = "";
});

/** @param {On<SubmitEvent>} event */
function markSending(event) {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.upload !== undefined) form.querySelector("[data-sending]").textContent = "Envoi du fichier…";
}

/** @param {On<Event>} event */
function updateBoxes(event) {
  const box = event.target;
  const form = box.closest("[data-review]");
  if (!form || box.type !== "checkbox") return;
  if (box.dataset.tickBlock !== undefined) tickAll(box.closest("tbody"), box.checked);
  else if (box.checked) untickOpposite(box);
  showTicked(form);
}

// A pupil is renamed, or is not the one who left: one box answers, the other goes.
/** @param {PageElement} box */
function untickOpposite(box) {
  for (const other of box.closest("tr").querySelectorAll("[name=tick], [name=separate]")) {
    if (other !== box) other.checked = false;
  }
}

/** @param {On<Event>} event */
function react(event) {
  const tick = event.target.closest("[data-tick]");
  const review = tick?.closest("[data-review]");
  if (tick && review) {
    tickAll(tick.closest("table"), tick.dataset.tick === "all");
    showTicked(review);
  }
  const chip = event.target.closest("[data-show-block]");
  if (chip) showBlock(chip);
}

/** @param {PageElement} part @param {boolean} isTicked */
function tickAll(part, isTicked) {
  for (const box of boxes(part)) {
    if (box.closest("tr").hidden) continue;
    box.checked = isTicked;
    if (isTicked) untickOpposite(box);
  }
}

/** @param {PageElement} part */
function boxes(part) {
  return [...part.querySelectorAll("input[name=tick]")];
}

/** @param {PageElement} form */
function showTicked(form) {
  const all = boxes(form);
  const ticked = all.filter((box) => box.closest("tr").querySelector("[name]:checked")).length;
  form.querySelector("[data-ticked]").textContent =
    `${ticked} ${ticked < 2 ? "ligne cochée" : "lignes cochées"} sur ${all.length}`;
  for (const box of form.querySelectorAll("[data-tick-block]")) {
    const block = boxes(box.closest("tbody"));
    box.checked = block.every((other) => other.checked);
    box.indeterminate = !box.checked && block.some((other) => other.checked);
  }
}

// A chip keeps its block alone on screen; pressed again, every block comes back.
/** @param {PageElement} chip */
function showBlock(chip) {
  const isPressed = chip.getAttribute("aria-pressed") !== "true";
  for (const other of document.querySelectorAll("[data-show-block]")) {
    other.setAttribute("aria-pressed", String(isPressed && other === chip));
    document.getElementById(other.dataset.showBlock).hidden = isPressed && other !== chip;
  }
}

// The session ends on a review whose boxes were changed: the page stays, and is sent once somebody is signed in again,
// here or in another tab.
/** @param {PageElement} form @param {SignInDialog} signIn */
function outliveSession(form, signIn) {
  let isClosed = false;
  const reopen = async () => {
    isClosed = !(await signIn.ask("Votre session est fermée."));
    return !isClosed;
  };
  document.addEventListener("session-over", (event) => {
    if (!isBeingFilled()) return;
    event.preventDefault();
    isClosed = true;
    reopen();
  });
  form.addEventListener("submit", async (event) => {
    if (!isClosed) return;
    event.preventDefault();
    if ((await signIn.isOpenElsewhere()) || (await reopen())) {
      isClosed = false;
      form.requestSubmit(event.submitter);
    }
  });
}
