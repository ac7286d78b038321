/** The grid without network, and the page after a page that was closed. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { PROPOSAL } from "../../static/js/grid/cells.js";
import { randomName } from "../../static/js/grid/names.js";
import { Offline } from "../../static/js/grid/offline.js";
import { Saver } from "../../static/js/grid/saver.js";
import { RETRY, SaveFailure } from "../../static/js/grid/saving.js";
import { calm, gridOf, ITEMS, Memory, PUPILS, shown, VALIDATED } from "./kit.js";

const ME = { on: "2026-06-15", by: "M. MOI" };

/** What the computer of a person has: its network, its store, and the server far away. */
class Computer {
  device = new Memory();
  isOnline = true;
  /** Whether the answers of the server are lost on the way. */
  losesAnswers = false;
  letters = [];
  pages = [];

  network(page) {
    const computer = this;
    return {
      get isAway() {
        return !computer.isOnline;
      },
      listen: (onAway, onBack) => Object.assign(page, { onAway, onBack }),
    };
  }

  cut() {
    this.isOnline = false;
    for (const page of this.pages) page.onAway();
  }

  async comeBack() {
    this.isOnline = true;
    for (const page of this.pages) page.onBack();
    await calm();
  }

  /** Opens a page on what is stored; `meanwhile` happens while it comes. @param {string} stored as in grille.md */
  async open(
    stored = ".. .. ..",
    { finalState = null, day = "2026-06-15", key = "ab".repeat(32), meanwhile = null } = {},
  ) {
    const model = gridOf(stored, finalState);
    const page = { model, said: [], line: { hidden: true, textContent: "" }, restored: null, stillHidden: null };
    page.saver = new Saver({
      model,
      send: async (letter) => {
        await null;
        if (!this.isOnline) throw new SaveFailure(RETRY, "", { isCut: true });
        this.letters.push(letter);
        if (this.losesAnswers) throw new SaveFailure(RETRY, "");
        return { message: "", saved: 1, date: ME.on, author: ME.by, conflicts: [] };
      },
      signIn: async () => true,
      catchUp: async () => true,
      onSaved: (letter, answer) => {
        model.settle(letter.isInherited ? [] : letter.gestures, answer.conflicts, ME);
        page.offline.reach();
      },
      onFailure: (failure) => page.offline.miss(failure.isCut),
      onBusy: () => {},
    });
    page.offline = new Offline({
      model,
      saver: page.saver,
      live: null,
      whose: { owner: 7, grid: "g", address: "https://ecole.example/", page: randomName(), key, day },
      line: page.line,
      say: (sentence) => page.said.push(sentence),
      ofFinal: ["validation attend", "validations attendent"],
      wordsOf: (cell) => {
        const { row, column } = model.positionOf(cell);
        return { pupil: `élève ${PUPILS[column]}`, thing: `item ${ITEMS[row].id}` };
      },
      onRestored: (news) => (page.restored = news),
      onLost: (records) => (page.lost = records),
      onHidden: (clicks) => (page.stillHidden = clicks),
      device: this.device,
      network: this.network(page),
    });
    page.click = (cell) => {
      page.offline.clicked(model.cycle(cell));
      return page.offline.note();
    };
    this.pages.push(page);
    const started = page.offline.start();
    meanwhile?.(page);
    await started;
    return page;
  }

  close() {
    this.pages = [];
    this.device.closePages();
  }
}

const cellsOf = (letter) => letter.gestures.flatMap(({ cells }) => cells).map(([pupil, row]) => `${pupil}/${row}`);

/** @type {Computer} */
let computer;
beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  computer = new Computer();
});

test("with a network nothing is said, and a click waits for « Enregistrer »", async () => {
  const page = await computer.open();
  await page.click(0);
  await calm();
  assert.deepEqual([page.line.hidden, page.saver.asked.size, computer.letters.length], [true, 0, 0]);
});

test("without network the page says so, keeps clicks, and sends them by itself when it is back", async () => {
  const page = await computer.open();
  computer.cut();
  assert.match(page.line.textContent, /^Hors connexion : vous pouvez continuer/);
  await page.click(0);
  assert.equal(
    page.line.textContent,
    "Hors connexion : 1 case gardée sur cet appareil. Elle sera enregistrée au retour du réseau.",
  );
  await computer.comeBack();
  page.offline.reach();
  await calm();
  assert.deepEqual(computer.letters.map(cellsOf), [["101/11"]]);
  assert.deepEqual([page.line.hidden, page.model.unsaved.size, computer.device.records.size], [true, 0, 0]);
});

