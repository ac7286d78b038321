/** What the pupils and the things of kept clicks are called, for a page that does not show them. */

/**
 * @import { Value } from "./alphabet.js"
 * @import { HiddenClick } from "./comeback.js"
 * @import { Names } from "./kept.js"
 */

export class KeptNames {
  /** @type {Names} */
  known = { pupils: {}, rows: {} };

  /**
   * @param {import("./model.js").GridModel} model
   * @param {(cell: number) => {pupil: string, thing: string}} wordsOf
   */
  constructor(model, wordsOf) {
    this.model = model;
    this.wordsOf = wordsOf;
  }

  /** @param {Names | undefined} names that another page had kept */
  learn(names) {
    for (const kind of /** @type {const} */ (["pupils", "rows"])) Object.assign(this.known[kind], names?.[kind]);
  }

  /** @param {{pupil: number, row: number, wanted: Value}[]} clicks @returns {HiddenClick[]} */
  named(clicks) {
    return clicks.map(({ pupil, row, wanted }) => ({ ...this.nameOf(pupil, row), wanted }));
  }

  /** @param {number} pupil @param {number} row */
  nameOf(pupil, row) {
    const { pupils, rows } = this.known;
    const cell = pupil in pupils && row in rows ? null : this.model.cellOf(pupil, row);
    if (cell !== null) ({ pupil: pupils[pupil], thing: rows[row] } = this.wordsOf(cell));
    return { pupil: pupils[pupil], thing: rows[row] };
  }
}
