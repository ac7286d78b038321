"""The file of « saisie déportée » that is given back."""

from django import forms

from evaluations.paper.reading import MAX_BYTES
from sacoche.kit.sent_file import SentBytes


class FilledFileForm(forms.Form):
    """The file; `cleaned_data["fichier"]` holds its bytes."""

    fichier = SentBytes(
        label="Fichier rempli",
        what="le fichier rempli",
        accept=".csv,.txt,.xlsx",
        most=MAX_BYTES,
        when_too_large="une grille est bien plus légère",
    )
