/** The lines of a phone: a cell each, with what it is about, and what gives it a value. */
import { decisionSentence } from "./words.js";

/**
 * @import { State } from "./alphabet.js"
 * @import { Details } from "./page.js"
 * @import { GridTable } from "./table.js"
 */

/**
 * @param {GridTable} table
 * @param {number} cell
 * @param {boolean} isByPupil whether the pupil is known already, rather than the thing
 * @param {Details | null} details
 */
export function cardLine(table, cell, isByPupil, details) {
  const { pupil, thing } = table.describe(cell);
  const line = make("div", "cards-line");
  line.dataset.cell = String(cell);
  const words = make("div", "cards-words");
  const label = make("span", "", isByPupil ? thing : pupil);
  label.id = `cell-${cell}`;
  words.append(label, ...figurePlace(table), make("span", "cards-note"), historyButton(pupil, thing));
  const { longest } = table.subject;
  if (table.model.isTyped(cell)) line.append(words, textField(label.id, longest));
  else line.append(words, table.subject.isKeyed ? markButton() : stateChoice(table, cell, label.id));
  if (details) words.append(detailsButton(table.words.details ?? "", details, cell, label, line));
  return line;
}

/** Where the figure of a cell stands, on a page that has some. @param {GridTable} table */
function figurePlace(table) {
  return table.figures ? [make("span", "cards-figure")] : [];
}

/** A cell that a keypad fills: it shows what it holds, and takes the focus. */
function markButton() {
  const button = make("button", "cards-mark");
  button.type = "button";
  return button;
}

/** Such a cell, in its line. @param {GridTable} table @param {PageElement} line @param {number} cell */
export function paintMark(table, line, cell) {
  const mark = line.querySelector(".cards-mark");
  if (!mark) return;
  const { pupil, thing, said, value } = table.describe(cell);
  table.paintState(mark, value);
  const pending = table.model.unsaved.has(cell) ? ", pas encore enregistré" : "";
  mark.setAttribute("aria-label", `${pupil}, ${thing} : ${said}${pending}`);
}

/** @param {GridTable} table @param {number} cell @param {string} labelId */
function stateChoice(table, cell, labelId) {
  const choice = make("div", "cards-states");
  choice.setAttribute("role", "radiogroup");
  choice.setAttribute("aria-labelledby", labelId);
  choice.append(...table.alphabet.states.map((state) => stateButton(cell, state)));
  return choice;
}

/**
 * What helps to decide on a cell, under its line.
 * @param {string} said
 * @param {Details} details
 * @param {number} cell
 * @param {HTMLElement} label
 * @param {HTMLElement} line
 */
function detailsButton(said, details, cell, label, line) {
  const button = make("button", "btn-link cards-more", said);
  button.type = "button";
  button.id = `more-${cell}`;
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-labelledby", `${button.id} ${label.id}`);
  button.addEventListener("click", () => {
    const isOpen = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen));
    if (isOpen) line.nextElementSibling?.remove();
    else details.fill(placeAfter(line, make("div", "cards-details")), cell);
  });
  return button;
}

/** @param {number} cell @param {State} state */
function stateButton(cell, { code, colour, sign: shown, word }) {
  const label = make("label", "cards-state");
  label.dataset.c = colour;
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name: `cell-${cell}-state`, value: String(code) });
  input.setAttribute("aria-label", word);
  const sign = make("span", "", shown || "·");
  sign.setAttribute("aria-hidden", "true");
  label.append(input, sign);
  return label;
}

/** @param {string} labelId @param {number} longest */
function textField(labelId, longest) {
  const field = make("input", "cards-text");
  Object.assign(field, { type: "text", maxLength: longest, autocomplete: "off" });
  field.setAttribute("aria-labelledby", labelId);
  return field;
}

/**
 * For fingers and screen readers; the keyboard has a key for it, rather than one more stop on each line.
 * @param {string} pupil
 * @param {string} thing
 */
function historyButton(pupil, thing) {
  const button = make("button", "cards-history", "Histoire");
  button.type = "button";
  button.tabIndex = -1;
  button.append(make("span", "visually-hidden", ` de la case : ${pupil}, ${thing}`));
  return button;
}

/** @template {keyof HTMLElementTagNameMap} Tag @param {Tag} tag @param {string} className */
export function make(tag, className, text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** @param {HTMLElement} line @param {HTMLElement} element */
function placeAfter(line, element) {
  line.after(element);
  return element;
}

/** What a line shows of its cell. @param {GridTable} table @param {PageElement} line @param {number} cell @param {string[]} notes */
export function paintLine(table, line, cell, notes) {
  const { model, figures, words } = table;
  const value = String(model.current[cell]);
  const isLocked = model.isLocked(cell);
  for (const input of line.querySelectorAll("input")) {
    if (input.type === "radio") input.checked = input.value === value;
    else if (input !== document.activeElement) input.value = value;
    input.disabled = isLocked;
  }
  paintMark(table, line, cell);
  line.classList.toggle("unsaved", model.unsaved.has(cell));
  line.classList.toggle("proposed", model.proposed.has(cell));
  line.classList.toggle("locked", isLocked);
  figures?.paintCard(line.querySelector(".cards-figure"), cell);
  const said = [decisionSentence(model, cell), ...notes].filter(Boolean).join(" · ");
  line.querySelector(".cards-note").textContent = `${said}${isLocked ? ` ${words.lockedNote ?? ""}` : ""}`;
}
