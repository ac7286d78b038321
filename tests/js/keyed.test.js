/** Entry by keys: the cell that follows, the empty cells of a line. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FILLING, filled, lineToFill } from "../../static/js/grid/filling.js";
import { stepFrom } from "../../static/js/grid/stepping.js";
import { gridOf } from "./kit.js";

test("after the last item of a pupil comes the first item of the next one, and nothing after the very last cell", () => {
  const model = gridOf();
  assert.deepEqual([stepFrom(model, 0, false), stepFrom(model, 4, false), stepFrom(model, 5, false)], [2, 1, null]);
});

test("after the last pupil of an item comes the first pupil of the next one, and nothing after the very last cell", () => {
  const model = gridOf();
  assert.deepEqual([stepFrom(model, 0, true), stepFrom(model, 1, true), stepFrom(model, 5, true)], [1, 2, null]);
});

test("C, L and T are about the empty cells of a pupil, of an item, of the table", () => {
  const model = gridOf("V. .. R.");
  assert.deepEqual(lineToFill(model, 0, FILLING.c), [2]);
  assert.deepEqual(lineToFill(model, 0, FILLING.l), [1]);
  assert.deepEqual(lineToFill(model, 0, FILLING.t), [1, 2, 3, 5]);
});

test("what was filled is said, nothing too", () => {
  assert.deepEqual([filled(0), filled(1), filled(13)], ["Aucune case vide.", "1 case remplie.", "13 cases remplies."]);
});
