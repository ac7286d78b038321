"""What the socle holds of one person: what was decided about a pupil, and its history."""

from typing import Any

from sacoche.kit.parts.person import Erased, about_nobody, person
from socle.models import (
    ItemChange,
    ItemValidation,
    PilierChange,
    PilierValidation,
    PupilLanguage,
    SchoolPalier,
    SocleSettings,
)

about_nobody(SchoolPalier, SocleSettings)


def _decided(model: type[Any], thing: str, section: str, label: str) -> None:
    person(
        model,
        "pupil",
        section=section,
        label=label,
        fate=Erased.NAMELESS,
        columns={thing: f"{thing_path(thing)}", "etat": "state", "le": "decided_on", "par": "author_label"},
    )


def _changed(model: type[Any], thing: str, section: str, label: str) -> None:
    person(
        model,
        "pupil",
        section=section,
        label=label,
        fate=Erased.NAMELESS,
        columns={
            thing: thing_path(thing),
            "avant": "before",
            "apres": "after",
            "le": "at",
            "geste": "gesture",
            "par": "actor_label",
        },
    )


def thing_path(thing: str) -> str:
    """The name of what is decided on, from its decision."""
    return f"{thing}__label"


_decided(ItemValidation, "item", "validations_d_items", "validations d'items du socle")
_decided(PilierValidation, "pilier", "validations_de_competences", "validations de compétences du socle")
_changed(ItemChange, "item", "histoire_des_items", "histoire des validations d'items")
_changed(PilierChange, "pilier", "histoire_des_competences", "histoire des validations de compétences")
person(
    PupilLanguage,
    "pupil",
    section="langue",
    label="langue étrangère pour le socle",
    fate=Erased.GONE,
    columns={"langue": "language"},
)
