"""« Saisir les acquisitions » in Chromium: how soon the grid shows, how soon a key is seen."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial

from bench.rows.base import Row, Scene, rows
from bench.rows.evaluations import VISITOR, filled
from bench.rows.live import OpenGrid, open_grid_in_chromium
from bench.world import Visitor

_CELL = "td[data-v]"
# A key on the first cell, to the frame that shows what it gave; two codes in turn, so that each changes something.
_KEY = """(selector) => new Promise((resolve) => {
  const cell = document.querySelector(selector);
  const code = cell.dataset.v === '3' ? '4' : '3';
  cell.focus();
  const began = performance.now();
  const key = { key: code, code: `Digit${code}`, bubbles: true, cancelable: true };
  cell.dispatchEvent(new KeyboardEvent('keydown', key));
  requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
})"""


def _paints(pupils: int, items: int, count: int) -> Iterator[Scene]:
    with _grid(pupils, items) as grid:
        yield from [Scene(grid.visitor, grid.paint)] * count


def _keys(pupils: int, items: int, count: int) -> Iterator[Scene]:
    with _grid(pupils, items) as grid:
        yield from [Scene(grid.visitor, partial(grid.act, _KEY, _CELL), before=grid.show)] * count


def _grid(pupils: int, items: int) -> AbstractContextManager[OpenGrid]:
    school, evaluation, _, _ = filled(pupils, items)
    return open_grid_in_chromium(Visitor(school, VISITOR), f"/evaluations/{evaluation.pk}/saisir/")


for _pupils, _items in ((30, 10), (35, 40)):
    _name = f"entry_{_pupils}x{_items}"
    rows.register(Row(f"{_name}_first_paint", partial(_paints, _pupils, _items), warm_up=1, workers="entry"))
    rows.register(Row(f"{_name}_key", partial(_keys, _pupils, _items), workers="entry"))
