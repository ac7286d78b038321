"""A code for one pupil on one item, in as few gestures as may be."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from accounts.models import Account
from evaluations.models.evaluation import TITLE_LENGTH
from evaluations.on_the_fly import title_of_the_day
from evaluations.queries.items import EvaluatedItem, referentiels_to_evaluate, search_items
from evaluations.rights import EVALUATE
from evaluations.scale.codes import SPECIAL_CODES
from evaluations.scale.whole import Scale
from grids.queries.places import Place, places_open_to
from referentiels.models import Referentiel
from sacoche.kit.clock import today
from sacoche.kit.names import clean_text
from sacoche.kit.text import count
from sacoche.kit.widgets import Select


def _chosen(label: str, missing: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        widget=Select,
        error_messages={"required": missing, "invalid_choice": f"{missing} Celui d'avant n'est plus dans la liste."},
    )


class OnTheFlyForm(forms.Form):
    """What is chosen narrows what may be chosen next: a référentiel its items, a class its pupils."""

    referentiel = _chosen("Matière et niveau", "Choisissez un référentiel.")
    item = _chosen("Item", "Choisissez un item.")
    classe = _chosen("Classe / groupe", "Choisissez une classe ou un groupe.")
    eleve = _chosen("Élève", "Choisissez un élève.")
    code = forms.ChoiceField(
        label="Code",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un code.", "invalid_choice": "Ce code n'est plus utilisé."},
    )
    titre = forms.CharField(label="Titre", required=False)

    def __init__(self, account: Account, scale: Scale, asked: QueryDict, *, is_sent: bool) -> None:
        super().__init__(asked if is_sent else None, initial={name: asked.get(name, "") for name in self.base_fields})
        self.account, self.asked = account, asked
        self.referentiels: list[Referentiel] = list(referentiels_to_evaluate(account))
        self.places: list[Place] = places_open_to(account, EVALUATE)
        self.items = self._items()
        self.pupils = self._pupils()
        self._offer("referentiel", [(str(each.pk), str(each)) for each in self.referentiels])
        self._offer("item", [(str(each.id), f"{each.reference} {each.name}") for each in self.items])
        self._offer("classe", [(place.code, place.label) for place in self.places])
        self._offer("eleve", [(str(each.pk), each.full_name) for each in self.pupils])
        codes = [(str(code.number), code.legend) for code in scale.active]
        codes += [(each.sigle, each.legend) for each in SPECIAL_CODES if each.is_result]
        self.fields["code"].choices = codes  # type: ignore[attr-defined]

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """A lone choice is made at once."""
        blank = [("", "Choisir…")] if len(choices) != 1 else []
        self.fields[name].choices = [*blank, *choices]  # type: ignore[attr-defined]

    def _wished(self, name: str) -> str:
        return self.asked.get(name, "")

    def _items(self) -> list[EvaluatedItem]:
        wished = [each for each in self.referentiels if str(each.pk) == self._wished("referentiel")]
        one = wished or (self.referentiels if len(self.referentiels) == 1 else [])
        if not one:
            return []
        return [item for _, items in search_items(self.account, words="", referentiel=one[0]).places for item in items]

    def _pupils(self) -> list[Account]:
        wished = [place for place in self.places if place.code == self._wished("classe")]
        one = wished or (self.places if len(self.places) == 1 else [])
        return list(one[0].pupils) if one else []

    def clean_titre(self) -> str:
        title = " ".join(clean_text(self.cleaned_data["titre"]).split())
        if len(title) > TITLE_LENGTH:
            signs = count(len(title), "signe", "signes")
            raise forms.ValidationError(f"Un titre a {TITLE_LENGTH} signes au plus, il y en a ici {signs}.")
        return title

    @property
    def usual_title(self) -> str:
        """What the évaluation is called when nothing is typed."""
        return title_of_the_day(today())

    @property
    def pupil(self) -> Account:
        """The one who is chosen, once the form is valid."""
        return next(each for each in self.pupils if str(each.pk) == self.cleaned_data["eleve"])

    def kept(self) -> dict[str, Any]:
        """What the page proposes again for the next pupil."""
        return {name: self.cleaned_data[name] for name in ("referentiel", "item", "classe", "titre")}
