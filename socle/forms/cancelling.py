"""The compétence to cancel."""

from django import forms


class CancelForm(forms.Form):
    """One compétence of one pupil, as the cell of the grid names them, and the decision that it showed."""

    pupil_id = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    pilier_id = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    # Left out by a page that did not show them: what is stored is then shown before it is cancelled.
    decided_on = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    author_label = forms.CharField(required=False, strip=False, max_length=25)
