"""The documents of a class, read and computed once: what pages, PDF and files draw."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q

from accounts.models import Account, AccountQuerySet
from bilans.computing.inputs import Item, Marks, Matiere, Pupil
from bilans.computing.levels import Levels
from bilans.computing.official import Figures, exact_mean, official, sum_of
from bilans.models import Appreciation, Layout, Origin, Position, Section
from bilans.officiels.queries.teaching import Teachers, teachers_of
from bilans.officiels.shapes import (
    NO_MEAN,
    ClassDocument,
    ClassRubric,
    Edition,
    Mean,
    PupilSheet,
    Rubric,
    Written,
)
from bilans.queries import items_of, marked_items, marks_of, pupils_of
from evaluations.queries import current_scale
from evaluations.scale.whole import Scale
from evaluations.scoring.series import LookBack, ReportWindow, Window
from sacoche.kit.tenancy import current_school
from schools.calendar import year_of
from schools.models import Matiere as StoredMatiere

_AUTO = "auto"


def pupils_of_edition(edition: Edition) -> AccountQuerySet:
    """Those who are in the class today, in the order of names."""
    found: AccountQuerySet = Account.objects.pupils().active().filter(school_class=edition.school_class)
    return found.in_name_order()


def as_pupils(accounts: Iterable[Account]) -> tuple[Pupil, ...]:
    """The same pupils, as documents compute them."""
    return tuple(Pupil(each.pk, f"{each.last_name} {each.first_name}") for each in accounts)


def window_of(edition: Edition) -> ReportWindow:
    """The days of the period, with what the configuration says of earlier results."""
    dates, wanted = edition.dates, edition.settings.look_back
    year = year_of(dates.starts_on, switch_month=current_school().year_switch_month)
    look_back = LookBack.YES if wanted == _AUTO else LookBack(wanted)
    window = Window(dates.starts_on, dates.ends_on, look_back, year_start=year.first)
    return ReportWindow(window, is_auto=wanted == _AUTO)


@dataclass(frozen=True)
class Results:
    """The items on which a class has results, and these: read once, for one period or for several."""

    items: tuple[Item, ...]
    marks: Marks
    scale: Scale


@dataclass(frozen=True)
class Read:
    """What was read of a class: its pupils, their figures, what was written of them and of it."""

    edition: Edition
    pupils: tuple[Pupil, ...]
    figures: Figures
    means: Mapping[int, Mapping[int, Mean]]
    # By (pupil or 0 for the class, matière or 0 for the synthesis).
    texts: Mapping[tuple[int, int], tuple[Written, ...]]
    matieres: tuple[Matiere, ...]
    teachers: Teachers


def read(
    edition: Edition,
    *,
    matiere: StoredMatiere | None = None,
    has_teachers: bool = True,
    pupils: tuple[Pupil, ...] | None = None,
    results: Results | None = None,
) -> Read:
    """Everything about a class, or about one of its matières. Some fifteen queries, whatever the class.

    Without `has_teachers`, who teaches it is not read. `pupils` and `results`: those of the class, when they were read
    already.
    """
    if pupils is None:
        pupils = pupils_of(pupils_of_edition(edition))
    items, levels = _levels(edition, results or results_of([edition], pupils, matiere))
    has_bars = edition.settings.layout == Layout.DOMAINES
    figures = official(pupils, items, levels, has_bars=has_bars, is_merged=edition.settings.is_merged)
    texts = texts_of(edition, pupils, matiere)
    positions = positions_of(edition, pupils, matiere)
    matieres = _matieres(figures, texts, positions, matiere)
    means = {pupil.key: _means(edition, matieres, figures.get(pupil.key, {}), positions, pupil) for pupil in pupils}
    keys = [pupil.key for pupil in pupils]
    teachers = teachers_of(edition.school_class, keys) if has_teachers else Teachers({}, ())
    return Read(edition, pupils, figures, means, texts, matieres, teachers)


def results_of(editions: Sequence[Edition], pupils: Sequence[Pupil], matiere: StoredMatiere | None = None) -> Results:
    """The results that may count in one of these documents of a class, or in one of its matières. Five queries."""
    scale = current_scale()
    days = min(each.dates.starts_on for each in editions), max(each.dates.ends_on for each in editions)
    wanted = marked_items(pupils, Q(given_on__range=days))
    if matiere is not None:
        wanted &= Q(theme__domaine__referentiel__matiere=matiere)
    items = items_of(wanted)
    marks = marks_of(pupils, items, scale.values, _may_count(editions), has_visibility=False)
    return Results(items, marks, scale)


def _may_count(editions: Sequence[Edition]) -> Q:
    """The condition on results: those after the end never count, nor those before what is looked back at."""
    windows = [window_of(each) for each in editions]
    oldest = [None if each.is_auto else each.window.oldest for each in windows]
    days = Q(given_on__lte=max(each.dates.ends_on for each in editions))
    known = [each for each in oldest if each is not None]
    return days & Q(given_on__gte=min(known)) if len(known) == len(oldest) else days


def _levels(edition: Edition, results: Results) -> tuple[tuple[Item, ...], Levels]:
    return results.items, Levels(results.marks, window_of(edition), results.scale.states)


def texts_of(
    edition: Edition, pupils: Iterable[Pupil], matiere: StoredMatiere | None = None
) -> dict[tuple[int, int], tuple[Written, ...]]:
    """What was written of these pupils and of their class, by whom it is about and matière (0: of everything)."""
    about = Q(pupil__in=[pupil.key for pupil in pupils]) | Q(school_class=edition.school_class)
    rows = _rows(Appreciation.objects.filter(about), edition)
    if matiere is not None:
        rows = rows.filter(matiere=matiere)
    faults = Count("faults", filter=Q(faults__closed_at=None))
    found: dict[tuple[int, int], list[Written]] = defaultdict(list)
    for row in rows.annotate(open_faults=faults).order_by("pk"):
        # A text whose matière is gone stands under no matière of today: its archive shows it.
        if row.section == Section.MATIERE and row.matiere_id is None:
            continue
        found[row.pupil_id or 0, row.matiere_id or 0].append(written(row, row.open_faults))
    return {place: tuple(texts) for place, texts in found.items()}


def written(row: Appreciation, faults: int = 0) -> Written:
    """A stored text as documents hold it."""
    return Written(row.pk, row.author_id, row.author_label, row.text, row.written_at, row.version, faults)


def positions_of(
    edition: Edition, pupils: Iterable[Pupil], matiere: StoredMatiere | None = None
) -> dict[tuple[int, int], Position]:
    """The means that do not follow the results, by pupil and matière. One query."""
    rows = _rows(Position.objects.filter(pupil__in=[pupil.key for pupil in pupils]), edition)
    if matiere is not None:
        rows = rows.filter(matiere=matiere)
    return {(row.pupil_id, row.matiere_id): row for row in rows.exclude(matiere=None)}


def _rows(rows: Any, edition: Edition) -> Any:
    return rows.filter(kind=edition.kind.code, year=edition.year, period=edition.dates.period_id)


def _matieres(
    figures: Figures,
    texts: Mapping[tuple[int, int], Sequence[Written]],
    positions: Collection[tuple[int, int]],
    matiere: StoredMatiere | None,
) -> tuple[Matiere, ...]:
    """The matières of the document, in the order of the school: one query when some have no result."""
    known = {key: each.matiere for of_pupil in figures.values() for key, each in of_pupil.items()}
    wanted = {key for _pupil, key in (*texts, *positions) if key}
    if matiere is not None:
        wanted.add(matiere.pk)
    others = StoredMatiere.objects.filter(pk__in=wanted - known.keys()) if wanted - known.keys() else []
    known |= {row.pk: Matiere(row.pk, row.reference, row.label, rank=row.rank) for row in others}
    return tuple(sorted(known.values(), key=lambda each: (each.rank, each.label, each.reference)))


def _means(
    edition: Edition,
    matieres: Iterable[Matiere],
    figures: Mapping[int, Any],
    positions: Mapping[tuple[int, int], Position],
    pupil: Pupil,
) -> dict[int, Mean]:
    without = set(edition.settings.without_mean)
    found = {}
    for matiere in matieres:
        if matiere.reference in without:
            continue
        own = figures.get(matiere.key)
        computed = own.summary.weighted if own else None
        found[matiere.key] = mean_of(computed, positions.get((pupil.key, matiere.key)))
    return found


def mean_of(computed: int | None, kept: Position | None) -> Mean:
    """The mean that stands: the one that was typed, copied or removed, else the one that results make."""
    exact = None if computed is None else Fraction(computed)
    if kept is None:
        return Mean(exact, exact)
    percent = None if kept.percent is None else Fraction(kept.percent)
    return Mean(percent, exact, Origin(kept.origin), kept.author_label, kept.version)


def class_document(edition: Edition) -> ClassDocument:
    """The documents of a class. Some fifteen queries, whatever its pupils and its matières."""
    return document_of(read(edition))


def class_documents(editions: Sequence[Edition]) -> list[ClassDocument]:
    """The documents of one class in several periods, whose results are read once; the last one says who teaches."""
    pupils = pupils_of(pupils_of_edition(editions[-1]))
    results = results_of(editions, pupils)
    return [
        document_of(read(each, has_teachers=each is editions[-1], pupils=pupils, results=results)) for each in editions
    ]


def document_of(found: Read) -> ClassDocument:
    """The documents that were read: every figure is computed here, once."""
    rubrics = tuple(class_rubric(found, matiere) for matiere in found.matieres)
    by_matiere = {rubric.matiere.key: rubric for rubric in rubrics}
    generals = {
        pupil.key: exact_mean(mean.percent for mean in found.means[pupil.key].values()) for pupil in found.pupils
    }
    of_class = exact_mean(generals.values())
    return ClassDocument(
        found.edition,
        tuple(_sheet(found, pupil, by_matiere, generals[pupil.key], of_class) for pupil in found.pupils),
        rubrics,
        of_class,
        _synthesis(found, 0),
        tuple(each.display_name for each in found.teachers.principaux),
    )


def class_rubric(found: Read, matiere: Matiere) -> ClassRubric:
    """What is said of the class in a matière, and its mean."""
    own = [figures[matiere.key] for figures in found.figures.values() if matiere.key in figures]
    means = (found.means[pupil.key].get(matiere.key, NO_MEAN).percent for pupil in found.pupils)
    return ClassRubric(
        matiere,
        exact_mean(means),
        sum_of(each.summary.share for each in own),
        _said(found, 0, matiere.key),
        _teachers(found, matiere),
    )


def _sheet(
    found: Read,
    pupil: Pupil,
    by_matiere: Mapping[int, ClassRubric],
    general: Fraction | None,
    class_general: Fraction | None,
) -> PupilSheet:
    rubrics = (_rubric(found, pupil, matiere, by_matiere[matiere.key]) for matiere in found.matieres)
    kept = tuple(rubric for rubric in rubrics if rubric.figures or rubric.texts or rubric.mean.percent is not None)
    return PupilSheet(pupil, kept, general, class_general, _synthesis(found, pupil.key))


def _rubric(found: Read, pupil: Pupil, matiere: Matiere, of_class: ClassRubric) -> Rubric:
    return Rubric(
        matiere,
        found.figures.get(pupil.key, {}).get(matiere.key),
        found.means[pupil.key].get(matiere.key, NO_MEAN),
        of_class.mean,
        _said(found, pupil.key, matiere.key),
        of_class.teachers,
    )


def _said(found: Read, about: int, matiere: int) -> tuple[Written, ...]:
    return tuple(text for text in found.texts.get((about, matiere), ()) if text.text)


def _synthesis(found: Read, about: int) -> Written | None:
    texts = found.texts.get((about, 0), ())
    return texts[0] if texts and texts[0].text else None


def _teachers(found: Read, matiere: Matiere) -> tuple[str, ...]:
    return tuple(each.display_name for each in found.teachers.by_matiere.get(matiere.key, ()))


def computed_mean(edition: Edition, matiere: StoredMatiere, pupil: int) -> int | None:
    """What the results of one pupil make in a matière, over 100; None when he has none. Five queries."""
    pupils = pupils_of(pupils_of_edition(edition).filter(pk=pupil))
    figures = official(pupils, *_levels(edition, results_of([edition], pupils, matiere))).get(pupil, {}).get(matiere.pk)
    return figures.summary.weighted if figures else None
