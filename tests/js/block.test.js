/** A block of cells between the grid and a spreadsheet. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { blockBetween, copiedBlock, pastedBlock, readBlock, refusedBlock } from "../../static/js/grid/block.js";
import { gridOf } from "./kit.js";

const values = (read) => Object.fromEntries(read.wanted);

test("a block is read from its top left corner, capitals and keys alike", () => {
  assert.deepEqual(values(readBlock("V\t0\r\n\tOUI\r\n", gridOf(), 0)), { 0: 1, 1: 0, 2: 2, 3: 1 });
});

test("a word that means nothing refuses the whole block, and is named by its row and its column", () => {
  const read = readBlock("v\tr\nv\tZ", gridOf(), 0);
  assert.deepEqual([values(read), read.problems], [{}, ["Ligne 2, colonne 2 : « Z » n'est pas compris."]]);
  assert.equal(refusedBlock(read.problems), "Rien n'a été collé. Ligne 2, colonne 2 : « Z » n'est pas compris.");
});

test("of many words that mean nothing, the first are named and the others counted", () => {
  assert.match(refusedBlock(Array.from({ length: 10 }, (_, at) => `${at}.`)), /7\. Et 2 autres cases\.$/);
});

test("what is larger than the grid is counted and left out", () => {
  const read = readBlock("v\tv\tv\nv\tv\tv", gridOf(), 4);
  assert.deepEqual([values(read), read.outside], [{ 4: 1, 5: 1 }, 4]);
  assert.equal(pastedBlock(2, 4), "2 cases changées par le collage. 4 cases hors de la grille, ignorées.");
});

test("a block is between two corners, whichever was first", () => {
  const model = gridOf();
  assert.deepEqual(blockBetween(model, 5, 2), [
    [2, 3],
    [4, 5],
  ]);
});

test("what was copied out and is pasted back is the same", () => {
  const model = gridOf("VR .V R.");
  for (const state of model.alphabet.states) state.sign = { 0: "r", 1: "v", 2: "" }[state.code];
  const text = copiedBlock(model, blockBetween(model, 0, 5));
  assert.equal(text, "v\tr\n\tv\nr\t");
  assert.deepEqual([...readBlock(text, model, 0).wanted.values()], model.current);
});
