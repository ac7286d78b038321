"""Whose results are tried in the simulator."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms

from accounts.models import Account
from accounts.queries import pupils_of
from referentiels.models import Referentiel
from referentiels.queries.places import readable_by

_NOT_YOURS = "Cet élève n'est pas, ou plus, un des vôtres : choisissez dans la liste."


class TriedForm(forms.Form):
    """One of the reader's pupils, and one of the référentiels that he reads."""

    eleve = forms.ModelChoiceField(
        Account.objects.none(),
        label="Élève",
        empty_label="Choisissez un élève",
        error_messages={"required": "Choisissez un élève.", "invalid_choice": _NOT_YOURS},
    )
    referentiel = forms.ModelChoiceField(
        Referentiel.objects.none(),
        label="Référentiel",
        empty_label="Choisissez un référentiel",
        error_messages={
            "required": "Choisissez un référentiel.",
            "invalid_choice": "Ce référentiel n'est pas, ou plus, en place : choisissez dans la liste.",
        },
    )

    def __init__(self, *args: Any, reader: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pupil, referentiel = self.fields["eleve"], self.fields["referentiel"]
        assert isinstance(pupil, forms.ModelChoiceField)
        assert isinstance(referentiel, forms.ModelChoiceField)
        pupil.queryset = pupils_of(reader).select_related("school_class__niveau")
        pupil.choices = [("", pupil.empty_label), *_by_class(pupil.queryset)]
        referentiel.queryset = readable_by(reader)


def _by_class(pupils: Iterable[Account]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The pupils under the name of their class, in level order; those without class come last."""

    def place(pupil: Account) -> tuple[bool, int, str]:
        found = pupil.school_class
        return (found is None, found.niveau.order if found else 0, found.reference if found else "")

    return [
        (found[0].class_name or "Sans classe", [(each.pk, each.full_name) for each in found])
        for _place, held in groupby(sorted(pupils, key=place), key=place)
        if (found := list(held))
    ]
