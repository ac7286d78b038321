"""What people choose in the pages of official documents."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from bilans.models import Configuration, Status
from bilans.officiels.deported import MAX_BYTES
from bilans.officiels.kinds import OfficialKind
from bilans.officiels.queries.missing import WHATS
from bilans.officiels.services.importing import Brought
from bilans.officiels.shapes import Edition
from sacoche.kit.sent_file import SentBytes
from sacoche.kit.widgets import Checkboxes, Select
from schools.models import Matiere

_NOTHING_TICKED = "Cochez au moins une case du tableau."
_NO_STATUS = "Choisissez l'état à donner."


class StatusForm(forms.Form):
    """Ticked cells of the board, « 12-3 » (class, period), and the status that they get."""

    etat = forms.ChoiceField(error_messages={"required": _NO_STATUS, "invalid_choice": _NO_STATUS})
    discret = forms.BooleanField(required=False)
    confirme = forms.BooleanField(required=False)
    # Of those that are opened again.
    recalcule = forms.BooleanField(required=False)

    def __init__(self, kind: OfficialKind, data: QueryDict | None = None) -> None:
        super().__init__(data)
        field: Any = self.fields["etat"]
        field.choices = [(str(status), status.label) for status in kind.statuses]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        sent: Any = self.data
        cleaned["case"] = {place for said in sent.getlist("case") if (place := _place(said))}
        if not cleaned["case"]:
            self.add_error(None, _NOTHING_TICKED)
        return cleaned


def _place(said: str) -> tuple[int, int] | None:
    school_class, _, period = said.partition("-")
    if all(part.isascii() and part.isdigit() and len(part) < 12 for part in (school_class, period)):
        return int(school_class), int(period)
    return None


class ConfigurationForm(forms.ModelForm):
    """A configuration of a kind of document."""

    class Meta:
        model = Configuration
        fields = (
            "name",
            "rubric_length",
            "rubric_model",
            "general_length",
            "general_model",
            "class_length",
            "look_back",
            "layout",
            "is_merged",
            "has_totals",
            "has_means",
            "mean_scale",
            "has_class_mean",
            "has_general_mean",
            "without_mean",
            "has_absences",
            "has_professeur_principal",
            "extra_line",
            "tells_guardians",
        )
        widgets = {
            "look_back": Select,
            "layout": Select,
            "mean_scale": Select,
            "rubric_model": forms.Textarea({"rows": 2}),
            "general_model": forms.Textarea({"rows": 2}),
        }

    without_mean = forms.MultipleChoiceField(label="Matières sans moyenne", required=False, widget=Checkboxes)

    def __init__(self, *args: Any, kind: OfficialKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in ("rubric_length", "general_length", "class_length"):
            refused = "Écrivez un nombre de 0 à 999 ; 0 : pas d'appréciation."
            self.fields[name].error_messages |= dict.fromkeys(("invalid", "max_value", "min_value"), refused)
            self.fields[name].help_text = "Signes, de 0 à 999 ; 0 : aucune."
        for name in ("rubric_model", "general_model"):
            self.fields[name].help_text = "Où rien n'est écrit : « {prénom} progresse » donne « Ana progresse »."
        matieres: Any = self.fields["without_mean"]
        matieres.choices = list(Matiere.objects.order_by("label").values_list("reference", "label"))
        self.fields["name"].error_messages["required"] = "Donnez un nom à cette configuration."

    def clean_name(self) -> str:
        """One name once for a kind, upper and lower case alike."""
        name: str = self.cleaned_data["name"]
        others = Configuration.objects.filter(kind=self.kind.code).exclude(pk=self.instance.pk)
        if name.casefold() in {each.casefold() for each in others.values_list("name", flat=True)}:
            raise forms.ValidationError(f"Une configuration s'appelle déjà « {name} » : choisissez un autre nom.")
        return name

    def save(self, commit: bool = True) -> Configuration:
        self.instance.kind = self.kind.code
        made: Configuration = super().save(commit=False)
        return made


class FaultForm(forms.Form):
    """What is said of a fault."""

    message = forms.CharField(max_length=300, required=False)


class MissingForm(forms.Form):
    """What is looked for: a period, a class or all of them, and which kinds of entries."""

    periode = forms.ChoiceField(label="Période", widget=Select)
    classe = forms.ChoiceField(label="Classe", required=False, widget=Select)
    quoi = forms.MultipleChoiceField(
        label="Quoi",
        widget=Checkboxes,
        choices=[(code, label) for code, label in WHATS.items()],
        error_messages={"required": "Cochez au moins une chose à chercher."},
    )

    def __init__(self, editions: Sequence[Edition], data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"quoi": list(WHATS)})
        self._editions = editions
        gone: Any = {"invalid_choice": "Ce choix n'est plus dans la liste : choisissez-en un autre."}
        periods = {str(each.dates.period_id): each.dates.period for each in editions}
        classes = {str(each.school_class.pk): each.school_class.label for each in editions}
        ordered = sorted(periods.items(), key=lambda pair: (pair[1].order, pair[1].name))
        fields: Any = self.fields
        fields["periode"].choices = [(key, period.name) for key, period in ordered]
        fields["classe"].choices = [("", "Toutes les classes"), *classes.items()]
        for name in ("periode", "classe"):
            fields[name].error_messages |= gone

    @property
    def editions(self) -> list[Edition]:
        """The documents that are looked at, once the form is valid: nothing is missing in one that is not planned."""
        period, school_class = self.cleaned_data["periode"], self.cleaned_data["classe"]
        return [
            each
            for each in self._editions
            if str(each.dates.period_id) == period
            and school_class in ("", str(each.school_class.pk))
            and each.status is not Status.UNDEFINED
        ]

    @property
    def whats(self) -> frozenset[str]:
        return frozenset(self.cleaned_data["quoi"])


class TextsFileForm(forms.Form):
    """The file of « saisie déportée » that is given back; `cleaned_data["fichier"]` holds its bytes."""

    fichier = SentBytes(
        label="Fichier rempli",
        what="le fichier rempli",
        accept=".csv,.txt,.xlsx,.ods",
        most=MAX_BYTES,
        when_too_large="ce fichier est bien plus léger",
    )


class BroughtForm:
    """The lines of a file that were shown and ticked: `garder` holds their pupils, 0 for the class."""

    def __init__(self, data: QueryDict) -> None:
        self._data = data
        kept = [said for said in data.getlist("garder") if _is_number(said)]
        self.lines = [self._line(said) for said in dict.fromkeys(kept)]
        self.fault = "" if self.lines else "Cochez au moins une ligne à enregistrer."

    def _line(self, key: str) -> Brought:
        said = self._data.get
        versions = [said(f"{name}-{key}", "0") for name in ("version", "version-moyenne")]
        text, mean = (int(each) if _is_number(each) else 0 for each in versions)
        return Brought(
            int(key), said(f"nom-{key}", ""), said(f"texte-{key}", ""), text, said(f"moyenne-{key}", ""), mean
        )


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 12
