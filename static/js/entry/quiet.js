/** « Discret »: the next save tells nobody of its results, and the history says so; then the box is unticked. */

/** The gesture of such a save, on the server too. */
const QUIET = "quiet";

/**
 * @param {import("../grid/saver.js").Saver} saver
 * @param {HTMLInputElement} box
 */
export function saveQuietly(saver, box) {
  saver.toldAs = () => {
    const told = box.checked ? QUIET : "";
    box.checked = false;
    return told;
  };
}
