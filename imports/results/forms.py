"""What is chosen and sent about a pupil who changes school."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import Account
from evaluations.transfer.reading import MOST_BYTES


def _pupils(label: str, required: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, coerce=int, error_messages={"required": required, "invalid_choice": "Cet élève n'est plus ici."}
    )


def _named(pupils: Iterable[Account]) -> list[tuple[Any, str]]:
    return [("", "Choisir…"), *((pupil.pk, _label(pupil)) for pupil in pupils)]


def _label(pupil: Account) -> str:
    return f"{pupil.full_name} ({pupil.class_name})" if pupil.class_name else pupil.full_name


class GiveForm(forms.Form):
    """Whose results are given."""

    eleve = _pupils("Élève qui part", "Choisissez l'élève dont vous remettez les résultats.")

    def __init__(self, pupils: Iterable[Account], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["eleve"].choices = _named(pupils)  # type: ignore[attr-defined]


class SendForm(forms.Form):
    """The file of another school."""

    fichier = forms.FileField(
        label="Fichier reçu",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json", "data-max-bytes": MOST_BYTES}),
        help_text="Le fichier « resultats_….json » remis par l'établissement d'origine. 5 Mo au plus.",
        error_messages={
            "required": "Choisissez le fichier reçu.",
            "invalid": "Le fichier n'est pas arrivé : choisissez-le et recommencez.",
            "missing": "Le fichier n'est pas arrivé : choisissez-le et recommencez.",
        },
    )


class TakeForm(forms.Form):
    """To whom the results come."""

    eleve = _pupils("Élève d'ici", "Choisissez l'élève à qui reviennent ces résultats.")

    def __init__(self, pupils: Iterable[Account], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["eleve"].choices = _named(pupils)  # type: ignore[attr-defined]
