"""The form of the codes: up to nine rows in the order of the scale."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict  # noqa: TID251 (what a page sends, with its repeated fields)

from evaluations.forms.base import NEW_FILL, ScaleForm, Sent, moved
from evaluations.scale.checks import faults
from evaluations.scale.codes import ALL, Code
from evaluations.scale.symbols import SETS
from evaluations.scale.whole import Part, Scale

_NUMBERS = range(1, ALL + 1)


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code as it is typed."""

    number: int
    sigle: str = ""
    legend: str = ""
    value: str = ""
    key: str = ""
    is_active: bool = True
    image: str = ""
    light: str = ""
    dark: str = ""

    @property
    def name(self) -> str:
        return self.sigle or f"code n° {self.number}"

    @property
    def is_empty(self) -> bool:
        """A row that says nothing is no code."""
        return not (self.is_active or self.sigle or self.legend)


class CodesForm(ScaleForm):
    """`rows` is what the page shows; `scale` what it asks for, once `is_valid`."""

    part = Part.CODES

    def __init__(self, present: Scale, data: QueryDict | None = None, images: Sequence[str] = ()) -> None:
        super().__init__(present)
        self.images = list(images)
        self.sets = SETS
        if data is None:
            self._show(present)
        else:
            self._read(Sent(data))

    def _show(self, scale: Scale) -> None:
        self.version = scale.version
        self.symbols = scale.symbols
        self.own_colours = any(code.light or code.dark for code in scale.codes)
        self.rows = [_shown(code, scale) for code in scale.codes]

    def _read(self, sent: Sent) -> None:
        self.version = sent.version
        self.symbols = sent.text("symboles")
        self.own_colours = sent.ticked("couleurs")
        order = sent.numbers("numero", _NUMBERS)
        for action, by in (("monter", -1), ("descendre", 1)):
            for number in sent.numbers(action, _NUMBERS):
                order = moved(order, number, by)
        self.rows = [_typed(number, sent) for number in order]

    def add_row(self) -> None:
        """One more code, blank; nothing when there are nine."""
        free = [number for number in _NUMBERS if number not in [row.number for row in self.rows]]
        if free:
            keys = [row.key for row in self.rows if row.is_active]
            key = next((str(key) for key in _NUMBERS if str(key) not in keys), "")
            self.rows.append(CodeRow(free[0], key=key, **NEW_FILL))

    @property
    def can_add(self) -> bool:
        return len(self.rows) < ALL

    def is_valid(self) -> bool:
        """Whether what was typed makes a scale; if not, `faults` says why."""
        self.faults = []
        codes = tuple(self._code(row) for row in self.rows if not row.is_empty)
        self.scale = replace(self.present, codes=codes, symbols=self.symbols)
        if not self.faults:
            self.faults = faults(self.scale, Part.CODES, self.images)
        return not self.faults

    def _code(self, row: CodeRow) -> Code:
        return Code(
            number=row.number,
            sigle=row.sigle,
            legend=row.legend,
            value=self.number(row.value, row.name, "valeur"),
            key=self.number(row.key, row.name, "touche"),
            is_active=row.is_active,
            image=row.image,
            **self.fill(row),
        )


def _shown(code: Code, scale: Scale) -> CodeRow:
    fill = scale.fill_of_code(code)
    typed = {"value": str(code.value), "key": str(code.key), "light": fill.light, "dark": fill.dark}
    return CodeRow(code.number, code.sigle, code.legend, is_active=code.is_active, image=code.image, **typed)


def _typed(number: int, sent: Sent) -> CodeRow:
    said = sent.row(number, key="touche", image="image")
    return CodeRow(number, is_active=sent.ticked(f"utilise-{number}"), **said)
