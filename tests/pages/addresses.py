"""THE table of samples: what to ask of each address. A new page adds one line here, and is then in every loop:
marks of access, answers, schools kept apart, axe, console, widths and colours.

    "socle:items_grid": Sample(Kind.PAGE, query=lambda w: {"palier": 2, "classe": w.school_class})

`arguments`, `query` and `body` are made from a `World` (tests/pages/world.py), a school where everything exists once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.urls import reverse

from tests.pages.world import World


class Kind(Enum):
    """What a GET of the address gives."""

    PAGE = "a whole page"
    FRAGMENT = "a piece of a page, for htmx"
    DATA = "JSON"
    FILE = "a file to keep"
    ELSEWHERE = "a redirection"
    ACTION = "nothing: the address only takes POST"


def _nothing(world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Sample:
    """How to ask for one address.

    `is_national`: its ids are not a school's (levels of the national list): a stranger's are his own.
    `stranger`: what somebody of another school gets, when it is not 404 although ids are sent.
    `profile`: who asks, when the first profile that has the right is not the one.
    """

    kind: Kind
    arguments: Callable[[World], dict[str, Any]] = _nothing
    query: Callable[[World], dict[str, Any]] = _nothing
    body: Callable[[World], dict[str, Any]] = _nothing
    is_json: bool = False
    takes_post: bool = False
    is_national: bool = False
    stranger: int = 404
    profile: str = ""

    def path(self, name: str, world: World) -> str:
        return reverse(name, kwargs=self.arguments(world))

    @property
    def carries_ids(self) -> bool:
        """Whether ids of a school go with a GET of this address."""
        return not self.is_national and (self.arguments is not _nothing or self.query is not _nothing)

    @property
    def posts_ids(self) -> bool:
        """Whether ids of a school go with a POST of this address."""
        return not self.is_national and (self.arguments is not _nothing or self.body is not _nothing)

    @property
    def accepts_post(self) -> bool:
        return self.takes_post or self.kind is Kind.ACTION


def _pupil(world: World) -> dict[str, Any]:
    return {"pk": world.pupil}


def _staff(world: World) -> dict[str, Any]:
    return {"pk": world.teacher}


def _class(world: World) -> dict[str, Any]:
    return {"pk": world.school_class}


def _niveau(world: World) -> dict[str, Any]:
    return {"pk": world.niveau}


def _teaching(world: World) -> dict[str, Any]:
    return {"teacher_pk": world.teacher, "class_pk": world.school_class}


def _grid(world: World) -> dict[str, Any]:
    return {
        "palier": world.palier,
        "competence": world.pilier,
        "domaine": world.domaines,
        "classe": world.school_class,
        "eleve": world.pupils,
    }


def _cells(world: World) -> dict[str, Any]:
    return {"gestures": [{"gesture": "cell", "cells": [[world.pupil, world.item, 2, 1]]}]}


SHELL = {
    "home": Sample(Kind.PAGE),
}

ACCOUNTS = {
    "accounts:sign_in": Sample(Kind.PAGE, takes_post=True),
    "accounts:school_search": Sample(Kind.FRAGMENT),
    "accounts:sign_out": Sample(Kind.ACTION),
    "accounts:activation": Sample(Kind.ELSEWHERE, takes_post=True),
    "accounts:session": Sample(Kind.DATA, takes_post=True),
    "accounts:staff": Sample(Kind.PAGE),
    "accounts:add_staff": Sample(Kind.PAGE, takes_post=True),
    "accounts:edit_staff": Sample(Kind.PAGE, _staff, takes_post=True),
    "accounts:give_staff_password": Sample(Kind.PAGE, _staff, takes_post=True),
    "accounts:retire_staff": Sample(Kind.PAGE, _staff, takes_post=True),
    "accounts:reinstate_staff": Sample(Kind.ACTION, _staff),
    "accounts:assignments": Sample(Kind.PAGE),
    "accounts:save_assignment": Sample(Kind.ACTION, _teaching),
    "accounts:save_professeur_principal": Sample(Kind.ACTION, _teaching),
    "accounts:pupils": Sample(Kind.PAGE),
    "accounts:add_pupil": Sample(Kind.PAGE, takes_post=True),
    "accounts:edit_pupil": Sample(Kind.PAGE, _pupil, takes_post=True),
    "accounts:give_pupil_password": Sample(Kind.PAGE, _pupil, takes_post=True),
    "accounts:retire_pupil": Sample(Kind.PAGE, _pupil, takes_post=True),
    "accounts:reinstate_pupil": Sample(Kind.ACTION, _pupil),
}

SCHOOLS = {
    "schools:niveaux": Sample(Kind.PAGE),
    "schools:activate_niveau": Sample(Kind.ACTION, _niveau, is_national=True),
    "schools:deactivate_niveau": Sample(Kind.PAGE, _niveau, takes_post=True, is_national=True),
    "schools:classes": Sample(Kind.PAGE),
    "schools:add_class": Sample(Kind.PAGE, takes_post=True),
    "schools:edit_class": Sample(Kind.PAGE, _class, takes_post=True),
    "schools:delete_class": Sample(Kind.PAGE, _class, takes_post=True),
}

SOCLE = {
    "socle:paliers": Sample(Kind.PAGE, takes_post=True),
    "socle:items": Sample(Kind.PAGE),
    "socle:items_grid": Sample(Kind.PAGE, query=_grid),
    "socle:save_items": Sample(Kind.ACTION, body=_cells, is_json=True),
}

SAMPLES: dict[str, Sample] = SHELL | ACCOUNTS | SCHOOLS | SOCLE
