/** How high what stays over the grid is, and where the table begins, for the style sheet to place the rest under them. */

/**
 * @param {Record<string, (HTMLElement | null)[]>} parts by the name of the CSS variable that holds the height of the tallest
 * @param {HTMLElement} sheet the table takes what its beginning leaves of the window
 */
export function measureHeights(parts, sheet) {
  const measure = () => {
    const { style } = document.body;
    for (const [name, elements] of Object.entries(parts)) {
      const heights = elements.map((element) => element?.getBoundingClientRect().height ?? 0);
      style.setProperty(name, `${Math.ceil(Math.max(...heights))}px`);
    }
    if (sheet.hidden) return;
    style.setProperty("--top", `${Math.ceil(sheet.getBoundingClientRect().top + scrollY)}px`);
  };
  const observer = new ResizeObserver(measure);
  for (const element of [...Object.values(parts).flat(), ...whatComesBefore(sheet)])
    if (element) observer.observe(element);
  measure();
}

/** @param {HTMLElement} sheet */
function whatComesBefore(sheet) {
  const beside = [...(sheet.parentElement?.children ?? [])];
  return [document.querySelector(".site-header"), ...beside.slice(0, beside.indexOf(sheet))].filter(Boolean);
}
