/** A button that asks for a passkey, then sends the form around it with what the key has answered. */
import { answerOfKey, sentenceOf } from "./passkeys.js";

/** @param {PageElement} button */
async function useKey(button) {
  const form = button.closest("form");
  const said = form.querySelector("[data-passkey-error]");
  said.hidden = true;
  button.disabled = true;
  try {
    const answer = await answerOfKey(button.dataset.options, button.dataset.passkey);
    form.querySelector("[name=cle], [data-passkey-answer]").value = JSON.stringify(answer);
    form.requestSubmit();
  } catch (error) {
    said.textContent = sentenceOf(error);
    said.hidden = false;
  } finally {
    button.disabled = false;
  }
}

for (const button of document.querySelectorAll("[data-passkey]")) {
  button.addEventListener("click", () => useKey(button));
}
