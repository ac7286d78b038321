"""Forms of the pages that set the access of a school."""

import datetime
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from accounts.access.decided import ALWAYS_IN, IDLE_CHOICES, factor_rule, idle_minutes, login_pattern, open_profiles
from accounts.enums import EVERYBODY, STAFF, FactorRule, Profile
from accounts.logins import LONGEST_PATTERN, is_pattern, make_login
from schools.hours import EARLIEST, LATEST
from schools.models import School

# Names that show what a pattern does of compound names, apostrophes and short names.
_EXAMPLES = (("Marie-Anne", "DUPONT-DURAND"), ("N'Golo", "M'BAYE"), ("Li", "WU"))
BAD_PATTERN = (
    "Écrivez des « p » (lettres du prénom) et des « n » (lettres du nom), chaque lettre d'un seul tenant, séparés si "
    "vous voulez par un point, un tiret ou un trait bas : « ppp.nnnnnnnn », « nnnnnnnn_p », « pppppppp »…"
)


def login_examples(pattern: str) -> list[str]:
    """The logins that a pattern gives to a few names; none when it is not a pattern."""
    if not is_pattern(pattern):
        return []
    return [make_login(first_name=first, last_name=last, pattern=pattern) for first, last in _EXAMPLES]


def clean_pattern(value: str) -> str:
    """The pattern as it is kept: lower case, no space. Raises ValidationError."""
    pattern = "".join(value.split()).lower()
    if not is_pattern(pattern):
        raise ValidationError(BAD_PATTERN)
    return pattern


class ByProfileForm(forms.Form):
    """One field per profile that the school works with, under the code of the profile."""

    profiles = EVERYBODY

    def __init__(self, school: School, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for profile in (each for each in open_profiles(school) if each in self.profiles):
            field = self.field_for(school, profile)
            field.label = capfirst(profile.label)
            self.fields[profile.value] = field

    def field_for(self, school: School, profile: Profile) -> forms.Field:
        """The field of one profile, with what the school decided."""
        raise NotImplementedError

    def rows(self) -> Iterator[forms.BoundField]:
        """The fields, in the order of profiles."""
        yield from self


class PatternField(forms.CharField):
    """A pattern of logins."""

    def clean(self, value: Any) -> str:
        return clean_pattern(super().clean(value))


class LoginFormatsForm(ByProfileForm):
    """The pattern of the logins of each profile."""

    def field_for(self, school: School, profile: Profile) -> forms.Field:
        return PatternField(
            initial=login_pattern(school, profile),
            max_length=LONGEST_PATTERN,
            error_messages={"required": BAD_PATTERN},
        )

    def examples(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each field with the logins that what it holds would give."""
        return [(field, login_examples(str(field.value() or ""))) for field in self.rows()]


class IdleDelaysForm(ByProfileForm):
    """Minutes before the sessions of each profile close by themselves."""

    def field_for(self, school: School, profile: Profile) -> forms.Field:
        return forms.TypedChoiceField(
            choices=[(minutes, f"{minutes} min") for minutes in IDLE_CHOICES],
            coerce=int,
            initial=idle_minutes(school, profile),
            error_messages={"invalid_choice": "Choisissez un délai de la liste, de 10 à 120 minutes."},
        )


class FactorRulesForm(ByProfileForm):
    """What is asked of the second factor of each profile of the staff."""

    profiles = STAFF

    def field_for(self, school: School, profile: Profile) -> forms.Field:
        return forms.TypedChoiceField(
            choices=FactorRule.choices,
            coerce=FactorRule,
            initial=factor_rule(school, profile).value,
            error_messages={"invalid_choice": "Choisissez dans la liste : au choix, proposé ou obligatoire."},
        )


class NoticesHourForm(forms.Form):
    """The hour at which notices leave."""

    hour = forms.TimeField(
        label="Heure",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "min": EARLIEST, "max": LATEST}),
        help_text=f"De {EARLIEST:%H:%M} à {LATEST:%H:%M}.",
        error_messages=dict.fromkeys(("required", "invalid"), "Écrivez une heure, par exemple 17:30."),
    )

    def clean_hour(self) -> datetime.time:
        hour: datetime.time = self.cleaned_data["hour"]
        if not EARLIEST <= hour <= LATEST:
            raise ValidationError(f"Choisissez une heure de {EARLIEST:%H:%M} à {LATEST:%H:%M} : jamais la nuit.")
        return hour


class ClosingForm(forms.Form):
    """Why signing in is closed, and to whom."""

    reason = forms.CharField(
        label="Motif",
        max_length=100,
        help_text="100 caractères au plus. Il est montré aux personnes qui veulent se connecter.",
        error_messages={
            "required": "Écrivez le motif : il est montré aux personnes qui veulent se connecter.",
            "max_length": "Le motif fait %(show_value)s caractères : 100 au plus.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    profiles = forms.MultipleChoiceField(
        label="Profils bloqués",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Cochez au moins un profil.",
            "invalid_choice": "Profil inconnu ou fermé : rechargez la page, puis recommencez.",
        },
    )

    def __init__(self, school: School, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = [profile for profile in open_profiles(school) if profile != ALWAYS_IN]
        field = self.fields["profiles"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(profile.value, profile.label) for profile in self.offered]
        self.initial.setdefault("profiles", [profile.value for profile in self.offered])

    def clean_reason(self) -> str:
        return " ".join(str(self.cleaned_data["reason"]).split())

    def chosen_profiles(self) -> frozenset[str]:
        """The profiles ticked; all of them also closes those that the school will open later."""
        ticked = frozenset(self.cleaned_data["profiles"])
        everybody = frozenset(profile.value for profile in EVERYBODY - {ALWAYS_IN})
        return everybody if ticked == frozenset(self.offered) else ticked


class SignOutUrlForm(forms.Form):
    """Where somebody who signs out is sent."""

    url = forms.URLField(
        label="Adresse",
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="Par exemple la page d'accueil de votre ENT. Vide : la page d'identification de SACoche.",
        error_messages={
            "invalid": "Écrivez une adresse web complète, par exemple « https://www.ecole-exemple.fr/ ».",
            "max_length": "Cette adresse est trop longue : 200 caractères au plus.",
        },
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": "https://"}),
    )

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        parts = urlsplit(url)
        if url and parts.scheme not in ("http", "https"):
            raise ValidationError("Seules les adresses qui commencent par « https:// » ou « http:// » sont acceptées.")
        if parts.username or parts.password:
            raise ValidationError("Retirez l'identifiant et le mot de passe de cette adresse : tous les liraient.")
        return url
