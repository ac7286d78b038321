"""What the socle holds about accounts, for a merge: decisions, their history, their signatures."""

import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

from accounts.merging.merge import Merge, hold
from accounts.models import Account
from sacoche.kit.clock import now
from sacoche.kit.text import count
from socle.models import Decision, Gesture, ItemValidation, PilierValidation, PupilLanguage, ValidationChange


class _Pair(NamedTuple):
    """Two decisions on one thing: the one that stays and the one that goes."""

    winner: Any
    loser: Any

    @property
    def is_a_choice(self) -> bool:
        """Whether the two say something different."""
        return any(getattr(self.winner, name) != getattr(self.loser, name) for name in _FACTS)


_FACTS = ("state", "decided_on", "author_label")


def _pairs(model: type[Decision], about: str, kept: Account, other: Account) -> list[_Pair]:
    """The decisions that both pupils have on the same thing: the latest wins, that of the kept account on one day."""
    key = f"{about}_id"
    own = {getattr(each, key): each for each in model.objects.filter(pupil=kept)}
    both = [(own[getattr(each, key)], each) for each in model.objects.filter(pupil=other) if getattr(each, key) in own]
    return [
        _Pair(theirs, mine) if theirs.decided_on > mine.decided_on else _Pair(mine, theirs) for mine, theirs in both
    ]


def _move_decisions(model: type[Decision], about: str) -> Callable[[Merge], None]:
    """A `move` that leaves one decision by thing; the one that gives way stays readable in the history."""

    def move(merge: Merge) -> None:
        pairs = _pairs(model, about, merge.kept, merge.other)
        batch = uuid.uuid4()
        ValidationChange.objects.bulk_create([_change(pair, about, merge, batch) for pair in pairs if pair.is_a_choice])
        model.objects.filter(pk__in=[pair.loser.pk for pair in pairs]).delete()
        model.objects.filter(pupil=merge.other).update(pupil=merge.kept)

    return move


def _change(pair: _Pair, about: str, merge: Merge, batch: uuid.UUID) -> ValidationChange:
    return ValidationChange(
        school=merge.kept.school,
        pupil=merge.kept,
        **{f"{about}_id": getattr(pair.winner, f"{about}_id")},
        before=pair.loser.state,
        after=pair.winner.state,
        before_on=pair.loser.decided_on,
        before_label=pair.loser.author_label,
        gesture=Gesture.MERGE,
        at=now(),
        actor=merge.actor,
        actor_label=merge.actor.author_label if merge.actor else "",
        batch=batch,
    )


def _choices(model: type[Decision], about: str, singular: str, plural: str) -> Callable[[Account, Account], list[str]]:
    """`remarks` that count the things on which the two accounts say something different."""

    def remarks(kept: Account, other: Account) -> list[str]:
        number = sum(pair.is_a_choice for pair in _pairs(model, about, kept, other))
        if not number:
            return []
        said = count(number, singular, plural)
        return [f"{said} sur les deux comptes : la décision la plus récente est gardée, l'autre reste dans l'histoire."]

    return remarks


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


hold(
    ItemValidation,
    "pupil",
    move=_move_decisions(ItemValidation, "item"),
    label="validations d'items",
    remarks=_choices(ItemValidation, "item", "item est décidé", "items sont décidés"),
)
hold(
    PilierValidation,
    "pupil",
    move=_move_decisions(PilierValidation, "pilier"),
    label="validations de compétences",
    remarks=_choices(PilierValidation, "pilier", "compétence est décidée", "compétences sont décidées"),
)
hold(PupilLanguage, "pupil", move=_move_language, label="langue étrangère pour le socle", remarks=_two_languages)
hold(ValidationChange, "pupil", label="changements de l'histoire des validations")
hold(ItemValidation, "author", label="validations d'items signées")
hold(PilierValidation, "author", label="validations de compétences signées")
hold(ValidationChange, "actor")
