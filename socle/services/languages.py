"""« Choisir la langue étrangère »."""

from collections.abc import Collection

from django.db import transaction

from accounts.models import Account
from grids.services import OutsideClasses, UnknownPupil, lock_pupils
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.journal import record
from sacoche.kit.text import count
from schools.models import School
from socle.models import Language, PupilLanguage
from socle.queries.languages import may_choose_for

_NAMED = 5


def choose_language(*, actor: Account, school: School, pupil_ids: Collection[int], language: Language | None) -> int:
    """Give these pupils a language for the socle, or take theirs away (None); how many it changes.

    No decision moves. Raises UnknownPupil or OutsideClasses, having written nothing, when one of them is not a pupil
    of the actor.
    """
    with transaction.atomic():
        pupils = lock_pupils(pupil_ids)
        if len(pupils) < len(set(pupil_ids)):
            raise UnknownPupil("Élève inconnu : rien n'a été enregistré.")
        if set(pupil_ids) - may_choose_for(actor, pupil_ids):
            raise OutsideClasses("Un élève choisi n'est pas, ou n'est plus, un des vôtres : rien n'a été enregistré.")
        held = dict(PupilLanguage.objects.filter(pupil__in=pupils).values_list("pupil_id", "language"))
        changed = [pk for pk in pupils if held.get(pk) != language]
        if changed:
            PupilLanguage.objects.filter(pupil__in=changed).delete()
            if language is not None:
                bulk_insert(PupilLanguage, [{"pupil_id": pk, "language": language.value} for pk in changed])
            names = _names([pupils[pk] for pk in changed])
            said = language.label if language is not None else "aucune"
            record("socle.choose_languages", actor=actor, school=school, language=said, pupils=names)
    return len(changed)


def _names(pupils: list[Account]) -> str:
    named = sorted(pupils, key=lambda pupil: (pupil.sort_key, pupil.pk))
    names = ", ".join(pupil.full_name for pupil in named[:_NAMED])
    others = len(named) - _NAMED
    return names if others <= 0 else f"{names} et {count(others, 'autre', 'autres')}"
