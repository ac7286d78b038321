/** <form data-unsaved>: what was ticked, chosen or typed in it is not lost without a question. */
import { isBeingFilled } from "./session.js";

let isSent = false;
// Brought back by the Back button, the page may be filled again.
addEventListener("pageshow", () => (isSent = false));

/** @param {On<SubmitEvent>} event */
export function noteSent(event) {
  isSent = !event.defaultPrevented;
}

/** @param {BeforeUnloadEvent} event */
export function askBeforeLosing(event) {
  if (!isSent && document.querySelector("form[data-unsaved]") && isBeingFilled()) event.preventDefault();
}
