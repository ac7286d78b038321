/** A column copied from a spreadsheet, understood line by line; what is not understood is named, nothing is guessed. */
import { count } from "./words.js";

/**
 * @import { Alphabet, Value } from "./alphabet.js"
 *
 * @typedef {{values: Map<number, Value>, problems: string[]}} Read
 * @typedef {{name: string, isTyped: boolean}} Place of a line; where a text is typed, it is taken as it is
 * @typedef {{text: string, value: Value | undefined}} Word
 */

/**
 * One value a line, as many lines as there are places, in their order; or a name (one cell, or two: the family name,
 * the first name) and a value, in any order.
 * @param {string} text
 * @param {Place[]} places
 * @param {Alphabet} alphabet
 * @returns {Read} the value of each place; none is to be used with a problem
 */
export function readColumn(text, places, alphabet) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  return lines.some((line) => line.includes("\t"))
    ? readNamed(lines, places, alphabet)
    : readInOrder(lines, places, alphabet);
}

/** @param {string[]} copied @param {Place[]} places @param {Alphabet} alphabet */
function readInOrder(copied, places, alphabet) {
  /** @type {Read} */
  const read = { values: new Map(), problems: [] };
  const lines = withoutEmptyEnd(copied, places.length);
  if (lines.length !== places.length) {
    const pasted = count(lines.length, "ligne collée", "lignes collées");
    read.problems.push(
      `${pasted} pour ${count(places.length, "attendue", "attendues")} : collez une valeur pour chacun, ou deux colonnes, le nom puis la valeur.`,
    );
  }
  for (const [number, line] of lines.entries()) take(read, number, line, number, places, alphabet);
  return read;
}

/** Rows selected under the last one of the class. @param {string[]} lines @param {number} length */
function withoutEmptyEnd(lines, length) {
  return lines.slice(length).every((line) => line.trim() === "") ? lines.slice(0, length) : lines;
}

/** @param {string[]} lines @param {Place[]} places @param {Alphabet} alphabet */
function readNamed(lines, places, alphabet) {
  /** @type {Read} */
  const read = { values: new Map(), problems: [] };
  const byName = placesByName(places.map(({ name }) => name));
  lines.forEach((line, number) => {
    if (line.trim() === "") return;
    const { name, value, place, rest } = readPair(line.split("\t"), byName);
    if (rest.some((cell) => cell.trim() !== "")) problem(read, number, "plus de colonnes que le nom et la valeur.");
    else if (place === undefined) problem(read, number, `« ${name.trim()} » n'est pas dans cette grille.`);
    else if (place === null) problem(read, number, `« ${name.trim()} » désigne plusieurs lignes de cette grille.`);
    else if (read.values.has(place)) problem(read, number, `« ${name.trim()} » est déjà plus haut.`);
    else take(read, number, value, place, places, alphabet);
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

/**
 * @param {Read} read
 * @param {number} number of the line
 * @param {string} text
 * @param {number} place
 * @param {Place[]} places
 * @param {Alphabet} alphabet
 */
function take(read, number, text, place, places, alphabet) {
  const value = places[place]?.isTyped ? cleanText(text) : understood(text, alphabet);
  if (value === undefined) problem(read, number, `« ${text.trim()} » n'est pas compris (${alphabet.understood}).`);
  else read.values.set(place, value);
}

/** What a word of a spreadsheet means; undefined when it means nothing. @param {string} text @param {Alphabet} alphabet */
export function understood(text, alphabet) {
  // A sign that is no word is not an empty cell.
  return alphabet.words.get(plainWords(text) || text.trim());
}

/** A text as a cell holds it: on one line, without spaces around. @param {string} text */
export function cleanText(text) {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
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

/** A name, whatever the order of its words. @param {string} text */
function plain(text) {
  return plainWords(text).split(" ").sort().join(" ");
}

/** @param {string} text */
function plainWords(text) {
  return text
    .replace(/œ/gi, "oe")
    .replace(/æ/gi, "ae")
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
