/** What may be typed of a pupil's absences, and what a spreadsheet copied. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { blockOf, faultOf } from "../../static/js/absences/figures.js";

test("four empty cells, noughts and 999 may be saved", () => {
  for (const cells of [
    ["", "", "", ""],
    ["0", "0", "0", "0"],
    ["999", "999", " 8 ", ""],
  ])
    assert.equal(faultOf(cells), "");
});

test("a thousand, less than nothing and half of one are not figures", () => {
  for (const typed of ["1000", "-1", "3,5", "x"]) {
    assert.equal(faultOf([typed, "", "", ""]), `« ${typed} » n'est pas un nombre entier de 0 à 999.`);
  }
});

test("unjustified ones are some of a total, and no more than it", () => {
  assert.equal(faultOf(["2", "3", "", ""]), "Plus de non justifiés que de total.");
  assert.equal(faultOf(["", "", "", "1"]), "Le nombre total manque.");
});

test("a block has its rows and columns, whatever the ends of its lines", () => {
  assert.deepEqual(blockOf("8\t3\r\n \t0\r\n"), [
    ["8", "3"],
    ["", "0"],
  ]);
});
