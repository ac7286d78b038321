/** The way of clicks to the server: asked once, numbered, tried again, never in conflict with themselves. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { saveQuietly } from "../../static/js/entry/quiet.js";
import { Saver } from "../../static/js/grid/saver.js";
import { REFUSED, RETRY, SaveFailure, SIGN_IN } from "../../static/js/grid/saving.js";
import { calm, gridOf } from "./kit.js";

const ANSWER = { message: "", saved: 1, date: "2026-06-15", author: "M. MOI", conflicts: [] };
const LOST = new SaveFailure(RETRY, "Le serveur ne répond pas.");

/** @type {any} a server, and what the page was told */
let page;

/** Each answer of the server in turn: an answer, a failure, or a function of the letter. @param {...unknown} answers */
function open(...answers) {
  const model = gridOf();
  page = { model, letters: [], saved: [], failures: [], busy: [], caughtUp: [], signsIn: true };
  page.saver = new Saver({
    model,
    send: async (letter) => {
      page.letters.push(structuredClone(letter));
      assert.ok(page.letters.length < 20, "letters leave without end");
      // No network answers at once.
      await null;
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return typeof answer === "function" ? answer(letter) : answer;
    },
    signIn: async () => page.signsIn,
    catchUp: async () => page.caughtUp.push("asked") > 0,
    onSaved: (letter, answer) => {
      page.saved.push(answer.message);
      model.settle(letter.isInherited ? [] : letter.gestures, answer.conflicts, { on: answer.date, by: answer.author });
    },
    onFailure: (failure) => page.failures.push(failure.kind),
    onBusy: (isBusy) => page.busy.push(isBusy),
  });
  return page;
}

const cellsOf = (letter) => letter.gestures.flatMap(({ cells }) => cells).map(([pupil, row]) => `${pupil}/${row}`);

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

test("saving sends what is unsaved, in one numbered letter, and says whether all is there", async () => {
  const { saver, model, letters } = open(ANSWER);
  model.cycle(0);
  model.cycle(3);
  assert.equal(await saver.save(), true);
  assert.deepEqual(letters.map(cellsOf), [["101/11", "102/12"]]);
  assert.match(letters[0].save, /^[0-9a-f]{32}$/);
  assert.deepEqual([saver.sent(letters[0].save), saver.sent("another")], [true, false]);
  assert.deepEqual([saver.isSettled, saver.settled, saver.hasUnsaved], [true, 1, false]);
  assert.deepEqual(page.busy, [true, false]);
});

test("without a change nothing is sent, and it is said", async () => {
  const { saver, letters, saved } = open(ANSWER);
  assert.equal(await saver.save(), true);
  assert.deepEqual([letters, saved], [[], ["Aucun changement à enregistrer."]]);
});

test("only the cells asked for leave; the others stay unsaved", async () => {
  const { saver, model, letters } = open(ANSWER);
  model.cycle(0);
  model.cycle(3);
  assert.equal(await saver.save([3]), false);
  assert.deepEqual(letters.map(cellsOf), [["102/12"]]);
  assert.deepEqual([...model.unsaved], [0]);
});

test("what is clicked while a letter is on its way is not sent unless asked for", async () => {
  const { saver, model, letters } = open(() => {
    if (letters.length === 1) model.cycle(3);
    return ANSWER;
  });
  model.cycle(0);
  assert.equal(await saver.save(), false);
  assert.deepEqual(letters.map(cellsOf), [["101/11"]]);
  assert.deepEqual([...model.unsaved], [3]);
});

test("what is asked for while a letter is on its way leaves after it", async () => {
  const { saver, model, letters } = open(() => {
    if (letters.length === 1) {
      model.cycle(3);
      saver.save();
    }
    return ANSWER;
  });
  model.cycle(0);
  assert.equal(await saver.save(), true);
  assert.deepEqual(letters.map(cellsOf), [["101/11"], ["102/12"]]);
});

test("a letter whose answer was lost is sent again as it was, whatever was clicked since", async () => {
  const { saver, model, letters, failures } = open(LOST, ANSWER);
  model.cycle(0);
  assert.equal(await saver.save(), false);
  assert.deepEqual([failures, saver.isSettled, saver.hasWaiting], [[RETRY], false, true]);
  model.cycle(0);
  mock.timers.tick(3_000);
  await calm();
  assert.deepEqual(letters[1], letters[0]);
  assert.deepEqual([...model.unsaved], [0]);
});

test("the network is tried again ever more seldom, thirty seconds apart at most, and as at first once it answered", async () => {
  const { saver, model, letters } = open(LOST, LOST, LOST, LOST, LOST, LOST, ANSWER, LOST, ANSWER);
  model.cycle(0);
  await saver.save();
  for (const [number, wait] of [3_000, 6_000, 12_000, 24_000, 30_000, 30_000].entries()) {
    mock.timers.tick(wait - 1);
    await calm();
    assert.equal(letters.length, number + 1, `nothing leaves before ${wait} ms`);
    mock.timers.tick(1);
    await calm();
    assert.equal(letters.length, number + 2, `a letter leaves after ${wait} ms`);
  }
  assert.equal(saver.hasUnsaved, false);
  model.cycle(0);
  await saver.save();
  mock.timers.tick(3_000);
  await calm();
  assert.equal(letters.length, 9);
});

