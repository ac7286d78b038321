"""« Items récoltés »: which matières feed the percentages."""

from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from grids.figures import RefusedChoice
from grids.forms import read_ids
from schools.models import Matiere
from socle.advice import Harvest

AUTOMATIC, MANUAL = "auto", "manuelle"


def read_harvest(fields: QueryDict) -> Harvest | None:
    """The harvest that a page chose; None when it chose nothing. Raises RefusedChoice, with the sentence to show."""
    mode = fields.get("mode", "")
    if not mode:
        return None
    if mode == AUTOMATIC:
        return Harvest()
    if mode != MANUAL:
        raise RefusedChoice("Choisissez « automatique » ou « manuelle ».")
    asked = set(read_ids(fields.getlist("matiere")))
    known = frozenset(Matiere.objects.filter(pk__in=asked).values_list("pk", flat=True))
    if not known:
        raise RefusedChoice("Choisissez au moins une matière.")
    if known < asked:
        raise RefusedChoice("Une matière choisie n'est plus dans l'établissement : vérifiez la liste.")
    return Harvest(known)
