"""What people send about the socle: the choice of a grid, the clicks made on it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from sacoche.kit.text import count
from sacoche.kit.widgets import Checkboxes, Select
from socle.models import Gesture
from socle.queries import ItemChoices
from socle.services import CellChange, RefusedSave

_MAX_ID = 2**63 - 1
_LONGEST_ID = 18


def read_wishes(params: QueryDict) -> dict[str, list[int]]:
    """The ids that an address asks for, by kind; what is no id is no wish."""
    return {name: _ids(params.getlist(name)) for name in ItemSelectionForm.base_fields}


def _ids(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) <= _LONGEST_ID]


def _asking(sentence: str) -> dict[str, str]:
    return {"required": sentence, "invalid_choice": sentence}


class ItemSelectionForm(forms.Form):
    """Which grid to show: palier, compétence, domaines, class, pupils. Offers what `choices` holds."""

    palier = forms.ChoiceField(label="Palier", widget=Select, error_messages=_asking("Choisissez un palier."))
    competence = forms.ChoiceField(
        label="Compétence", widget=Select, error_messages=_asking("Choisissez une compétence.")
    )
    domaine = forms.MultipleChoiceField(
        label="Domaine(s)",
        widget=Checkboxes,
        error_messages=_asking("Cochez au moins un domaine."),
    )
    classe = forms.ChoiceField(label="Classe", widget=Select, error_messages=_asking("Choisissez une classe."))
    eleve = forms.MultipleChoiceField(
        label="Élève(s)",
        widget=Checkboxes,
        error_messages={
            "required": "Cochez au moins un élève.",
            "invalid_choice": "Des élèves choisis ne sont plus dans cette classe : vérifiez la liste.",
        },
    )

    # Changing one of these changes what the others offer.
    LEADING_FIELDS = ("palier", "competence", "classe")

    def __init__(self, choices: ItemChoices, data: QueryDict | None = None, *, refresh_url: str) -> None:
        super().__init__(data, initial=_initial(choices))
        self._offer("palier", _pairs(choices.paliers), blank=len(choices.paliers) > 1)
        self._offer("competence", _pairs(choices.piliers), blank=True)
        self._offer("domaine", _pairs(choices.domaines))
        self._offer("classe", _class_groups(choices.classes), blank=len(choices.classes) > 1)
        self._offer("eleve", [(str(pupil.pk), pupil.full_name) for pupil in choices.pupils])
        for name in self.LEADING_FIELDS:
            self.fields[name].widget.attrs["hx-get"] = refresh_url

    def _offer(self, name: str, pairs: Sequence[tuple[str, Any]], *, blank: bool = False) -> None:
        self.fields[name].choices = [("", "Choisir…"), *pairs] if blank else pairs  # type: ignore[attr-defined]


def _initial(choices: ItemChoices) -> dict[str, Any]:
    return {
        "palier": choices.palier and str(choices.palier.pk),
        "competence": choices.pilier and str(choices.pilier.pk),
        "domaine": [str(domaine.pk) for domaine in choices.chosen_domaines],
        "classe": choices.school_class and str(choices.school_class.pk),
        "eleve": [str(pupil.pk) for pupil in choices.chosen_pupils],
    }


def _pairs(things: Iterable[Any]) -> list[tuple[str, str]]:
    return [(str(thing.pk), str(thing)) for thing in things]


def _class_groups(classes: Sequence[Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    if not classes:
        return []
    return [("Classes", _pairs(classes))]


# --- The clicks of a grid ---------------------------------------------------------------------------------------------

MAX_CELLS = 20_000
_INCOHERENT = "Les validations reçues sont incohérentes : rien n'a été enregistré. Rechargez la page."
_TOO_MANY = f"Plus de {count(MAX_CELLS, 'case', 'cases')} à la fois : affichez moins d'élèves. Rien n'a été enregistré."
_GESTURES_OF_THE_PAGE = frozenset(Gesture.values) - {Gesture.IMPORT}


def read_changes(body: bytes) -> list[CellChange]:
    """The cells of a save, from `{"gestures": [{"gesture": code, "cells": [[pupil, item, displayed, wanted], …]}]}`.

    Raises RefusedSave for anything else, for a cell sent twice with two states, and beyond MAX_CELLS.
    """
    cells: dict[tuple[int, int], CellChange] = {}
    for number, change in enumerate(_read_cells(body)):
        if number >= MAX_CELLS:
            raise RefusedSave(_TOO_MANY)
        known = cells.setdefault(change.key, change)
        if (known.displayed, known.wanted) != (change.displayed, change.wanted):
            raise RefusedSave(_INCOHERENT)
    if not cells:
        raise RefusedSave(_INCOHERENT)
    return list(cells.values())


def _read_cells(body: bytes) -> Iterator[CellChange]:
    try:
        for group in json.loads(body)["gestures"]:
            if group["gesture"] not in _GESTURES_OF_THE_PAGE:
                raise RefusedSave(_INCOHERENT)
            for cell in group["cells"]:
                yield _read_cell(cell, group["gesture"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise RefusedSave(_INCOHERENT) from None


def _read_cell(cell: Any, gesture: str) -> CellChange:
    pupil, item, displayed, wanted = cell
    is_sound = all(type(number) is int for number in cell) and 0 < pupil <= _MAX_ID and 0 < item <= _MAX_ID
    if not is_sound or {displayed, wanted} - {0, 1, 2}:
        raise RefusedSave(_INCOHERENT)
    return CellChange(pupil_id=pupil, item_id=item, displayed=displayed, wanted=wanted, gesture=gesture)


class PaliersForm(forms.Form):
    """The paliers ticked, perhaps none."""

    paliers = forms.TypedMultipleChoiceField(choices=[(n, n) for n in (1, 2, 3)], coerce=int, required=False)
