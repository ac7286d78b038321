"""« Répartition »: how the codes of an évaluation are spread over its pupils, item by item, in counts and by names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluations.paper.sheet import PLANNED, Sheet, SheetItem, SheetPupil
from evaluations.scale.codes import SPECIAL_CODES, Code
from evaluations.scale.whole import Scale
from sacoche.kit.files.csvtext import ENCODING, in_windows_1252, without_formula


@dataclass(frozen=True)
class Share:
    """The pupils who have one code on one item. `code` is None for a special one."""

    sigle: str
    legend: str
    pupils: Sequence[SheetPupil]
    # Of all the pupils, and of those who have an ordinary code (None for a special one).
    of_all: int
    of_evaluated: int | None
    code: Code | None = None

    @property
    def count(self) -> int:
        return len(self.pupils)


@dataclass(frozen=True)
class Spread:
    """How one item was done. `others` gathers the special codes, `specials` tells them apart; `blank` has nothing."""

    item: SheetItem
    shares: Sequence[Share]
    specials: Sequence[Share]
    others: Share
    blank: Sequence[SheetPupil]
    pupils: int

    @property
    def evaluated(self) -> int:
        return sum(share.count for share in self.shares)

    @property
    def named(self) -> list[Share]:
        """The best code first, then each special one that somebody has."""
        return [*reversed(self.shares), *self.specials]


def spread_of(sheet: Sheet, scale: Scale) -> list[Spread]:
    """The items in their order, each with the same codes: those that are typed, and those that somebody has.

    A request counts as an empty cell.
    """
    held = set(sheet.cells.values())
    codes = [code for code in scale.codes if code.is_active or str(code.number) in held]
    return [_spread(sheet, item, codes) for item in sheet.items]


def _spread(sheet: Sheet, item: SheetItem, codes: Sequence[Code]) -> Spread:
    total = len(sheet.pupils)
    held: dict[str, list[SheetPupil]] = {}
    for pupil in sheet.pupils:
        code = sheet.code(pupil, item)
        held.setdefault("" if code == PLANNED else code, []).append(pupil)
    evaluated = sum(len(held.get(str(code.number), ())) for code in codes)
    shares = [
        Share(
            code.sigle,
            code.legend,
            pupils := held.get(str(code.number), []),
            percent(len(pupils), total),
            percent(len(pupils), evaluated),
            code,
        )
        for code in codes
    ]
    specials = [
        Share(each.sigle, each.legend, held[each.sigle], percent(len(held[each.sigle]), total), None)
        for each in SPECIAL_CODES
        if each.sigle in held
    ]
    gathered = [pupil for share in specials for pupil in share.pupils]
    others = Share("autre", "Codes spéciaux", gathered, percent(len(gathered), total), None)
    return Spread(item, shares, specials, others, held.get("", []), total)


def percent(part: int, whole: int) -> int:
    """Rounded to the nearest, a half upwards; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def write_spread(spreads: Sequence[Spread]) -> bytes:
    """The counts and the names for a spreadsheet: semicolons, Windows-1252."""
    return in_windows_1252("".join(f"{line}\r\n" for line in _lines(spreads))).encode(ENCODING)


def _lines(spreads: Sequence[Spread]) -> Iterator[str]:
    yield "référence;item;code;élèves;% de tous;% des évalués;noms"
    for spread in spreads:
        for share in (*spread.shares, spread.others):
            of_evaluated = "" if share.of_evaluated is None else str(share.of_evaluated)
            cells = [spread.item.reference, spread.item.name, share.sigle]
            numbers = [str(share.count), str(share.of_all), of_evaluated]
            yield ";".join([*map(_plain, cells), *numbers, _plain(", ".join(pupil.name for pupil in share.pupils))])


def _plain(text: str) -> str:
    return '"' + without_formula(text).replace('"', '""') + '"'
