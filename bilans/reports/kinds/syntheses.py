"""Grilles d'items d'un référentiel, and synthèses."""

from collections.abc import Callable, Iterator, Sequence

from bilans.computing import choosing
from bilans.computing.grille import GrilleSheet, grilles
from bilans.computing.inputs import Item, Synthesis
from bilans.computing.synthese import Synthese, synthese
from bilans.queries import items_of
from bilans.reports.asked import Asked
from bilans.reports.kinds.releves import line_cells
from bilans.reports.options import PERIOD, WrongOption
from bilans.reports.registry import Made, Report, Table, reports
from evaluations.scale.whole import Scale
from sacoche.kit.files.tables import Value

_FORMATS: dict[str, Synthesis | None] = {
    "predefini": None,
    "domaine": Synthesis.DOMAINE,
    "theme": Synthesis.THEME,
}


def _grille(asked: Asked) -> Made:
    matiere, niveau = asked.matiere(), asked.niveau()
    items = choosing.of_niveaux(asked.items_of_matiere(matiere), [niveau.pk])
    if not items:
        raise WrongOption(f"Aucun référentiel de « {matiere} » au niveau « {niveau} ».")
    found = grilles(asked.pupils, items, asked.levels(items))
    heads = ("Élève", "Domaine", "Thème", "Référence", "Item", "Coefficient", "Résultats", "Score", "État")
    return Made(found, Table(heads, [row for sheet in found for row in _grille_rows(sheet, asked.scale)]))


def _grille_rows(sheet: GrilleSheet, scale: Scale) -> Iterator[Sequence[Value]]:
    assert sheet.pupil is not None
    for domaine in sheet.domaines:
        for theme in domaine.themes:
            for line in theme.lines:
                yield (sheet.pupil.name, domaine.domaine.name, theme.theme.name, *line_cells(line, scale))


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


_BARS = ("format", "fusion", *PERIOD)
for code, label, options, make in (
    ("grille", "Grille d'items d'un référentiel", ("matiere", "niveau", *PERIOD), _grille),
    ("synthese_matiere", "Synthèse d'une matière", ("matiere", *_BARS), _synthese(_of_matiere)),
    ("synthese_pluridisciplinaire", "Synthèse pluridisciplinaire", _BARS, _synthese(_of_every_matiere)),
):
    reports.register(Report(code, label, options, make))
