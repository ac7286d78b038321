/** Conflicts: what is said of a cell that a colleague changed too, and the answers offered. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Disputes } from "../../static/js/grid/disputes.js";
import { alphabetOf, NOT_VALIDATED, UNDECIDED, VALIDATED } from "./kit.js";

const FOUND = { wanted: VALIDATED, stored: NOT_VALIDATED, author: "Mme ELLE", at: "2026-06-15T12:32:00+00:00" };
const LIVE = { ...FOUND, isLive: true };
const FINAL = { wanted: NOT_VALIDATED, stored: VALIDATED, author: "Mme ELLE", date: "2026-06-15", final: true };
const RIVAL = { ...LIVE, rival: NOT_VALIDATED, stored: UNDECIDED };

/** @param {...object} conflicts of cells 0, 1, 2… */
function disputesOf(...conflicts) {
  const disputes = new Disputes((_cell, value) => alphabetOf().word(value), UNDECIDED, "M. MOI");
  disputes.add(new Map(conflicts.map((conflict, cell) => [cell, conflict])));
  return disputes;
}

const said = (conflict) => disputesOf(conflict).sentence(0);
const labels = (conflict) =>
  disputesOf(conflict)
    .choices(0)
    .map(({ label }) => label);

test("a conflict says both values, who and when", () => {
  assert.equal(
    said(FOUND),
    "vous aviez mis « validé », « non validé » a été enregistré par Mme ELLE le 15/06/2026 14:32.",
  );
});

test("a decision that was erased is said to be", () => {
  const erased = { ...FOUND, stored: UNDECIDED, author: "", at: null };
  assert.equal(said(erased), "vous aviez mis « validé », la décision a été effacée.");
});

test("what is final is said to be, and offers no choice", () => {
  assert.equal(
    said(FINAL),
    "vous aviez mis « non validé », « validé » a été enregistré par Mme ELLE le 15/06/2026 : c'est définitif.",
  );
  assert.deepEqual(labels(FINAL), ["D'accord"]);
});

test("found by a save, one's own is put back or the other's kept; met live, saved or taken", () => {
  assert.deepEqual(labels(FOUND), ["Remettre « validé »", "Garder « non validé »"]);
  assert.deepEqual(labels(LIVE), ["Enregistrer « validé »", "Prendre « non validé »"]);
});

test("two closed pages that wanted different things offer both, then what is stored", () => {
  assert.equal(
    said(RIVAL),
    "vous aviez mis « validé » dans une page et « non validé » dans une autre, fermées toutes deux.",
  );
  assert.deepEqual(labels(RIVAL), [
    "Enregistrer « validé »",
    "Enregistrer « non validé »",
    "Prendre « aucune décision »",
  ]);
});

test("settling gives what was wanted of each cell, and nothing waits any more", () => {
  const disputes = disputesOf(FOUND, FINAL, LIVE);
  assert.deepEqual([...disputes.settle([0, 1])], [[0, VALIDATED]]);
  assert.deepEqual(disputes.cells, [2]);
});

test("the click chosen of two is the one that is given back", () => {
  assert.deepEqual([...disputesOf(RIVAL).settle([0], NOT_VALIDATED)], [[0, NOT_VALIDATED]]);
});

test("a cell decided by hand needs no answer any more", () => {
  const disputes = disputesOf(FOUND, LIVE);
  assert.equal(disputes.forget([0, 7]), true);
  assert.deepEqual(disputes.cells, [1]);
  assert.equal(disputes.forget([7]), false);
});

test("a line follows what is stored now, without the moment of the decision before", () => {
  const disputes = disputesOf(LIVE);
  assert.equal(disputes.renew(new Map([[0, { stored: UNDECIDED, author: "M. LUI", date: "2026-06-16" }]])), true);
  assert.equal(disputes.sentence(0), "vous aviez mis « validé », la décision a été effacée par M. LUI le 16/06/2026.");
});

test("a line goes when what is stored becomes what was wanted; other cells concern nobody", () => {
  const disputes = disputesOf(LIVE);
  assert.equal(disputes.renew(new Map([[5, { stored: VALIDATED, author: "M. LUI" }]])), false);
  assert.equal(disputes.renew(new Map([[0, { stored: VALIDATED, author: "M. LUI" }]])), true);
  assert.deepEqual(disputes.cells, []);
});

test("the title counts each kind of conflict, in one sentence each", () => {
  const { title } = disputesOf(FOUND, LIVE, LIVE, RIVAL);
  assert.equal(
    title,
    "1 case a été changée par quelqu'un d'autre pendant votre saisie : la décision enregistrée est gardée, le reste est enregistré. " +
      "2 cases que vous avez changées viennent de l'être aussi par quelqu'un d'autre : choisissez, vos clics n'y sont pas enregistrés d'ici là. " +
      "1 case gardée sur cet appareil y a deux réponses de vous : choisissez, rien n'y est enregistré d'ici là.",
  );
  assert.equal(disputesOf().title, "");
});

test("the same person in another window is not somebody else, unless somebody else is there too", () => {
  const mine = { ...FOUND, author: "M. MOI" };
  assert.match(disputesOf(mine).title, /par vous ailleurs/);
  assert.match(disputesOf(mine, FOUND).title, /par quelqu'un d'autre/);
});

test("a mark that only its author may empty is told apart from what was changed meanwhile", () => {
  const kept = { end: " : lui seul peut le vider.", one: "résultat n'a pas été vidé.", several: "" };
  const disputes = new Disputes((_cell, value) => String(value || "vide"), "", "ME", kept);
  disputes.add(new Map([[3, { wanted: "", stored: "V", author: "ELLE", final: true }]]));
  assert.equal(disputes.title, "1 résultat n'a pas été vidé.");
  assert.match(disputes.sentence(3), /« V » a été enregistré par ELLE : lui seul peut le vider\.$/);
  assert.deepEqual(disputes.choices(3), [{ label: "D'accord", isMine: false }]);
});
