// How cells of a table are put in order: dates as dates, numbers as numbers, words as the French put them; nothing last.
const DAY = /^(\d{2})\/(\d{2})\/(\d{4})(?: (?:à )?(\d{1,2})[:h](\d{2}))?/;
const NUMBER = /^[−-]?\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?(?=$|[\s\u00a0\u202f]*(?:%|[a-zéèà/·(]))/i;
const NOTHING = new Set(["", "–", "-", "—", "jamais", "pas encore", "aucune", "aucun"]);
const WORDS = new Intl.Collator("fr", { numeric: true, sensitivity: "base" });

/** @typedef {{ kind: 0 | 1 | 2 | 3, number: number, text: string }} SortValue */

/** What a text is worth: a date (0), a number (1), words (2), nothing (3). @param {string} text @returns {SortValue} */
export function worth(text) {
  const said = text.trim().replace(/\s+/g, " ");
  if (NOTHING.has(said.toLowerCase())) return { kind: 3, number: 0, text: "" };
  const day = DAY.exec(said);
  if (day)
    return {
      kind: 0,
      number: Number(`${day[3]}${day[2]}${day[1]}${(day[4] ?? "0").padStart(2, "0")}${day[5] ?? "00"}`),
      text: said,
    };
  const number = NUMBER.exec(said);
  if (number)
    return {
      kind: 1,
      number: Number(
        number[0]
          .replace(/[\s\u00a0\u202f]/g, "")
          .replace("−", "-")
          .replace(",", "."),
      ),
      text: said,
    };
  return { kind: 2, number: 0, text: said };
}

/** @param {SortValue} one @param {SortValue} other @param {boolean} isDown @returns {number} */
export function compare(one, other, isDown) {
  // What says nothing stays at the end, whichever way.
  if (one.kind === 3 || other.kind === 3) return one.kind - other.kind;
  const order =
    one.kind !== other.kind ? one.kind - other.kind : one.number - other.number || WORDS.compare(one.text, other.text);
  return isDown ? -order : order;
}

/** The order that an address asks for: « 2 » up, « -2 » down. @param {string | null} asked @param {number} columns */
export function readOrder(asked, columns) {
  const found = /^(-?)(\d{1,2})$/.exec(asked ?? "");
  if (!found || Number(found[2]) < 1 || Number(found[2]) > columns) return null;
  return { column: Number(found[2]) - 1, isDown: found[1] === "-" };
}
