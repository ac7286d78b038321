/** A text typed in a cell of the table: a field takes its place, until Enter, Escape, or the person goes elsewhere. */
import { cleanText } from "./columns.js";

/**
 * @param {import("./table.js").GridTable} grid
 * @param {(cells: number[]) => void} onChange called with the cell when its text is another
 * @param {(cell: number, text: string) => void} onOvertaken called instead when a colleague saved another text meanwhile
 * @returns {(cell: number) => void} opens the field of a cell
 */
export function makeTyping(grid, onChange, onOvertaken) {
  const { model } = grid;

  return (number) => {
    const cell = grid.cells[number];
    if (cell.querySelector("input")) return;
    const field = makeField(grid, number);
    const stored = model.displayed[number];
    let isOver = false;
    cell.replaceChildren(field);
    field.focus();
    field.select();
    field.addEventListener("blur", () => close(true));
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      close(event.key === "Enter");
      grid.focus(cell);
    });

    /** @param {boolean} isKept */
    function close(isKept) {
      if (isOver) return;
      isOver = true;
      const text = cleanText(field.value);
      field.remove();
      grid.paint([number]);
      if (!isKept || text === model.current[number]) return;
      if (model.displayed[number] === stored) onChange(model.setCell(number, text));
      else onOvertaken(number, text);
    }
  };
}

/** @param {import("./table.js").GridTable} grid @param {number} number */
function makeField(grid, number) {
  const field = document.createElement("input");
  const { pupil, thing } = grid.describe(number);
  Object.assign(field, { type: "text", maxLength: grid.subject.longest, value: String(grid.model.current[number]) });
  field.autocomplete = "off";
  field.className = "grid-typing";
  field.setAttribute("aria-label", `${pupil}, ${thing}`);
  return field;
}
