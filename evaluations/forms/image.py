"""The form that gives an image to the codes."""

from django import forms

from evaluations.images import MAX_BYTES
from sacoche.kit.picture_field import PictureField


class ImageForm(forms.Form):
    """An image; `cleaned_data["image"]` holds its bytes."""

    image = PictureField(
        label="Image",
        help_text="PNG de 20 × 10 points.",
        most_bytes=MAX_BYTES,
        too_heavy="dépasse 100 Ko : une image de 20 × 10 points est bien plus légère.",
    )
