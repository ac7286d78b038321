"""The form of a new référentiel."""

from typing import Any

from django import forms

from accounts.models import Account
from referentiels.library import Offer, hosted_offers, offer_of, offers
from referentiels.models import Referentiel
from referentiels.queries.places import active_niveaux, matieres_open_to
from schools.models import Matiere, Niveau

_BLANK = ("", "Vierge : j'écris les items")


class NewReferentielForm(forms.Form):
    """A matière where one may write, a niveau of the school, and what the tree begins with.

    `origin` is empty for a blank tree, or the code of an offer of the library.
    """

    matiere = forms.ModelChoiceField(
        Matiere.objects.none(),
        label="Matière",
        empty_label="Choisissez une matière",
        error_messages={"required": "Choisissez une matière."},
    )
    niveau = forms.ModelChoiceField(
        Niveau.objects.none(),
        label="Niveau",
        empty_label="Choisissez un niveau",
        error_messages={"required": "Choisissez un niveau."},
    )
    origin = forms.ChoiceField(label="Contenu", required=False)

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matiere"].queryset = matieres_open_to(account, "referentiels.manage")  # type: ignore[attr-defined]
        self.fields["niveau"].queryset = active_niveaux()  # type: ignore[attr-defined]
        choices = [(offer.code, _label(offer)) for offer in [*offers().values(), *hosted_offers()]]
        self.fields["origin"].choices = [_BLANK, *sorted(choices, key=lambda choice: choice[1])]  # type: ignore[attr-defined]

    @property
    def offer(self) -> Offer | None:
        """The offer that was chosen, None for a blank tree."""
        return offer_of(self.cleaned_data["origin"])

    @property
    def present(self) -> Referentiel | None:
        """The référentiel that the school has already of this matière at this niveau."""
        said = self.cleaned_data
        found: Referentiel | None = Referentiel.objects.filter(matiere=said["matiere"], niveau=said["niveau"]).first()
        return found


def _label(offer: Offer) -> str:
    return f"{offer.words} ({offer.item_count} items)"
