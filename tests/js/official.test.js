/** A text of an official document on its way to the server. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { REFUSED, RETRY, SaveFailure, SIGN_IN } from "../../static/js/grid/saving.js";
import { lengthOf, PAUSE, Text } from "../../static/js/official/text.js";

const EMPTY = { key: 0, version: 0, text: "", author: "", at: "" };
const stored = (text, version = 1) => ({ key: 7, version, text, author: "M. MOI", at: "10:42" });

/** A text, what was sent of it, and the states it went through. @param {unknown[]} answers */
function open(...answers) {
  const seen = { sent: [], states: [] };
  const text = new Text(EMPTY, 400, {
    send: async (typed, version) => {
      seen.sent.push([typed, version]);
      await null;
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    signIn: async () => true,
    onChange: ({ state }) => seen.states.push(state),
  });
  return { text, seen };
}

const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await null;
};

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

test("a text leaves two seconds after the last key, once", async () => {
  const { text, seen } = open(stored("Bien."));
  text.type("Bie");
  mock.timers.tick(PAUSE - 1);
  text.type("Bien.");
  mock.timers.tick(PAUSE - 1);
  assert.deepEqual(seen.sent, []);
  mock.timers.tick(1);
  await settle();
  assert.deepEqual(seen.sent, [["Bien.", 0]]);
  assert.deepEqual([text.state, text.isUnsaved, text.stored.version], ["saved", false, 1]);
});

test("what is typed while a text is on its way leaves after it, on the new version", async () => {
  const { text, seen } = open(stored("Un", 1), stored("Un deux", 2));
  text.type("Un");
  const first = text.save();
  text.type("Un deux");
  await first;
  mock.timers.tick(PAUSE);
  await settle();
  assert.deepEqual(seen.sent, [
    ["Un", 0],
    ["Un deux", 1],
  ]);
  assert.equal(text.state, "saved");
});

test("of two texts, one is chosen", async () => {
  const { text, seen } = open({ ...stored("Le sien.", 3), conflict: true }, stored("Le mien.", 4));
  text.type("Le mien.");
  await text.save();
  assert.deepEqual([text.state, text.other?.text], ["conflict", "Le sien."]);
  text.keepMine();
  await settle();
  assert.deepEqual(seen.sent.at(-1), ["Le mien.", 3]);
  assert.equal(text.state, "saved");
});

test("the other text is taken as it is", async () => {
  const { text } = open({ ...stored("Le sien.", 3), conflict: true });
  text.type("Le mien.");
  await text.save();
  text.takeTheirs();
  assert.deepEqual([text.state, text.typed, text.isUnsaved], ["saved", "Le sien.", false]);
});

test("without network it waits, and leaves when the server answers again", async () => {
  const { text, seen } = open(new SaveFailure(RETRY, "", { isCut: true }), stored("Bien."));
  text.type("Bien.");
  await text.save();
  assert.deepEqual([text.state, text.isUnsaved], ["waiting", true]);
  text.wake();
  await settle();
  assert.deepEqual([seen.sent.length, text.state], [2, "saved"]);
});

test("a session that ended is opened again, and the text leaves", async () => {
  const { text, seen } = open(new SaveFailure(SIGN_IN, "Votre session est terminée."), stored("Bien."));
  text.type("Bien.");
  await text.save();
  await settle();
  assert.deepEqual([seen.sent.length, text.state], [2, "saved"]);
});

test("a refusal is said and the text stays", async () => {
  const { text } = open(new SaveFailure(REFUSED, "5A : le document est complet."));
  text.type("Trop tard.");
  await text.save();
  assert.deepEqual([text.state, text.refusal, text.typed], ["refused", "5A : le document est complet.", "Trop tard."]);
});

test("a text that is too long is not sent, and an emoji is one sign", async () => {
  const { text, seen } = open(stored(""));
  text.type("é".repeat(401));
  mock.timers.tick(2 * PAUSE);
  await text.save();
  assert.deepEqual([text.state, seen.sent.length], ["too-long", 0]);
  assert.deepEqual([lengthOf("🎉🎉"), lengthOf("a\r\nb ")], [2, 3]);
});

test("what a closed page kept comes back, beside what changed since", () => {
  const { text } = open(stored("Gardé."));
  text.stored = stored("Changé.", 2);
  text.typed = "Changé.";
  text.restore("Gardé.", 1);
  assert.deepEqual([text.state, text.other?.text], ["conflict", "Changé."]);
});
