import assert from "node:assert/strict";
import test from "node:test";
import { PROPOSAL } from "../../static/js/grid/cells.js";
import { nextOf, proposals, tally } from "../../static/js/grid/figured.js";
import { GridModel } from "../../static/js/grid/model.js";
import { decisionSentence } from "../../static/js/grid/words.js";
import { ITEMS, PUPILS, UNDECIDED, alphabetOf, gridOf, shown } from "./kit.js";

const LEVELS = [
  { sigle: "NA", word: "Non acquis", proposed: 0 },
  { sigle: "VA", word: "Partiellement acquis", proposed: null },
  { sigle: "A", word: "Acquis", proposed: 1 },
];

/** One word a cell: « 39 », « - » for nothing. */
function figured(text) {
  const level = (figure) => (figure > 60 ? 2 : figure < 40 ? 0 : 1);
  const cells = text.split(" ").map((word, cell) => [cell, Number(word)]);
  const known = cells.filter(([, figure]) => !Number.isNaN(figure));
  return new Map(known.map(([cell, figure]) => [cell, { figure, level: level(figure) }]));
}

test("only blank cells are proposed: green from 61, red under 40, nothing between (P134)", () => {
  const model = gridOf(".. V. ..");
  model.setCells(proposals(model, figured("61 39 0 60 - 40"), LEVELS), PROPOSAL);

  assert.equal(shown(model), "VR V. ..");
  assert.deepEqual([...model.proposed], [0, 1]);
  assert.equal(model.unsavedGestures()[0].gesture, "proposal");
  assert.equal(decisionSentence(model, 0), "Proposé d'après le pourcentage, pas encore enregistré.");
});

test("one undo takes all proposals back, one redo gives them again (P134)", () => {
  const model = gridOf();
  model.setCells(proposals(model, figured("61 61 10 - - -"), LEVELS), PROPOSAL);

  model.undo();
  assert.deepEqual([shown(model), model.proposed.size], [".. .. ..", 0]);
  model.redo();
  assert.deepEqual([shown(model), model.proposed.size], ["VV R. ..", 3]);
});

test("a proposal that somebody clicks is a decision like another, and so is one that is saved (P134)", () => {
  const model = gridOf();
  model.setCells(proposals(model, figured("61 61 - - - -"), LEVELS), PROPOSAL);
  model.cycle(0);
  assert.deepEqual([...model.proposed], [1]);

  model.settle(model.unsavedGestures(), [], { on: "2026-11-30", by: "DURAND P." });
  assert.equal(model.proposed.size, 0);
});

test("blank cells that have enough are counted, those without evaluation apart, and reached in turn (P133)", () => {
  const model = gridOf(".. V. ..");
  const figures = figured("61 60 100 100 - 10");

  assert.deepEqual(tally(model, figures, 2), { enough: 2, without: 1 });
  assert.deepEqual([nextOf(model, figures, 2, 0), nextOf(model, figures, 2, 3)], [3, 0]);
  model.setCells(
    new Map([
      [0, 1],
      [3, 1],
    ]),
  );
  assert.equal(nextOf(model, figures, 2, 0), null);
});

test("a column that is shut is changed by no gesture, nor proposed (P137)", () => {
  const values = Array(6).fill(UNDECIDED);
  const model = new GridModel({
    rows: ITEMS,
    columns: PUPILS,
    shutCells: new Set([0, 2, 4]),
    values,
    alphabet: alphabetOf(),
  });
  const figures = figured("61 61 - - - -");

  model.cycle(2);
  model.pullArrow({ gesture: "domaine_arrow", section: 0 });
  assert.equal(shown(model), ".V .V ..");
  model.undo();
  assert.deepEqual([...proposals(model, figures, LEVELS).keys()], [1]);
  assert.deepEqual(tally(model, figures, 2), { enough: 1, without: 2 });
});
