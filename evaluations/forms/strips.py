"""What is asked of « cartouche »."""

from typing import Any

from django import forms

from evaluations.paper.strips import Content, Wish
from sacoche.kit.widgets import Select

LEAST_MARGIN, MOST_MARGIN = 5, 15
_OUTSIDE = f"Les marges vont de {LEAST_MARGIN} à {MOST_MARGIN} mm."


def _ticked(label: str, *, initial: bool = False) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, initial=initial)


def _one_of(label: str, *choices: tuple[str, str]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=Select,
        initial=choices[0][0],
        error_messages={
            "required": "Choisissez dans la liste.",
            "invalid_choice": "Ce choix n'est pas dans la liste : choisissez de nouveau.",
        },
    )


class StripsForm(forms.Form):
    """What stands in the strips, then how they are drawn."""

    contenu = _one_of(
        "Contenu",
        (Content.RESULTS, "avec le nom et les résultats"),
        (Content.NAMED, "avec le nom, sans résultat"),
        (Content.BLANK, "sans nom ni résultat"),
    )
    detail = _one_of("Items", ("complet", "en entier"), ("references", "références seules"))
    cases = _one_of("À remplir", ("une", "une case"), ("codes", "une case par code, à cocher"))
    hauteur = _one_of("Hauteur", ("variable", "selon le contenu"), ("fixe", "la même pour tous"))
    orientation = _one_of("Orientation", ("portrait", "portrait"), ("paysage", "paysage"))
    couleur = _one_of("Encre", ("couleur", "en couleurs"), ("gris", "en gris"))
    fond = _one_of("Fond des items", ("blanc", "blanc"), ("gris", "gris"))
    marge = forms.IntegerField(
        label="Marges (mm)",
        min_value=LEAST_MARGIN,
        max_value=MOST_MARGIN,
        initial=10,
        error_messages={"required": _OUTSIDE, "invalid": _OUTSIDE, "min_value": _OUTSIDE, "max_value": _OUTSIDE},
    )
    items_concernes = _ticked("Seulement les items qui ont un résultat ou une demande")
    eleves_evalues = _ticked("Seulement les élèves qui ont un code ordinaire")
    legende = _ticked("Légende des codes", initial=True)
    references = _ticked("Références", initial=True)
    coefficients = _ticked("Coefficients")
    socle = _ticked("Appartenance au socle", initial=True)

    def wish(self) -> Wish:
        """What stands in the strips, once the form is valid."""
        asked = self.cleaned_data
        return Wish(
            Content(asked["contenu"]),
            is_full=asked["detail"] == "complet",
            is_narrow=asked["items_concernes"],
            is_for_evaluated=asked["eleves_evalues"],
        )

    def look(self) -> dict[str, Any]:
        """How they are drawn, as `Look` takes it."""
        asked = self.cleaned_data
        return {
            "is_full": asked["detail"] == "complet",
            "has_boxes": asked["cases"] == "codes",
            "is_even": asked["hauteur"] == "fixe",
            "is_landscape": asked["orientation"] == "paysage",
            "is_grey": asked["couleur"] == "gris",
            "is_shaded": asked["fond"] == "gris",
            "margin": asked["marge"],
            "has_legend": asked["legende"],
            "has_references": asked["references"],
            "has_coefficients": asked["coefficients"],
            "has_socle": asked["socle"],
        }
