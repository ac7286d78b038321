/** A finger held on a cell: looks at it without changing it, as a mouse that rests does. */

const PRESS = 500;
/** A finger that slips further than this is scrolling. */
const SLIP = 10;

/**
 * @param {HTMLElement} table
 * @param {object} acts
 * @param {(cell: HTMLElement) => void} acts.onPress while the finger is still down
 * @param {() => void} acts.onLift once it is up
 */
export function listenToPress(table, { onPress, onLift }) {
  let timer = 0;
  /** Where a finger is down on a cell; null when none is, or when it is doing something else. @type {{cell: PageElement, x: number, y: number} | null} */
  let held = null;
  let isPressed = false;

  table.addEventListener("pointerdown", (event) => {
    forget();
    isPressed = false;
    const cell = event.pointerType === "touch" && event.isPrimary && event.target.closest("td[data-v]");
    if (!cell) return;
    held = { cell, x: event.clientX, y: event.clientY };
    timer = setTimeout(press, PRESS);
  });
  table.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (held && Math.hypot(clientX - held.x, clientY - held.y) > SLIP) forget();
  });
  for (const end of ["pointerup", "pointercancel"]) table.addEventListener(end, forget);
  // Some browsers call their menu before the time is up: it is the same press, and no menu.
  table.addEventListener("contextmenu", (event) => {
    if (held) press();
    if (isPressed) event.preventDefault();
  });
  // Refused to the browser: it would make a click of it, on the cell or on what opens under the finger.
  for (const end of ["touchend", "touchcancel"]) table.addEventListener(end, lift, { passive: false });

  function press() {
    if (!held) return;
    const { cell } = held;
    forget();
    isPressed = true;
    onPress(cell);
  }

  /** @param {Event} event */
  function lift(event) {
    if (!isPressed) return;
    isPressed = false;
    if (event.cancelable) event.preventDefault();
    onLift();
  }

  function forget() {
    clearTimeout(timer);
    held = null;
  }
}
