/**
 * What was clicked and is not saved, kept on this device so that a page that closes does not lose it.
 *
 * It is locked (AES-GCM) with a key that the server gives to the pages of the same person and that is never
 * written here: whoever uses this computer next finds nothing to read. Each page keeps its own record; one that
 * opens takes over those whose page is gone. What can be read of a record without the key is whose it is, of which
 * grid (its numbers and its address), how many cells and since which day.
 */

const DATABASE = "sacoche-grids";
const STORE = "pages";
const LOCKS = "sacoche-grid/";
/** Days after which what nobody came back for is thrown away, by the server's calendar. */
const LIFE = 30;
const DAY = 86_400_000;

export class KeptClicks {
  #writing = Promise.resolve(true);
  #next = undefined;

  /**
   * @param {object} whose
   * @param {number} whose.owner the account
   * @param {string} whose.grid
   * @param {string} whose.address where this grid is shown whole
   * @param {string} whose.page the name of this page
   * @param {string} whose.key 64 hexadecimal digits
   * @param {string} whose.day "2026-06-15", on the server
   * @returns {Promise<KeptClicks | null>} null where this browser, or a page without https, cannot
   */
  static async open(whose) {
    try {
      const key = await crypto.subtle.importKey("raw", bytesOf(whose.key), "AES-GCM", false, ["encrypt", "decrypt"]);
      const kept = new KeptClicks(await openDatabase(), key, whose);
      await kept.#stayKnown();
      return kept;
    } catch {
      return null;
    }
  }

  constructor(database, key, whose) {
    Object.assign(this, { database, key, whose });
  }

  /** As long as this page lives it holds a lock: others leave its record alone. */
  #stayKnown() {
    return new Promise((resolve) => {
      navigator.locks.request(LOCKS + this.whose.page, () => {
        resolve();
        return new Promise(() => {});
      });
    });
  }

  /**
   * Keeps the latest state; several calls in a row write once.
   * @param {object | null} clicks null when there is nothing to keep
   * @returns {Promise<boolean>} whether it could be written: a device may be full
   */
  keep(clicks) {
    const isPlanned = this.#next !== undefined;
    this.#next = clicks;
    if (!isPlanned) this.#writing = this.#writing.then(() => this.#writeNext());
    return this.#writing;
  }

  async #writeNext() {
    const clicks = this.#next;
    this.#next = undefined;
    try {
      if (clicks === null) await this.#run("readwrite", (store) => store.delete(this.whose.page));
      else await this.#put(clicks);
      return true;
    } catch {
      return false;
    }
  }

  async #put(clicks) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(clicks));
    const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, text);
    const { page, owner, grid, address, day } = this.whose;
    const record = { page, owner, grid, address, day, count: clicks.count, iv, locked };
    await this.#run("readwrite", (store) => store.put(record));
  }

  /**
   * What pages of the same person and grid left when they closed. Nothing is thrown away before `forget`.
   * @returns {Promise<{pages: string[], clicks: object[]}>}
   */
  async leftBehind() {
    const left = { pages: [], clicks: [] };
    for (const record of await recordsOfClosedPages(this.database)) {
      if (!this.isYoung(record.day)) left.pages.push(record.page);
      else if (record.owner === this.whose.owner && record.grid === this.whose.grid) await this.#unlock(record, left);
    }
    return left;
  }

  /** Whether what was clicked that day is still kept, by the server's calendar. @param {string} day */
  isYoung(day) {
    return isYoung(day, this.whose.day);
  }

  async #unlock({ page, day, iv, locked }, left) {
    left.pages.push(page);
    try {
      const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.key, locked);
      left.clicks.push({ ...JSON.parse(new TextDecoder().decode(text)), day });
    } catch {
      // Locked with another key of the server: nobody can read it any more.
    }
  }

  /** @param {string[]} pages whose records are not needed any more */
  forget(pages) {
    return Promise.all(pages.map((page) => this.#run("readwrite", (store) => store.delete(page))));
  }

  /** One page at a time takes over what others left. */
  alone(action) {
    return navigator.locks.request("sacoche-grids", action);
  }

  #run(mode, action) {
    return run(this.database, mode, action);
  }
}

/**
 * What an account left on this device, that no open page holds: one line for each grid.
 * @param {number} owner
 * @param {string} today by the server's calendar
 * @returns {Promise<{address: string, day: string, count: number}[]>}
 */
export async function keptOf(owner, today) {
  // Looking must not make an empty store on every device.
  const isThere = (await indexedDB.databases()).some(({ name }) => name === DATABASE);
  const grids = new Map();
  for (const record of isThere ? await recordsOfClosedPages(await openDatabase()) : []) {
    if (record.owner !== owner || !record.count || !isYoung(record.day, today)) continue;
    const known = grids.get(record.grid);
    grids.set(record.grid, { ...record, count: record.count + (known?.count ?? 0) });
  }
  return [...grids.values()];
}

async function recordsOfClosedPages(database) {
  const held = new Set((await navigator.locks.query()).held.map(({ name }) => name));
  const records = await run(database, "readonly", (store) => store.getAll());
  return records.filter(({ page }) => !held.has(LOCKS + page));
}

function run(database, mode, action) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = action(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

function isYoung(day, today) {
  return Date.parse(today) - Date.parse(day) <= LIFE * DAY;
}

function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "page" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function bytesOf(hexadecimal) {
  return Uint8Array.from(hexadecimal.match(/../g), (digits) => parseInt(digits, 16));
}
