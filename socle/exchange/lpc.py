"""Write the document that the ministry's « livret personnel de compétences » read until 2016, without its signature.

The tree is that of the validations file; what is positive is there, with its date alone. No schema of it is published
any more, and only an accredited publisher had it signed: the document says who wrote it, and that is all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from socle.exchange.records import Decision, PupilRecord, Totals
from socle.exchange.writer import Shape, write
from socle.grids import items_by_file_id
from socle.models import State

# Who wrote the document, in its head: ourselves, and never the publisher who was accredited.
PUBLISHER = APPLICATION = "SACOCHE LIBRE"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_SPACE = "urn:ac-grenoble.fr:lpc:import:v1.0"


def write_lpc(stream: BinaryIO, pupils: Iterable[PupilRecord], *, uai: str) -> Totals:
    """Write what is validated for the pupils who have a Sconet number; `uai` is that of the school."""
    return write(stream, _positive(pupils), _shape(uai))


def _positive(pupils: Iterable[PupilRecord]) -> Iterator[PupilRecord]:
    for pupil in pupils:
        if pupil.sconet_id:
            kept = [decision for decision in pupil.decisions if decision.state == State.VALIDATED]
            yield replace(pupil, decisions=kept)


def _shape(uai: str) -> Shape:
    head = (
        '<?xml version="1.0" encoding="ISO-8859-15"?>',
        f'<lpc xmlns="{_SPACE}" xmlns:xsi="{_INSTANCE}" xsi:schemaLocation="{_SPACE} import-lpc.xsd">',
        "\t<entete>",
        f"\t\t<editeur>{PUBLISHER}</editeur>",
        f"\t\t<application>{APPLICATION}</application>",
        f"\t\t<etablissement>{uai}</etablissement>",
        "\t</entete>",
        "\t<donnees>",
    )
    ends = ("\t</donnees>", "</lpc>")
    return Shape(_lines(head), _lines(ends), "iso8859-15", _day, _number)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\r\n" for line in lines)


def _number(item_id: int) -> int:
    """The number that the item has had since 2015, which the LPC asked for."""
    return items_by_file_id()[item_id].id_since_2015


def _day(decision: Decision, depth: int) -> str:
    """The date alone: a decision that is there is positive, and its author is not told."""
    tabs = "\t" * depth
    return f"{tabs}<date>{decision.on.isoformat()}</date>\r\n"
