/** The grid of what may be cancelled: one tab stop, the arrows lead from one validated compétence to the next. */
import { setTabStop } from "./arrows.js";

const table = document.querySelector(".grid-cancel");
if (table) listen(table);

/** @param {HTMLTableElement} table */
function listen(table) {
  const links = [...table.querySelectorAll(".cancel")];
  setTabStop(table, ".cancel", table.querySelector("[aria-current]") ?? links[0]);
  table.addEventListener("focusin", ({ target }) => setTabStop(table, ".cancel", target));
  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = neighbour(links, event.target, event.key);
    if (target === undefined) return;
    event.preventDefault();
    target?.focus();
  });
}

/**
 * The link that a key leads to, null at an edge; undefined for a key that is none of ours.
 * @param {PageElement[]} links
 * @param {PageElement} link
 * @param {string} key
 */
function neighbour(links, link, key) {
  const place = links.indexOf(link);
  switch (key) {
    // In the order of reading, not along one row: in a grid mostly empty some would be out of reach.
    case "ArrowLeft":
      return links[place - 1] ?? null;
    case "ArrowRight":
      return links[place + 1] ?? null;
    case "ArrowUp":
      return nearest(links.slice(0, place).reverse(), link);
    case "ArrowDown":
      return nearest(links.slice(place + 1), link);
    case "Home":
      return links[0];
    case "End":
      return links.at(-1);
    default:
      return undefined;
  }
}

/**
 * The closest column of the first other row among `candidates`.
 * @param {PageElement[]} candidates
 * @param {PageElement} link
 */
function nearest(candidates, link) {
  /** @param {PageElement} each */
  const rowOf = (each) => each.closest("tr");
  const first = candidates.find((each) => rowOf(each) !== rowOf(link));
  if (!first) return null;
  const column = columnOf(link);
  return candidates
    .filter((each) => rowOf(each) === rowOf(first))
    .reduce((best, each) => (Math.abs(columnOf(each) - column) < Math.abs(columnOf(best) - column) ? each : best));
}

/** @param {PageElement} link */
function columnOf(link) {
  return link.closest("td").cellIndex;
}
