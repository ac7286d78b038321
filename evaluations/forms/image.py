"""The form that gives an image to the codes."""

from django import forms

from evaluations.images import MAX_BYTES
from sacoche.kit.sent_file import SentBytes


class ImageForm(forms.Form):
    """An image; `cleaned_data["image"]` holds its bytes."""

    image = SentBytes(
        label="Image",
        help_text="PNG de 20 × 10 points.",
        what="une image",
        accept="image/png",
        most=MAX_BYTES,
        when_too_large="une image de 20 × 10 points est bien plus légère",
    )
