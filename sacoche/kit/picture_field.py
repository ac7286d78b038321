"""The field of an image that somebody sends: its value is the bytes of the file, which `pictures.redrawn` looks at."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_NOT_ARRIVED = "Le fichier n'est pas arrivé : choisissez-le et recommencez."


class PictureField(forms.FileField):
    """`accept` are the kinds that a browser proposes. `most_bytes` the file may weigh, which `too_heavy` says in words:
    « dépasse 1 Mo : réduisez l'image, puis recommencez ».
    """

    def __init__(self, *, most_bytes: int, too_heavy: str, accept: str = "image/png", **options: Any) -> None:
        self._most_bytes, self._too_heavy = most_bytes, too_heavy
        messages = {
            "required": "Choisissez d'abord une image.",
            "empty": "Ce fichier est vide : choisissez-en un autre.",
            "invalid": _NOT_ARRIVED,
            "missing": _NOT_ARRIVED,
        }
        super().__init__(error_messages=messages, widget=forms.FileInput(attrs={"accept": accept}), **options)

    def clean(self, data: Any, initial: Any = None) -> bytes:
        """The bytes of the file. Raises ValidationError."""
        upload = super().clean(data, initial)
        if (upload.size or 0) > self._most_bytes:
            raise ValidationError(f"« {upload.name} » {self._too_heavy}")
        content: bytes = upload.read()
        return content
