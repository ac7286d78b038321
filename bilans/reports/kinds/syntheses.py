"""Grilles d'items d'un référentiel, and synthèses."""

from collections.abc import Callable, Iterator, Sequence

from bilans.computing import choosing
from bilans.computing.collective import table
from bilans.computing.grille import GrilleSheet, Pruning, blank, grilles, pruned, showing
from bilans.computing.inputs import Item, Synthesis
from bilans.computing.levels import Levels
from bilans.computing.synthese import Synthese, synthese
from bilans.queries import items_of
from bilans.reports.asked import Asked
from bilans.reports.kinds.releves import LABELS, line_cells, table_heads, table_rows
from bilans.reports.laying_releves import lay_table
from bilans.reports.laying_syntheses import lay_grille, lay_synthese
from bilans.reports.options import PERIOD, WrongOption
from bilans.reports.registry import Made, Page, Report, Table, reports
from bilans.rights import SEE_CLASSES, SEE_GRIDS
from evaluations.scale.whole import Scale
from sacoche.kit.files.tables import Value

_FORMATS: dict[str, Synthesis | None] = {
    "predefini": None,
    "domaine": Synthesis.DOMAINE,
    "theme": Synthesis.THEME,
}


_PRUNINGS = {
    "rien": Pruning.NONE,
    "domaines": Pruning.DOMAINES,
    "themes": Pruning.THEMES,
    "items": Pruning.ITEMS,
}


def _items_of_referentiel(asked: Asked) -> tuple[tuple[Item, ...], Levels]:
    """The items of a référentiel, those left of it when it is pruned, and the levels of the pupils on them."""
    matiere, niveau = asked.matiere(), asked.niveau()
    items = choosing.of_niveaux(asked.items_of_matiere(matiere), [niveau.pk])
    if not items:
        raise WrongOption(f"Aucun référentiel de « {matiere} » au niveau « {niveau} ».")
    levels = asked.levels(items)
    pruning = asked.options.among("elaguer", _PRUNINGS, "rien")
    return pruned(asked.pupils, items, levels, pruning), levels


def _grille(asked: Asked) -> Made:
    items, levels = _items_of_referentiel(asked)
    if asked.options.is_yes("vierge"):
        found: tuple[GrilleSheet, ...] = (blank(items),)
    else:
        found = tuple(showing(sheet, asked.shown.outcome) for sheet in grilles(asked.pupils, items, levels))
    heads = ("Élève", "Domaine", "Thème", "Référence", "Item", "Coefficient", "Résultats", "Score", "État")
    return Made(found, Table(heads, [row for sheet in found for row in _grille_rows(sheet, asked.scale)]))


def _grille_table(asked: Asked) -> Made:
    items, levels = _items_of_referentiel(asked)
    found = table(asked.pupils, items, levels, is_weighted=asked.options.is_yes("coefficients"))
    return Made(found, Table(table_heads(found), table_rows(found)))


def _grille_rows(sheet: GrilleSheet, scale: Scale) -> Iterator[Sequence[Value]]:
    name = sheet.pupil.name if sheet.pupil else ""
    for domaine in sheet.domaines:
        for theme in domaine.themes:
            for line in theme.lines:
                yield (name, domaine.domaine.name, theme.theme.name, *line_cells(line, scale))


def _synthese(choose: Callable[[Asked], tuple[Item, ...]]) -> Callable[[Asked], Made]:
    def make(asked: Asked) -> Made:
        items = choose(asked)
        found = synthese(
            asked.pupils,
            items,
            asked.levels(items),
            forced=asked.options.among("format", _FORMATS, "predefini"),
            is_merged=asked.options.is_yes("fusion"),
        )
        sigles = [state.sigle for state in asked.scale.states]
        heads = ("Élève", "Matière", "Niveau", "Ligne", *sigles, "% acquis")
        return Made(found, Table(heads, list(_bars(found))))

    return make


def _bars(found: Synthese) -> Iterator[Sequence[Value]]:
    for sheet in found.sheets:
        for part in sheet.matieres:
            for bar in part.bars:
                niveaux = ", ".join(niveau.reference for niveau in bar.niveaux)
                counts = (count for _state, count in bar.share.counts)
                yield (sheet.pupil.name, part.matiere.label, niveaux, bar.name, *counts, bar.share.percent)


def _of_matiere(asked: Asked) -> tuple[Item, ...]:
    matiere = asked.matiere()
    return choosing.of_matiere(asked.items_of_matiere(matiere), matiere.pk)


def _of_every_matiere(asked: Asked) -> tuple[Item, ...]:
    return choosing.of_every_matiere(items_of())


_BARS = ("format", "fusion", "ordre", *PERIOD)
_OF_REFERENTIEL = ("matiere", "niveau", "elaguer", "ordre", *PERIOD)
_DETAIL = ("cases", "references", "coefs", "marque_socle", "etat", "pourcentage")
_GRILLES, _SYNTHESES = "Grille d'items d'un référentiel", "Synthèse"
for code, label, options, make, page in (
    (
        "grille",
        "Grille d'items d'un référentiel",
        ("vierge", *_OF_REFERENTIEL),
        _grille,
        Page(
            "grille",
            _GRILLES,
            "Par élève",
            lay_grille,
            right=SEE_GRIDS,
            display=("items_montres", "colonne_vide", "cases", "largeur", "references", "coefs", *LABELS, "etat"),
            lead="Tous les items d'un référentiel, remplis ou à remplir à la main.",
        ),
    ),
    (
        "grille_classe",
        "Grille d'items d'un référentiel, la classe",
        ("coefficients", *_OF_REFERENTIEL),
        _grille_table,
        Page(
            "grille/classe",
            _GRILLES,
            "Tableau",
            lay_table("Grille d'items"),
            right=SEE_CLASSES,
            display=("references", "trier", "sens"),
            lead="La classe sur tous les items d'un référentiel.",
        ),
    ),
    (
        "synthese_matiere",
        "Synthèse d'une matière",
        ("matiere", *_BARS),
        _synthese(_of_matiere),
        Page(
            "synthese/matiere",
            _SYNTHESES,
            "Une matière",
            lay_synthese,
            display=_DETAIL,
            lead="Une barre par domaine ou par thème : ce qui est acquis, ce qui ne l'est pas encore.",
        ),
    ),
    (
        "synthese_pluridisciplinaire",
        "Synthèse pluridisciplinaire",
        _BARS,
        _synthese(_of_every_matiere),
        Page(
            "synthese/pluridisciplinaire",
            _SYNTHESES,
            "Toutes les matières",
            lay_synthese,
            display=_DETAIL,
            lead="Toutes les matières d'un élève sur une page.",
        ),
    ),
):
    reports.register(Report(code, label, options, make, page))
