// The rows of the codes change place without a round trip: by their buttons, by keys, by drag. The order that is sent is
// that of the rows; without a script the same buttons ask the server.

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-sortable] [data-move]");
  if (!(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  moveRow(rowOf(button), Number(button.dataset.move));
  button.focus();
});

document.addEventListener("pointerdown", (event) => {
  const handle = /** @type {Element} */ (event.target).closest("[data-handle]");
  if (!(handle instanceof HTMLElement)) return;
  event.preventDefault();
  drag(handle, event.pointerId);
});

/** @param {Element} inside @returns {HTMLElement} */
function rowOf(inside) {
  return /** @type {HTMLElement} */ (inside.closest("[data-row]"));
}

/** @param {HTMLElement} row @param {number} by */
function moveRow(row, by) {
  const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (by < 0) other.before(row);
  else other.after(row);
}

/** @param {HTMLElement} handle @param {number} pointer */
function drag(handle, pointer) {
  const row = rowOf(handle);
  const stop = new AbortController();
  row.classList.add("is-dragged");
  handle.setPointerCapture(pointer);
  handle.addEventListener("pointermove", (event) => follow(row, event.clientY), { signal: stop.signal });
  for (const end of ["pointerup", "pointercancel"]) {
    handle.addEventListener(
      end,
      () => {
        row.classList.remove("is-dragged");
        stop.abort();
      },
      { signal: stop.signal },
    );
  }
}

/** The row goes past a neighbour once the pointer is beyond its middle. @param {HTMLElement} row @param {number} y */
function follow(row, y) {
  const above = row.previousElementSibling;
  const below = row.nextElementSibling;
  if (above && y < middle(above)) above.before(row);
  else if (below && y > middle(below)) below.after(row);
}

/** @param {Element} element */
function middle(element) {
  const box = element.getBoundingClientRect();
  return box.top + box.height / 2;
}
