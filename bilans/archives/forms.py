"""To whom archives are transmitted."""

from django import forms


class TransmitForm(forms.Form):
    """The address of the other school."""

    recipient = forms.EmailField(
        label="Adresse e-mail de l'autre établissement",
        max_length=100,
        help_text="Celle du secrétariat, pas celle d'une personne : qui reçoit le courriel peut lire les documents.",
        error_messages={
            "required": "Donnez l'adresse e-mail de l'établissement qui doit les recevoir.",
            "invalid": "Écrivez une seule adresse, comme ce.0340000a@exemple.fr.",
        },
    )
