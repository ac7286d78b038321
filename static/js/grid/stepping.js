/** The cell that follows another one, without any page. */

/**
 * Down, then to the top of the next column; or to the right, then to the beginning of the next row. What is only shown
 * to be read is stepped over.
 * @param {import("./shape.js").GridShape} shape
 * @param {number} cell
 * @param {boolean} isAcross
 * @returns {number | null} null after the last one
 */
export function stepFrom(shape, cell, isAcross) {
  let next = after(shape, cell, isAcross);
  while (next !== null && shape.isApart(next)) next = after(shape, next, isAcross);
  return next;
}

/** @param {import("./shape.js").GridShape} shape @param {number} cell @param {boolean} isAcross */
function after(shape, cell, isAcross) {
  if (isAcross) return cell + 1 < shape.size ? cell + 1 : null;
  const { row, column } = shape.positionOf(cell);
  if (row + 1 < shape.rows.length) return shape.cellAt(row + 1, column);
  return column + 1 < shape.columns.length ? shape.cellAt(0, column + 1) : null;
}

/**
 * The cell beside another one; itself at an edge.
 * @param {import("./shape.js").GridShape} shape
 * @param {number} cell
 * @param {[number, number]} way rows and columns to go
 */
export function beside(shape, cell, [rows, columns]) {
  const { row, column } = shape.positionOf(cell);
  const isInside = shape.rows[row + rows] !== undefined && shape.columns[column + columns] !== undefined;
  return isInside ? shape.cellAt(row + rows, column + columns) : cell;
}
