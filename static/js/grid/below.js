/** « x lignes plus bas »: how many rows of items hide under the edge of the frame. */
import { count } from "./words.js";

/** @param {HTMLElement} frame that scrolls @param {HTMLButtonElement} hint @param {HTMLElement[]} lines */
export function hintAtLinesBelow(frame, hint, lines) {
  let isPlanned = false;

  function refresh() {
    isPlanned = false;
    const edge = frame.getBoundingClientRect().bottom;
    const hidden = lines.filter((line) => line.getBoundingClientRect().bottom > edge + 4).length;
    hint.hidden = hidden === 0;
    hint.textContent = `${count(hidden, "ligne", "lignes")} plus bas ↓`;
  }

  function plan() {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(refresh);
  }

  frame.addEventListener("scroll", plan, { passive: true });
  new ResizeObserver(plan).observe(frame);
  hint.addEventListener("click", () => frame.scrollBy({ top: frame.clientHeight * 0.7 }));
  refresh();
}
