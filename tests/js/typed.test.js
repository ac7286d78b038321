/** A grid that is not of the socle: five states, pupils in rows, a column where a text is typed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Alphabet } from "../../static/js/grid/alphabet.js";
import { cleanText } from "../../static/js/grid/columns.js";
import { allBut, changesOf, changesSentence, pasted } from "../../static/js/grid/lines.js";
import { GridModel } from "../../static/js/grid/model.js";

const CODES = ["A", "B", "C", "D", "E", ""];
const ALPHABET = new Alphabet({
  understood: "A à E, ou vide",
  states: CODES.map((code) => ({
    ...{ code, sign: code, word: code || "rien", colour: "a", keys: [code.toLowerCase()], verb: "", mass: "" },
    ...{ counted: code ? `en ${code}` : "à vider", pasted: [code.toLowerCase()], is_final: false },
  })),
});
const ME = { on: "2026-06-15", by: "M. MOI" };
const HER = { on: "2026-06-16", by: "Mme ELLE" };

/** Two pupils in rows; two marks and a comment in columns. */
function grid() {
  return new GridModel({
    rows: [
      { id: 101, section: 0 },
      { id: 102, section: 0 },
    ],
    columns: [1, 2, 9],
    typedColumns: new Set([2]),
    pupilsAreRows: true,
    values: ["A", "", "Bien.", "", "E", ""],
    alphabet: ALPHABET,
  });
}

test("a click goes through the five states, then back to the blank one", () => {
  const model = grid();
  const seen = CODES.map(() => {
    model.cycle(1);
    return model.current[1];
  });
  assert.deepEqual(seen, ["A", "B", "C", "D", "E", ""]);
});

test("a cell is known by its pupil and its thing, whichever are the rows", () => {
  const model = grid();
  assert.deepEqual([model.cellOf(102, 1), model.cellOf(1, 102), model.keyOf(3)], [3, null, [102, 1]]);
  model.setCell(3, "C");
  assert.deepEqual(model.unsavedGestures(), [{ gesture: "cell", cells: [[102, 1, "", "C"]] }]);
});

test("no click and no arrow touches a typed text; nothing counts it", () => {
  const model = grid();
  assert.deepEqual(model.cycle(2), []);
  model.pullArrow({ gesture: "row", row: 0 });
  model.pullArrow({ gesture: "part", section: 0 });
  assert.deepEqual(model.current, ["A", "A", "Bien.", "A", "A", ""]);
  assert.deepEqual([model.countable, model.totals.get("A"), model.nextUndecided(-1)], [4, 4, null]);
  assert.deepEqual(model.progressAround(0), [
    [2, 2],
    [2, 2],
  ]);
});

test("a text is sent, undone, disputed like any state, and never locked", () => {
  const model = grid();
  model.setCell(5, "A");
  assert.deepEqual(model.unsavedGestures(), [{ gesture: "cell", cells: [[102, 9, "", "A"]] }]);
  assert.equal(model.receive(5, "Peut mieux faire.", HER, HER.by), "disputed");
  model.insist([5]);
  model.settle(model.unsavedGestures(), [], ME);
  assert.deepEqual([model.displayed[5], model.decisions.get(5)], ["A", ME]);
  model.setCell(5, "");
  model.undo();
  assert.deepEqual([model.current[5], model.isLocked(5), model.isBlank(5)], ["A", false, false]);
});

test("a column of texts is pasted as it is; one of states is understood", () => {
  const names = ["FAURE Tom", "ROUX Léa"];
  const places = (isTyped) => names.map((name) => ({ name, isTyped }));
  const texts = pasted("ROUX Léa\t Très  bien\nFAURE Tom\tA", [2, 5], places(true), ALPHABET);
  assert.deepEqual([...texts.wanted], [[5, "Très bien"], [2, "A"]]); // biome-ignore format: two pairs
  const states = pasted("b\nZ", [1, 4], places(false), ALPHABET);
  assert.match(states.problems[0], /^Ligne 2 : « Z » n'est pas compris \(A à E, ou vide\)\.$/);
});

test("« all but » gives any of the states, and the preview counts each", () => {
  const model = grid();
  const wanted = allBut([0, 3], new Set([0]), "D", "");
  assert.deepEqual([wanted.get(0), wanted.get(3)], ["", "D"]);
  assert.match(changesSentence(changesOf(model, wanted), ALPHABET), /^2 cases changeront : .*1 en D, .*1 à vider\./);
});

test("what is typed is kept on one line, without spaces around", () => {
  assert.equal(cleanText("  Très \n bien\t! "), "Très bien !");
});
