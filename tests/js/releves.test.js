// The tables of relevés: how they are sorted, what ticked cells lead to.

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document ??= /** @type {any} */ ({
  getElementById: () => null,
  addEventListener() {},
  querySelectorAll: () => [],
  querySelector: () => null,
});
const { compare, evaluationOf, sortedAs } = await import("../../static/js/releves.js");

const cell = (/** @type {string} */ className, /** @type {string} */ textContent) => ({ className, textContent });

test("a table of one matière is sorted by its scores, one of several by states", () => {
  assert.equal(sortedAs(cell("lv-2", " 76 "), false), "76");
  assert.equal(sortedAs(cell("is-ticked lv-2", "76"), true), "2");
  assert.equal(sortedAs(cell("rel-none", "–"), true), "–");
  assert.equal(sortedAs(cell("", "ALPHA Ana"), true), "ALPHA Ana");
});

test("who has nothing comes last whatever the order", () => {
  assert.ok(compare("–", "12", false) > 0);
  assert.ok(compare("–", "12", true) > 0);
  assert.ok(compare("67", "12", false) < 0);
});

test("ticked cells make an évaluation of their pupils and items, which plans these cells alone", () => {
  const asked = evaluationOf(["4-10", "4-20", "3-11"]);
  assert.deepEqual(
    asked.map((pair) => pair.join("=")),
    ["eleve=4", "eleve=3", "item=10", "item=20", "item=11", "case=4-10", "case=4-20", "case=3-11"],
  );
});
