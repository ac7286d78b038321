/**
 * Sheets of identifiers: the download starts by itself once they are made, and leaving asks while they were never taken.
 * `data-starts`: the link to follow by itself. `data-hands`: a link that takes the sheet. `data-unhanded`: what is around
 * a sheet that nobody took.
 */

document.addEventListener("htmx:load", startDownload);
document.addEventListener("click", noteTaken);
document.addEventListener("submit", letFormsLeave);
addEventListener("beforeunload", askBeforeLeaving);

/** @param {PageEvents["htmx:load"]} event */
function startDownload(event) {
  event.detail.elt.querySelector("[data-starts]")?.click();
}

/** @param {On<Event>} event */
function noteTaken(event) {
  if (event.target.closest("[data-hands]")) forget();
}

// The server asks by itself before it deletes a sheet.
function letFormsLeave() {
  forget();
}

function forget() {
  for (const place of document.querySelectorAll("[data-unhanded]")) delete place.dataset.unhanded;
}

/** @param {BeforeUnloadEvent} event */
function askBeforeLeaving(event) {
  if (document.querySelector("[data-unhanded]")) event.preventDefault();
}
