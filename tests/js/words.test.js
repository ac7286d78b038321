/** The sentences of the grid: singular and plural, dates, where clicks are. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as words from "../../static/js/grid/words.js";
import { ITEM_WORDS, PILIER_WORDS } from "../../static/js/socle/words.js";
import { gridOf, VALIDATED } from "./kit.js";

/** @type {[string, string, string][]} what, said, expected */
const SENTENCES = [
  ["nothing", words.count(0, "case", "cases"), "0 case"],
  ["one", words.count(1, "case", "cases"), "1 case"],
  ["two", words.count(2, "case", "cases"), "2 cases"],
  ["thousands", words.count(1234, "case", "cases"), "1\u202f234 cases"],
  ["a day", words.frenchDate("2026-06-05"), "05/06/2026"],
  ["a moment of summer", words.frenchMoment("2026-06-15T22:32:00+00:00"), "16/06/2026 00:32"],
  ["a moment of winter", words.frenchMoment("2026-01-15T12:32:00+00:00"), "15/01/2026 13:32"],
  ["all is saved", words.unsavedSentence(0), "Tout est enregistré"],
  ["one is not", words.unsavedSentence(1), "1 case n'est pas enregistrée"],
  ["two are not", words.unsavedSentence(2), "2 cases ne sont pas enregistrées"],
  ["one waits", words.disputesLeft("Fait.", 1), "Fait. 1 case attend votre choix ci-dessous."],
  ["two wait", words.disputesLeft("Fait.", 2), "Fait. 2 cases attendent votre choix ci-dessous."],
  ["none kept yet", words.keptSentence(0, true), "vous pouvez continuer, vos clics seront gardés sur cet appareil."],
  ["one kept", words.keptSentence(1, true), "1 case gardée sur cet appareil."],
  ["not on the device", words.keptSentence(2, false), "2 cases gardées dans cette page, ne la fermez pas."],
  ["nothing to leave", words.leavingSentence(0, 0), ""],
  ["one leaves", words.leavingSentence(1, 0), "Elle sera enregistrée au retour du réseau."],
  ["two leave", words.leavingSentence(2, 0), "Elles seront enregistrées au retour du réseau."],
  ["one stays", words.leavingSentence(0, 1), "Au retour du réseau, elle attendra votre « Enregistrer »."],
  ["two stay", words.leavingSentence(0, 2), "Au retour du réseau, elles attendront votre « Enregistrer »."],
  [
    "some of each",
    words.leavingSentence(1, 2),
    "1 sera enregistrée au retour du réseau, 2 attendront votre « Enregistrer ».",
  ],
  [
    "clicks that came back and leave",
    words.restoredSentence(1, 0),
    "1 case gardée sur cet appareil est revenue : elle part à l'enregistrement.",
  ],
  [
    "clicks that came back and wait",
    words.restoredSentence(0, 2),
    "2 cases gardées sur cet appareil sont revenues, sans avoir été enregistrées : vérifiez, puis enregistrez.",
  ],
  [
    "one not shown here",
    words.hiddenSentence(1, false),
    "1 case gardée sur cet appareil, pas encore enregistrée, n'est pas montrée ici :",
  ],
  [
    "two no longer in the grid",
    words.hiddenSentence(2, true),
    "2 cases gardées sur cet appareil, pas encore enregistrées, ne sont plus dans cette grille :",
  ],
  [
    "a locked cell",
    PILIER_WORDS.locked({ pupil: "FAURE Tom", thing: "Dire" }),
    "FAURE Tom, « Dire » : validée et verrouillée, la validation d'une compétence est définitive.",
  ],
];

for (const [what, said, expected] of SENTENCES) test(what, () => assert.equal(said, expected));

const OF_PUPIL = { pupil: "FAURE Tom" };
const OF_THING = { thing: "Réciter" };

/** @type {[string, object, string][]} verb, what the arrow governs, its name */
const ARROWS = [
  ["Valider", OF_PUPIL, "Valider : tout le domaine « Dire », pour FAURE Tom"],
  ["Mettre non validé", OF_PUPIL, "Mettre non validé : tout le domaine « Dire », pour FAURE Tom"],
  ["Effacer la décision", OF_THING, "Effacer la décision : « Réciter », pour tous les élèves"],
  ["Valider", {}, "Valider : tout le domaine « Dire », pour tous les élèves"],
];

for (const [verb, governed, expected] of ARROWS) {
  test(`an arrow says what it will do: ${expected}`, () => {
    assert.equal(words.arrowName({ verb, whole: ITEM_WORDS.whole("Dire"), ...governed }), expected);
  });
}

test("where its place says half of it, an arrow says the rest to who does not see it", () => {
  assert.equal(words.massRest({ section: "Dire", ...OF_PUPIL }), " : « Dire », pour FAURE Tom");
  assert.equal(words.massRest({ section: "Dire", ...OF_THING }), " : « Réciter », pour tous les élèves");
});

test("a cell says since when it is what it is, and by whom", () => {
  const model = gridOf();
  const decision = { on: "2026-06-15", by: "Mme ELLE" };
  assert.equal(words.decisionSentence(model, 0), "");
  model.receive(0, VALIDATED, decision, "Mme ELLE");
  assert.equal(words.decisionSentence(model, 0), "le 15/06/2026, par Mme ELLE (reçu à l'instant)");
  model.grewOld([0]);
  assert.equal(words.decisionSentence(model, 0), "le 15/06/2026, par Mme ELLE");
  model.receive(0, 2, decision, "");
  assert.equal(words.decisionSentence(model, 0), "décision effacée par quelqu'un d'autre (reçu à l'instant)");
  model.cycle(0);
  assert.equal(words.decisionSentence(model, 0), "Pas encore enregistré.");
});

test("back from a cut, the cells left are « validations » only when all of them would be final", () => {
  const model = gridOf(".. .. ..", VALIDATED);
  model.cycle(0);
  assert.equal(words.backSentence(model, [], PILIER_WORDS.final), "");
  assert.match(
    words.backSentence(model, [0], PILIER_WORDS.final),
    /^La connexion est revenue\. 1 validation attend : .* l'aurez vérifiée\.$/,
  );
  assert.match(words.backSentence(model, [0, 1], PILIER_WORDS.final), /2 cases attendent : .* les aurez vérifiées\.$/);
});
