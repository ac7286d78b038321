"""Lines that become nodes."""

from django import forms

_MOST_TEXT = 200_000


class AddForm(forms.Form):
    """One node a line. `is_seen`: the lines have been shown, as what they become."""

    lines = forms.CharField(
        label="Une ligne par élément",
        max_length=_MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "autofocus": True}),
        help_text="Tapez-les, ou collez-les d'un tableur ou d'un traitement de texte.",
        error_messages={"required": "Écrivez au moins une ligne.", "max_length": "Ce texte est trop long."},
    )
    is_seen = forms.BooleanField(required=False, widget=forms.HiddenInput)
