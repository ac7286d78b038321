"""The choice of the paliers of a school."""

from django import forms


class PaliersForm(forms.Form):
    """The paliers ticked, perhaps none."""

    paliers = forms.TypedMultipleChoiceField(choices=[(n, n) for n in (1, 2, 3)], coerce=int, required=False)
