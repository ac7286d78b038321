"""The choice of a grid."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from sacoche.kit.widgets import Checkboxes, Select
from socle.queries import GridChoices
from socle.queries.places import Place

_LONGEST_ID = 18
_WISHES = ("palier", "competence", "domaine", "classe", "eleve")


def read_wishes(params: QueryDict) -> dict[str, list[int]]:
    """The ids that an address asks for, by kind; what is no id is no wish.

    « classe » names a class by its id, a group (kind « groupe ») by « g » and its id. An address that does not speak of
    the palier has no wish for it, which is not the same as wishing none.
    """
    wishes = {name: read_ids(params.getlist(name)) for name in _WISHES if name != "palier" or name in params}
    groups = [value[1:] for value in params.getlist("classe") if value.startswith("g")]
    return wishes | {"groupe": read_ids(groups)}


def read_ids(values: Iterable[str]) -> list[int]:
    """Those of these words that can be ids."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) <= _LONGEST_ID]


def _asking(sentence: str) -> dict[str, str]:
    return {"required": sentence, "invalid_choice": sentence}


class SelectionForm(forms.Form):
    """Which grid to show: palier, class or group, pupils, and what a kind of grid adds. Offers what `choices` holds."""

    palier = forms.ChoiceField(label="Palier", widget=Select, error_messages=_asking("Choisissez un palier."))
    classe = forms.ChoiceField(
        label="Classe / groupe", widget=Select, error_messages=_asking("Choisissez une classe ou un groupe.")
    )
    eleve = forms.MultipleChoiceField(
        label="Élève(s)",
        widget=Checkboxes,
        error_messages={
            "required": "Cochez au moins un élève.",
            "invalid_choice": "Des élèves choisis ne sont plus dans cette classe ou ce groupe : vérifiez la liste.",
        },
    )

    # Whether a grid is that of one compétence and of its domaines, or of several compétences.
    by_domaine: bool
    field_order = _WISHES
    # Changing one of these changes what the others offer.
    leading_fields = ["palier", "classe"]

    def __init__(self, choices: GridChoices, data: QueryDict | None = None, *, refresh_url: str) -> None:
        super().__init__(data, initial=self._initial(choices))
        self._offer("palier", _pairs(choices.paliers), blank=len(choices.paliers) > 1)
        self._offer("competence", _pairs(choices.piliers), blank=self.by_domaine)
        self._offer("classe", _by_kind(choices.places), blank=len(choices.places) > 1)
        self._offer("eleve", [(str(pupil.pk), pupil.full_name) for pupil in choices.pupils])
        for name in self.leading_fields:
            self.fields[name].widget.attrs["hx-get"] = refresh_url
        # The pupils ticked were those of the place before: some may be in the new one, which is wanted whole.
        self.fields["classe"].widget.attrs["hx-params"] = "not eleve"

    def _offer(self, name: str, pairs: Sequence[tuple[str, Any]], *, blank: bool = False) -> None:
        self.fields[name].choices = [("", "Choisir…"), *pairs] if blank else pairs  # type: ignore[attr-defined]

    def _initial(self, choices: GridChoices) -> dict[str, Any]:
        piliers = [str(pilier.pk) for pilier in choices.chosen_piliers]
        return {
            "palier": choices.palier and str(choices.palier.pk),
            "competence": (piliers[0] if piliers else None) if self.by_domaine else piliers,
            "domaine": [str(domaine.pk) for domaine in choices.chosen_domaines],
            "classe": choices.place and choices.place.code,
            "eleve": [str(pupil.pk) for pupil in choices.chosen_pupils],
        }


class ItemSelectionForm(SelectionForm):
    """A grid of items: one compétence, some of its domaines."""

    competence = forms.ChoiceField(
        label="Compétence", widget=Select, error_messages=_asking("Choisissez une compétence.")
    )
    domaine = forms.MultipleChoiceField(
        label="Domaine(s)",
        widget=Checkboxes,
        error_messages=_asking("Cochez au moins un domaine."),
    )

    by_domaine = True
    leading_fields = ["palier", "competence", "classe"]

    def __init__(self, choices: GridChoices, data: QueryDict | None = None, *, refresh_url: str) -> None:
        super().__init__(choices, data, refresh_url=refresh_url)
        self._offer("domaine", _pairs(choices.domaines))


class PilierSelectionForm(SelectionForm):
    """A grid of compétences: some of those of a palier."""

    competence = forms.MultipleChoiceField(
        label="Compétence(s)",
        widget=Checkboxes,
        error_messages=_asking("Cochez au moins une compétence."),
    )

    by_domaine = False


def _pairs(things: Iterable[Any]) -> list[tuple[str, str]]:
    return [(str(thing.pk), str(thing)) for thing in things]


def _by_kind(places: Sequence[Place]) -> list[tuple[str, list[tuple[str, str]]]]:
    parts: dict[str, list[tuple[str, str]]] = {}
    for each in places:
        parts.setdefault(each.kind, []).append((each.code, each.label))
    return list(parts.items())
