/** Clicks kept on a device: locked, taken over by the next page of the same person and grid, thrown away in the end. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { KeptClicks, keptOf } from "../../static/js/grid/kept.js";
import { Memory } from "./kit.js";

const KEY = "ab".repeat(32);
const WHOSE = { owner: 7, grid: "item/3/12", address: "https://ecole.example/grille", key: KEY, day: "2026-06-15" };
const CLICKS = {
  cells: [[101, 11, 2, 1, true, "2026-06-15"]],
  outbox: [],
  names: { pupils: { 101: "FAURE Tom" }, rows: { 11: "Dire" } },
  count: 1,
};

/** @type {Memory} */
let device;
beforeEach(() => {
  device = new Memory();
});

/** @param {string} page @param {object} [more] */
const open = (page, more = {}) => KeptClicks.open({ ...WHOSE, page, ...more }, device);

test("what a page kept is there for the next one, once it is closed", async () => {
  const first = await open("one");
  assert.equal(await first.keep(CLICKS), true);
  const second = await open("two");
  assert.deepEqual(await second.leftBehind(), { pages: [], clicks: [], lost: [] });
  device.closePages();
  const third = await open("three");
  assert.deepEqual(await third.leftBehind(), { pages: ["one"], clicks: [{ ...CLICKS, day: "2026-06-15" }], lost: [] });
  await third.forget(["one"]);
  assert.deepEqual((await third.leftBehind()).pages, []);
});

test("what is stored shows whose it is and how much, never what was clicked", async () => {
  await (await open("one")).keep(CLICKS);
  const { iv, locked, ...readable } = device.records.get("one");
  const { owner, grid, address, day } = WHOSE;
  assert.deepEqual(readable, { page: "one", owner, grid, address, day, count: 1 });
  const bytes = Buffer.from(locked).toString("latin1");
  for (const secret of ["FAURE", "Dire", "101", "cells"]) assert.equal(bytes.includes(secret), false);
  assert.equal(iv.length, 12);
});

test("two records are never locked with the same number", async () => {
  const kept = await open("one");
  await kept.keep(CLICKS);
  const first = device.records.get("one");
  await kept.keep(CLICKS);
  assert.notDeepEqual(device.records.get("one").iv, first.iv);
});

test("another key, that of another password, reads nothing: it is told, and the record stays until it was read", async () => {
  await (await open("one")).keep(CLICKS);
  device.closePages();
  const next = await open("two", { key: "cd".repeat(32) });
  const lost = [{ page: "one", day: "2026-06-15", count: 1 }];
  assert.deepEqual(await next.leftBehind(), { pages: [], clicks: [], lost });
});

for (const [what, more] of [
  ["person", { owner: 8 }],
  ["grid", { grid: "item/3/13" }],
]) {
  test(`another ${what} leaves it alone`, async () => {
    await (await open("one")).keep(CLICKS);
    device.closePages();
    assert.deepEqual(await (await open("two", more)).leftBehind(), { pages: [], clicks: [], lost: [] });
  });
}

for (const [day, isKept] of [
  ["2026-07-15", true],
  ["2026-07-16", false],
]) {
  test(`what was kept on June 15th is ${isKept ? "given back" : "thrown away unread"} on ${day}`, async () => {
    await (await open("one")).keep(CLICKS);
    device.closePages();
    const { pages, clicks } = await (await open("two", { day })).leftBehind();
    assert.deepEqual([pages, clicks.length], [["one"], isKept ? 1 : 0]);
    assert.equal((await keptOf(7, day, device)).length, isKept ? 1 : 0);
  });
}

test("several changes in a row are written once, the last one", async () => {
  const kept = await open("one");
  let written = 0;
  const { put } = kept.store;
  kept.store.put = (record) => {
    written += 1;
    return put(record);
  };
  await Promise.all([
    kept.keep({ ...CLICKS, count: 1 }),
    kept.keep({ ...CLICKS, count: 2 }),
    kept.keep({ ...CLICKS, count: 3 }),
  ]);
  assert.deepEqual([written, device.records.get("one").count], [1, 3]);
});

test("nothing to keep leaves nothing on the device", async () => {
  const kept = await open("one");
  await kept.keep(CLICKS);
  assert.equal(await kept.keep(null), true);
  assert.equal(device.records.size, 0);
});

test("a device that is full says so, and keeps again once there is room", async () => {
  const kept = await open("one");
  device.isFull = true;
  assert.equal(await kept.keep(CLICKS), false);
  device.isFull = false;
  assert.equal(await kept.keep(CLICKS), true);
});

test("a browser without a store, or a key that is none, keeps nothing and breaks nothing", async () => {
  const none = { ...new Memory(), openStore: () => Promise.reject(new Error("private window")) };
  assert.equal(await KeptClicks.open({ ...WHOSE, page: "one" }, none), null);
  assert.equal(await open("one", { key: "" }), null);
});

test("what an account left is one line for each grid, without the pages that are open", async () => {
  await (await open("one")).keep(CLICKS);
  await (await open("two")).keep({ ...CLICKS, count: 2 });
  await (await open("other grid", { grid: "item/3/13", address: "https://ecole.example/autre" })).keep(CLICKS);
  await (await open("other person", { owner: 8 })).keep(CLICKS);
  device.closePages();
  await (await open("still open")).keep({ ...CLICKS, count: 40 });
  const lines = await keptOf(7, "2026-06-15", device);
  assert.deepEqual(
    lines.map(({ address, count }) => [address, count]),
    [
      ["https://ecole.example/grille", 3],
      ["https://ecole.example/autre", 1],
    ],
  );
});

test("looking makes no store where there is none", async () => {
  device.openStore = () => assert.fail("a store was made");
  assert.deepEqual(await keptOf(7, "2026-06-15", device), []);
});

for (const change of [{ address: "/ailleurs/" }, { day: "2026-06-14" }, { count: 3 }])
  test(`a record whose ${Object.keys(change)[0]} somebody changed opens no more`, async () => {
    await (await open("one")).keep(CLICKS);
    device.closePages();
    device.records.set("one", { ...device.records.get("one"), ...change });
    const left = await (await open("two")).leftBehind();
    assert.deepEqual([left.clicks, left.lost.length], [[], 1]);
  });
