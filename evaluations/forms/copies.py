"""For which classes and groups an évaluation is copied, and when each copy is given."""

from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from accounts.models import Account
from evaluations.dates import Dates, date_faults, limits
from evaluations.forms.evaluation import day_field
from evaluations.rights import EVALUATE
from grids.queries.places import Place, places_open_to
from sacoche.kit.clock import today
from sacoche.kit.widgets import Checkboxes
from schools.models import School


class CopiesForm(forms.Form):
    """Several classes or groups at once; the dates are those of all the copies."""

    classe = forms.MultipleChoiceField(
        label="Classes et groupes",
        widget=Checkboxes,
        error_messages={
            "required": "Cochez au moins une classe ou un groupe.",
            "invalid_choice": "Une classe ou un groupe coché n'est plus un des vôtres : vérifiez la liste.",
        },
    )
    given_on = day_field("Date", missing="Indiquez la date des copies.")
    visible_on = day_field("Visible à partir du", required=False)

    def __init__(self, account: Account, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"given_on": today()})
        self.account = account
        self.places = {place.code: place for place in places_open_to(account, EVALUATE)}
        offered = [(place.code, place.label) for place in self.places.values()]
        self.fields["classe"].choices = offered  # type: ignore[attr-defined]

    def clean_classe(self) -> list[Place]:
        chosen = [self.places[code] for code in self.cleaned_data["classe"]]
        for place in chosen:
            if not place.members.active().exists():
                raise forms.ValidationError(f"« {place} » n'a pas d'élève : décochez-la, rien n'a été copié.")
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "given_on" in cleaned and "visible_on" not in self.errors:
            school: Any = School.objects.get(pk=self.account.school_id or 0)
            allowed = limits(today(), switch_month=school.year_switch_month, is_new=True)
            cleaned["dates"] = Dates(cleaned["given_on"], cleaned.get("visible_on") or cleaned["given_on"])
            for name, sentence in date_faults(cleaned["dates"], allowed):
                self.add_error(name, sentence)
        return cleaned
