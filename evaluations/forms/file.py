"""The file of « saisie déportée » that is given back."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from evaluations.paper.reading import MAX_BYTES

_NOT_ARRIVED = "Le fichier n'est pas arrivé : choisissez-le et recommencez."


class FilledFileForm(forms.Form):
    """The file; `cleaned_data["content"]` holds its bytes."""

    fichier = forms.FileField(
        label="Fichier rempli",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": "Choisissez d'abord le fichier rempli.",
            "empty": "Ce fichier est vide : choisissez-en un autre.",
            "invalid": _NOT_ARRIVED,
            "missing": _NOT_ARRIVED,
        },
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        upload: UploadedFile | None = cleaned.get("fichier")
        if upload and (upload.size or 0) > MAX_BYTES:
            self.add_error("fichier", f"« {upload.name} » dépasse 2 Mo : une grille est bien plus légère.")
        elif upload:
            cleaned["content"] = upload.read()
        return cleaned
