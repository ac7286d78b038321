/** How high what stays over the grid is, for the style sheet to place the rest under it. */

/** @param {Record<string, HTMLElement>} parts by the name of the CSS variable that holds the height of each */
export function measureHeights(parts) {
  const measure = () => {
    for (const [name, element] of Object.entries(parts)) {
      document.body.style.setProperty(name, `${Math.ceil(element.getBoundingClientRect().height)}px`);
    }
  };
  const observer = new ResizeObserver(measure);
  for (const element of Object.values(parts)) observer.observe(element);
  measure();
}
