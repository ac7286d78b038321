"""What is asked on « Importer / Imposer des identifiants »."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.http.request import QueryDict  # noqa: TID251 (the type of what a form sends, no HTTP here)

from accounts.access.decided import open_profiles
from accounts.enums import Profile
from accounts.models import AccountQuerySet
from imports.brought.extraction import UnreadableFile
from imports.identities import fitting
from imports.identities.issue import BIRTH_DATE, NONE, RANDOM
from imports.identities.lines import IdentityFile, IdentityLine
from imports.identities.objectives import Objective
from imports.identities.queries import PROFILES, WITHOUT_PASSWORD, known_accounts
from sacoche.kit.installation import upload_bytes
from sacoche.kit.sent_file import SentFile
from schools.models import Group, School, SchoolClass

EVERYBODY = "tous"
# Before the number of a line, in the name of the field where its account is typed.
_LABEL = "compte:"


class IdentityFileForm(forms.Form):
    """A file of identifiers, and its layout when there are several."""

    format = forms.ChoiceField(
        label="Format du fichier", error_messages={"invalid_choice": "Choisissez un format dans la liste."}
    )
    fichier = SentFile(label="Fichier", accept=".csv,.txt", most=upload_bytes)

    def __init__(self, objective: Objective, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objective = objective
        self.fields["fichier"].help_text = objective.help_text
        if len(objective.layouts) > 1:
            self.fields["format"].choices = objective.layouts  # type: ignore[attr-defined]
        else:
            del self.fields["format"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        upload = cleaned.get("fichier")
        if upload and not self.errors:
            data = upload.read()
            cleaned["doubt"] = self._doubt(data, cleaned.get("format", ""))
            cleaned["file"] = self._read(data, cleaned.get("format", ""), cleaned["doubt"])
        return cleaned

    def _read(self, data: bytes, layout: str, doubt: str) -> IdentityFile | None:
        assert self.objective.reader is not None
        try:
            return self.objective.reader(data, layout)
        except UnreadableFile as error:
            self.add_error("fichier", f"{error} {doubt}".strip())
            return None

    def _doubt(self, data: bytes, layout: str) -> str:
        """Why the format chosen is probably not that of the file."""
        if not self.objective.layouts:
            return ""
        labels = dict(self.objective.layouts)
        readings = dict(_readings(self.objective, data))
        school = fitting.School(known_accounts(self.objective.field))
        return fitting.doubt(school, layout or next(iter(labels)), readings, labels)


def _readings(objective: Objective, data: bytes) -> Iterator[tuple[str, Sequence[IdentityLine]]]:
    """The beginning of a file, read in each format that reads it."""
    assert objective.reader is not None
    beginning = b"".join(data.splitlines(keepends=True)[: fitting.SAMPLE])
    for code, _label in objective.layouts:
        with contextlib.suppress(UnreadableFile):
            yield code, objective.reader(beginning, code).lines


class PeopleForm(forms.Form):
    """Whom: a profile, then a grouping."""

    profil = forms.ChoiceField(label="Profil", error_messages={"invalid_choice": "Choisissez un profil de la liste."})
    regroupement = forms.ChoiceField(
        label="Regroupement",
        required=False,
        error_messages={"invalid_choice": "Ce regroupement n'existe plus : choisissez-en un dans la liste."},
    )

    def __init__(self, school: School, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opened = open_profiles(school)
        self.fields["profil"].choices = [  # type: ignore[attr-defined]
            ("", "Choisir…"),
            *((profile.value, _named(profile)) for profile in PROFILES if profile in opened),
        ]
        self.fields["regroupement"].choices = _groupings()  # type: ignore[attr-defined]


class GenerateForm(PeopleForm):
    """Whom, one by one, and what they get."""

    login = forms.BooleanField(label="De nouveaux identifiants (logins)", required=False)
    mot_de_passe = forms.ChoiceField(
        label="Mots de passe",
        choices=[
            (RANDOM, "De nouveaux mots de passe, tirés au hasard"),
            (BIRTH_DATE, "La date de naissance (JJMMAAAA) pour les élèves qui en ont une, au hasard pour les autres"),
            (NONE, "Garder les mots de passe actuels"),
        ],
        initial=RANDOM,
    )

    def __init__(self, school: School, people: AccountQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(school, *args, **kwargs)
        self.fields["personne"] = forms.ModelMultipleChoiceField(
            people,
            error_messages={
                "required": "Cochez au moins une personne.",
                "invalid_choice": "Une des personnes cochées n'est plus dans cette liste : vérifiez-la.",
                "invalid_pk_value": "Une des personnes cochées n'est plus dans cette liste : vérifiez-la.",
            },
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("mot_de_passe") == NONE and not cleaned.get("login"):
            self.add_error("mot_de_passe", "Rien n'est demandé : choisissez de nouveaux identifiants ou mots de passe.")
        return cleaned

    @property
    def ticked(self) -> set[str]:
        """The people ticked in what was sent."""
        sent = self.data if isinstance(self.data, QueryDict) else QueryDict()
        return set(sent.getlist("personne"))


def read_labels(sent: QueryDict) -> dict[int, str]:
    """The people typed beside the lines of a preview, by the number of the line; what is left empty is not there."""
    typed = {field.removeprefix(_LABEL): str(sent[field]).strip() for field in sent if field.startswith(_LABEL)}
    return {int(number): label for number, label in typed.items() if label and _is_number(number)}


def read_numbers(values: Iterable[str]) -> set[int]:
    """The numbers of lines among what was sent; anything else is left out."""
    return {int(value) for value in values if _is_number(value)}


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 10


def _named(profile: Profile) -> str:
    label = str(profile.label)
    return label[0].upper() + label[1:]


def _groupings() -> list[tuple[str, Any]]:
    classes = [(f"classe:{each.pk}", each.label) for each in SchoolClass.objects.in_level_order()]
    groups = [(f"groupe:{each.pk}", each.label) for each in Group.objects.of_the_school().in_level_order()]
    choices: list[tuple[str, Any]] = [
        (EVERYBODY, "Tout l'établissement"),
        (WITHOUT_PASSWORD, "Ceux qui n'ont pas encore de mot de passe"),
    ]
    return choices + [(title, each) for title, each in (("Classes", classes), ("Groupes", groups)) if each]
