/** How high what stays over the grid is, and where the table begins, for the style sheet to place the rest under them. */

/**
 * @param {Record<string, HTMLElement>} parts by the name of the CSS variable that holds the height of each
 * @param {HTMLElement} sheet the table takes what its beginning leaves of the window
 */
export function measureHeights(parts, sheet) {
  const measure = () => {
    const { style } = document.body;
    for (const [name, element] of Object.entries(parts)) {
      style.setProperty(name, `${Math.ceil(element.getBoundingClientRect().height)}px`);
    }
    if (sheet.hidden) return;
    style.setProperty("--top", `${Math.ceil(sheet.getBoundingClientRect().top + scrollY)}px`);
  };
  const observer = new ResizeObserver(measure);
  for (const element of [...Object.values(parts), ...whatComesBefore(sheet)]) observer.observe(element);
  measure();
}

/** @param {HTMLElement} sheet */
function whatComesBefore(sheet) {
  const beside = [...(sheet.parentElement?.children ?? [])];
  return [document.querySelector(".site-header"), ...beside.slice(0, beside.indexOf(sheet))].filter(Boolean);
}
