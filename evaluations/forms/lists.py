"""What a list of évaluations is asked, the items that are searched, and with whom one is shared."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from accounts.models import Account
from evaluations.dates import listed
from evaluations.models import Level
from evaluations.queries.item_sources import sources_of_items
from evaluations.queries.items import referentiels_to_evaluate
from evaluations.queries.lists import Asked
from evaluations.queries.periods import days_of_period
from grids.queries.places import Place
from referentiels.models import Referentiel
from sacoche.kit.clock import today
from sacoche.kit.widgets import Select
from schools.calendar import Days

_DATE = "Écrivez la date sous la forme JJ/MM/AAAA."


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _DATE},
    )


class EvaluationListForm(forms.Form):
    """Words, a class or a group, days; whose, where several people's are shown."""

    q = forms.CharField(
        label="Chercher", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    classe = forms.ChoiceField(label="Classe / groupe", required=False, widget=Select)
    periode = forms.ChoiceField(label="Période", required=False, widget=Select)
    du = _day("Du")
    au = _day("Au")
    a_qui = forms.ChoiceField(
        label="À qui",
        required=False,
        widget=Select,
        choices=[("", "Toutes"), ("miennes", "Les miennes"), ("partagees", "Partagées avec moi")],
    )

    def __init__(
        self,
        data: QueryDict,
        *,
        places: Sequence[Place],
        is_mine: bool,
        kept: Days | None = None,
        periods: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.first_days = kept or listed(today())
        sent = data.copy()
        sent.setdefault("du", self.first_days.first.isoformat())
        sent.setdefault("au", self.first_days.last.isoformat())
        super().__init__(sent)
        offered = [("", "Toutes"), *((place.code, place.label) for place in places)]
        self.fields["classe"].choices = offered  # type: ignore[attr-defined]
        if periods:
            self.fields["periode"].choices = [("", "Ces dates"), *periods]  # type: ignore[attr-defined]
        else:
            del self.fields["periode"]
        if not is_mine:
            del self.fields["a_qui"]

    def asked(self) -> Asked:
        """What is asked for; what cannot be read counts as not asked, and an empty day has no limit."""
        self.is_valid()
        found = self.cleaned_data
        first, last = found.get("du") or datetime.date.min, found.get("au") or datetime.date.max
        if found.get("periode") and (days := days_of_period(int(found["periode"]), found.get("classe", ""))):
            first, last = days.first, days.last
        return Asked(Days(first, last), found.get("classe", ""), found.get("q", ""), found.get("a_qui", ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("du"), cleaned.get("au")
        if first and last and first > last:
            self.add_error("au", "Le dernier jour vient avant le premier : changez l'un des deux.")
        period = cleaned.get("periode")
        if period and days_of_period(int(period), cleaned.get("classe", "")) is None:
            self.add_error("periode", "Cette période n'a pas de dates pour cette classe ou ce groupe.")
        return cleaned


class ItemSearchForm(forms.Form):
    """Words, and one référentiel or all."""

    mots = forms.CharField(
        label="Chercher un item", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    referentiel = forms.ModelChoiceField(
        Referentiel.objects.none(), label="Référentiel", required=False, empty_label="Tous mes référentiels"
    )

    origine = forms.ChoiceField(label="Prendre dans", required=False, widget=Select)

    def __init__(self, account: Account, data: QueryDict | None) -> None:
        super().__init__(data)
        self.fields["referentiel"].queryset = referentiels_to_evaluate(account)  # type: ignore[attr-defined]
        self.fields["origine"].choices = sources_of_items(account)  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    """A level for each colleague; those of `colleagues` alone are read."""

    def __init__(self, colleagues: Sequence[Account], present: dict[int, int], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.colleagues = colleagues
        choices = [("", "ne voit pas"), *((str(level.value), level.label) for level in list(Level)[:3])]
        for each in colleagues:
            self.fields[f"c{each.pk}"] = forms.ChoiceField(
                label=each.full_name,
                required=False,
                choices=choices,
                widget=Select,
                initial=str(present.get(each.pk, "")),
                error_messages={"invalid_choice": "Choisissez « ne voit pas », « voir », « saisir » ou « modifier »."},
            )

    def shares(self) -> dict[int, int]:
        """The level of each colleague who has one."""
        levels = {each.pk: self.cleaned_data[f"c{each.pk}"] for each in self.colleagues}
        return {pk: int(level) for pk, level in levels.items() if level}


class KeptDaysForm(forms.Form):
    """The days on which the list opens; none for the usual ones."""

    du = _day("Du")
    au = _day("Au")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("du"), cleaned.get("au")
        if bool(first) != bool(last) or (first and last and first > last):
            raise forms.ValidationError("Deux dates, la première avant la seconde.")
        return cleaned

    def days(self) -> Days | None:
        """What was sent, once it holds."""
        first, last = self.cleaned_data.get("du"), self.cleaned_data.get("au")
        return Days(first, last) if first and last else None
