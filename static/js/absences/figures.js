/** What may be typed of a pupil's absences, and what a spreadsheet copied. Without any page. */

const MOST = 999;
/** Each total, then the part of it that is not justified. */
const PAIRS = [
  [0, 1],
  [2, 3],
];

/**
 * Why these four cells cannot be saved; empty when they can. The server says it again.
 * @param {string[]} typed half-days, unjustified, lates, unjustified lates
 * @returns {string}
 */
export function faultOf(typed) {
  const values = typed.map((text) => text.trim());
  const strange = values.find((text) => !isFigure(text));
  if (strange !== undefined) return `« ${strange.slice(0, 20)} » n'est pas un nombre entier de 0 à ${MOST}.`;
  for (const [total, part] of PAIRS) {
    if (values[part] !== "" && values[total] === "") return "Le nombre total manque.";
    if (values[part] !== "" && Number(values[part]) > Number(values[total]))
      return "Plus de non justifiés que de total.";
  }
  return "";
}

/** @param {string} text */
function isFigure(text) {
  return /^\d{0,6}$/.test(text) && Number(text) <= MOST;
}

/**
 * The rows and columns that a spreadsheet copied.
 * @param {string} text
 * @returns {string[][]}
 */
export function blockOf(text) {
  const lines = text.replaceAll("\r\n", "\n").replace(/\n$/, "").split("\n");
  return lines.map((line) => line.split("\t").map((cell) => cell.trim()));
}
