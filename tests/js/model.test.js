/** What the tables of grille.md do not say of the grid: what is sent, what is kept, where to go next. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gridOf, NOT_VALIDATED, shown, UNDECIDED, VALIDATED } from "./kit.js";

const ME = { on: "2026-06-15", by: "M. MOI" };
const HER = { on: "2026-06-16", by: "Mme ELLE" };
const CELLS = { A1: 0, B1: 1, A2: 2, B2: 3, A3: 4, B3: 5 };

test("a cell is sent with the state it had when displayed, under the gesture that touched it last", () => {
  const model = gridOf("R. .. ..");
  model.pullArrow({ gesture: "pupil_arrow", section: 0, column: 0 });
  model.cycle(CELLS.A2);
  assert.deepEqual(model.unsavedGestures(), [
    { gesture: "pupil_arrow", cells: [[101, 11, NOT_VALIDATED, VALIDATED]] },
    { gesture: "cell", cells: [[101, 12, UNDECIDED, NOT_VALIDATED]] },
  ]);
});

test("what an undo takes back after a save is sent as an undo", () => {
  const model = gridOf();
  model.cycle(CELLS.A1);
  model.settle(model.unsavedGestures(), [], ME);
  model.undo();
  assert.deepEqual(model.unsavedGestures(), [{ gesture: "undo", cells: [[101, 11, VALIDATED, UNDECIDED]] }]);
});

test("a cell that waits for a choice is not sent before it, and is sent after it against what is stored now", () => {
  const model = gridOf();
  model.cycle(CELLS.A1);
  assert.equal(model.receive(CELLS.A1, NOT_VALIDATED, HER, HER.by), "disputed");
  assert.deepEqual(model.unsavedGestures(), []);
  model.insist([CELLS.A1]);
  assert.deepEqual(model.unsavedGestures()[0].cells, [[101, 11, NOT_VALIDATED, VALIDATED]]);
});

test("only the cells asked for are sent", () => {
  const model = gridOf();
  model.pullArrow({ gesture: "item_arrow", row: 1 });
  const [{ cells }] = model.unsavedGestures([CELLS.B2, CELLS.B3]);
  assert.deepEqual(cells, [[102, 12, UNDECIDED, VALIDATED]]);
});

test("every unsaved click is to be kept; one that waits for a choice says so instead of its base", () => {
  const model = gridOf();
  model.cycle(CELLS.A1);
  model.cycle(CELLS.B3);
  model.receive(CELLS.A1, NOT_VALIDATED, HER, HER.by);
  assert.deepEqual(model.clicks(-1), [
    [101, 11, -1, VALIDATED],
    [102, 23, UNDECIDED, VALIDATED],
  ]);
});

test("the date and the author of a cell follow what is stored", () => {
  const model = gridOf("V. .. ..");
  model.cycle(CELLS.B2);
  model.settle(model.unsavedGestures(), [], ME);
  assert.deepEqual(model.decisions.get(CELLS.B2), ME);
  model.receive(CELLS.B2, NOT_VALIDATED, HER, HER.by);
  assert.deepEqual(model.decisions.get(CELLS.B2), HER);
  model.receive(CELLS.B2, UNDECIDED, HER, HER.by);
  assert.equal(model.decisions.has(CELLS.B2), false);
});

test("a cell that somebody had already stored so keeps that person's name", () => {
  const model = gridOf();
  model.cycle(CELLS.A1);
  model.settle(model.unsavedGestures(), [], ME, [{ pupil: 101, row: 11, date: HER.on, author: HER.by }]);
  assert.deepEqual(model.decisions.get(CELLS.A1), HER);
});

test("a decision erased by two people at once has neither date nor author", () => {
  const model = gridOf("V. .. ..");
  model.setCell(CELLS.A1, UNDECIDED);
  model.settle(model.unsavedGestures(), [], ME, [{ pupil: 101, row: 11, date: HER.on, author: HER.by }]);
  assert.equal(model.decisions.has(CELLS.A1), false);
});

test("what a colleague made final in a cell that was not clicked is news, not a click given up", () => {
  assert.equal(gridOf(".. .. ..", VALIDATED).receive(CELLS.A1, VALIDATED, HER, HER.by), "taken");
});

test("an answer about cells that this grid does not show changes nothing", () => {
  const model = gridOf();
  const elsewhere = { pupil: 999, row: 11, stored: VALIDATED, date: HER.on, author: HER.by };
  assert.deepEqual(model.settle([{ gesture: "cell", cells: [[999, 11, 2, 1]] }], [elsewhere], ME, [elsewhere]), []);
  assert.equal(shown(model), ".. .. ..");
  assert.equal(model.decisions.size, 0);
});

test("what came from a colleague is news until it is clicked, or grows old", () => {
  const model = gridOf();
  assert.equal(model.receive(CELLS.A1, VALIDATED, HER, HER.by), "taken");
  assert.equal(model.receive(CELLS.B1, VALIDATED, HER, HER.by), "taken");
  assert.equal(model.receive(CELLS.A1, VALIDATED, HER, HER.by), "same");
  assert.deepEqual(
    [...model.received],
    [
      [CELLS.A1, HER.by],
      [CELLS.B1, HER.by],
    ],
  );
  model.cycle(CELLS.A1);
  model.grewOld([CELLS.B1]);
  assert.equal(model.received.size, 0);
});

test("a click that a final decision overtook is given up, and says so", () => {
  const model = gridOf("R. .. ..", VALIDATED);
  model.setCell(CELLS.A1, UNDECIDED);
  assert.equal(model.receive(CELLS.A1, VALIDATED, HER, HER.by), "final");
  assert.equal(model.restore(CELLS.A1, [NOT_VALIDATED], UNDECIDED), "final");
});

test("the next blue cell comes after the place looked at, row by row, and round the end", () => {
  const model = gridOf("V. VV R.");
  assert.equal(model.nextUndecided(-1), CELLS.B1);
  assert.equal(model.nextUndecided(CELLS.B1), CELLS.B3);
  assert.equal(model.nextUndecided(CELLS.B3), CELLS.B1);
  assert.equal(gridOf("VV VV RR").nextUndecided(0), null);
});

test("the next blue cell follows the order of reading asked for", () => {
  const model = gridOf(".. V. V.");
  const pupilByPupil = (rank) => model.cellAt(rank % 3, Math.floor(rank / 3));
  assert.equal(model.nextUndecided(0, pupilByPupil), CELLS.B1);
});

test("progress is counted for the row and for the column of a cell", () => {
  assert.deepEqual(gridOf("VR V. ..").progressAround(CELLS.A2), [
    [1, 2],
    [2, 3],
  ]);
});

test("a gesture answers the cells that it changed, no other", () => {
  const model = gridOf("V. .. ..");
  assert.deepEqual(model.pullArrow({ gesture: "domaine_arrow", section: 0 }), [CELLS.B1, CELLS.A2, CELLS.B2]);
  assert.deepEqual(model.undo(), [CELLS.B1, CELLS.A2, CELLS.B2]);
  assert.deepEqual(model.undo(), []);
});

test("a paste of several states is one gesture, undone at once", () => {
  const model = gridOf();
  model.setCells(
    new Map([
      [CELLS.A1, VALIDATED],
      [CELLS.A2, NOT_VALIDATED],
    ]),
    "paste",
  );
  assert.deepEqual(
    model.unsavedGestures().map(({ gesture, cells }) => [gesture, cells.length]),
    [["paste", 2]],
  );
  model.undo();
  assert.equal(shown(model), ".. .. ..");
});
