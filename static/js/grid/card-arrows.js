/** On a phone, what stands for the arrows at the head of a part: to complete it, and to change all of it. */
import { arrowChanges, blankUnder } from "./arrow-effects.js";
import { make } from "./card-parts.js";
import { arrowSentence, massRest } from "./words.js";

/**
 * @import { Arrow } from "./shape.js"
 * @import { GridTable } from "./table.js"
 */

/** @param {number} number of the arrow that they pull */
export function arrowButtons(number) {
  return [true, false].map((isCompleting) => {
    const button = make("button", "cards-all");
    button.type = "button";
    button.dataset.arrow = String(number);
    if (isCompleting) button.dataset.complete = "";
    return button;
  });
}

/** @param {GridTable} table @param {PageElement} button @param {Arrow} arrow @param {boolean} fillsOnly */
export function nameArrow(table, button, arrow, fillsOnly) {
  const { model, alphabet, words } = table;
  const rest = massRest(table.wordsOf(arrow));
  if (button.dataset.complete !== undefined) {
    // Where nothing is decided, or everything is, the other button does the same.
    const [blank, all] = [blankUnder(model, arrow), model.cellsOf(arrow).length];
    button.hidden = blank === 0 || blank === all;
    button.replaceChildren("compléter", make("span", "visually-hidden", rest));
    return;
  }
  const value = model.arrowState(arrow);
  button.title = arrowSentence(arrowChanges(model, arrow, fillsOnly), value, alphabet, words.agree);
  if (button.dataset.next === String(value)) return;
  button.dataset.next = String(value);
  button.replaceChildren(alphabet.at(value).mass, make("span", "visually-hidden", rest));
}
