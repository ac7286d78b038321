/** The states of a cell, as the server gives them: in the order in which a click goes through them, the blank one last. */

/**
 * @typedef {string | number} Value what a cell holds: the code of a state, or a text typed in it
 *
 * @typedef {object} State
 * @property {Value} code
 * @property {string} sign
 * @property {string} word
 * @property {string} colour
 * @property {string[]} keys of the keyboard
 * @property {string} verb what an arrow that gives it says
 * @property {string} mass the same where its place says the rest
 * @property {string} counted what follows a number of cells
 * @property {string[]} pasted its other words in a spreadsheet
 * @property {boolean} is_final whether a cell stored so is locked
 *
 * @typedef {{states: State[], understood: string}} AlphabetData
 */

export class Alphabet {
  /** @param {AlphabetData} data */
  constructor({ states, understood }) {
    this.states = states;
    /** What ends the sentence that refuses a word. */
    this.understood = understood;
    this.numbers = new Map(states.map(({ code }, number) => [code, number]));
    this.codes = new Map(states.map(({ code }) => [String(code), code]));
    this.keys = new Map(states.flatMap(({ keys, code }) => keys.map((key) => [key, code])));
    this.words = new Map(states.flatMap(({ pasted, code }) => pasted.map((word) => [word, code])));
  }

  /** What an arrow gives at first. */
  get first() {
    return this.states[0].code;
  }

  get blank() {
    return this.states[this.states.length - 1].code;
  }

  /** Cells and arrows turn alike. @param {Value} code @returns {Value} */
  next(code) {
    return this.states[((this.numbers.get(code) ?? -1) + 1) % this.states.length].code;
  }

  /** The state of a value; a typed text says itself. @param {Value} value @returns {State} */
  at(value) {
    const number = this.numbers.get(value);
    if (number !== undefined) return this.states[number];
    const word = String(value);
    return { ...TEXT, code: value, word };
  }

  /** @param {Value} value */
  word(value) {
    return this.at(value).word;
  }

  /** The value that the server wrote in a cell. @param {string} text @returns {Value} */
  read(text) {
    return this.codes.get(text) ?? text;
  }

  /** @param {Value} value */
  isFinal(value) {
    return this.at(value).is_final;
  }
}

const TEXT = { sign: "", colour: "text", keys: [], verb: "", mass: "", counted: "", pasted: [], is_final: false };
