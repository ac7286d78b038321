"""What people ask of a document: one field for each of its options, in the words of the address and of the command."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from accounts.models import Account
from bilans.queries import cycle_lines, offered
from bilans.queries.choosing import Chosen
from bilans.queries.socle import usual_cycle, usual_palier
from bilans.reports.printed import LEAST_MARGIN, MOST_MARGIN, PRINTING
from bilans.reports.registry import Page, Report
from bilans.reports.shown import MOST_CELLS
from bilans.rights import OWN, SEE_SCORES
from evaluations.queries import current_scale
from sacoche.kit.access import may
from sacoche.kit.text import count
from sacoche.kit.widgets import Checkboxes, Select
from socle.nomenclature import national_piliers
from socle.paliers import active_paliers

PRESET_LENGTH = 40
_GONE = "Ce choix n'est plus dans la liste : choisissez-en un autre."
_DATE = "Écrivez la date sous la forme JJ/MM/AAAA."


@dataclass(frozen=True)
class Context:
    """For whom fields are made, and about whom."""

    account: Account
    chosen: Chosen
    words: Mapping[str, str]


Field = Callable[[Context], forms.Field | None]


def _choice(label: str, *pairs: tuple[str, str]) -> Field:
    return lambda context: forms.ChoiceField(
        label=label, required=False, widget=Select, choices=pairs, error_messages={"invalid_choice": _GONE}
    )


def _box(label: str, *, is_on: bool = False) -> Field:
    return lambda context: forms.BooleanField(label=label, required=False, initial=is_on)


def _number(label: str, low: int, high: int, help_text: str = "") -> Field:
    refused = f"Écrivez un nombre de {low} à {high}."
    errors = {"invalid": refused, "min_value": refused, "max_value": refused}
    return lambda context: forms.IntegerField(
        label=label, required=False, min_value=low, max_value=high, help_text=help_text, error_messages=errors
    )


def _day(label: str) -> Field:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return lambda context: forms.DateField(
        label=label, required=False, widget=widget, error_messages={"invalid": _DATE}
    )


def _listed(label: str, offer: Callable[[Context], Sequence[Any]], *, blank: str = "Choisir…") -> Field:
    def make(context: Context) -> forms.Field:
        choices = [("", blank), *offer(context)]
        return forms.ChoiceField(
            label=label, required=False, widget=Select, choices=choices, error_messages={"invalid_choice": _GONE}
        )

    return make


def _ticked(label: str, offer: Callable[[Context], Sequence[Any]]) -> Field:
    return lambda context: forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=Checkboxes,
        choices=offer(context),
        error_messages={"invalid_choice": _GONE},
    )


def _periods(context: Context) -> Sequence[tuple[str, str]]:
    return [
        (dates.period.name, f"{dates.period.name} · {dates.starts_on:%d/%m} – {dates.ends_on:%d/%m}")
        for dates in offered.periods_of(context.chosen.held)
    ]


def _evaluations(context: Context) -> Sequence[tuple[str, str]]:
    return [
        (str(each.pk), f"{each.given_on:%d/%m/%Y} · {each.label}")
        for each in offered.evaluations_about(context.chosen.pupils)
    ]


_DEGREES = ((1, "insuffisante"), (2, "fragile"), (3, "satisfaisante"), (4, "très bonne"))


def _lines(context: Context) -> Sequence[tuple[str, str]]:
    return [(line.code, line.label) for line in cycle_lines(_cycle(context), is_by_composante=False)]


def _cycle(context: Context) -> int:
    return int(context.words["cycle"]) if context.words.get("cycle") in ("2", "3", "4") else 4


# Those that a page has above all, then those that are folded, each by the name of its option.
FIELDS: dict[str, Field] = {
    "matiere": _listed("Matière", lambda context: offered.matieres_for(context.account)),
    "toute_matiere": _listed("Matière", lambda context: offered.matieres_for(context.account), blank="Toutes"),
    "niveau": _listed("Niveau", lambda context: offered.niveaux_offered()),
    "items": _listed("Regroupement d'items", lambda context: offered.item_sets_for(context.account)),
    "evaluations": _ticked("Évaluations", _evaluations),
    "professeur": _listed("Enseignant", lambda context: offered.teachers_about(context.chosen.pupils)),
    "matieres": _ticked("Matières qui comptent (toutes, si aucune n'est cochée)", lambda context: _flat(context)),
    "periode": _listed("Période", _periods, blank="Dates choisies"),
    "du": _day("Du (vide : la rentrée)"),
    "au": _day("Au (vide : ce jour)"),
    "retroactif": _choice(
        "Résultats d'avant la période",
        ("auto", "selon chaque référentiel"),
        ("non", "ne comptent pas"),
        ("oui", "comptent"),
        ("annuel", "comptent, dans l'année scolaire"),
    ),
    "ordre": _choice("Ordre des élèves", ("noms", "alphabétique"), ("classes", "par classe, puis alphabétique")),
    "socle": _box("Seulement les items liés au socle"),
    "son_niveau": _box("Seulement les items du niveau des élèves, et de leur cycle"),
    "anciens": _box("Avec les élèves de la période, partis depuis vers une autre classe"),
    "critere": _choice("Chercher par", ("moyenne", "moyenne pondérée"), ("acquis", "part d'items acquis")),
    "etats": _ticked("États", lambda context: [(one.sigle, one.legend) for one in current_scale().states]),
    "palier": _listed("Palier", lambda context: _paliers(), blank="Celui de la classe"),
    "pilier": _ticked("Compétences (toutes, si aucune n'est cochée)", lambda context: _piliers(context)),
    "cycle": lambda context: forms.ChoiceField(
        label="Cycle",
        required=False,
        widget=Select,
        choices=[(str(each), f"cycle {each}") for each in (4, 3, 2)],
        initial=str(usual_cycle(context.chosen.like)),
        error_messages={"invalid_choice": _GONE},
    ),
    "lignes": _choice("Lignes", ("livret", "les 8 du livret"), ("composantes", "les composantes")),
    "montrer": _choice("Montrer", ("taux", "pourcentages"), ("degres", "degrés"), ("points", "points")),
    "indication": _choice("Montrer", ("taux", "pourcentages"), ("validations", "états de validation")),
    "parties": _choice("Une partie", ("eleve", "par élève"), ("ligne", "par ligne du socle")),
    "generique": _box("Attestation générique, sans élève"),
    "taux": _box("Pourcentages d'items acquis", is_on=True),
    "validations": _box("États de validation", is_on=True),
    "degre": _box("Degré proposé", is_on=True),
    "preuves": _box("Items évalués derrière chaque ligne"),
    "ligne": _listed("Ligne du livret", _lines, blank="La première"),
    "degres": _ticked("Degrés proposés", lambda context: [(str(one), label) for one, label in _DEGREES]),
    "seuil": _number("Score à atteindre", 0, 100, "rien : celui du meilleur état"),
    "cible": _number("Part d'élèves visée (%)", 0, 100, "rien : 75"),
    "courbes": _choice("Une courbe", ("matieres", "par matière"), ("domaines", "par domaine")),
    "courbe_classe": _box("Aussi la moyenne des élèves choisis"),
    "mesure": _choice("Mesure", ("moyenne", "moyenne simple des scores"), ("acquis", "pourcentage d'items acquis")),
    "pas": _choice("De", ("mois", "mois en mois"), ("periodes", "période en période")),
    "axe": _choice("Axe", ("fixe", "de 0 à 100"), ("ajuste", "ajusté aux points")),
    "vierge": _box("Grille vierge, à remplir à la main"),
    "elaguer": _choice(
        "Garder",
        ("rien", "tout le référentiel"),
        ("domaines", "les domaines évalués"),
        ("themes", "les thèmes évalués"),
        ("items", "les items évalués"),
    ),
    "colonne_vide": _number("Colonne vide imprimée (cm)", 0, 9, "de 0 à 9"),
    "coefficients": _box("Pondérer les moyennes par les coefficients des items"),
    "format": _choice(
        "Une barre", ("predefini", "selon chaque référentiel"), ("domaine", "par domaine"), ("theme", "par thème")
    ),
    "fusion": _box("Réunir les lignes du même nom, d'un niveau à l'autre"),
    "par": _choice("Une partie", ("eleve", "par élève"), ("item", "par item")),
    "sens": _choice("Sens du tableau", ("eleves", "un élève par ligne"), ("items", "un item par ligne")),
    "trier": _choice("Trier", ("nom", "par nom"), ("moyenne", "par moyenne"), ("acquis", "par items acquis")),
    "items_montres": _choice("Items montrés", ("tous", "tous"), ("reussis", "réussis"), ("non_reussis", "non réussis")),
    "cases": _number("Résultats montrés", 0, MOST_CELLS, f"de 0 à {MOST_CELLS} ; rien : tous"),
    "largeur": _number("Largeur d'une case imprimée (mm)", 5, 15, "de 5 à 15"),
    "references": _box("Référence", is_on=True),
    "coefs": _box("Coefficient"),
    "marque_socle": _box("Lien avec le socle", is_on=True),
    "domaines": _box("Domaine"),
    "themes": _box("Thème"),
    "commentaires": _box("Commentaire de l'item"),
    "ressources": _box("Ressource liée"),
    "etat": _box("État et score", is_on=True),
    "moyenne": _choice("Moyenne des scores", ("ponderee", "pondérée"), ("simple", "simple"), ("non", "sans")),
    "pourcentage": _box("Pourcentage d'items acquis", is_on=True),
    "sur20": _box("Aussi sur 20"),
    "orientation": _choice(
        "Orientation", ("auto", "selon le document"), ("portrait", "portrait"), ("paysage", "paysage")
    ),
    "marge": _number("Marges (mm)", LEAST_MARGIN, MOST_MARGIN, f"de {LEAST_MARGIN} à {MOST_MARGIN}"),
    "couleur": _choice("Couleurs", ("couleur", "en couleur"), ("gris", "en gris")),
    "fond": _choice("Fond des cases", ("colore", "coloré"), ("blanc", "blanc")),
    "legende": _box("Légende", is_on=True),
    "pages": _choice("Pages", ("une", "une page par élève au moins"), ("optimisees", "à la suite")),
}
# Without them there is nothing to compute.
REQUIRED = ("matiere", "niveau", "items", "evaluations", "professeur", "etats", "degres")
_ABOVE = (
    *REQUIRED,
    "palier",
    "lignes",
    "montrer",
    "indication",
    "toute_matiere",
    "critere",
    "etats",
    "cycle",
    "ligne",
    "degres",
    "periode",
    "du",
    "au",
)
_LISTS = ("evaluations", "matieres", "etats", "degres", "pilier")
_DISPLAY_OF_FAMILIES = frozenset(OWN)


def _flat(context: Context) -> Sequence[tuple[str, str]]:
    return [pair for _part, pairs in offered.matieres_for(context.account) for pair in pairs]


def _paliers() -> Sequence[tuple[str, str]]:
    return [(str(palier.pk), str(palier)) for palier in active_paliers()]


def _piliers(context: Context) -> Sequence[tuple[str, str]]:
    """The compétences of the palier that is asked, or of that of the class."""
    asked = context.words.get("palier", "")
    palier = int(asked) if asked in ("1", "2", "3") else usual_palier(context.chosen.like)
    return [(str(pilier.pk), str(pilier)) for pilier in national_piliers(palier)] if palier else []


class ReportForm(forms.Form):
    """The options of a report for a reader; what its rights decide for it is no field."""

    def __init__(self, report: Report, page: Page, context: Context, data: QueryDict | None = None) -> None:
        self._words = context.words
        super().__init__(data, initial=_initial(context.words))
        self.names = _names(report, page, context)
        for name in self.names:
            field = FIELDS[name](context)
            if field is not None:
                self.fields[name] = field
        self._offer_what_is_asked()

    def _offer_what_is_asked(self) -> None:
        """Items chosen elsewhere (a table, an évaluation) stay chosen, although no regroupement holds them alone."""
        asked = self._words.get("items", "")
        field = self.fields.get("items")
        if asked and isinstance(field, forms.ChoiceField):
            told = count(asked.count(",") + 1, "item déjà choisi", "items déjà choisis")
            field.choices = [(asked, told), *list(field.choices)]  # type: ignore[arg-type]

    def above(self) -> list[forms.BoundField]:
        """What the page asks first."""
        return [self[name] for name in self.names if name in _ABOVE]

    def about_figures(self) -> list[forms.BoundField]:
        held = (*_ABOVE, *PRINTING)
        return [self[name] for name in self.names if name not in held]

    def about_printing(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names if name in PRINTING]

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("du"), self.cleaned_data.get("au")
        if not self.cleaned_data.get("periode") and start and end and start > end:
            self.add_error("au", "La fin de la période est avant son début : changez l'une des deux dates.")
        return self.cleaned_data

    def asked(self) -> dict[str, str]:
        """The options in words, once the form is valid: those that say something."""
        words = {name: _word(self.cleaned_data[name]) for name in self.names if name in self.cleaned_data}
        if words.get("periode"):
            words.pop("du", None)
            words.pop("au", None)
        return {name: word for name, word in words.items() if word}


def _names(report: Report, page: Page, context: Context) -> list[str]:
    """The options that are asked of this reader, in the order of FIELDS."""
    held = {*report.options, *page.display, *PRINTING}
    if context.chosen.is_family:
        held -= _DISPLAY_OF_FAMILIES - {"moyenne"}
        held -= {
            "ordre",
            "anciens",
            "courbe_classe",
            "par",
            "coefficients",
            "matieres",
            "parties",
            "generique",
            *(["moyenne"] if not may(context.account, OWN["moyenne"]) else []),
        }
    if not may(context.account, SEE_SCORES):
        held -= {"moyenne", "pourcentage", "sur20", "trier"}
    if not offered.periods_of(context.chosen.held):
        held.discard("periode")
    return [name for name in FIELDS if name in held]


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return ",".join(value)
    return "" if value is None else str(value)


def _initial(words: Mapping[str, str]) -> dict[str, Any]:
    """The fields as the options say: a box is « oui » or « non », a list has commas."""
    said: dict[str, Any] = {}
    for name, word in words.items():
        if name in _LISTS:
            said[name] = word.split(",")
        else:
            said[name] = {"oui": True, "non": False}.get(word, word) if name not in ("moyenne", "retroactif") else word
    return said


class PresetForm(forms.Form):
    """A name for what is asked, so that it is found again."""

    nom = forms.CharField(
        label="Nom du modèle",
        max_length=PRESET_LENGTH,
        error_messages={
            "required": "Donnez un nom à ce modèle.",
            "max_length": f"Un nom de modèle a {PRESET_LENGTH} signes au plus.",
        },
    )
