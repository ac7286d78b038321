"""An évaluation as somebody types it: when, which pupils, which items."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from accounts.models import Account
from accounts.queries import pupils_of
from evaluations.dates import SELF_DAYS, Dates, date_faults, limits
from evaluations.models import Evaluation, PupilOrder
from evaluations.models.evaluation import DESCRIPTION_LENGTH, TITLE_LENGTH
from evaluations.queries.items import chosen_items, items_of, items_open_to
from evaluations.queries.pupils import members_of
from evaluations.rights import EVALUATE
from evaluations.services.evaluations import Wanted
from grids.forms import read_ids
from grids.queries.places import Place, grid_place, places_open_to
from sacoche.kit.clock import today
from sacoche.kit.names import clean_text
from sacoche.kit.text import count
from sacoche.kit.widgets import Checkboxes, Select
from schools.models import School

# As many as a grid can show and a person can think of.
MOST_ITEMS = 60
_DATE = "Écrivez la date sous la forme JJ/MM/AAAA."
_ITEMS_UNKNOWN = (
    "Un item choisi n'existe pas ou plus dans l'établissement : rien n'a été enregistré. Retirez-le de la liste."
)
_ITEMS_TWICE = "Un item est deux fois dans la liste : rien n'a été enregistré. Gardez-le une fois."
_ITEMS_CLOSED = (
    "Un item choisi est d'une matière qui n'est pas la vôtre : rien n'a été enregistré. Retirez-le de la liste."
)
_ITEMS_NONE = "Choisissez au moins un item."


def day_field(label: str, *, required: bool = True, missing: str = "") -> forms.DateField:
    """A day, as the pages of évaluations ask for one."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": missing or _DATE, "invalid": _DATE},
    )


