/** « x lignes plus bas », « x élèves à droite »: what hides beyond the edges of the frame, or of the window. */
import { count } from "./words.js";

/**
 * @param {HTMLElement} frame that scrolls
 * @param {object} parts
 * @param {HTMLButtonElement} parts.below
 * @param {HTMLElement[]} parts.lines
 * @param {HTMLButtonElement} parts.beside
 * @param {HTMLElement[]} parts.heads of the columns
 * @param {[string, string]} parts.columns what one column is called, and several
 */
export function hintAtWhatHides(frame, { below, lines, beside, heads, columns }) {
  let isPlanned = false;

  function refresh() {
    isPlanned = false;
    tell(below, count(under(lines), "ligne plus bas ↓", "lignes plus bas ↓"), under(lines));
    tell(beside, count(onTheRight(), `${columns[0]} à droite →`, `${columns[1]} à droite →`), onTheRight());
  }

  /** @param {HTMLElement[]} all @returns {number} of lines in the table that are hidden by nothing but an edge */
  function under(all) {
    const edge = lowerEdge();
    return all.filter((line) => line.offsetParent !== null && line.getBoundingClientRect().bottom > edge + 4).length;
  }

  function onTheRight() {
    const edge = rightEdge();
    return heads.filter((head) => head.getBoundingClientRect().right > edge + 4).length;
  }

  function lowerEdge() {
    return Math.min(frame.getBoundingClientRect().bottom, innerHeight);
  }

  /** Labels that stick on the right hide columns as an edge does. */
  function rightEdge() {
    const { right } = frame.getBoundingClientRect();
    const last = heads[heads.length - 1]?.nextElementSibling;
    return last ? Math.min(right, last.getBoundingClientRect().left) : right;
  }

  function plan() {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(refresh);
  }

  frame.addEventListener("scroll", plan, { passive: true });
  window.addEventListener("scroll", plan, { passive: true });
  const observer = new ResizeObserver(plan);
  observer.observe(frame);
  observer.observe(frame.querySelector("table"));
  below.addEventListener("click", showMore);
  beside.addEventListener("click", () => frame.scrollBy({ left: frame.clientWidth * 0.5 }));
  refresh();

  /** First the whole frame, then what it holds. */
  function showMore() {
    const outside = frame.getBoundingClientRect().bottom - lowerEdge();
    if (outside > 8) window.scrollBy({ top: outside + 8 });
    else frame.scrollBy({ top: frame.clientHeight * 0.6 });
  }
}

/** @param {HTMLButtonElement} hint @param {string} words @param {number} number */
function tell(hint, words, number) {
  hint.hidden = number === 0;
  if (hint.textContent !== words) hint.textContent = words;
}