test("a click made before the cut waits for the person, and the line says it", async () => {
  const page = await computer.open();
  await page.click(0);
  computer.cut();
  await page.click(3);
  assert.match(page.line.textContent, /2 cases gardées .* 1 sera enregistrée au retour du réseau, 1 attendra/);
  await computer.comeBack();
  await calm();
  assert.deepEqual(computer.letters.map(cellsOf), [["102/12"]]);
  assert.match(page.line.textContent, /^La connexion est revenue\. 1 case attend/);
  await page.saver.save();
  await page.offline.note();
  assert.equal(page.line.hidden, true);
});

test("what would be final is never sent by itself", async () => {
  const page = await computer.open(".. .. ..", { finalState: VALIDATED });
  computer.cut();
  await page.click(0);
  await computer.comeBack();
  page.offline.reach();
  await calm();
  assert.deepEqual(computer.letters, []);
  assert.match(page.line.textContent, /1 validation attend/);
});

test("one missed answer is a hiccup, three are a network that is away; an answer brings it back", async () => {
  const page = await computer.open();
  page.offline.miss(false);
  page.offline.miss(false);
  assert.equal(page.offline.isOffline, false);
  page.offline.reach();
  page.offline.miss(false);
  page.offline.miss(false);
  assert.equal(page.offline.isOffline, false, "an answer forgets what was missed before");
  page.offline.miss(false);
  assert.equal(page.offline.isOffline, true);
  page.offline.reach();
  assert.equal(page.offline.isOffline, false);
  page.offline.miss(true);
  assert.equal(page.offline.isOffline, true, "a network that is cut needs no second try");
});

test("a page that was closed gives its clicks to the next one, to be looked at", async () => {
  await (await computer.open()).click(0);
  computer.close();
  const next = await computer.open();
  assert.equal(shown(next.model), "V. .. ..");
  assert.deepEqual([next.restored.back, next.restored.leaving], [[0], []]);
  assert.deepEqual(computer.letters, []);
});

test("a proposal of a closed page comes back as one, and is told as one when it is saved (P134)", async () => {
  const page = await computer.open();
  page.model.setCells(new Map([[0, VALIDATED]]), PROPOSAL);
  await page.click(1);
  computer.close();
  const next = await computer.open();
  assert.deepEqual([...next.model.proposed], [0]);
  const sent = next.model.unsavedGestures().map(({ gesture, cells }) => [gesture, cells.length]);
  assert.deepEqual(sent, [
    ["proposal", 1],
    ["cell", 1],
  ]);
});

test("those made without network leave by themselves, on the same day only", async () => {
  for (const [day, leaving, back] of [
    ["2026-06-15", [0], []],
    ["2026-06-16", [], [0]],
  ]) {
    computer = new Computer();
    const page = await computer.open();
    computer.cut();
    await page.click(0);
    computer.close();
    computer.isOnline = true;
    const next = await computer.open(".. .. ..", { day });
    await calm();
    assert.deepEqual([next.restored.leaving, next.restored.back], [leaving, back], day);
    assert.equal(computer.letters.length, leaving.length, day);
  }
});

test("a cell that somebody changed meanwhile waits for a choice, with both values", async () => {
  await (await computer.open()).click(0);
  computer.close();
  const next = await computer.open("R. .. ..");
  assert.deepEqual([...next.model.disputed], [0]);
  const [[cell, { wanted, stored }]] = next.restored.disputed;
  assert.deepEqual([cell, wanted, stored], [0, 1, 0]);
});

test("what became final meanwhile is told, and changes nothing", async () => {
  const page = await computer.open("R. .. ..", { finalState: VALIDATED });
  await page.click(0);
  computer.close();
  const next = await computer.open("V. .. ..", { finalState: VALIDATED });
  assert.equal(next.restored.disputed.get(0).final, true);
  assert.equal(next.model.unsaved.size, 0);
});

