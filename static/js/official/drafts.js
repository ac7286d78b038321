/** Texts that are not saved yet, kept on this device under the key of the person: a page that closes loses none. */
import { KeptClicks } from "../grid/kept.js";

/**
 * A text that is kept: the name of its field, what was typed, the version that the page showed.
 * @typedef {{name: string, text: string, version: number}} Draft
 * @typedef {import("../grid/kept.js").Clicks & {texts: Draft[]}} KeptTexts
 */

export class Drafts {
  /** @param {KeptClicks | null} kept */
  constructor(kept) {
    this.kept = kept;
  }

  /** @param {import("../grid/kept.js").Whose} whose */
  static async open(whose) {
    return new Drafts(await KeptClicks.open(whose));
  }

  /** @param {Draft[]} texts those that are not saved @returns {Promise<boolean>} whether they could be kept */
  async keep(texts) {
    if (this.kept === null) return false;
    const names = { pupils: {}, rows: {} };
    /** @type {KeptTexts} */
    const kept = { cells: [], outbox: [], names, count: texts.length, texts };
    return this.kept.keep(texts.length > 0 ? kept : null);
  }

  /** What pages of the same place left when they closed, the latest last; they are forgotten once `take` has them. @param {(texts: Draft[]) => void} take */
  async giveBack(take) {
    const kept = this.kept;
    if (kept === null) return;
    await kept.alone(async () => {
      const { pages, clicks } = await kept.leftBehind();
      take(clicks.flatMap((one) => /** @type {KeptTexts} */ (/** @type {unknown} */ (one)).texts ?? []));
      await kept.forget(pages);
    });
  }
}
