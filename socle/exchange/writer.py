"""Write `import_validations.xml`: UTF-8, CRLF after every line, tabs, decisions by palier and compétence."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import BinaryIO

from socle.exchange.records import Decision, PupilRecord, Totals, one_line
from socle.grids import grid_items, palier_of_pilier


@dataclass(frozen=True)
class Shape:
    """What tells apart the documents that have this tree: their ends, their letters, what they say of a decision.

    `facts` gives the lines about a decision, at a depth of so many tabs.
    """

    head: str
    tail: str
    encoding: str
    facts: Callable[[Decision, int], str]
    # The number that the document gives to an item.
    number: Callable[[int], int] = lambda item_id: item_id


def write(stream: BinaryIO, pupils: Iterable[PupilRecord], shape: Shape | None = None) -> Totals:
    """Write the document to `stream`, one pupil at a time in the order given, and say what went in.

    Pupils without a decision are left out. Inside a pupil the order is that of the format: items in the order of
    the grids, then the compétences that have nothing but their own decision.
    """
    totals, shape = Totals(), shape or SACOCHE

    def put(text: str) -> None:
        # A letter that the encoding lacks is said by its number, which any reader of XML understands.
        stream.write(text.encode(shape.encoding, "xmlcharrefreplace"))

    put(shape.head)
    for pupil in pupils:
        if pupil.decisions:
            put("".join(_pupil_lines(pupil, shape)))
            _add(totals, pupil)
    put(shape.tail)
    return totals


def _add(totals: Totals, pupil: PupilRecord) -> None:
    items = sum(decision.item_id is not None for decision in pupil.decisions)
    totals.pupils += 1
    totals.items += items
    totals.piliers += len(pupil.decisions) - items


def _pupil_lines(pupil: PupilRecord, shape: Shape) -> Iterator[str]:
    last_name, first_name = (_escape(one_line(name)) for name in (pupil.last_name, pupil.first_name))
    yield f'\t\t<eleve id="{pupil.sconet_id}" nom="{last_name}" prenom="{first_name}">\r\n'
    for palier_id, piliers in _by_palier(pupil.decisions).items():
        yield f'\t\t\t<palier id="{palier_id}">\r\n'
        for pilier_id, decisions in piliers.items():
            yield f'\t\t\t\t<competence id="{pilier_id}">\r\n'
            yield from _decision_lines(decisions, shape)
            yield "\t\t\t\t</competence>\r\n"
        yield "\t\t\t</palier>\r\n"
    yield "\t\t</eleve>\r\n"


def _by_palier(decisions: list[Decision]) -> dict[int, dict[int, list[Decision]]]:
    """Decisions by palier and compétence, each in the order of its first appearance, items before compétences."""
    ranks, paliers = _ranks(), palier_of_pilier()
    ordered = sorted(decisions, key=lambda decision: ranks[decision.pilier_id, decision.item_id])
    tree: dict[int, dict[int, list[Decision]]] = {}
    for decision in ordered:
        tree.setdefault(paliers[decision.pilier_id], {}).setdefault(decision.pilier_id, []).append(decision)
    return tree


@cache
def _ranks() -> dict[tuple[int, int | None], int]:
    """The place of each item in the grids, then that of each compétence after all the items."""
    items = [(item.pilier_id, item.id) for item in grid_items()]
    piliers = [(pilier_id, None) for pilier_id in palier_of_pilier()]
    return {target: rank for rank, target in enumerate([*items, *piliers])}


def _decision_lines(decisions: list[Decision], shape: Shape) -> Iterator[str]:
    """The decision on the compétence comes first in its element, whatever its rank among the others."""
    if decisions[-1].item_id is None:
        yield f"\t\t\t\t\t<validation>\r\n{shape.facts(decisions[-1], 6)}\t\t\t\t\t</validation>\r\n"
    for decision in decisions:
        if decision.item_id is not None:
            yield f'\t\t\t\t\t<item id="{shape.number(decision.item_id)}">\r\n\t\t\t\t\t\t<renseignement>\r\n'
            yield shape.facts(decision, 7)
            yield "\t\t\t\t\t\t</renseignement>\r\n\t\t\t\t\t</item>\r\n"


# A class is validated on a few days by a few people: the same three lines come back thousands of times.
@lru_cache(maxsize=1024)
def _facts(on: datetime.date, state: int, author: str, depth: int) -> str:
    tabs = "\t" * depth
    return (
        f"{tabs}<date>{on.isoformat()}</date>\r\n{tabs}<etat>{state}</etat>\r\n"
        f"{tabs}<info>{_escape(one_line(author))}</info>\r\n"
    )


def _all_facts(decision: Decision, depth: int) -> str:
    return _facts(decision.on, decision.state, decision.author, depth)


def _escape(text: str) -> str:
    """The four characters of the format; the apostrophe stays as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


SACOCHE = Shape(
    head='<?xml version="1.0" encoding="UTF-8"?>\r\n<sacoche>\r\n\t<donnees>\r\n',
    tail="\t</donnees>\r\n</sacoche>\r\n",
    encoding="utf-8",
    facts=_all_facts,
)
