"""What is asked of whoever places photos."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from accounts.photos.drawing import MAX_BYTES
from accounts.photos.masks import MASKS
from accounts.photos.sent import MOST_PHOTOS
from sacoche.kit.installation import MEGABYTE, upload_bytes
from sacoche.kit.picture_field import PictureField
from schools.models import SchoolClassQuerySet

_NOT_ARRIVED = "Le fichier n'est pas arrivé : choisissez-le et recommencez."


class PhotosForm(forms.Form):
    """A ZIP, what its names are made of, and the class where its pupils are looked for, or every one."""

    fichier = forms.FileField(
        label="Archive des photos",
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={
            "required": "Choisissez d'abord l'archive des photos.",
            "empty": "Ce fichier est vide : choisissez-en un autre.",
            "invalid": _NOT_ARRIVED,
            "missing": _NOT_ARRIVED,
        },
    )
    masque = forms.ChoiceField(
        label="Nom des fichiers",
        choices=[(mask.code, f"{mask.label} ({mask.example})") for mask in MASKS],
        help_text="Majuscules, accents, tirets et espaces ne comptent pas.",
        error_messages={"invalid_choice": "Choisissez dans la liste de quoi les noms sont faits."},
    )
    classe: Any = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label="Élèves",
        empty_label="de toutes les classes",
        help_text="Une seule classe : un homonyme d'une autre ne gêne plus.",
        error_messages={"invalid_choice": "Choisissez une classe de la liste."},
    )

    def __init__(self, *args: Any, classes: SchoolClassQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        most, file = upload_bytes(), self.fields["fichier"]
        file.widget.attrs["data-max-bytes"] = most
        file.help_text = (
            f"Un fichier .zip de photos JPEG ou PNG : {MOST_PHOTOS} photos et {most // MEGABYTE} Mo au plus. "
            "Trop lourd ? Une classe après l'autre."
        )
        field: Any = self.fields["classe"]
        field.queryset = classes
        field.label_from_instance = lambda each: each.label

    def clean_fichier(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["fichier"]
        if (file.size or 0) > upload_bytes():
            limit = upload_bytes() // MEGABYTE
            raise ValidationError(f"« {file.name} » dépasse {limit} Mo : envoyez une classe après l'autre.")
        return file

    def refuse(self, sentence: str) -> None:
        """Say of the file what reading it told."""
        self.add_error("fichier", ValidationError(sentence))


class PhotoForm(forms.Form):
    """One photo; `cleaned_data["photo"]` holds its bytes."""

    photo = PictureField(
        label="Photo",
        help_text="JPEG ou PNG, 10 Mo au plus ; elle est réduite à 200 points et ne garde ni lieu ni date.",
        accept="image/jpeg,image/png",
        most_bytes=MAX_BYTES,
        too_heavy="dépasse 10 Mo : réduisez-la, puis recommencez.",
    )
