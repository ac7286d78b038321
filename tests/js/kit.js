/** What the tests share: a small grid, a device in memory. */
import { Alphabet } from "../../static/js/grid/alphabet.js";
import { GridModel } from "../../static/js/grid/model.js";

export const [NOT_VALIDATED, VALIDATED, UNDECIDED] = [0, 1, 2];

export const SIGNS = { ".": UNDECIDED, V: VALIDATED, R: NOT_VALIDATED };
export const PUPILS = [101, 102];
export const ITEMS = [
  { id: 11, section: 0 },
  { id: 12, section: 0 },
  { id: 23, section: 1 },
];

/** The states of a validation, as the server gives them. @param {number | null} finalState */
export function alphabetOf(finalState = null) {
  const state = (code, word, more) => ({ code, word, sign: "", colour: "", is_final: code === finalState, ...more });
  return new Alphabet({
    understood: "V, R ou vide",
    states: [
      state(VALIDATED, "validé", {
        keys: ["v"],
        counted: "à valider",
        pasted: ["v", "valide", "validee", "1", "oui", "✓"],
      }),
      state(NOT_VALIDATED, "non validé", {
        keys: ["r"],
        counted: "à mettre non validé",
        pasted: ["r", "non valide", "non validee", "0", "faux", "✗"],
      }),
      state(UNDECIDED, "aucune décision", {
        keys: ["delete"],
        counted: "à effacer",
        pasted: ["", "vide", "aucune decision"],
      }),
    ],
  });
}

/** Two pupils, three items; `stored` is written as in grille.md. @param {string} stored @param {number | null} finalState */
export function gridOf(stored = ".. .. ..", finalState = null, more = {}) {
  const values = [...stored.replaceAll(" ", "")].map((sign) => SIGNS[sign]);
  return new GridModel({ rows: ITEMS, columns: PUPILS, values, alphabet: alphabetOf(finalState), ...more });
}

/** The state of every cell, as in grille.md. @param {GridModel} model */
export function shown(model) {
  const sign = (state) => Object.keys(SIGNS).find((each) => SIGNS[each] === state);
  return [...model.current].map(sign).join("").match(/../g).join(" ");
}

/** The device of one browser: its store outlives its pages, a lock dies with the page that holds it. */
export class Memory {
  records = new Map();
  locks = new Set();
  isFull = false;
  #turn = Promise.resolve();

  hasStore = async () => this.records.size > 0;

  openStore = async () => ({
    all: async () => [...this.records.values()],
    put: async (record) => {
      if (this.isFull) throw new DOMException("no room", "QuotaExceededError");
      this.records.set(record.page, record);
    },
    remove: async (page) => this.records.delete(page),
  });

  hold = async (name) => this.locks.add(name);
  held = async () => this.locks;

  alone = (_name, action) => {
    this.#turn = this.#turn.then(action);
    return this.#turn;
  };

  /** The pages that are open are closed: their locks go. */
  closePages() {
    this.locks.clear();
  }
}

/** Everything that can happen without a timer has happened. */
export async function calm() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
