"""A request as a pupil writes it; what a teacher does with those that he ticked."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from accounts.models import Account
from evaluations.dates import Dates, date_faults, limits
from evaluations.models import OPEN, Evaluation, RequestStatus
from evaluations.models.asking import WORDS_LENGTH
from evaluations.models.evaluation import TITLE_LENGTH
from evaluations.queries.requests import Wishes
from sacoche.kit.clock import today
from sacoche.kit.installation import resource_bytes
from sacoche.kit.names import clean_line
from sacoche.kit.sent_file import SentFile
from sacoche.kit.text import count
from sacoche.kit.widgets import Select
from schools.models import Matiere, School, SchoolClass

_DATE = "Écrivez la date sous la forme JJ/MM/AAAA."


def short(text: str, longest: int, sentence: str) -> str:
    """The words in one line. Raises ValidationError with `sentence` and how many signs there are, when too long."""
    line = clean_line(text)
    if len(line) > longest:
        raise forms.ValidationError(f"{sentence} Il y en a {count(len(line), 'signe', 'signes')} ici.")
    return line


class AskForm(forms.Form):
    """To whom, a word, a file."""

    prof = forms.ChoiceField(
        label="À qui ?",
        required=False,
        widget=Select,
        error_messages={"invalid_choice": "Ce professeur n'est pas dans la liste : choisis-en un autre."},
    )
    message = forms.CharField(
        label="Un mot pour lui",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
        help_text=f"{WORDS_LENGTH} signes au plus.",
    )
    fichier = SentFile(
        label="Un fichier", required=False, most=resource_bytes, when_too_large="choisis-en un plus petit"
    )

    def __init__(self, teachers: Sequence[Account], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._teachers = {str(each.pk): each for each in teachers}
        offered = [(pk, each.author_label) for pk, each in self._teachers.items()]
        everybody = [("", "À tous mes professeurs de cette matière")]
        self.fields["prof"].choices = [*everybody, *offered]  # type: ignore[attr-defined]

    def clean_message(self) -> str:
        return short(self.cleaned_data["message"], WORDS_LENGTH, f"Ton mot a {WORDS_LENGTH} signes au plus.")

    @property
    def addressee(self) -> Account | None:
        return self._teachers.get(self.cleaned_data["prof"])


class AboutForm(forms.Form):
    """What a pupil does not understand, or what is answered to him."""

    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
        help_text=f"{WORDS_LENGTH} signes au plus.",
    )

    def __init__(self, *args: Any, label: str, missing: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].error_messages["required"] = missing

    def clean_text(self) -> str:
        text = short(self.cleaned_data["text"], WORDS_LENGTH, f"{WORDS_LENGTH} signes au plus.")
        if not text:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text


class RequestListForm(forms.Form):
    """What the list of a teacher shows."""

    matiere = forms.ChoiceField(label="Matière", required=False, widget=Select)
    classe = forms.ChoiceField(label="Classe", required=False, widget=Select)
    statut = forms.ChoiceField(
        label="Statut",
        required=False,
        widget=Select,
        choices=[("", "À traiter et en préparation"), *RequestStatus.choices, ("toutes", "Toutes")],
    )

    def __init__(self, data: QueryDict, *, matieres: Sequence[Matiere], classes: Sequence[SchoolClass]) -> None:
        super().__init__(data)
        self.fields["matiere"].choices = [("", "Toutes"), *((str(m.pk), m.label) for m in matieres)]  # type: ignore[attr-defined]
        self.fields["classe"].choices = [("", "Toutes"), *((str(c.pk), c.label) for c in classes)]  # type: ignore[attr-defined]

    def wishes(self) -> Wishes:
        """What was understood; what is not in the lists is left out."""
        self.is_valid()
        said = self.cleaned_data
        status = said.get("statut", "")
        statuses = tuple(RequestStatus) if status == "toutes" else (status,) if status else OPEN
        return Wishes(int(said.get("matiere") or 0), int(said.get("classe") or 0), statuses)


class PrepareForm(forms.Form):
    """A new évaluation of what was ticked, one that is completed; a word back in every case."""

    mot = forms.CharField(
        label="Un mot aux élèves",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": WORDS_LENGTH}),
        help_text=f"{WORDS_LENGTH} signes au plus ; chacun le lit avec sa demande.",
    )
    title = forms.CharField(label="Titre", required=False, max_length=200)
    given_on = forms.DateField(
        label="Date",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _DATE},
    )
    visible_on = forms.DateField(
        label="Visible à partir du",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _DATE},
    )
    qui = forms.ChoiceField(
        label="Pour qui",
        required=False,
        widget=Select,
        choices=[("eleves", "Les élèves qui demandent"), ("classe", "Toute leur classe")],
    )
    evaluation = forms.ChoiceField(label="Évaluation à compléter", required=False, widget=Select)

    def __init__(
        self, data: QueryDict | None, *, account: Account, evaluations: Sequence[Evaluation], act: str = ""
    ) -> None:
        initial = {"given_on": today(), "title": f"Sur demande, le {today():%d/%m/%Y}"}
        super().__init__(data, initial=initial)
        self._account, self._act = account, act
        # Asked for by what is done with them; elsewhere they only come along.
        for name in ("title", "given_on", "qui"):
            self.fields[name].required = data is None
        self.fields["evaluation"].required = data is None
        offered = [(str(each.pk), f"{each.title} ({each.given_on:%d/%m/%Y})") for each in evaluations]
        self.fields["evaluation"].choices = [("", "Choisir…"), *offered]  # type: ignore[attr-defined]

    def clean_mot(self) -> str:
        return short(self.cleaned_data["mot"], WORDS_LENGTH, f"Un mot a {WORDS_LENGTH} signes au plus.")

    def clean_title(self) -> str:
        title = short(self.cleaned_data["title"], TITLE_LENGTH, f"Un titre a {TITLE_LENGTH} signes au plus.")
        if self._act == "creer" and not title:
            raise forms.ValidationError(f"Donnez un titre à l'évaluation, de {TITLE_LENGTH} signes au plus.")
        return title

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self._act == "completer" and not said.get("evaluation") and "evaluation" not in self.errors:
            self.add_error("evaluation", "Choisissez l'évaluation à compléter.")
        if self._act == "creer":
            self._check_dates(said)
        return said

    def _check_dates(self, said: dict[str, Any]) -> None:
        if not said.get("given_on"):
            if "given_on" not in self.errors:
                self.add_error("given_on", "Indiquez la date de l'évaluation.")
            return
        if "visible_on" in self.errors:
            return
        school: Any = School.objects.get(pk=self._account.school_id or 0)
        allowed = limits(today(), switch_month=school.year_switch_month, is_new=True)
        for name, sentence in date_faults(self.dates(), allowed):
            self.add_error(name, sentence)

    def dates(self) -> Dates:
        """Those that were typed; visible the same day unless said otherwise."""
        given: datetime.date = self.cleaned_data["given_on"]
        return Dates(given, self.cleaned_data.get("visible_on") or given)
