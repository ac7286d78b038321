/** From a pupil to the next without the mouse, and which of them are shown. */

/** @param {import("./field.js").Field[]} fields those that can be written, in the order of the page */
export function walkByKeyboard(fields) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) step(fields, event);
    if (event.altKey && (event.key === "PageDown" || event.key === "PageUp")) {
      const link = document.querySelector(`a[data-go=${event.key === "PageDown" ? "next" : "previous"}]`);
      if (!link) return;
      event.preventDefault();
      link.click();
    }
  });
}

/** @param {import("./field.js").Field[]} fields @param {KeyboardEvent} event */
function step(fields, event) {
  const shown = fields.filter(({ area }) => area && area.offsetParent !== null);
  const at = shown.findIndex(({ area }) => area === document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  shown[at].text.save();
  const next = shown[at + (event.shiftKey ? -1 : 1)];
  if (next) {
    next.area.focus();
    next.area.closest("li")?.scrollIntoView({ block: "center" });
  } else {
    document.querySelector("a[data-go=next]")?.click();
  }
}

/** « Tous », « À écrire », « Sans moyenne »: a row stays until another choice, even once it is written. */
export function showSome() {
  const chips = [...document.querySelectorAll("[data-show]")];
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      for (const each of chips) each.setAttribute("aria-pressed", String(each === chip));
      for (const row of document.querySelectorAll("[data-row]")) row.hidden = !isShown(row, chip.dataset.show);
    });
  }
}

/** @param {HTMLElement} row @param {string | undefined} which */
function isShown(row, which) {
  if (which === "to-write") {
    return [...row.querySelectorAll("textarea")].every((area) => area.value.trim() === "");
  }
  const mean = row.querySelector("[data-mean]");
  const field = row.querySelector("[data-mean-field]");
  if (which === "no-mean") return Boolean(mean && field && field.value.trim() === "");
  return true;
}
