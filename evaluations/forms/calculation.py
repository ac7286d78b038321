"""The form of a calculation: that of the school, that of a référentiel; and what a simulation asks."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 (what a page sends, with its repeated fields)

from evaluations.forms.base import Sent
from evaluations.scale.calculation import (
    LIMIT_CHOICES,
    LOOK_BACK_NAMES,
    METHOD_NAMES,
    Calculation,
    calculation_faults,
    limit_name,
)
from evaluations.scale.simulation import LENGTHS
from evaluations.scale.whole import Part, Scale
from evaluations.scoring.methods import Method
from evaluations.scoring.series import LookBack

_LIMITS = [(limit, limit_name(limit).capitalize()) for limit in LIMIT_CHOICES]
_ONE_OF_THE_LIST = "Choisissez dans la liste."


class CalculationForm(forms.Form):
    """Method, limit, look-back; `calculation` once valid."""

    methode = forms.ChoiceField(
        label="Méthode",
        choices=[(method.value, name) for method, name in METHOD_NAMES.items()],
        error_messages={"invalid_choice": _ONE_OF_THE_LIST},
    )
    nombre = forms.TypedChoiceField(
        label="Résultats comptés",
        choices=_LIMITS,
        coerce=int,
        error_messages={"invalid_choice": "Choisissez dans la liste combien de résultats comptent."},
    )
    retroactif = forms.ChoiceField(
        label="Rétroactif",
        choices=[(look_back.value, name) for look_back, name in LOOK_BACK_NAMES.items()],
        help_text="Si le bilan d'une période compte aussi les résultats plus anciens.",
        error_messages={"invalid_choice": _ONE_OF_THE_LIST},
    )

    def __init__(self, present: Calculation, data: QueryDict | None = None, **options: Any) -> None:
        shown = {"methode": present.method.value, "nombre": present.limit, "retroactif": present.look_back.value}
        super().__init__(data, initial=shown, **options)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "methode" in cleaned and "nombre" in cleaned:
            for fault in calculation_faults(cleaned["methode"], cleaned["nombre"]):
                self.add_error("nombre", fault)
        return cleaned

    @property
    def calculation(self) -> Calculation:
        """What was chosen, once `is_valid`."""
        chosen = self.cleaned_data
        return Calculation(Method(chosen["methode"]), chosen["nombre"], LookBack(chosen["retroactif"]))


class SchoolCalculationForm(CalculationForm):
    """The calculation of the school as a part of its scale."""

    part = Part.CALCULATION

    def __init__(self, present: Scale, data: QueryDict | None = None) -> None:
        super().__init__(present.calculation, data)
        self.present = present
        self.version = present.version if data is None else Sent(data).version

    @property
    def scale(self) -> Scale:
        return replace(self.present, calculation=self.calculation)


class SimulatorForm(CalculationForm):
    """A series and a way to compute it; nothing of it is kept."""

    suite = forms.CharField(
        label="Résultats, du plus ancien au plus récent",
        required=False,
        max_length=500,
        help_text="Chiffres des touches (1 4 2), sigles (RR VV R) ou codes spéciaux (AB).",
        error_messages={"max_length": "Une suite a 100 résultats au plus."},
    )
    longueur = forms.TypedChoiceField(
        label="Toutes les suites de",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "aucune"), *((length, f"{length} résultat{'s' if length > 1 else ''}") for length in LENGTHS)],
        error_messages={"invalid_choice": "Choisissez une longueur de 1 à 4 résultats."},
    )
    field_order = ["suite", "methode", "nombre", "longueur"]

    def __init__(self, present: Calculation, data: QueryDict) -> None:
        super().__init__(present, _with_defaults(data, present))
        del self.fields["retroactif"]

    def clean(self) -> dict[str, Any]:
        # A limit that a method does not take is said on the line of that method.
        return forms.Form.clean(self) or {}


def _with_defaults(data: QueryDict, present: Calculation) -> QueryDict:
    """An address that says nothing simulates what the school does; a code that was clicked ends the series."""
    shown = data.copy()
    shown["suite"] = f"{data.get('suite', '')} {data.get('ajouter', '')}".strip()
    shown.setdefault("methode", present.method.value)
    shown.setdefault("nombre", str(present.limit))
    return shown
