"""The choice of the pupils of a grid: a class or a group, some of its pupils. A subject adds what it is about."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from grids.queries.places import Place, PupilChoices
from sacoche.kit.widgets import Checkboxes, Select

_LONGEST_ID = 18


def read_ids(values: Iterable[str]) -> list[int]:
    """Those of these words that can be ids."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) <= _LONGEST_ID]


def read_pupil_wishes(params: QueryDict) -> dict[str, list[int]]:
    """The ids of the places and pupils that an address asks for, by kind; what is no id is no wish.

    « classe » names a class by its id, a group (kind « groupe ») by « g » and its id.
    """
    groups = [value[1:] for value in params.getlist("classe") if value.startswith("g")]
    return {
        "classe": read_ids(params.getlist("classe")),
        "groupe": read_ids(groups),
        "eleve": read_ids(params.getlist("eleve")),
    }


def asking(sentence: str) -> dict[str, str]:
    """The messages of a field that has to be chosen."""
    return {"required": sentence, "invalid_choice": sentence}


class PupilsForm(forms.Form):
    """Which pupils of which class or group. Offers what `choices` holds; `refresh_url` gives the form again."""

    classe = forms.ChoiceField(
        label="Classe / groupe", widget=Select, error_messages=asking("Choisissez une classe ou un groupe.")
    )
    eleve = forms.MultipleChoiceField(
        label="Élève(s)",
        widget=Checkboxes,
        error_messages={
            "required": "Cochez au moins un élève.",
            "invalid_choice": "Des élèves choisis ne sont plus dans cette classe ou ce groupe : vérifiez la liste.",
        },
    )

    # Changing one of these changes what the others offer.
    leading_fields = ["classe"]

    def __init__(self, choices: Any, data: QueryDict | None = None, *, refresh_url: str) -> None:
        super().__init__(data, initial=self.chosen(choices))
        of_pupils: PupilChoices = choices
        self.offer("classe", _by_kind(of_pupils.places), blank=len(of_pupils.places) > 1)
        self.offer("eleve", [(str(pupil.pk), pupil.full_name) for pupil in of_pupils.pupils])
        self.offer_more(choices)
        for name in self.leading_fields:
            self.fields[name].widget.attrs["hx-get"] = refresh_url
        # The pupils ticked were those of the place before: some may be in the new one, which is wanted whole.
        self.fields["classe"].widget.attrs["hx-params"] = "not eleve"

    def offer(self, name: str, pairs: Sequence[tuple[str, Any]], *, blank: bool = False) -> None:
        """What a field offers; `blank` when nothing may be chosen at first."""
        self.fields[name].choices = [("", "Choisir…"), *pairs] if blank else pairs  # type: ignore[attr-defined]

    def offer_more(self, choices: Any) -> None:
        """What the fields of a subject offer."""

    def chosen(self, choices: Any) -> dict[str, Any]:
        """What is chosen so far, by field."""
        return {
            "classe": choices.place and choices.place.code,
            "eleve": [str(pupil.pk) for pupil in choices.chosen_pupils],
        }


def _by_kind(places: Sequence[Place]) -> list[tuple[str, list[tuple[str, str]]]]:
    parts: dict[str, list[tuple[str, str]]] = {}
    for each in places:
        parts.setdefault(each.kind, []).append((each.code, each.label))
    return list(parts.items())
