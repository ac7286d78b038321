/** Entry by keys: the cell that follows, the empty cells of a line. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FILLING, filled, lineToFill } from "../../static/js/grid/filling.js";
import { KeyedEntry } from "../../static/js/grid/keyed.js";
import { Mates } from "../../static/js/grid/mates.js";
import { stepFrom } from "../../static/js/grid/stepping.js";
import { gridOf, shown } from "./kit.js";

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

/** What entry by keys needs of a page: the real model of two pupils and three items; what is said is kept. */
class Page {
  said = [];
  saves = 0;
  wasLeft = false;
  model = gridOf();
  panel = { cell: 0 };
  shown = 0;
  saver = { save: () => (this.saves += 1) };
  cards = { root: new EventTarget() };
  block = { isOpen: false, rows: [] };
  mates = new Mates({ 101: [102], 102: [101] }, { checked: false });
  table = {
    alphabet: this.model.alphabet,
    subject: { gestures: { pupil: "fill_pupil", thing: "fill_item", part: "fill_all" } },
    current: null,
    numberOf: () => this.shown,
  };
  view = { show: (cell) => (this.shown = cell) };
  onChange = (cells) => cells;
  say = (sentence) => this.said.push(sentence);
  part = () => ({ click: () => (this.wasLeft = true) });

  constructor() {
    const palette = Object.assign(new EventTarget(), { querySelectorAll: () => [] });
    this.entry = new KeyedEntry(this, palette);
  }

  /** Keys by what they give, or by their place when it begins with « Digit ». @param {...string} keys */
  press(...keys) {
    return keys.map((key) => {
      const isPlace = key.startsWith("Digit");
      const [ctrl, name] = key.startsWith("Ctrl+") ? [true, key.slice(5)] : [false, key];
      return this.entry.answer({
        key: isPlace ? "&" : name,
        code: isPlace ? key : "",
        ctrlKey: ctrl,
        metaKey: false,
        altKey: false,
        preventDefault() {},
      });
    });
  }
}

test("a code is written and the page goes down, to the next pupil after the last item", () => {
  const page = new Page();
  assert.deepEqual(page.press("v", "r", "v", "v"), [true, true, true, true]);
  assert.equal(shown(page.model), "VV R. V.");
  assert.equal(page.shown, 3);
});

test("the very last cell keeps the focus and says that it is the last", () => {
  const page = new Page();
  page.shown = 5;
  page.press("v");
  assert.deepEqual([page.shown, page.said.at(-1)], [5, "Dernière case."]);
});

test("a pupil who left is read: keys step over him, fill and count nothing of him, and say why when he is asked", () => {
  const page = new Page();
  page.model = gridOf(".. .. ..", null, { apart: new Set([102]) });
  page.press("v", "r", "v");
  assert.deepEqual([shown(page.model), page.shown, page.said.at(-1)], ["V. R. V.", 4, "Dernière case."]);

  page.shown = 3;
  page.press("v", "delete");
  assert.deepEqual([shown(page.model), page.shown], ["V. R. V.", 3]);
  assert.deepEqual(lineToFill(page.model, 0, FILLING.t), []);
  assert.equal(page.model.countable, 3);
  assert.equal(page.model.nextUndecided(-1), null);
  assert.deepEqual(page.model.progressAround(0), [
    [1, 1],
    [3, 3],
  ]);
});

test("emptying a cell stays on it, and space gives the last code again", () => {
  const page = new Page();
  page.press("v", "delete");
  assert.equal(page.shown, 2);
  page.press(" ");
  assert.equal(shown(page.model), "V. V. ..");
});

test("a line is filled once, in one gesture that undo takes back, and Escape gives it up", () => {
  const page = new Page();
  page.press("r");
  page.press("t", "v");
  assert.deepEqual([shown(page.model), page.said.at(-1)], ["RV VV VV", "5 cases remplies."]);
  page.model.undo();
  assert.equal(shown(page.model), "R. .. ..");
  page.press("c", "escape", "v");
  assert.deepEqual([shown(page.model), page.wasLeft], ["R. V. ..", false]);
});

test("a digit is known by its place, whatever the keyboard gives for it, and one without a code is said", () => {
  const page = new Page();
  page.press("Digit7");
  assert.deepEqual([shown(page.model), page.said], [".. .. ..", ["Aucun code n'a la touche 7."]]);
});

test("Enter saves, Escape leaves, and other keys are for the grid and its page", () => {
  const page = new Page();
  assert.deepEqual(page.press("enter", "escape"), [true, true]);
  assert.deepEqual([page.saves, page.wasLeft], [1, true]);
  assert.deepEqual(page.press("arrowup", "h", "Ctrl+z", "Ctrl+s"), [false, false, false, false]);
});

test("a code given to a pupil is given to the team, in one gesture, unless the box is not ticked", () => {
  const page = new Page();
  page.mates.box.checked = true;
  page.entry.give(1);
  assert.deepEqual([page.model.current[0], page.model.current[1], page.model.done.length], [1, 1, 1]);
  page.mates.box.checked = false;
  page.shown = 2;
  page.entry.give(1);
  assert.deepEqual([page.model.current[2], page.model.current[3]], [1, 2]);
});

test("a code given to a block fills all of it", () => {
  const page = new Page();
  page.block = {
    isOpen: true,
    rows: [
      [0, 1],
      [2, 3],
    ],
  };
  page.entry.give(0);
  assert.deepEqual(page.model.current.slice(0, 5), [0, 0, 0, 0, 2]);
});

test("Enter goes down when it is preferred, and says the last cell", () => {
  globalThis.localStorage = { "sacoche-entry-enter": "down" };
  const page = new Page();
  page.press("Enter");
  assert.deepEqual([page.shown, page.saves], [2, 0]);
  page.shown = 5;
  page.press("Enter");
  assert.deepEqual([page.shown, page.said.at(-1)], [5, "Dernière case."]);
  delete globalThis.localStorage;
});

test("arrows and OK of the palette move and save", () => {
  const page = new Page();
  for (const move of ["down", "right", "up", "up"]) page.entry.press({ dataset: { move } });
  page.entry.press({ dataset: { save: "" } });
  assert.deepEqual([page.shown, page.saves], [1, 1]);
});
