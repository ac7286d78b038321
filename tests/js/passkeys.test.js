/** Passkeys between the server's JSON and the browser's bytes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "../../static/js/base64url.js";
import { readOptions, refusalOf, writeAnswer } from "../../static/js/passkeys.js";

/** @param {number[]} bytes */
const buffer = (...bytes) => new Uint8Array(bytes).buffer;

test("bytes come back as they were, whatever their number", () => {
  for (const bytes of [[], [0], [251, 255], [1, 2, 3], [255, 254, 253, 252]]) {
    assert.deepEqual([...new Uint8Array(decode(encode(buffer(...bytes))))], bytes);
  }
});

test("base64url has no sign that an address would escape", () => {
  assert.equal(encode(buffer(251, 255, 191)), "-_-_");
});

test("options of the server become those of the browser", () => {
  const { publicKey } = readOptions({
    publicKey: {
      challenge: "AQI",
      rp: { id: "localhost" },
      user: { id: "MTI", name: "camille" },
      excludeCredentials: [{ id: "AAE", type: "public-key" }],
    },
  });
  assert.deepEqual([...new Uint8Array(publicKey.challenge)], [1, 2]);
  assert.deepEqual([...new Uint8Array(publicKey.user.id)], [49, 50]);
  assert.deepEqual([...new Uint8Array(publicKey.excludeCredentials[0].id)], [0, 1]);
  assert.equal(publicKey.excludeCredentials[0].type, "public-key");
  assert.deepEqual(publicKey.rp, { id: "localhost" });
});

test("what a key answers is written as the server reads it, without what it did not give", () => {
  const answer = writeAnswer({
    rawId: buffer(1, 2),
    type: "public-key",
    response: { clientDataJSON: buffer(3), authenticatorData: buffer(4), signature: buffer(5) },
  });
  assert.deepEqual(answer, {
    id: "AQI",
    rawId: "AQI",
    type: "public-key",
    response: { clientDataJSON: "Aw", authenticatorData: "BA", signature: "BQ" },
    clientExtensionResults: {},
  });
});

test("each refusal of the browser is said in French", () => {
  /** @param {string} name */
  const named = (name) => Object.assign(new Error("x"), { name });
  assert.match(refusalOf(named("InvalidStateError")), /déjà enregistrée/);
  assert.match(refusalOf(named("SecurityError")), /à cette adresse/);
  assert.match(refusalOf(named("NotSupportedError")), /ajoutez une application/);
  assert.match(refusalOf(named("NotAllowedError")), /vous avez annulé/);
  assert.match(refusalOf("x"), /recommencez/);
});