class EvaluationForm(forms.Form):
    """The form of a new évaluation, or of one that is changed (`evaluation`).

    `is_chosen` when its pupils are chosen one by one; `model` is the one that it is copied from, whose items may stay
    although they are of another matière. The items are the `item` fields, in their order.
    """

    title = forms.CharField(
        label="Titre",
        error_messages={"required": f"Donnez un titre à l'évaluation, de {TITLE_LENGTH} signes au plus."},
    )
    given_on = day_field("Date", missing="Indiquez la date de l'évaluation.")
    visible_on = day_field("Visible à partir du", required=False)
    self_until = day_field("Auto-évaluation jusqu'au", required=False)
    description = forms.CharField(
        label="Consigne ou précisions", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    classe = forms.ChoiceField(
        label="Classe / groupe",
        widget=Select,
        error_messages={
            "required": "Choisissez une classe ou un groupe.",
            "invalid_choice": "Cette classe ou ce groupe n'est plus dans la liste : choisissez-en un autre.",
        },
    )
    eleve = forms.MultipleChoiceField(
        label="Élève(s)",
        widget=Checkboxes,
        error_messages={
            "required": "Cochez au moins un élève.",
            "invalid_choice": "Un élève coché n'est plus dans vos classes ni dans vos groupes : vérifiez la liste.",
        },
    )
    pupil_order = forms.ChoiceField(
        label="Ordre des élèves", required=False, widget=Select, choices=PupilOrder.choices, initial=PupilOrder.NAMES
    )
    is_discreet = forms.BooleanField(label="Mode discret : personne n'est prévenu de cette évaluation", required=False)
    is_lasting = forms.BooleanField(
        label="Pluriannuelle : gardée d'une année à l'autre, avec ses items et ses résultats", required=False
    )

    def __init__(
        self,
        account: Account,
        data: QueryDict | None = None,
        *,
        is_chosen: bool,
        evaluation: Evaluation | None = None,
        model: Evaluation | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.account, self.evaluation, self.model, self.is_chosen = account, evaluation, model, is_chosen
        source = evaluation or model
        known = _initial(source, is_copy=evaluation is None) if source else {"given_on": today()}
        super().__init__(data, initial={**known, **(initial or {})})
        self.places: dict[str, Place] = {}
        self._offer_pupils()
        self.items = read_ids(data.getlist("item")) if data is not None else self._first_items(source)
        self._sent = len(data.getlist("item")) if data is not None else len(self.items)

    def _first_items(self, source: Evaluation | None) -> list[int]:
        return items_of(source.pk) if source else []

    def _offer_pupils(self) -> None:
        unused = "classe" if self.is_chosen else "eleve"
        del self.fields[unused]
        if self.is_chosen:
            pupils = pupils_of(self.account).select_related("school_class")
            if self.evaluation:
                pupils = pupils | members_of(self.evaluation).select_related("school_class").in_name_order()
            self._set(
                "eleve", [(str(each.pk), f"{each.full_name} · {each.class_name or 'sans classe'}") for each in pupils]
            )
            return
        offered = places_open_to(self.account, EVALUATE)
        if self.evaluation and not self.evaluation.is_of_chosen_pupils:
            # A colleague with whom it is shared may not have its class himself.
            held = self.evaluation.school_class or self.evaluation.group
            assert held
            offered = [grid_place(held), *(each for each in offered if each.place != held)]
        self.places = {place.code: place for place in offered}
        by_kind: dict[str, list[tuple[str, str]]] = {}
        for place in offered:
            by_kind.setdefault(place.kind, []).append((place.code, place.label))
        blank = [("", "Choisir…")] if len(offered) > 1 else []
        self._set("classe", [*blank, *by_kind.items()])

    def _set(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Any]:
        """The items chosen so far, as the page shows them; those that do not exist are left out."""
        return chosen_items(list(dict.fromkeys(self.items)), account=self.account)

    def clean_title(self) -> str:
        return self._short("title", TITLE_LENGTH, "Un titre")

    def clean_description(self) -> str:
        return self._short("description", DESCRIPTION_LENGTH, "La consigne")

    def _short(self, name: str, longest: int, what: str) -> str:
        text = " ".join(clean_text(self.cleaned_data[name]).split())
        if len(text) > longest:
            signs = count(len(text), "signe", "signes")
            raise forms.ValidationError(f"{what} a {longest} signes au plus, il y en a ici {signs} : raccourcissez.")
        if not text and self.fields[name].required:
            raise forms.ValidationError(self.fields[name].error_messages["required"])
        return text

    def clean_classe(self) -> Place:
        place = self.places[self.cleaned_data["classe"]]
        is_kept = self.evaluation is not None and place.place in (self.evaluation.school_class, self.evaluation.group)
        if not is_kept and not place.members.active().exists():
            raise forms.ValidationError(
                f"« {place} » n'a pas d'élève : choisissez une autre classe ou un autre groupe."
            )
        return place

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if fault := self._item_fault():
            self.add_error(None, fault)
        if "given_on" in cleaned and not self.errors.keys() & {"visible_on", "self_until"}:
            cleaned["visible_on"] = cleaned.get("visible_on") or cleaned["given_on"]
            for name, sentence in date_faults(self._dates(cleaned), self._limits(), kept=_dates_of(self.evaluation)):
                self.add_error(name, sentence)
        return cleaned

    def _limits(self) -> Any:
        school: Any = School.objects.get(pk=self.account.school_id or 0)
        return limits(today(), switch_month=school.year_switch_month, is_new=self.evaluation is None)

    @staticmethod
    def _dates(cleaned: Mapping[str, Any]) -> Dates:
        return Dates(cleaned["given_on"], cleaned["visible_on"], cleaned.get("self_until"))

    def _item_fault(self) -> str:
        """What is wrong with the items sent, refused whole; empty when nothing is."""
        if not self._sent:
            return _ITEMS_NONE
        if len(self.items) > MOST_ITEMS:
            return f"{MOST_ITEMS} items au plus dans une évaluation, il y en a ici {len(self.items)} : retirez-en."
        if len(set(self.items)) < len(self.items):
            return _ITEMS_TWICE
        if len(self.items) < self._sent or len(self.chosen) < len(self.items):
            return _ITEMS_UNKNOWN
        held = set(items_of(self.evaluation.pk)) if self.evaluation else set()
        held |= set(items_of(self.model.pk)) if self.model else set()
        return "" if set(self.items) <= held | items_open_to(self.account, self.items) else _ITEMS_CLOSED

    def wanted(self) -> Wanted:
        """What was typed, once it holds."""
        asked = self.cleaned_data
        place: Place | None = asked.get("classe")
        return Wanted(
            title=asked["title"],
            description=asked["description"],
            dates=self._dates(asked),
            items=self._all_items(),
            school_class=place.place if place and not place.is_group else None,  # type: ignore[arg-type]
            group=place.place if place and place.is_group else None,  # type: ignore[arg-type]
            pupils=[int(pk) for pk in asked.get("eleve", ())],
            pupil_order=asked["pupil_order"] or PupilOrder.NAMES,
            is_discreet=asked["is_discreet"],
            is_lasting=asked["is_lasting"],
        )

    def _all_items(self) -> list[int]:
        """Those sent, in their order; a colleague's items of other matières stay, last when they were not sent."""
        if self.evaluation is None:
            return self.items
        present = items_of(self.evaluation.pk)
        own = items_open_to(self.account, present)
        is_owner = self.evaluation.owner_id == self.account.pk
        kept = [] if is_owner else [pk for pk in present if pk not in own and pk not in self.items]
        return [*self.items, *kept]


def _dates_of(evaluation: Evaluation | None) -> Dates | None:
    return Dates(evaluation.given_on, evaluation.visible_on, evaluation.self_until) if evaluation else None


def _initial(source: Evaluation, *, is_copy: bool) -> dict[str, Any]:
    """What an évaluation says; a copy is of today, seen today, and has no end of self-evaluation."""
    place = source.school_class or source.group
    same = {
        "title": source.title,
        "description": source.description,
        "classe": grid_place(place).code if place else "",
        "eleve": [str(pk) for pk in source.chosen.values_list("pupil_id", flat=True)],
        "pupil_order": source.pupil_order,
        "is_discreet": source.is_discreet,
        "is_lasting": source.is_lasting,
    }
    if is_copy:
        return same | {"given_on": today(), "visible_on": today()}
    days = {"given_on": source.given_on, "visible_on": source.visible_on, "self_until": source.self_until}
    return same | days


def offered_self_until() -> datetime.date:
    """The end of self-evaluation that a page proposes."""
    return today() + datetime.timedelta(days=SELF_DAYS)
