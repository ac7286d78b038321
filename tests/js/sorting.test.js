/** Tables whose heads sort their rows: what cells are worth, whatever they say. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, readOrder, worth } from "../../static/js/tables/values.js";

/** @param {string[]} texts @param {boolean} [isDown] */
function sorted(texts, isDown = false) {
  return [...texts].sort((one, other) => compare(worth(one), worth(other), isDown));
}

test("dates are put in the order of days, not of signs", () => {
  assert.deepEqual(sorted(["15/06/2014", "01/12/2013", "15/06/2014 09:05", "14/06/2014"]), [
    "01/12/2013",
    "14/06/2014",
    "15/06/2014",
    "15/06/2014 09:05",
  ]);
});

test("numbers are put in their order, with their thousands, decimals, percents and words", () => {
  assert.deepEqual(sorted(["12", "9", "1 320", "9,5", "−3"]), ["−3", "9", "9,5", "12", "1 320"]);
  assert.deepEqual(sorted(["53 %", "7 %", "100 %"]), ["7 %", "53 %", "100 %"]);
  assert.deepEqual(sorted(["12 élèves", "9 élèves", "1 élève"]), ["1 élève", "9 élèves", "12 élèves"]);
});

test("words are put as the French put them: accents and capitals make no difference, 10e comes after 9e", () => {
  assert.deepEqual(sorted(["zoé", "Émile", "ebène", "Étienne", "Eau"]), ["Eau", "ebène", "Émile", "Étienne", "zoé"]);
  assert.deepEqual(sorted(["groupe 10", "groupe 9"]), ["groupe 9", "groupe 10"]);
});

test("what says nothing stays at the end, whichever way", () => {
  assert.deepEqual(sorted(["–", "b", "", "a"]), ["a", "b", "–", ""]);
  assert.deepEqual(sorted(["jamais", "01/02/2026", "03/02/2026"], true), ["03/02/2026", "01/02/2026", "jamais"]);
});

test("an address asks for a column that the table has, or for nothing", () => {
  assert.deepEqual(readOrder("2", 3), { column: 1, isDown: false });
  assert.deepEqual(readOrder("-1", 3), { column: 0, isDown: true });
  for (const asked of [null, "", "0", "4", "titre", "-titre", "1; drop", "999999"])
    assert.equal(readOrder(asked, 3), null);
});
