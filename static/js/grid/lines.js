/** Gestures over one line of the grid, a row or a column: what they would change. Without any page. */
import { readColumn } from "./columns.js";
import { count } from "./words.js";

/**
 * @import { Alphabet, Value } from "./alphabet.js"
 * @import { Place } from "./columns.js"
 * @import { GridModel } from "./model.js"
 */

const SHOWN = 8;
const LONG = 4;

/**
 * « Tout … sauf… »: every cell of a line is given a state, but for some places.
 * @param {number[]} cells of the line
 * @param {Set<number>} excepted places in the line
 * @param {Value} given
 * @param {Value | undefined} others what becomes of the excepted ones; left as they are when undefined
 * @returns {Map<number, Value>} the state wanted of each cell
 */
export function allBut(cells, excepted, given, others) {
  const wanted = new Map();
  cells.forEach((cell, place) => {
    if (!excepted.has(place)) wanted.set(cell, given);
    else if (others !== undefined) wanted.set(cell, others);
  });
  return wanted;
}

/**
 * A column of a spreadsheet, pasted on a line.
 * @param {string} text
 * @param {number[]} cells of the line
 * @param {Place[]} places
 * @param {Alphabet} alphabet
 * @returns {{wanted: Map<number, Value>, problems: string[], absent: number}} absent places keep what they hold;
 *   nothing is wanted of a text that has a problem
 */
export function pasted(text, cells, places, alphabet) {
  if (text === "") return { wanted: new Map(), problems: [], absent: 0 };
  const { values, problems } = readColumn(text, places, alphabet);
  if (problems.length > 0) return { wanted: new Map(), problems: firstOf(problems), absent: 0 };
  const wanted = new Map([...values].map(([place, value]) => [cells[place], value]));
  return { wanted, problems: [], absent: places.length - values.size };
}

/** @param {string[]} problems */
function firstOf(problems) {
  const more = problems.length - SHOWN;
  return more > 0 ? [...problems.slice(0, SHOWN), `et ${count(more, "autre ligne", "autres lignes")}.`] : problems;
}

/**
 * How many cells would change, and how; what is locked does not.
 * @param {GridModel} model
 * @param {Map<number, Value>} wanted
 * @returns {{states: Map<Value, number>, texts: number}} by the state they would take; those that would take a text
 */
export function changesOf(model, wanted) {
  const changes = { states: new Map(model.alphabet.states.map(({ code }) => [code, 0])), texts: 0 };
  for (const [cell, value] of wanted) {
    if (model.current[cell] === value || model.isLocked(cell)) continue;
    if (model.isTyped(cell)) changes.texts += 1;
    else changes.states.set(value, (changes.states.get(value) ?? 0) + 1);
  }
  return changes;
}

/** @param {{states: Map<Value, number>, texts: number}} changes see changesOf @param {Alphabet} alphabet */
export function changesSentence({ states, texts }, alphabet) {
  const changed = [...states.values()].reduce((sum, number) => sum + number, texts);
  if (changed === 0) return "Aucune case ne changerait.";
  // Of a long alphabet, those that something would take.
  const shown = alphabet.states.filter(({ code }) => alphabet.states.length <= LONG || (states.get(code) ?? 0) > 0);
  const parts = shown.map(({ code, counted }) => `${states.get(code) ?? 0} ${counted}`);
  const ofTexts = texts > 0 ? [count(texts, "texte", "textes")] : [];
  const how = [...(changed > texts ? parts : []), ...ofTexts].join(", ");
  return `${count(changed, "case changera", "cases changeront")} : ${how}. L'enregistrement se fera comme pour vos autres clics ; Ctrl Z annule tout d'un coup.`;
}

/** Places that a paste does not name. @param {number} absent */
export function absentSentence(absent) {
  if (absent === 0) return "";
  return ` ${count(absent, "ligne absente du collage, laissée", "lignes absentes du collage, laissées")} comme avant.`;
}
