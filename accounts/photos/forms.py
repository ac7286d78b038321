"""What is asked of whoever places photos."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.photos.drawing import MAX_BYTES
from accounts.photos.masks import MASKS
from accounts.photos.sent import MOST_PHOTOS
from sacoche.kit.installation import upload_bytes
from sacoche.kit.sent_file import SentBytes, SentFile, weight
from schools.models import SchoolClassQuerySet


class PhotosForm(forms.Form):
    """A ZIP, what its names are made of, and the class where its pupils are looked for, or every one."""

    fichier = SentFile(
        label="Archive des photos",
        what="l'archive des photos",
        accept=".zip,application/zip",
        most=upload_bytes,
        when_too_large="envoyez une classe après l'autre",
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
        self.fields["fichier"].help_text = (
            f"Un fichier .zip de photos JPEG ou PNG : {MOST_PHOTOS} photos et {weight(upload_bytes())} au plus. "
            "Trop lourd ? Une classe après l'autre."
        )
        field: Any = self.fields["classe"]
        field.queryset = classes
        field.label_from_instance = lambda each: each.label

    def refuse(self, sentence: str) -> None:
        """Say of the file what reading it told."""
        self.add_error("fichier", ValidationError(sentence))


class PhotoForm(forms.Form):
    """One photo; `cleaned_data["photo"]` holds its bytes."""

    photo = SentBytes(
        label="Photo",
        help_text="JPEG ou PNG, 10 Mo au plus ; elle est réduite à 200 points et ne garde ni lieu ni date.",
        what="une image",
        accept="image/jpeg,image/png",
        most=MAX_BYTES,
        when_too_large="réduisez-la, puis recommencez",
    )
