"""The form that gives an image to the codes."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from evaluations.images import MAX_BYTES

_NOT_ARRIVED = "Le fichier n'est pas arrivé : choisissez-le et recommencez."


class ImageForm(forms.Form):
    """An image; `cleaned_data["content"]` holds its bytes."""

    image = forms.FileField(
        label="Image",
        help_text="PNG de 20 × 10 points.",
        widget=forms.FileInput(attrs={"accept": "image/png"}),
        error_messages={
            "required": "Choisissez d'abord une image.",
            "empty": "Ce fichier est vide : choisissez-en un autre.",
            "invalid": _NOT_ARRIVED,
            "missing": _NOT_ARRIVED,
        },
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        upload: UploadedFile | None = cleaned.get("image")
        if upload and (upload.size or 0) > MAX_BYTES:
            self.add_error(
                "image", f"« {upload.name} » dépasse 100 Ko : une image de 20 × 10 points est bien plus légère."
            )
        elif upload:
            cleaned["content"] = upload.read()
        return cleaned
