/** A finger drawn sideways. The style sheet leaves vertical moves to the page (`touch-action: pan-y`). */

const SHORTEST = 56;

/** @param {HTMLElement} element @param {{left: () => void, right: () => void}} directions of the finger */
export function onSwipe(element, { left, right }) {
  /** @type {PointerEvent | null} */
  let start = null;

  element.addEventListener("pointerdown", (event) => {
    start = event.pointerType === "touch" && event.isPrimary ? event : null;
  });
  element.addEventListener("pointercancel", () => (start = null));
  element.addEventListener("pointerup", (event) => {
    if (!start || event.pointerId !== start.pointerId) return;
    const across = event.clientX - start.clientX;
    const along = event.clientY - start.clientY;
    start = null;
    if (Math.abs(across) >= SHORTEST && Math.abs(across) > 2 * Math.abs(along)) (across < 0 ? left : right)();
  });
}