test("two closed pages that wanted different things leave the choice to the person", async () => {
  const [one, other] = [await computer.open(), await computer.open()];
  await one.click(0);
  await other.click(0);
  await other.click(0);
  computer.close();
  const next = await computer.open();
  const { wanted, rival } = next.restored.disputed.get(0);
  assert.deepEqual([wanted, rival].sort(), [0, 1]);
  assert.deepEqual([...next.model.disputed], [0]);
});

test("a click that the server already has comes back as nothing", async () => {
  await (await computer.open()).click(0);
  computer.close();
  const next = await computer.open("V. .. ..");
  assert.deepEqual([next.restored, next.model.unsaved.size], [null, 0]);
});

test("a letter whose answer was lost leaves first in the next page, under the same number", async () => {
  computer.losesAnswers = true;
  const page = await computer.open();
  await page.click(0);
  await page.saver.save();
  await page.offline.note();
  computer.close();
  computer.losesAnswers = false;
  await computer.open("V. .. ..");
  await calm();
  assert.equal(computer.letters.length, 2);
  assert.equal(computer.letters[0].save, computer.letters[1].save);
});

test("what this page does not show is named, kept, and forgotten only when asked", async () => {
  const page = await computer.open();
  await page.click(0);
  computer.close();
  const narrow = await openNarrow();
  assert.deepEqual(narrow.restored.hidden, [{ pupil: "élève 101", thing: "item 11", wanted: 1 }]);
  assert.equal(computer.device.records.size, 1);
  await narrow.offline.abandon();
  assert.equal(computer.device.records.size, 1, "leaving does not lose what was not shown");
  await narrow.offline.forgetHidden();
  assert.equal(computer.device.records.size, 0);
});

/** A page of the same grid that shows other pupils. @param {object} [more] */
async function openNarrow(more) {
  const real = PUPILS.splice(0, 2, 201, 202);
  try {
    return await computer.open(".. .. ..", more);
  } finally {
    PUPILS.splice(0, 2, ...real);
  }
}

test("what a closed page left is not forgotten before this page could keep it", async () => {
  await (await computer.open()).click(0);
  computer.close();
  computer.device.isFull = true;
  const full = await computer.open();
  assert.deepEqual(full.restored.back, [0]);
  computer.close();
  computer.device.isFull = false;
  assert.deepEqual((await computer.open()).restored.back, [0]);
});

test("a click made while the page was coming is newer than the one that was kept", async () => {
  await (await computer.open()).click(0);
  computer.close();
  const meanwhile = (page) => {
    page.click(0);
    page.click(0);
  };
  const next = await computer.open(".. .. ..", { meanwhile });
  assert.equal(shown(next.model), "R. .. ..");
});

test("a cell clicked again after it was sent is found as it was, or as it was sent: no choice to make", async () => {
  computer.losesAnswers = true;
  const page = await computer.open();
  await page.click(0);
  await page.saver.save();
  await page.click(0);
  computer.close();
  const next = await computer.open("V. .. ..");
  assert.equal(shown(next.model), "R. .. ..");
  assert.equal(next.model.disputed.size, 0);
});

test("a cell on its way to the server is counted once", async () => {
  computer.losesAnswers = true;
  const page = await computer.open();
  await page.click(0);
  await page.saver.save();
  computer.cut();
  assert.match(page.line.textContent, /^Hors connexion : 1 case gardée sur cet appareil\. Elle sera enregistrée/);
});

test("a click keeps its own day: handed from page to page it does not grow younger", async () => {
  await (await computer.open()).click(0);
  computer.close();
  await openNarrow({ day: "2026-07-10" });
  computer.close();
  assert.equal((await computer.open(".. .. ..", { day: "2026-07-20" })).restored, null);
});

test("leaving without saving throws this page's clicks away", async () => {
  const page = await computer.open();
  await page.click(0);
  assert.equal(computer.device.records.size, 1);
  await page.offline.abandon();
  assert.equal(computer.device.records.size, 0);
});

test("where nothing can be kept, the page says not to close it", async () => {
  const page = await computer.open(".. .. ..", { key: "" });
  computer.cut();
  await page.click(0);
  assert.match(page.line.textContent, /1 case gardée dans cette page, ne la fermez pas\./);
});

test("a device that has become full is told of, too", async () => {
  const page = await computer.open();
  computer.cut();
  computer.device.isFull = true;
  await page.click(0);
  assert.match(page.line.textContent, /dans cette page, ne la fermez pas/);
});
