/** What the server refused, taken away from beside a field as soon as somebody mends it. */

/** @param {On<Event>} event */
export function forgetRefusal(event) {
  const field = event.target;
  if (field.dataset?.filterTable !== undefined) return;
  const place = field.closest?.(".field.has-error") ?? field.closest?.("tr.is-warm");
  if (!place || !isMended(place, field)) return;
  // A file too large is refused by the page itself, which says so at the same moment.
  for (const line of place.querySelectorAll(".error:not([role=alert]), .row-error")) line.remove();
  for (const each of place.querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
  place.classList.remove("has-error", "is-warm");
  forgetTotal(place.closest("form"));
}

// The sentence above the form counts what is refused: it goes with the last of them.
/** @param {PageElement | null} form */
function forgetTotal(form) {
  if (!form || form.querySelector(".has-error, .row-error")) return;
  for (const line of document.querySelectorAll("[data-refusals]")) line.remove();
}

/** @param {PageElement} place @param {PageElement} field */
function isMended(place, field) {
  if (place.classList.contains("has-error") && place.querySelector(".error[role=alert]")) return false;
  if (field.type === "checkbox" || field.type === "radio") return true;
  const wanted = [...place.querySelectorAll("select, input:not([type=checkbox], [type=hidden])")];
  return wanted.every((each) => each.value.trim() !== "");
}
