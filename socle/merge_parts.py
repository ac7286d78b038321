"""What the socle holds about accounts, for a merge: decisions, their history, their signatures, languages."""

from accounts.merging.merge import Merge, hold
from accounts.models import Account
from grids.merging import hold_decisions
from socle.models import PupilLanguage
from socle.subjects import ITEMS, PILIERS


def _move_language(merge: Merge) -> None:
    """The language of the kept account stays; without one, that of the other is his."""
    if not PupilLanguage.objects.filter(pupil=merge.kept).exists():
        PupilLanguage.objects.filter(pupil=merge.other).update(pupil=merge.kept)


def _two_languages(kept: Account, other: Account) -> list[str]:
    mine, theirs = (PupilLanguage.objects.filter(pupil=pupil).first() for pupil in (kept, other))
    if not mine or not theirs or mine.language == theirs.language:
        return []
    languages = mine.get_language_display(), theirs.get_language_display()
    return ["Deux langues étrangères : « {} » est gardée, « {} » est oubliée.".format(*languages)]


hold_decisions(
    ITEMS,
    label="validations d'items",
    history="changements de l'histoire des items",
    decided=("item est décidé", "items sont décidés"),
)
hold_decisions(
    PILIERS,
    label="validations de compétences",
    history="changements de l'histoire des compétences",
    decided=("compétence est décidée", "compétences sont décidées"),
)
hold(PupilLanguage, "pupil", move=_move_language, label="langue étrangère pour le socle", remarks=_two_languages)
