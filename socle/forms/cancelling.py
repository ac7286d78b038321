"""The compétence to cancel."""

from django import forms


class CancelForm(forms.Form):
    """One compétence of one pupil, as the cell of the grid names them."""

    pupil_id = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    pilier_id = forms.IntegerField(min_value=1, max_value=2**31 - 1)
