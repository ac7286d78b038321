"""Comments of a whole évaluation, a document that is given."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 (what a page sends, with its repeated fields)

from accounts.models import Account
from evaluations.models import DocumentKind, Evaluation
from evaluations.models.beside import COMMENT_LENGTH, LINK_LENGTH
from evaluations.models.evaluation import GENERAL_LENGTH
from evaluations.services.beside import Said
from sacoche.kit.installation import resource_bytes
from sacoche.kit.names import clean_text
from sacoche.kit.sent_file import SentFile
from sacoche.kit.text import count
from sacoche.kit.widgets import Select


class CommentsForm:
    """The words to each pupil (`mot-<pupil>`, 0 for the class) beside what the page showed (`vu-<pupil>`)."""

    def __init__(self, data: QueryDict, pupils: Mapping[int, str]) -> None:
        self.faults: dict[int, str] = {}
        self.said = [self._read(data, pk, name) for pk, name in pupils.items() if f"mot-{pk}" in data]

    @property
    def typed(self) -> dict[int, str]:
        return {each.pupil: each.text for each in self.said}

    def _read(self, data: QueryDict, pk: int, name: str) -> Said:
        text, longest = _lines(data.get(f"mot-{pk}", "")), COMMENT_LENGTH if pk else GENERAL_LENGTH
        if len(text) > longest:
            signs = count(len(text), "signe", "signes")
            self.faults[pk] = f"{name} : {longest} signes au plus, il y en a ici {signs}. Raccourcissez."
        return Said(pk, _lines(data.get(f"vu-{pk}", "")), text)


def _lines(text: str) -> str:
    """The lines as they were typed, cleaned one by one."""
    return "\n".join(clean_text(line) for line in text.splitlines()).strip()


class DocumentForm(forms.Form):
    """A subject or an answer, for everybody or for a pupil: a file or a link."""

    kind = forms.ChoiceField(label="Document", widget=Select, choices=DocumentKind.choices)
    pupil = forms.ChoiceField(
        label="Pour",
        required=False,
        widget=Select,
        error_messages={"invalid_choice": "Cet élève n'est plus dans l'évaluation : choisissez-en un autre."},
    )
    fichier = SentFile(label="Fichier", required=False, most=resource_bytes)
    link = forms.CharField(
        label="ou adresse",
        required=False,
        widget=forms.TextInput(attrs={"type": "url", "placeholder": "https://"}),
    )
    visible_on = forms.DateField(
        label="Lisible à partir du",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Écrivez la date sous la forme JJ/MM/AAAA."},
        help_text="Sans date : avec l'évaluation. Un corrigé peut attendre plus longtemps.",
    )

    def __init__(self, *args: Any, evaluation: Evaluation, pupils: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evaluation = evaluation
        self._pupils = {str(each.pk): each for each in pupils}
        offered = [(pk, each.full_name) for pk, each in self._pupils.items()]
        self.fields["pupil"].choices = [("", "Tous les élèves"), *offered]  # type: ignore[attr-defined]

    @property
    def chosen_pupil(self) -> Account | None:
        return self._pupils.get(self.cleaned_data["pupil"])

    def clean_link(self) -> str:
        link = clean_text(self.cleaned_data["link"])
        if link and (not link.startswith("https://") or " " in link or len(link) < 12):
            raise forms.ValidationError("Une adresse commence par https:// et n'a pas d'espace.")
        if len(link) > LINK_LENGTH:
            raise forms.ValidationError(f"Une adresse a {LINK_LENGTH} signes au plus, il y en a ici {len(link)}.")
        return link

    def clean_visible_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["visible_on"]
        if day and day < self.evaluation.visible_on:
            seen = f"{self.evaluation.visible_on:%d/%m/%Y}"
            raise forms.ValidationError(
                f"L'évaluation elle-même n'est visible que le {seen} : mettez ce jour ou après."
            )
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        has_file, has_link = bool(said.get("fichier")), bool(said.get("link"))
        if has_file and has_link:
            raise forms.ValidationError("Un document est un fichier ou une adresse, pas les deux : videz l'un.")
        if not has_file and not has_link and not self.errors.keys() & {"fichier", "link"}:
            raise forms.ValidationError("Choisissez un fichier, ou écrivez une adresse https://.")
        return said
