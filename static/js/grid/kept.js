/**
 * What was clicked and is not saved, kept on this device so that a page that closes does not lose it.
 *
 * It is locked (AES-GCM) with a key that the server gives to the pages of the same person and that is never
 * written here: whoever uses this computer next finds nothing to read. Each page keeps its own record; one that
 * opens takes over those whose page is gone. What can be read of a record without the key is whose it is, of which
 * grid (its numbers and its address), how many cells and since which day; it is bound to what is locked (`lockOf`),
 * so that a record to which somebody gave another owner, grid or day opens no more. The key changes with the password:
 * what was locked before is told to be lost, never passed over.
 */

import { BROWSER } from "./device.js";

/**
 * @import { Value } from "./alphabet.js"
 * @import { Device, Kept, Store } from "./device.js"
 */

const LOCKS = "sacoche-grid/";
/** Days after which what nobody came back for is thrown away, by the server's calendar. */
const LIFE = 30;
const DAY = 86_400_000;

/**
 * Whose clicks a page keeps.
 * @typedef {object} Whose
 * @property {number} owner the account
 * @property {string} grid
 * @property {string} address where this grid is shown whole
 * @property {string} page the name of this page
 * @property {string} key 64 hexadecimal digits
 * @property {string} day "2026-06-15", on the server
 */

/**
 * What a page keeps; pupil, row, base or bases, wanted, whether it leaves by itself, the day it was clicked, whether it
 * was proposed.
 * @typedef {[number, number, Value | Value[], Value, boolean?, string?, boolean?]} KeptCell
 * @typedef {{pupils: Record<number, string>, rows: Record<number, string>}} Names
 * @typedef {{cells: KeptCell[], outbox: import("./saving.js").Letter[], names: Names, count: number}} Clicks
 * @typedef {{page: string, day: string, count: number}} LostClicks a record that the key does not open
 * @typedef {{pages: string[], clicks: (Clicks & {day: string})[], lost: LostClicks[]}} Left by pages that closed
 */

export class KeptClicks {
  #writing = Promise.resolve(true);
  /** @type {Clicks | null | undefined} */
  #next = undefined;

  /**
   * @param {Whose} whose
   * @param {Device} [device]
   * @returns {Promise<KeptClicks | null>} null where this browser, or a page without https, cannot
   */
  static async open(whose, device = BROWSER) {
    try {
      const key = await crypto.subtle.importKey("raw", bytesOf(whose.key), "AES-GCM", false, ["encrypt", "decrypt"]);
      const kept = new KeptClicks(device, await device.openStore(), key, whose);
      // As long as this page lives it holds a lock: others leave its record alone.
      await device.hold(LOCKS + whose.page);
      return kept;
    } catch {
      return null;
    }
  }

  /** @param {Device} device @param {Store} store @param {CryptoKey} key @param {Whose} whose */
  constructor(device, store, key, whose) {
    this.device = device;
    this.store = store;
    this.key = key;
    this.whose = whose;
  }

  /**
   * Keeps the latest state; several calls in a row write once.
   * @param {Clicks | null} clicks null when there is nothing to keep
   * @returns {Promise<boolean>} whether it could be written: a device may be full
   */
  keep(clicks) {
    const isPlanned = this.#next !== undefined;
    this.#next = clicks;
    if (!isPlanned) this.#writing = this.#writing.then(() => this.#writeNext());
    return this.#writing;
  }

  async #writeNext() {
    const clicks = this.#next ?? null;
    this.#next = undefined;
    try {
      if (clicks === null) await this.store.remove(this.whose.page);
      else await this.#put(clicks);
      return true;
    } catch {
      return false;
    }
  }

  /** @param {Clicks} clicks */
  async #put(clicks) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(clicks));
    const { page, owner, grid, address, day } = this.whose;
    const record = { page, owner, grid, address, day, count: clicks.count, iv };
    const locked = await crypto.subtle.encrypt(lockOf(record), this.key, text);
    await this.store.put({ ...record, locked });
  }

  /**
   * What pages of the same person and grid left when they closed. Nothing is thrown away before `forget`.
   * @returns {Promise<Left>} `lost`: what this key does not open, which stays until the person has read so
   */
  async leftBehind() {
    /** @type {Left} */
    const left = { pages: [], clicks: [], lost: [] };
    for (const record of await recordsOfClosedPages(this.device, this.store)) {
      if (!this.isYoung(record.day)) left.pages.push(record.page);
      else if (record.owner === this.whose.owner && record.grid === this.whose.grid) await this.#unlock(record, left);
    }
    return left;
  }

  /** Whether what was clicked that day is still kept, by the server's calendar. @param {string} day */
  isYoung(day) {
    return isYoung(day, this.whose.day);
  }

  /** @param {Kept} record @param {Left} left */
  async #unlock(record, left) {
    const { page, day, count, locked } = record;
    try {
      const text = await crypto.subtle.decrypt(lockOf(record), this.key, locked);
      left.clicks.push({ ...JSON.parse(new TextDecoder().decode(text)), day });
      left.pages.push(page);
    } catch {
      // Locked before the password changed, or changed since by somebody else: nobody can read it any more.
      left.lost.push({ page, day, count });
    }
  }

  /** @param {string[]} pages whose records are not needed any more */
  forget(pages) {
    return Promise.all(pages.map((page) => this.store.remove(page)));
  }

  /** One page at a time takes over what others left. @param {() => Promise<unknown>} action */
  alone(action) {
    return this.device.alone("sacoche-grids", action);
  }
}

/**
 * What an account left on this device, that no open page holds: one line for each grid.
 * @param {number} owner
 * @param {string} today by the server's calendar
 * @param {Device} [device]
 * @returns {Promise<{address: string, grid: string, day: string, count: number}[]>}
 */
export async function keptOf(owner, today, device = BROWSER) {
  // Looking must not make an empty store on every device.
  const isThere = await device.hasStore();
  /** @type {Map<string, Kept>} */
  const grids = new Map();
  for (const record of isThere ? await recordsOfClosedPages(device, await device.openStore()) : []) {
    if (record.owner !== owner || !record.count || !isYoung(record.day, today)) continue;
    const known = grids.get(record.grid);
    grids.set(record.grid, { ...record, count: record.count + (known?.count ?? 0) });
  }
  return [...grids.values()];
}

/** @param {Device} device @param {Store} store */
async function recordsOfClosedPages(device, store) {
  const held = await device.held();
  return (await store.all()).filter(({ page }) => !held.has(LOCKS + page));
}

/** @param {string} day @param {string} today */
function isYoung(day, today) {
  return Date.parse(today) - Date.parse(day) <= LIFE * DAY;
}

/**
 * How a record is locked: with what can be read of it, which cannot then be changed.
 * @param {Omit<Kept, "locked">} record
 */
function lockOf({ page, owner, grid, address, day, count, iv }) {
  const label = JSON.stringify([page, owner, grid, address, day, count]);
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(label) };
}

/** @param {string} hexadecimal */
function bytesOf(hexadecimal) {
  return Uint8Array.from(hexadecimal.match(/../g) ?? [], (digits) => parseInt(digits, 16));
}
