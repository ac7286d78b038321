"""What confirms an « Initialisation annuelle »."""

from typing import Any

from django import forms

from sacoche.kit.text import unaccent


class ConfirmForm(forms.Form):
    """The name of the year, copied; a tick when the moment is not the usual one."""

    confirmation = forms.CharField(label="Pour confirmer, recopiez", max_length=40, strip=True)
    sure = forms.BooleanField(required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, words: str) -> None:
        super().__init__(data)
        self.words = words
        self.fields["confirmation"].label = f"Pour confirmer, recopiez « {words} »"
        self.fields["confirmation"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean_confirmation(self) -> str:
        typed: str = self.cleaned_data["confirmation"]
        if unaccent(typed).casefold() != unaccent(self.words).casefold():
            raise forms.ValidationError(f"Recopiez exactement « {self.words} » : rien n'a été fait.")
        return typed
