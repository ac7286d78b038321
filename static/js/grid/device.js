/**
 * The part of kept.js and offline.js that needs a browser: a store of records, one for each page, locks that die with
 * a page, and whether the network is there. The unit tests give others.
 */

const DATABASE = "sacoche-grids";
const STORE = "pages";

/**
 * What can be read of a record without the key, then what is locked.
 * @typedef {object} Kept
 * @property {string} page the name of the page that wrote it
 * @property {number} owner the account
 * @property {string} grid
 * @property {string} address where this grid is shown whole
 * @property {string} day "2026-06-15", on the server
 * @property {number} count cells that are kept
 * @property {Uint8Array<ArrayBuffer>} iv
 * @property {ArrayBuffer} locked
 */

/**
 * @typedef {object} Store
 * @property {() => Promise<Kept[]>} all
 * @property {(record: Kept) => Promise<unknown>} put in the place of what this page had
 * @property {(page: string) => Promise<unknown>} remove
 */

/**
 * @typedef {object} Device
 * @property {() => Promise<boolean>} hasStore
 * @property {() => Promise<Store>} openStore
 * @property {(name: string) => Promise<void>} hold a lock as long as this page lives
 * @property {() => Promise<Set<string>>} held the locks of all pages
 * @property {(name: string, action: () => Promise<unknown>) => Promise<unknown>} alone one page at a time
 */

/**
 * @typedef {object} Network
 * @property {boolean} isAway
 * @property {(onAway: () => void, onBack: () => void) => void} listen
 */

/** @type {Network} */
export const NETWORK = {
  get isAway() {
    return !navigator.onLine;
  },

  listen(onAway, onBack) {
    addEventListener("offline", onAway);
    addEventListener("online", onBack);
  },
};

/** @type {Device} */
export const BROWSER = {
  hasStore: async () => (await indexedDB.databases()).some(({ name }) => name === DATABASE),

  async openStore() {
    const database = await openDatabase();
    return {
      all: () => run(database, "readonly", (store) => store.getAll()),
      put: (record) => run(database, "readwrite", (store) => store.put(record)),
      remove: (page) => run(database, "readwrite", (store) => store.delete(page)),
    };
  },

  hold(name) {
    return new Promise((resolve) => {
      navigator.locks.request(name, () => {
        resolve();
        return new Promise(() => {});
      });
    });
  },

  held: async () => new Set((await navigator.locks.query()).held?.map(({ name }) => name ?? "")),

  alone: (name, action) => navigator.locks.request(name, action),
};

/**
 * @template Result
 * @param {IDBDatabase} database
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<Result>} action
 * @returns {Promise<Result>}
 */
function run(database, mode, action) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = action(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "page" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
