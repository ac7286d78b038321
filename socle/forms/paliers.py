"""What a school chooses of the socle: its paliers, what helps to decide."""

from django import forms


class PaliersForm(forms.Form):
    """The paliers ticked, perhaps none."""

    paliers = forms.TypedMultipleChoiceField(choices=[(n, n) for n in (1, 2, 3)], coerce=int, required=False)


class HelpForm(forms.Form):
    """What helps to decide."""

    proposes = forms.BooleanField(label="Proposer d'après les pourcentages", required=False)
    locks_items = forms.BooleanField(label="Verrouiller les items d'une compétence validée", required=False)


class LpcForm(forms.Form):
    """Whether the file of the LPC is offered."""

    offers_lpc = forms.BooleanField(label="Proposer l'export à destination de Sconet-LPC", required=False)
