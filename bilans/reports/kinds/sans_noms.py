"""Results without names: a class against a target, classes side by side."""

from collections.abc import Sequence
from itertools import groupby

from accounts.models import Account
from bilans.computing import choosing
from bilans.computing.figures import level_of
from bilans.computing.inputs import Item, Pupil
from bilans.computing.targets import FEWEST, ClassReach, ItemReach, Targets, classes, targets
from bilans.paper import pieces
from bilans.paper.pieces import Bar, Bars, Column, Figure, Grid, Kind, Label, Note, Paper, Row
from bilans.reports.asked import Asked
from bilans.reports.laying import about
from bilans.reports.options import PERIOD
from bilans.reports.registry import Made, Page, Report, Table, reports
from bilans.rights import SEE_CLASSES, SEE_SCHOOL
from sacoche.kit.files.tables import Value
from sacoche.kit.text import count
from schools.models import SchoolClass

FAMILY = "Résultats sans les noms"


def _items(asked: Asked) -> tuple[Item, ...]:
    matiere = asked.matiere()
    return choosing.of_matiere(asked.items_of_matiere(matiere), matiere.pk)


def _threshold(asked: Asked) -> int:
    """The score to reach: that of the best state, unless another is asked."""
    best = asked.scale.states[-1].low
    return asked.options.between("seuil", 0, 100, "Le seuil va de 0 à 100.") if asked.options.text("seuil") else best


def _target(asked: Asked) -> int:
    given = asked.options.text("cible")
    return asked.options.between("cible", 0, 100, "La cible va de 0 à 100.") if given else 75


def _make(asked: Asked) -> Made:
    items = _items(asked)
    found = targets(asked.pupils, items, asked.levels(items), _threshold(asked))
    heads = ("Référence", "Item", "Élèves évalués", "Élèves", "% au seuil", "Cible atteinte")
    return Made(found, Table(heads, [_line(line, _target(asked)) for line in found.lines]))


def _line(line: ItemReach, target: int) -> Sequence[Value]:
    reach = line.reach
    met = "" if reach.percent is None else "oui" if reach.percent >= target else "non"
    return (line.item.reference, line.item.name, reach.evaluated, reach.pupils, reach.percent, met)


def _lay(asked: Asked, found: Targets) -> Paper:
    target, matiere = _target(asked), asked.matiere().label
    columns = (
        Column("Réf.", width=19),
        Column("Item"),
        Column("Élèves évalués", Kind.NUMBER, width=26),
        Column("Au seuil", Kind.NUMBER, width=20),
        Column("Cible", width=24),
    )
    rows = tuple(_row(line, target) for line in found.lines)
    bars = Bars(tuple(Bar(f"{line.item.reference} {line.item.name}", line.reach.share) for line in found.lines))
    sheets = (pieces.Sheet("", matiere, (Grid(columns, rows), bars)),) if rows else ()
    pupils = count(found.pupils, "élève", "élèves")
    said = f"{pupils}, score de {_threshold(asked)} au moins, cible : {target} % des élèves"
    return Paper(f"Résultats d'une classe – {matiere}", about(asked, said), sheets, subject="", has_codes=False)


def _row(line: ItemReach, target: int) -> Row:
    reach = line.reach
    met = "–" if reach.percent is None else "✓ atteinte" if reach.percent >= target else "non atteinte"
    percent = "–" if reach.percent is None else f"{reach.percent} %"
    told = f"{reach.evaluated} sur {reach.pupils}"
    return Row((line.item.reference, Label(line.item.name), told, percent, met))


# --- Classes side by side ---


def _make_school(asked: Asked) -> Made:
    items = _items(asked)
    found = classes(by_class(asked.pupils), items, asked.levels(items), _threshold(asked))
    heads = ("Classe", "Élèves", "Élèves évalués", "Moyenne", "% au seuil")
    return Made(found, Table(heads, [_class_line(one) for one in found]))


def by_class(pupils: Sequence[Pupil]) -> list[tuple[str, list[Pupil]]]:
    """The classes of the school in the order of levels, each with its pupils; three queries."""
    held = dict(Account.objects.pupils().filter(school_class__isnull=False).values_list("pk", "school_class"))
    ordered = sorted((pupil for pupil in pupils if pupil.key in held), key=lambda pupil: held[pupil.key])
    groups = {key: list(group) for key, group in groupby(ordered, key=lambda pupil: held[pupil.key])}
    return [(str(one), groups[one.pk]) for one in SchoolClass.objects.in_level_order() if one.pk in groups]


def _class_line(one: ClassReach) -> Sequence[Value]:
    reach = one.reach
    return (
        (one.name, one.pupils, reach.evaluated, reach.mean, reach.percent)
        if reach
        else (one.name, one.pupils, None, None, None)
    )


def _lay_school(asked: Asked, found: Sequence[ClassReach]) -> Paper:
    matiere = asked.matiere().label
    columns = (
        Column("Classe"),
        Column("Élèves", Kind.NUMBER, width=20),
        Column("Moyenne", Kind.LEVEL, width=24),
        Column("Au seuil", Kind.NUMBER, width=26),
    )
    told = [one for one in found if one.reach]
    rows = tuple(_class_row(asked, one) for one in found)
    bars = Bars(
        tuple(
            Bar(one.name, one.reach.share, count(one.reach.evaluated, "élève", "élèves")) for one in told if one.reach
        )
    )
    content: list[pieces.Piece] = [Grid(columns, rows)] if told else []
    if told:
        content.append(bars)
    if len(told) < len(found):
        content.append(
            Note(f"Une classe de moins de {FEWEST} élèves évalués n'est pas montrée : elle nommerait quelqu'un.")
        )
    sheets = (pieces.Sheet("", matiere, tuple(content)),) if told else ()
    said = f"élèves dont la moyenne est de {_threshold(asked)} au moins"
    return Paper(f"Résultats des classes – {matiere}", about(asked, said), sheets, subject="", has_codes=False)


def _class_row(asked: Asked, one: ClassReach) -> Row:
    if one.reach is None:
        return Row((Label(one.name), f"moins de {FEWEST}", None, None))
    mean = Figure(level_of(one.reach.mean, asked.scale.states), "\u00a0%")
    percent = "–" if one.reach.percent is None else f"{one.reach.percent} %"
    return Row((Label(one.name), f"{one.reach.evaluated} sur {one.pupils}", mean, percent))


_OPTIONS = ("matiere", "seuil", *PERIOD)
reports.register(
    Report(
        "classe_sans_noms",
        "Résultats d'une classe, sans les noms",
        ("cible", *_OPTIONS),
        _make,
        Page(
            "sans-noms/classe",
            FAMILY,
            "Une classe",
            _lay,
            right=SEE_CLASSES,
            lead="Pour chaque item, combien d'élèves atteignent un score, sans nommer personne.",
        ),
    )
)
reports.register(
    Report(
        "classes_sans_noms",
        "Résultats des classes, sans les noms",
        _OPTIONS,
        _make_school,
        Page(
            "sans-noms/etablissement",
            FAMILY,
            "Toutes les classes",
            _lay_school,
            right=SEE_SCHOOL,
            has_pupils=False,
            lead="Les classes côte à côte dans une matière.",
        ),
    )
)
