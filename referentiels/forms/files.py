"""The forms of a file that comes in: where it goes, and the file; then, once it was shown, what it held."""

from typing import Any

from django import forms

from accounts.models import Account
from referentiels.queries.places import active_niveaux, matieres_open_to
from referentiels.rights import MANAGE
from sacoche.kit.sent_file import SentFile
from schools.models import Matiere, Niveau

_MOST = 20 * 1024 * 1024
MOST_TEXT = 4_000_000


class PlaceForm(forms.Form):
    """A matière where one may write and a niveau of the school."""

    matiere = forms.ModelChoiceField(
        Matiere.objects.none(),
        label="Matière",
        empty_label="Choisissez une matière",
        error_messages={"required": "Choisissez une matière."},
    )
    niveau = forms.ModelChoiceField(
        Niveau.objects.none(),
        label="Niveau",
        empty_label="Choisissez un niveau",
        error_messages={"required": "Choisissez un niveau."},
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matiere"].queryset = matieres_open_to(account, MANAGE)  # type: ignore[attr-defined]
        self.fields["niveau"].queryset = active_niveaux()  # type: ignore[attr-defined]


class FileForm(PlaceForm):
    """A file, or what it held once it was shown (`seen`, in our own format)."""

    file = SentFile(
        label="Fichier",
        accept=".xml,.csv,.xlsx,.ods,.txt",
        most=_MOST,
        when_too_large="ce n'est pas un référentiel",
        help_text="Un référentiel en XML, ou un tableur (.csv, .xlsx, .ods) : une ligne par item.",
    )
    seen = forms.CharField(required=False, max_length=MOST_TEXT, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was shown already is enough.
        self.fields["file"].required = not self.data.get("seen")

    def clean(self) -> dict[str, Any]:
        """One of the two is there."""
        said = super().clean() or {}
        together = len(self.files.getlist("file")) if self.files else 0
        if together > 1:
            self.add_error("file", f"{together} fichiers sont arrivés ensemble : un référentiel à la fois.")
        return said
