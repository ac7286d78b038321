"""What a change of an évaluation would take away, counted before it is made."""

from collections.abc import Mapping

from django.db.models import QuerySet

from evaluations.models import PLANNED, Mark
from sacoche.kit.text import count, word
from schools.losses import Loss


def losses_of_marks(marks: QuerySet[Mark], *, gone: str) -> list[Loss]:
    """« 2 résultats et 1 demande seront supprimés », then by author when there are several; none when nothing goes.

    `gone` says what takes them away, at the beginning of the sentence.
    """
    results, planned = marks.exclude(code=PLANNED), marks.filter(code=PLANNED).count()
    number = results.count()
    if not number and not planned:
        return []
    pupils = results.order_by().values("pupil").distinct().count()
    parts = [f"{count(number, 'résultat', 'résultats')} de {count(pupils, 'élève', 'élèves')}"] if number else []
    parts += [count(planned, "demande", "demandes")] if planned else []
    verb = word(number + planned, "sera supprimé", "seront supprimés")
    return [Loss(f"{gone} : {' et '.join(parts)} {verb}{_by_author(results)}.", ())]


def _by_author(results: QuerySet[Mark]) -> str:
    """« , dont 4 saisis par DUVAL M. et 8 par DURAND A. »; empty when there is one author."""
    by = _authors(results)
    if len(by) < 2:
        return ""
    said = [f"{number} par {label}" for label, number in by.items()]
    return f", dont {', '.join(said[:-1])} et {said[-1]}"


def _authors(results: QuerySet[Mark]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for label in results.order_by("author__label").values_list("author__label", flat=True):
        name = label or "un fichier"
        found[name] = found.get(name, 0) + 1
    return found
