"""A computed document as plain data, for JSON: every figure of it, places and people told once where they stand."""

import datetime
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from functools import singledispatch
from typing import Any

from bilans.computing.figures import Share, shown_out_of_20
from bilans.computing.inputs import Item, Matiere, Pupil, Referentiel
from evaluations.scoring.explain import Explanation
from evaluations.scoring.states import State


@singledispatch
def as_data(thing: Any) -> Any:
    """What JSON takes: a dataclass by the names of its fields, a state by its sigle, a date as 2026-11-30."""
    if is_dataclass(thing):
        return {field.name: as_data(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, (tuple, list)):
        return [as_data(one) for one in thing]
    if isinstance(thing, (set, frozenset)):
        return sorted(as_data(one) for one in thing)
    return thing


@as_data.register
def _(thing: Enum) -> Any:
    return thing.value if isinstance(thing.value, str) else thing.name.lower()


@as_data.register
def _(thing: datetime.date) -> str:
    return thing.isoformat()


@as_data.register
def _(thing: Fraction) -> dict[str, str]:
    return {"exact": str(thing), "shown": shown_out_of_20(thing)}


@as_data.register
def _(thing: State) -> str:
    return thing.sigle


@as_data.register
def _(thing: Share) -> dict[str, Any]:
    return {"percent": thing.percent, "counts": {state.sigle: count for state, count in thing.counts}}


@as_data.register
def _(thing: Pupil) -> dict[str, Any]:
    return {"key": thing.key, "name": thing.name}


@as_data.register
def _(thing: Matiere) -> dict[str, Any]:
    return {"key": thing.key, "reference": thing.reference, "label": thing.label}


@as_data.register
def _(thing: Referentiel) -> dict[str, Any]:
    return {"matiere": thing.matiere.reference, "niveau": thing.niveau.reference}


@as_data.register
def _(thing: Item) -> dict[str, Any]:
    return {
        "key": thing.key,
        "reference": thing.full_reference,
        "name": thing.name,
        "coefficient": thing.coefficient,
    }


@as_data.register
def _(thing: Explanation) -> dict[str, Any]:
    exact = None if thing.exact is None else str(thing.exact)
    return {"method": thing.method.value, "limit": thing.limit, "exact": exact, "sentence": thing.sentence}
