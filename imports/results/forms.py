"""What is chosen and sent about a pupil who changes school."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import Account
from evaluations.transfer.reading import MOST_BYTES
from sacoche.kit.sent_file import SentBytes


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

    fichier = SentBytes(
        label="Fichier reçu",
        help_text="Le fichier « resultats_….json » remis par l'établissement d'origine. 5 Mo au plus.",
        what="le fichier reçu",
        accept=".json",
        most=MOST_BYTES,
        when_too_large="ce n'est pas celui des résultats d'un élève",
        when_empty="demandez-le à nouveau",
    )


class TakeForm(forms.Form):
    """To whom the results come."""

    eleve = _pupils("Élève d'ici", "Choisissez l'élève à qui reviennent ces résultats.")

    def __init__(self, pupils: Iterable[Account], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["eleve"].choices = _named(pupils)  # type: ignore[attr-defined]
