/** A column copied from a spreadsheet, understood line by line; what is not understood is named, nothing is guessed. */
import { NOT_VALIDATED, UNDECIDED, VALIDATED } from "./model.js";
import { count } from "./words.js";

/** @typedef {{states: Map<number, number>, problems: string[]}} Read */

/** @type {Map<string, number>} */
const VALUES = new Map([
  ...meaning(VALIDATED, "v", "valide", "validee", "1", "oui", "vrai", "✓"),
  ...meaning(NOT_VALIDATED, "r", "non valide", "non validee", "0", "non", "faux", "✗"),
  ...meaning(UNDECIDED, "", "vide", "aucune decision"),
]);
const UNDERSTOOD = "V, R ou vide ; 1 ou 0 ; oui ou non ; validé ou non validé";

/**
 * One value a line, as many lines as there are places, in their order; or a name (one cell, or two: the family name,
 * the first name) and a value, in any order.
 * @param {string} text
 * @param {string[]} names of the places
 * @returns {{states: Map<number, number>, problems: string[]}} the state of each place; none is to be used with a problem
 */
export function readColumn(text, names) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  return lines.some((line) => line.includes("\t")) ? readNamed(lines, names) : readInOrder(lines, names);
}

/** @param {number} state @param {string[]} words @returns {[string, number][]} */
function meaning(state, ...words) {
  return words.map((word) => [word, state]);
}

/** @param {string[]} copied @param {string[]} names */
function readInOrder(copied, names) {
  /** @type {Read} */
  const read = { states: new Map(), problems: [] };
  const lines = withoutEmptyEnd(copied, names.length);
  if (lines.length !== names.length) {
    const pasted = count(lines.length, "ligne collée", "lignes collées");
    read.problems.push(
      `${pasted} pour ${count(names.length, "attendue", "attendues")} : collez une valeur pour chacun, ou deux colonnes, le nom puis la valeur.`,
    );
  }
  for (const [number, line] of lines.entries()) take(read, number, line, number);
  return read;
}

/** Rows selected under the last one of the class. @param {string[]} lines @param {number} length */
function withoutEmptyEnd(lines, length) {
  return lines.slice(length).every((line) => line.trim() === "") ? lines.slice(0, length) : lines;
}

/** @param {string[]} lines @param {string[]} names */
function readNamed(lines, names) {
  /** @type {Read} */
  const read = { states: new Map(), problems: [] };
  const places = placesByName(names);
  lines.forEach((line, number) => {
    if (line.trim() === "") return;
    const { name, value, place, rest } = readPair(line.split("\t"), places);
    if (rest.some((cell) => cell.trim() !== "")) problem(read, number, "plus de colonnes que le nom et la valeur.");
    else if (place === undefined) problem(read, number, `« ${name.trim()} » n'est pas dans cette grille.`);
    else if (place === null) problem(read, number, `« ${name.trim()} » désigne plusieurs lignes de cette grille.`);
    else if (read.states.has(place)) problem(read, number, `« ${name.trim()} » est déjà plus haut.`);
    else take(read, number, value, place);
  });
  return read;
}

/** @param {string[]} cells @param {Map<string, number | null>} places */
function readPair([first, second = "", ...others], places) {
  const whole = `${first} ${second}`;
  if (places.has(plain(first)) || !places.has(plain(whole))) {
    return { name: first, value: second, place: places.get(plain(first)), rest: others };
  }
  const [value = "", ...rest] = others;
  return { name: whole, value, place: places.get(plain(whole)), rest };
}

/** @param {Read} read @param {number} number @param {string} value @param {number} place */
function take(read, number, value, place) {
  // A sign that is no word is not an empty cell.
  const state = VALUES.get(plain(value) || value.trim());
  if (state === undefined) problem(read, number, `« ${value.trim()} » n'est pas compris (${UNDERSTOOD}).`);
  else read.states.set(place, state);
}

/** @param {Read} read @param {number} number @param {string} words */
function problem(read, number, words) {
  read.problems.push(`Ligne ${number + 1} : ${words}`);
}

/**
 * A name may be written in any order of its words, without accents; null when two places share it.
 * @param {string[]} names
 */
function placesByName(names) {
  /** @type {Map<string, number | null>} */
  const places = new Map();
  for (const [place, name] of names.entries()) {
    places.set(plain(name), places.has(plain(name)) ? null : place);
  }
  return places;
}

/** @param {string} text */
function plain(text) {
  const words = text
    .replace(/œ/gi, "oe")
    .replace(/æ/gi, "ae")
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim()
    .split(" ");
  return words.length > 1 && words[0] !== "non" && words[0] !== "aucune" ? words.sort().join(" ") : words.join(" ");
}
