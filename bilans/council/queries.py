"""What the screen of a pupil shows besides his document: his year, period after period."""

from bilans.officiels.queries.editions import editions_of
from bilans.officiels.queries.reading import class_document
from bilans.officiels.shapes import ClassDocument, Edition
from bilans.paper.pieces import Curves, Series
from evaluations.scoring.rounding import half_up
from schools.models import SchoolClass


def year_of(found: Edition, document: ClassDocument, pupil: int) -> Curves | None:
    """The general mean of a pupil and that of his class over the periods of the year, up to this one.

    None with a single period, or when no mean is known: a chart of one point says nothing.
    """
    classes = SchoolClass.objects.filter(pk=found.school_class.pk)
    editions = [each for each in editions_of(found.kind, classes) if _is_until(each, found)]
    if len(editions) < 2:
        return None
    documents = [document if each.dates.pk == found.dates.pk else class_document(each) for each in editions]
    own = tuple(_percent(each, pupil) for each in documents)
    of_class = tuple(None if each.general is None else half_up(each.general) for each in documents)
    if all(figure is None for figure in own):
        return None
    places = tuple(each.dates.period.name for each in editions)
    return Curves(places, (Series("Élève", own), Series("Classe", of_class)), caption="Moyenne générale, en %")


def _is_until(each: Edition, found: Edition) -> bool:
    return each.year == found.year and each.dates.starts_on <= found.dates.starts_on


def _percent(document: ClassDocument, pupil: int) -> int | None:
    sheet = document.sheet(pupil)
    return half_up(sheet.general) if sheet and sheet.general is not None else None
