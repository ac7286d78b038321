"""Read `import_validations.xml`, or the same tree made by another product, pupil by pupil.

The rows that cannot be used are yielded as problems with their line; what is not such a document at all, or would
cost too much to read, raises UnreadableFile.
"""

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO

from sacoche.kit.files.xml import BadXml, NotXml, Utf8Stream, cut, parse
from socle.exchange.records import Decision, Problem, PupilRecord, UnreadableFile, author_label, one_line
from socle.grids import items_by_file_id, palier_of_pilier

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# A pupil with the 254 items and the 18 compétences takes 60 kB.
_MAX_WITHOUT_PUPIL = 1024 * 1024
_NO_PUPIL = "Ce fichier n'est pas un fichier de validations : 1 Mo sans un élève entier."
# Enough of any text to judge it: what is remembered stays small.
_LONGEST_TEXT = 100
_NAMES = ("competence", "validation", "item", "renseignement", "date", "etat", "info")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read(stream: BinaryIO, *, default_author: str) -> Iterator[PupilRecord | Problem]:
    """Yield the pupils of a document, each after the problems of its rows.

    `stream` must be seekable: it is read twice, once for its encoding and size. `default_author` is the author of
    the rows that name none. Of two rows about the same item, the later date is kept. Namespaces do not count.
    """
    try:
        for element in _pupil_elements(Utf8Stream(stream, limit=_MAX_WITHOUT_PUPIL, too_long=_NO_PUPIL)):
            yield from _read_pupil(element, default_author)
    except NotXml as error:
        raise UnreadableFile(f"{error} Choisissez le fichier « import-sacoche… » reçu.") from error
    except BadXml as error:
        raise UnreadableFile(str(error)) from error


# --- Elements ---------------------------------------------------------------------------------------------------------
def _pupil_elements(source: Utf8Stream) -> Iterator["Element"]:
    """The `eleve` elements, complete; what has been used is cut from the tree."""
    for _event, element in parse(source, events=("end",), tag="{*}eleve"):
        yield element
        source.progress()
        cut(element)


def _read_pupil(element: "Element", default_author: str) -> Iterator[PupilRecord | Problem]:
    pupil = PupilRecord(
        sconet_id=_number(element.get("id")) or 0,
        last_name=element.get("nom", ""),
        first_name=element.get("prenom", ""),
    )
    name = one_line(f"{pupil.last_name} {pupil.first_name}") or "élève sans nom"
    latest: dict[tuple[int, int | None], Decision] = {}
    for target, date, state, info in _rows(element):
        decision = _decision(target, date.text or "", state, info, default_author)
        if isinstance(decision, str):
            yield Problem(line=_line(date), pupil=name, message=decision)
            continue
        about = decision[:2]
        known = latest.get(about)
        if known is None or known.on < decision.on:
            latest[about] = decision
    pupil.decisions = list(latest.values())
    yield pupil


_Target = tuple[int, int | None] | str


# What a `validation` or a `renseignement` says: its target (or the sentence that says why it is unknown), its date,
# its state, its author.
_Row = tuple[_Target, "Element", str, str | None]


def _line(date: "Element") -> int:
    """The line of the date: beyond line 65,535 the parser is only sure of elements that hold text."""
    line: Any = date.sourceline
    return line or 0


def _rows(element: "Element") -> Iterator[_Row]:
    """The rows of a pupil that have a date; the others decide on nothing.

    One walk in the order of the document, with a minimum of calls: a file may hold 130,000 rows.
    """
    names = _names(element.tag[: -len("eleve")])
    pilier, item = _pilier_target(""), _item_target("")
    target: _Target | None = None
    date, state, info = None, "1", None
    for node in element.iter(*names):
        name = names[node.tag]
        if name == "date":
            date = node
        elif name == "etat":
            state = node.text or ""
        elif name == "info":
            info = node.text or ""
        else:
            if target is not None and date is not None:
                yield target, date, state, info
            target, date, state, info = None, None, "1", None
            if name == "competence":
                pilier = _pilier_target(node.get("id", "")[:_LONGEST_TEXT])
            elif name == "item":
                item = _item_target(node.get("id", "")[:_LONGEST_TEXT])
            else:
                target = pilier if name == "validation" else item
    if target is not None and date is not None:
        yield target, date, state, info


@lru_cache(maxsize=16)
def _names(namespace: str) -> dict[str, str]:
    """The elements that count, by the tag that they have in this namespace."""
    return {namespace + name: name for name in _NAMES}


# The same few texts come back in every row of a file: each is understood once.
@lru_cache(maxsize=1024)
def _pilier_target(text: str) -> _Target:
    number = _number(text)
    if number not in palier_of_pilier():
        return f"compétence inconnue (« {text[:20]} »)"
    return number, None


@lru_cache(maxsize=1024)
def _item_target(text: str) -> _Target:
    item = items_by_file_id().get(_number(text) or 0)
    return (item.pilier_id, item.id) if item else f"item inconnu (« {text[:20]} »)"


# Pupils of a class are validated on the same items, on the same day, by the same person: one decision for them all.
@lru_cache(maxsize=4096)
def _understood(target: tuple[int, int | None], date: str, state: str, info: str | None, author: str) -> Decision | str:
    """The decision that these texts make, or the sentence that says why they are refused."""
    date, state = date.strip(), state.strip()
    on = _date(date)
    if on is None:
        return f"date « {date[:20]} » refusée : il faut AAAA-MM-JJ"
    if state not in ("0", "1"):
        return f"état « {state[:20]} » refusé : il faut 0 ou 1"
    return Decision(*target, int(state), on, author if info is None else author_label(info))


def _decision(target: _Target, date: str, state: str, info: str | None, author: str) -> Decision | str:
    """The decision of a row, or the sentence that says why it is left aside; `author` signs when `info` does not."""
    if isinstance(target, str):
        return target
    info = info and info[:_LONGEST_TEXT]
    return _understood(target, date[:_LONGEST_TEXT], state[:_LONGEST_TEXT], info, author)


def _date(text: str) -> datetime.date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    """A positive whole number written in plain digits, or None."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
