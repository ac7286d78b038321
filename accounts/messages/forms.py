"""« Messages d'accueil »: what a message says, to whom, and when."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.access.decided import open_profiles
from accounts.messages.named import LONGEST_LIST, Unfound, lines_of, people_named
from accounts.messages.queries import classes_to_write_to, groups_to_write_to, people_to_write_to
from accounts.models import Account, Audience, Message, MessageTarget
from sacoche.kit.clock import today

_A_WEEK = datetime.timedelta(days=7)
_LONGEST = datetime.timedelta(days=366)
_WRITE_DATES_SO = "Écrivez la date sous la forme JJ/MM/AAAA."


def _day(label: str, required: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        error_messages={"required": required, "invalid": _WRITE_DATES_SO},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


def _boxes(label: str, invalid: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, error_messages={"invalid_choice": invalid}, widget=forms.CheckboxSelectMultiple
    )


class MessageForm(forms.ModelForm):
    """A message; it is for whole profiles, for some of a class or of a group, or for people named one by one."""

    text = forms.CharField(
        label="Message",
        max_length=2000,
        error_messages={"required": "Écrivez le message."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    profiles = _boxes(
        "À des profils entiers", "Un profil choisi n'est pas ouvert dans votre établissement : rechargez la page."
    )
    audiences = _boxes("Qui, dans ces classes et ces groupes", "Choisissez parmi les cases proposées.")
    places = _boxes(
        "Classes et groupes", "Une classe ou un groupe choisi n'est plus là, ou n'est pas à vous : rechargez la page."
    )
    people = forms.CharField(
        label="À des personnes, une par ligne",
        required=False,
        max_length=LONGEST_LIST * 100,
        help_text="Le nom puis le prénom, ou l'identifiant.",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    starts_on = _day("Du", "Indiquez à partir de quel jour le message paraît.")
    ends_on = _day("Au", "Indiquez jusqu'à quel jour le message paraît.")

    class Meta:
        model = Message
        fields = ("text", "profiles", "starts_on", "ends_on")

    def __init__(self, *args: Any, author: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert author.school
        self._author = author
        self._classes = {f"classe-{each.pk}": each for each in classes_to_write_to(author)}
        self._groups = {f"groupe-{each.pk}": each for each in groups_to_write_to(author)}
        self.targets: list[MessageTarget] = []
        there = list(self.instance.targets.all()) if self.instance.pk else []
        # What it is for already stays offered, whoever changes the message.
        self._classes |= {f"classe-{each.school_class_id}": each.school_class for each in there if each.school_class}
        self._groups |= {f"groupe-{each.group_id}": each.group for each in there if each.group}
        self._offer("profiles", [(code.value, code.label) for code in open_profiles(author.school)])
        self._offer("audiences", list(Audience.choices))
        self._offer("places", [(key, each.label) for key, each in (self._classes | self._groups).items()])
        if self.instance.pk is None:
            self.initial.update(starts_on=today(), ends_on=today() + _A_WEEK)
        else:
            self._show(there)

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices

    def _show(self, targets: Sequence[MessageTarget]) -> None:
        """What a message is for, as it was chosen."""
        places = [f"classe-{each.school_class_id}" for each in targets if each.school_class_id]
        places += [f"groupe-{each.group_id}" for each in targets if each.group_id]
        named = [each.account for each in targets if each.account]
        self.initial.update(
            audiences=sorted({each.audience for each in targets if each.audience}),
            places=list(dict.fromkeys(places)),
            people="\n".join(lines_of(named)),
        )

    @property
    def is_for_some(self) -> bool:
        """Whether the part about classes and people is to be seen at once."""
        names = ("audiences", "places", "people")
        return any(self.errors.get(name) or self[name].value() for name in names)

    def clean_people(self) -> list[Account]:
        """The accounts that the lines name; each line that names nobody, or several people, is told."""
        try:
            return people_named(self.cleaned_data["people"], among=people_to_write_to(self._author))
        except Unfound as unfound:
            raise forms.ValidationError(unfound.faults) from unfound

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._check_recipients()
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on:
            self._check_dates(starts_on, ends_on)
        return cleaned

    def _check_recipients(self) -> None:
        """Whom the message is for; an empty box beside a full one is not guessed."""
        chosen = self.cleaned_data
        if "people" not in chosen or "places" not in chosen or "audiences" not in chosen:
            return
        if chosen["places"] and not chosen["audiences"]:
            self.add_error("audiences", "Cochez qui, de ces classes et de ces groupes : élèves, responsables…")
        elif chosen["audiences"] and not chosen["places"]:
            self.add_error("places", "Cochez au moins une classe ou un groupe.")
        elif not (chosen.get("profiles") or chosen["places"] or chosen["people"] or self.errors.get("profiles")):
            self.add_error(
                "profiles", "Cochez au moins un profil, ou choisissez des classes ou des personnes : qui le lirait ?"
            )
        else:
            self.targets = self._targets()

    def _targets(self) -> list[MessageTarget]:
        chosen = self.cleaned_data
        made = [
            MessageTarget(audience=audience, school_class=self._classes.get(place), group=self._groups.get(place))
            for place in chosen["places"]
            for audience in chosen["audiences"]
        ]
        return made + [MessageTarget(account=account) for account in chosen["people"]]

    def _check_dates(self, starts_on: datetime.date, ends_on: datetime.date) -> None:
        if ends_on < starts_on:
            self.add_error("ends_on", "Le dernier jour vient avant le premier : échangez les deux dates.")
        elif ends_on < today():
            self.add_error("ends_on", "Ce jour est déjà passé : le message ne paraîtrait jamais.")
        elif ends_on - starts_on > _LONGEST:
            self.add_error("ends_on", "Un message paraît un an au plus : choisissez un jour plus proche.")
