"""Which évaluation an address means, and whether the reader may do what it asks."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from evaluations.models import Evaluation, Level
from evaluations.queries.access import level_of, why_not
from sacoche.kit.requests import SchoolRequest


def opened(request: SchoolRequest, pk: int, asked: Level) -> tuple[Evaluation, Level]:
    """The évaluation and what the reader may do with it: 404 when the school has none, 403 in words below `asked`."""
    shown = Evaluation.objects.live().select_related("school_class", "group", "school")
    evaluation: Evaluation = get_object_or_404(shown, pk=pk)
    level = level_of(request.user, evaluation)
    if level is None or level < asked:
        raise PermissionDenied(why_not(request.user, evaluation, level))
    return evaluation, level
