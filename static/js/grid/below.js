/** « x lignes plus bas »: how many rows hide under the lower edge of the frame, or of the window. */
import { count } from "./words.js";

/** @param {HTMLElement} frame that scrolls @param {HTMLButtonElement} hint @param {HTMLElement[]} lines */
export function hintAtLinesBelow(frame, hint, lines) {
  let isPlanned = false;

  function refresh() {
    isPlanned = false;
    const edge = lowerEdge();
    const hidden = lines.filter((line) => line.getBoundingClientRect().bottom > edge + 4).length;
    hint.hidden = hidden === 0;
    hint.textContent = `${count(hidden, "ligne", "lignes")} plus bas ↓`;
  }

  function lowerEdge() {
    return Math.min(frame.getBoundingClientRect().bottom, innerHeight);
  }

  function plan() {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(refresh);
  }

  frame.addEventListener("scroll", plan, { passive: true });
  window.addEventListener("scroll", plan, { passive: true });
  new ResizeObserver(plan).observe(frame);
  hint.addEventListener("click", showMore);
  refresh();

  /** First the whole frame, then what it holds. */
  function showMore() {
    const outside = frame.getBoundingClientRect().bottom - lowerEdge();
    if (outside > 8) window.scrollBy({ top: outside + 8 });
    else frame.scrollBy({ top: frame.clientHeight * 0.6 });
  }
}
