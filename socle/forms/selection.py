"""The choice of a grid of the socle."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from grids.forms import PupilsForm, asking, read_ids
from sacoche.kit.widgets import Checkboxes, Select

_WISHES = ("palier", "competence", "domaine")


def read_wishes(params: QueryDict) -> dict[str, list[int]]:
    """The ids that an address asks for, by kind; what is no id is no wish.

    An address that does not speak of the palier has no wish for it, which is not the same as wishing none.
    """
    return {name: read_ids(params.getlist(name)) for name in _WISHES if name != "palier" or name in params}


class SelectionForm(PupilsForm):
    """Which grid to show: palier, class or group, pupils, and what a kind of grid adds."""

    palier = forms.ChoiceField(label="Palier", widget=Select, error_messages=asking("Choisissez un palier."))

    # Whether a grid is that of one compétence and of its domaines, or of several compétences.
    by_domaine: bool
    field_order = (*_WISHES, "classe", "eleve")
    leading_fields = ["palier", "classe"]

    def offer_more(self, choices: Any) -> None:
        self.offer("palier", _pairs(choices.paliers), blank=len(choices.paliers) > 1)
        every = [("0", "Toutes, l'une sous l'autre")] if self.by_domaine and choices.piliers else []
        self.offer("competence", [*_pairs(choices.piliers), *every], blank=self.by_domaine)

    def chosen(self, choices: Any) -> dict[str, Any]:
        piliers = [str(pilier.pk) for pilier in choices.chosen_piliers]
        return super().chosen(choices) | {
            "palier": choices.palier and str(choices.palier.pk),
            "competence": _chosen_pilier(choices, piliers) if self.by_domaine else piliers,
            "domaine": [str(domaine.pk) for domaine in choices.chosen_domaines],
        }


class ItemSelectionForm(SelectionForm):
    """A grid of items: one compétence, some of its domaines."""

    competence = forms.ChoiceField(
        label="Compétence", widget=Select, error_messages=asking("Choisissez une compétence.")
    )
    domaine = forms.MultipleChoiceField(
        label="Domaine(s)",
        widget=Checkboxes,
        error_messages=asking("Cochez au moins un domaine."),
    )

    by_domaine = True
    leading_fields = ["palier", "competence", "classe"]

    def offer_more(self, choices: Any) -> None:
        super().offer_more(choices)
        self.offer("domaine", _pairs(choices.domaines))
        # A whole palier has every domaine.
        self.fields["domaine"].required = not choices.is_whole


class PilierSelectionForm(SelectionForm):
    """A grid of compétences: some of those of a palier."""

    competence = forms.MultipleChoiceField(
        label="Compétence(s)",
        widget=Checkboxes,
        error_messages=asking("Cochez au moins une compétence."),
    )

    by_domaine = False


def _chosen_pilier(choices: Any, piliers: list[str]) -> str | None:
    return "0" if choices.is_whole else next(iter(piliers), None)


def _pairs(things: Iterable[Any]) -> list[tuple[str, str]]:
    return [(str(thing.pk), str(thing)) for thing in things]
