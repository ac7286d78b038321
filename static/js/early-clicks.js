/**
 * Boxes clicked before the page had its scripts, on a slow network: their clicks are told again, none is lost.
 * A browser never fills them in by itself: they say autocomplete="off".
 *
 * @param {HTMLElement} part
 * @param {string} boxes
 */
export function tellEarlyClicks(part, boxes) {
  const clicked = [...part.querySelectorAll(boxes)].filter((box) => box.checked !== box.defaultChecked);
  for (const box of clicked) {
    // Where one alone is chosen, the one that was left says nothing by itself.
    if (box.type !== "radio" || box.checked) box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
