"""What operators type."""

import datetime
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.timezone import make_aware

from entrance.forms import FactorForm
from operation.console.models import Decided, Letter, Operator
from operation.console.services.schools import FIELDS, REASON_LENGTH
from sacoche.kit.clock import today
from sacoche.kit.easy_reading import CHILD_WORDS, too_long_for_children
from sacoche.kit.installation import MEGABYTE
from sacoche.kit.names import clean_first_name, clean_last_name, clean_line
from sacoche.kit.sent_file import SentBytes
from schools.models import School, Zone
from schools.uai import is_valid_uai

_BAD_UAI = "« {uai} » n'est pas un numéro UAI : sept chiffres et leur lettre de contrôle."
_ONE_SITE = "Écrivez une adresse qui commence par https:// ou http://."
_ONE_ADDRESS = "Écrivez une seule adresse, comme ecole@exemple.fr."


def _required(sentence: str) -> dict[str, str]:
    return {"required": sentence}


class SignInForm(forms.Form):
    """The credentials of an operator."""

    login = forms.CharField(label="Identifiant", max_length=64, error_messages=_required("Indiquez votre identifiant."))
    password = forms.CharField(
        label="Mot de passe",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages=_required("Indiquez votre mot de passe."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class _NewPassword(forms.Form):
    password = forms.CharField(
        label="Mot de passe",
        max_length=200,
        strip=False,
        help_text="Douze caractères ou plus : une phrase convient.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages=_required("Choisissez un mot de passe."),
    )
    again = forms.CharField(
        label="Le même, une seconde fois",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages=_required("Écrivez-le une seconde fois."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and cleaned["password"] != cleaned["again"]:
            self.add_error("again", "Les deux mots de passe ne sont pas les mêmes : recommencez.")
        return cleaned


class ChoosePasswordForm(_NewPassword):
    """The password that an operator chooses."""


class OperatorForm(forms.ModelForm):
    """Who an operator is."""

    class Meta:
        model = Operator
        fields = ("login", "last_name", "first_name", "email")
        error_messages = {
            "login": {"required": "Donnez un identifiant.", "unique": "Cet identifiant est déjà pris."},
            "last_name": {"required": "Donnez le nom."},
            "first_name": {"required": "Donnez le prénom."},
            "email": {"required": "Donnez une adresse e-mail.", "invalid": _ONE_ADDRESS},
        }

    def clean_last_name(self) -> str:
        return clean_last_name(self.cleaned_data["last_name"])

    def clean_first_name(self) -> str:
        return clean_first_name(self.cleaned_data["first_name"])


class FirstStartForm(OperatorForm, _NewPassword):
    """The first operator, and the first school of a new server."""

    school_name = forms.CharField(label="Nom de l'établissement", max_length=100, required=False)
    school_town = forms.CharField(label="Commune", max_length=100, required=False)
    school_uai = forms.CharField(label="Numéro UAI", max_length=20, required=False)

    operator_fields = ("last_name", "first_name", "email", "login", "password", "again")
    school_fields = ("school_name", "school_town", "school_uai")

    def clean_school_uai(self) -> str:
        return clean_uai(self.cleaned_data["school_uai"])

    @property
    def of_operator(self) -> list[forms.BoundField]:
        return [self[name] for name in self.operator_fields]

    @property
    def of_school(self) -> list[forms.BoundField]:
        return [self[name] for name in self.school_fields]


def clean_uai(typed: str) -> str:
    """The UAI as it is kept; ValidationError when it is not one."""
    uai = "".join(typed.split()).upper()
    if uai and not is_valid_uai(uai):
        raise ValidationError(_BAD_UAI.format(uai=uai))
    return uai


class SchoolForm(forms.ModelForm):
    """A school, and whom the operator writes to."""

    number = forms.IntegerField(
        label="Numéro",
        required=False,
        min_value=1,
        max_value=999_999_999,
        help_text="Celui des adresses. Laissez vide pour le prochain libre.",
    )

    class Meta:
        model = School
        fields = FIELDS
        labels = {"uai": "Numéro UAI", "zone": "Zone géographique"}
        error_messages = {
            "name": {"required": "Donnez le nom de l'établissement."},
            "contact_email": {"invalid": _ONE_ADDRESS},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ModelChoiceField)
        zone.queryset, zone.empty_label = Zone.objects.all(), "sans zone"
        if self.instance.pk:
            del self.fields["number"]
        else:
            self.fields["contact_email"].help_text = "Il y reçoit le lien du premier administrateur."

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def clean_town(self) -> str:
        return clean_line(self.cleaned_data["town"])

    def clean_contact_last_name(self) -> str:
        return clean_last_name(self.cleaned_data["contact_last_name"])

    def clean_contact_first_name(self) -> str:
        return clean_first_name(self.cleaned_data["contact_first_name"])

    def clean_uai(self) -> str:
        uai = clean_uai(self.cleaned_data["uai"])
        if uai and School.objects.filter(uai=uai).exclude(pk=self.instance.pk).exists():
            raise ValidationError(f"Un établissement de ce serveur porte déjà le numéro UAI {uai}.")
        return uai


class BlockForm(forms.Form):
    """Why a school is shut."""

    reason = forms.CharField(
        label="Motif",
        max_length=REASON_LENGTH,
        help_text="Montré à tous ceux qui se connectent.",
        error_messages=_required("Donnez un motif : les personnes le liront."),
    )


class ListForm(forms.Form):
    """A list of schools."""

    fichier = SentBytes(
        label="Liste d'établissements",
        help_text="Un fichier CSV, dont la première ligne nomme les colonnes.",
        what="la liste d'établissements",
        accept=".csv,.txt",
        most=MEGABYTE,
        when_too_large="découpez cette liste",
    )


class ZoneForm(forms.ModelForm):
    """A geographic zone."""

    class Meta:
        model = Zone
        fields = ("name", "order")
        error_messages = {"name": {"required": "Donnez un nom.", "unique": "Une zone porte déjà ce nom."}}


class MoveForm(forms.Form):
    """Where a school is now."""

    address = forms.URLField(
        label="Sa nouvelle adresse",
        max_length=200,
        assume_scheme="https",
        help_text="Celle de sa page de connexion sur l'autre serveur, comme https://sacoche.exemple.fr/?base=12.",
        validators=[URLValidator(schemes=["http", "https"], message=_ONE_SITE)],
        error_messages=_required("Donnez l'adresse où l'établissement est maintenant.") | {"invalid": _ONE_SITE},
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if urlsplit(address).netloc.lower() == urlsplit(settings.PUBLIC_URL).netloc.lower():
            raise ValidationError("C'est l'adresse de ce serveur : donnez celle du serveur où il est maintenant.")
        return address


class DeleteForm(forms.Form):
    """The typed confirmation of what cannot be undone."""

    confirmation = forms.CharField(max_length=100, error_messages=_required("Recopiez ce qui est demandé."))

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        self.fields["confirmation"].label = f"Pour confirmer, recopiez « {expected} »"
        self.fields["confirmation"].widget.attrs["autocomplete"] = "off"

    def clean_confirmation(self) -> str:
        typed = " ".join(self.cleaned_data["confirmation"].split())
        if typed.upper() != self.expected.upper():
            raise ValidationError(f"Ce n'est pas « {self.expected} » : rien n'a été supprimé.")
        return typed


class MaintenanceForm(forms.Form):
    """When every school is shut, why, and until when."""

    reason = forms.CharField(label="Motif", max_length=200, error_messages=_required("Donnez un motif."))
    is_now = forms.BooleanField(label="Fermer tout de suite", required=False)
    day = forms.DateField(
        label="Jour", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    hour = forms.TimeField(
        label="Heure", required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    end_day = forms.DateField(
        label="Retour prévu le", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    end_hour = forms.TimeField(
        label="Heure du retour", required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )

    def clean_reason(self) -> str:
        return clean_line(self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("is_now") and not (cleaned.get("day") and cleaned.get("hour")) and not self.errors:
            self.add_error("hour", "Donnez le jour et l'heure, ou fermez tout de suite.")
        if cleaned.get("end_day") and not cleaned.get("end_hour"):
            self.add_error("end_hour", "Donnez aussi l'heure du retour, ou effacez le jour.")
        return cleaned

    def moment(self, day: str, hour: str) -> datetime.datetime | None:
        """A day and an hour of the form on the clock of the wall; the same day when it is left out."""
        time = self.cleaned_data.get(hour)
        if time is None:
            return None
        chosen = self.cleaned_data.get(day) or self.cleaned_data.get("day") or today()
        return make_aware(datetime.datetime.combine(chosen, time))


class IdentityForm(forms.ModelForm):
    """Who hosts this server, and what the law wants said."""

    host_url = forms.URLField(
        label="Site de l'hébergeur",
        required=False,
        max_length=200,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"], message=_ONE_SITE)],
        error_messages={"invalid": _ONE_SITE},
    )

    class Meta:
        model = Decided
        fields = ("name", "host", "host_url", "host_email", "legal_text", "privacy_text", "children_text")
        widgets = {
            "legal_text": forms.Textarea(attrs={"rows": 6}),
            "privacy_text": forms.Textarea(attrs={"rows": 6}),
            "children_text": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {
            "name": "Écrit sur la page de connexion et en bas de chaque page.",
            "legal_text": "La page « Mentions légales » : éditeur, directeur de la publication, hébergeur.",
            "privacy_text": "Ajouté à la notice que lisent les adultes à la première connexion : délégué, traitements, "
            "recours.",
            "children_text": "Ajouté à la notice des élèves, qui a déjà l'essentiel : écrivez pour un enfant de neuf "
            f"ans, {CHILD_WORDS} mots par phrase au plus. À chaque changement, les élèves, et eux seuls, la relisent.",
        }

    def clean_children_text(self) -> str:
        text = str(self.cleaned_data["children_text"]).strip()
        if long := too_long_for_children(text):
            raise forms.ValidationError(
                f"Cette phrase a plus de {CHILD_WORDS} mots : « {long} ». Coupez-la en deux : un enfant la lira."
            )
        return text


class LimitsForm(forms.ModelForm):
    """What files may weigh, how long things are kept; an empty field is the setting of the server."""

    class Meta:
        model = Decided
        fields = ("upload_megabytes", "resource_megabytes", "voice_months", "journal_days", "sign_in_days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.MAX_UPLOAD_BYTES // MEGABYTE
        for name, (low, high, usual) in {
            "upload_megabytes": (1, most, most),
            "resource_megabytes": (1, most, settings.RESOURCE_BYTES // MEGABYTE),
            "voice_months": (1, 60, settings.VOICE_DAYS // 30),
            "journal_days": (30, 3650, settings.JOURNAL_DAYS),
            "sign_in_days": (30, 3650, settings.SIGN_IN_DAYS),
        }.items():
            label = self.fields[name].label
            self.fields[name] = forms.IntegerField(
                label=label,
                required=False,
                min_value=low,
                max_value=high,
                help_text=f"De {low} à {high} ; vide : {usual}, le réglage du serveur.",
            )


class BounceForm(forms.Form):
    """Where what cannot be delivered comes back."""

    email = forms.EmailField(
        label="Adresse de retour", required=False, max_length=100, error_messages={"invalid": _ONE_ADDRESS}
    )


class RefusedForm(forms.Form):
    """An address whose e-mails came back."""

    email = forms.EmailField(
        label="Adresse dont le courriel est revenu",
        max_length=254,
        error_messages={"invalid": _ONE_ADDRESS, "required": "Donnez l'adresse."},
    )


class LetterForm(forms.ModelForm):
    """A letter to the contacts of schools."""

    class Meta:
        model = Letter
        fields = ("subject", "text", "zone")
        labels = {"zone": "À qui"}
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}
        error_messages = {
            "subject": {"required": "Donnez un objet."},
            "text": {"required": "Écrivez la lettre."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ModelChoiceField)
        zone.queryset, zone.empty_label = Zone.objects.all(), "les contacts de toutes les zones"

    def clean_subject(self) -> str:
        return clean_line(self.cleaned_data["subject"])


class ProveForm(FactorForm):
    """The second factor of an operator: no browser is trusted without it."""

    trusts = None  # type: ignore[assignment]