test("once signed in again, the same letter leaves; put off, it is not sent and its clicks stay", async () => {
  const over = new SaveFailure(SIGN_IN, "Votre session est terminée.");
  const first = open(over, ANSWER);
  first.model.cycle(0);
  assert.equal(await first.saver.save(), true);
  assert.equal(first.letters[0].save, first.letters[1].save);

  const second = open(over);
  second.signsIn = false;
  second.model.cycle(0);
  assert.equal(await second.saver.save(), false);
  assert.deepEqual([second.failures, [...second.model.unsaved], second.saver.isSettled], [[SIGN_IN], [0], true]);
});

test("a letter that was refused is given up; its clicks stay unsaved, and the next letter leaves", async () => {
  const { saver, model, letters, failures } = open(new SaveFailure(REFUSED, "Non."), ANSWER);
  saver.inherit([{ save: "old", gestures: [] }]);
  model.cycle(0);
  assert.equal(await saver.save(), false);
  assert.deepEqual(failures, [REFUSED]);
  assert.deepEqual(
    letters.map(({ save }) => save === "old"),
    [true, false],
  );
  assert.equal(model.unsaved.size, 0);
});

test("a conflict is not « everything is saved »", async () => {
  const { saver, model } = open({ ...ANSWER, conflicts: [{ pupil: 101, row: 11, stored: 0, date: "", author: "" }] });
  model.cycle(0);
  assert.equal(await saver.save(), false);
  assert.equal(model.current[0], 0);
});

test("letters of a closed page leave first; nothing new is compared before the server said what is stored", async () => {
  const { saver, model, letters, caughtUp } = open(() => {
    if (letters.length === 2) assert.deepEqual(caughtUp, ["asked"]);
    return ANSWER;
  });
  model.cycle(3);
  saver.inherit([{ save: "old", gestures: [{ gesture: "cell", cells: [[101, 11, 2, 1]] }] }]);
  assert.equal(await saver.save(), true);
  assert.deepEqual(letters.map(cellsOf), [["101/11"], ["102/12"]]);
  assert.deepEqual([...saver.delivered].includes("old"), true);
});

test("after a letter of a closed page, a server that does not answer is asked again later", async () => {
  const { saver, model, letters } = open(ANSWER);
  let isThere = false;
  saver.catchUp = async () => isThere;
  model.cycle(3);
  saver.inherit([{ save: "old", gestures: [] }]);
  assert.equal(await saver.save(), false);
  assert.equal(letters.length, 1);
  isThere = true;
  mock.timers.tick(3_000);
  await calm();
  assert.deepEqual(letters.map(cellsOf), [[], ["102/12"]]);
});

test("resuming sends what was promised, nothing else", async () => {
  const { saver, model, letters } = open(ANSWER);
  model.cycle(0);
  assert.equal(await saver.resume(), false);
  assert.deepEqual(letters, []);
  saver.asked.add(0);
  assert.equal(await saver.resume(), true);
  assert.deepEqual(letters.map(cellsOf), [["101/11"]]);
});

test("letters of a closed page alone: nothing empty leaves after them, and they are all there once it is known", async () => {
  const letter = { save: "old", gestures: [] };
  const first = open(ANSWER);
  first.saver.inherit([letter]);
  assert.equal(await first.saver.resume(), true);
  assert.equal(first.letters.length, 1);

  const unanswered = open(ANSWER);
  unanswered.saver.catchUp = async () => false;
  unanswered.saver.inherit([letter]);
  assert.equal(await unanswered.saver.resume(), false);

  const putOff = open(new SaveFailure(SIGN_IN, "Votre session est terminée."));
  putOff.signsIn = false;
  putOff.saver.inherit([letter]);
  assert.equal(await putOff.saver.resume(), false);
});

test("with nothing to send, the button is never busy", async () => {
  const { saver, busy } = open(ANSWER);
  assert.equal(await saver.resume(), true);
  assert.deepEqual(busy, []);
});

test("a save that is asked to be quiet says so of all its cells, and the next one does not (P120)", async () => {
  const { saver, model, letters } = open(ANSWER);
  const box = /** @type {HTMLInputElement} */ (/** @type {unknown} */ ({ checked: true }));
  saveQuietly(saver, box);
  model.cycle(0);
  await saver.save();
  model.cycle(1);
  await saver.save();
  assert.deepEqual(
    letters.map(({ gestures }) => gestures.map(({ gesture }) => gesture)),
    [["quiet"], ["cell"]],
  );
  assert.equal(box.checked, false);
});
