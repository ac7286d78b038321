/** Cells a colleague changed meanwhile: both values, who and when, one click to settle. */
import { STATE_WORDS, frenchDate, frenchMoment } from "./words.js";

/**
 * @param {HTMLElement} list the `<ul>` of the notice
 * @param {object[]} conflicts of the server's answer
 * @param {(pupil: number, item: number) => {pupil: string, item: string}} wordsOf
 * @param {(conflict: object) => void} takeMine puts the user's own value back, to be saved
 */
export function showConflicts(list, conflicts, wordsOf, takeMine) {
  list.replaceChildren(...conflicts.map((conflict) => {
    const line = document.createElement("li");
    const words = wordsOf(conflict.pupil, conflict.item);
    const text = document.createElement("span");
    text.textContent = `${words.pupil}, « ${words.item} » : vous aviez mis « ${STATE_WORDS[conflict.wanted]} », ${theirs(conflict)}`;
    line.append(text, mineButton(line, conflict, takeMine));
    return line;
  }));
}

function theirs({ stored, author, date, at }) {
  const who = author ? ` par ${author}` : "";
  const when = at ? ` le ${frenchMoment(at)}` : date ? ` le ${frenchDate(date)}` : "";
  return stored === 2 ? `la décision a été effacée${who}${when}. ` : `« ${STATE_WORDS[stored]} » a été enregistré${who}${when}. `;
}

function mineButton(line, conflict, takeMine) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet";
  button.textContent = `Remettre « ${STATE_WORDS[conflict.wanted]} »`;
  button.addEventListener("click", () => {
    takeMine(conflict);
    line.remove();
  });
  return button;
}
