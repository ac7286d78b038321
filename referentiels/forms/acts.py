"""The gestures that the tree sends: JSON made into what services take, or refused."""

import json
from dataclasses import dataclass
from typing import Any

from referentiels.enums import NodeKind
from referentiels.forms.nodes import RefusedValue, clean_name

_TOO_ODD = "Demande incomprise : rechargez la page."
_MOST_NAMES = 500


@dataclass(frozen=True, slots=True)
class Act:
    """One gesture: « add » (names under a parent), « rename », « move », « undo »."""

    verb: str
    kind: NodeKind = NodeKind.ITEM
    key: int = 0
    parent: int = 0
    order: int | None = None
    names: tuple[str, ...] = ()
    seen: str = ""
    cursor: int = 0


def read_act(body: bytes) -> Act:
    """The gesture of a request. Raises RefusedValue, whose message the page shows."""
    try:
        sent = json.loads(body)
        return _READERS[sent["verb"]](sent)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedValue(_TOO_ODD) from error


def _add(sent: dict[str, Any]) -> Act:
    kind = NodeKind(sent["kind"])
    names = sent["names"]
    if not isinstance(names, list) or not 0 < len(names) <= _MOST_NAMES:
        raise RefusedValue(f"De 1 à {_MOST_NAMES} lignes à la fois.")
    cleaned = tuple(clean_name(kind, name) for name in names)
    order = None if sent.get("order") is None else _number(sent["order"])
    return Act("add", kind, parent=_number(sent["parent"]), order=order, names=cleaned, cursor=_number(sent["cursor"]))


def _rename(sent: dict[str, Any]) -> Act:
    kind = NodeKind(sent["kind"])
    name = clean_name(kind, sent["name"])
    return Act(
        "rename", kind, _number(sent["key"]), names=(name,), seen=str(sent["seen"]), cursor=_number(sent["cursor"])
    )


def _move(sent: dict[str, Any]) -> Act:
    return Act(
        "move",
        NodeKind(sent["kind"]),
        _number(sent["key"]),
        _number(sent["parent"]),
        _number(sent["order"]),
        cursor=_number(sent["cursor"]),
    )


def _undo(sent: dict[str, Any]) -> Act:
    return Act("undo", cursor=_number(sent["cursor"]))


def _number(value: Any) -> int:
    """A key or a rank. Raises ValueError for anything that no database holds."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise ValueError(value)
    return value


_READERS = {"add": _add, "rename": _rename, "move": _move, "undo": _undo}
