/** What an arrow says before it is pulled, and what it leaves alone when asked to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { arrowChanges, blankUnder } from "../../static/js/grid/arrow-effects.js";
import { cellAsked } from "../../static/js/grid/asked.js";
import { arrowSentence } from "../../static/js/grid/words.js";
import { gridOf, NOT_VALIDATED, shown, UNDECIDED, VALIDATED } from "./kit.js";

const DOMAINE = { gesture: "domaine_arrow", section: 0 };

/** @param {import("../../static/js/grid/model.js").GridModel} model @param {boolean} [fillsOnly] */
function said(model, fillsOnly = false) {
  return arrowSentence(arrowChanges(model, DOMAINE, fillsOnly), model.arrowState(DOMAINE), model.alphabet, true);
}

test("an arrow says how many cells it would change, and what would become of those that are decided", () => {
  const model = gridOf("R. VR ..");
  assert.equal(said(model), "3 cases changeraient, dont 2 non validés deviendraient validés.");
  assert.equal(said(model, true), "1 case changerait, aucune n'était décidée.");
  model.pullArrow(DOMAINE);
  assert.equal(said(model), "4 cases changeraient, dont 4 validés deviendraient non validés.");
  model.pullArrow(DOMAINE);
  assert.equal(said(model), "4 cases changeraient, dont 4 non validés seraient sans décision.");
  assert.equal(said(gridOf("VV VV ..")), "Aucune case ne changerait.");
});

test("words that are no adjectives are quoted", () => {
  const changes = new Map([[NOT_VALIDATED, 1]]);
  const sentence = arrowSentence(changes, VALIDATED, gridOf().alphabet);
  assert.equal(sentence, "1 case changerait, dont 1 « non validé » deviendrait « validé ».");
});

test("an arrow that only fills leaves what is decided, and turns all the same", () => {
  const model = gridOf("R. .. ..");
  model.pullArrow(DOMAINE, true);
  assert.equal(shown(model), "RV VV ..");
  assert.equal(model.arrowState(DOMAINE), NOT_VALIDATED);
  model.undo();
  assert.equal(shown(model), "R. .. ..");
  assert.equal(model.arrowState(DOMAINE), VALIDATED);
});

test("completing gives what the arrow announces to the undecided cells alone, does not turn it, and is undone at once", () => {
  const model = gridOf("R. .. V.");
  assert.equal(blankUnder(model, DOMAINE), 3);
  model.complete(DOMAINE);
  assert.equal(shown(model), "RV VV V.");
  assert.equal(model.arrowState(DOMAINE), VALIDATED);
  model.undo();
  assert.equal(shown(model), "R. .. V.");
});

test("an arrow that would take decisions away completes with what it gives first", () => {
  const model = gridOf();
  model.pullArrow(DOMAINE);
  model.pullArrow(DOMAINE);
  assert.equal(model.arrowState(DOMAINE), UNDECIDED);
  model.undo();
  model.undo();
  model.arrowStates.set("domaine_arrow/0//", UNDECIDED);
  model.complete(DOMAINE);
  assert.equal(shown(model), "VV VV ..");
});

test("a final cell counts for nothing: no arrow changes it", () => {
  const model = gridOf("V. .. ..", VALIDATED);
  model.pullArrow(DOMAINE);
  assert.equal(said(model), "3 cases changeraient, dont 3 validés deviendraient non validés.");
});

test("an address asks for a cell, or for the first undecided one of a pupil", () => {
  const model = gridOf(".V .. ..");
  const asked = ["#case-102-12", "#case-102", "#case-101", "#case-999", "#case-101-99", "#case-x", "", "#autre"];
  assert.deepEqual(
    asked.map((hash) => cellAsked(model, hash)),
    [3, 3, 0, null, null, null, null, null],
  );
});
