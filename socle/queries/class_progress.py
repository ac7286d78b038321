"""« Où en est ma classe »: one class at a palier, compétence by compétence and pupil by pupil."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import Account
from schools.models import SchoolClass
from socle.models import ItemValidation, Palier, Pilier, PilierValidation, State
from socle.nomenclature import national_paliers, national_piliers
from socle.paliers import active_paliers
from socle.queries.progress import items_of_each

# The palier that a level leads to: CM1 is on the way to the end of CM2.
_PALIER_TOWARDS = {"CP": 1, "CE1": 1, "CE2": 2, "CM1": 2, "CM2": 2, "6": 3, "5": 3, "4": 3, "3": 3}


@dataclass(frozen=True)
class PupilAtPilier:
    """What is blue of a compétence for a pupil; `state` is that of the compétence itself, None while nobody decided."""

    pilier: Pilier
    blue: int
    state: State | None

    @property
    def is_validated(self) -> bool:
        return self.state == State.VALIDATED

    @property
    def is_refused(self) -> bool:
        return self.state == State.REFUSED


@dataclass(frozen=True)
class PupilProgress:
    pupil: Account
    by_pilier: Sequence[PupilAtPilier]

    @property
    def blue(self) -> int:
        return sum(each.blue for each in self.by_pilier)


@dataclass(frozen=True)
class ClassAtPalier:
    """A class at a palier. `paliers` are those that it may be looked at for."""

    school_class: SchoolClass
    palier: Palier
    paliers: Sequence[Palier]
    piliers: Sequence[Pilier]
    pupils: Sequence[PupilProgress]

    @property
    def total(self) -> int:
        return len(self.pupils) * sum(items_of_each()[pilier.pk] for pilier in self.piliers)

    @property
    def blue(self) -> int:
        return sum(each.blue for each in self.pupils)

    @property
    def decided(self) -> int:
        return self.total - self.blue

    @property
    def by_pilier(self) -> list[tuple[Pilier, int, int]]:
        """Each compétence with what is blue in it, and the pupils for whom it is itself decided."""
        found = []
        for rank, pilier in enumerate(self.piliers):
            column = [pupil.by_pilier[rank] for pupil in self.pupils]
            blue, decided = sum(each.blue for each in column), sum(each.state is not None for each in column)
            found.append((pilier, blue, decided))
        return found


def class_at_palier(school_class: SchoolClass, wished: int | None) -> ClassAtPalier | None:
    """The class at the palier wished for, or at that of its level; four queries.

    None when the school works with no palier.
    """
    chosen = set(active_paliers().values_list("pk", flat=True))
    paliers = [palier for palier in national_paliers() if palier.pk in chosen]
    palier = _palier(paliers, wished, _PALIER_TOWARDS.get(school_class.niveau.reference))
    if palier is None:
        return None
    piliers = national_piliers(palier.pk)
    members = Account.objects.pupils().active().filter(school_class=school_class)
    pupils = list(members.in_name_order().only("last_name", "first_name"))
    decided, states = _decided(pupils, palier), _states(pupils, piliers)

    def at_pilier(pupil: Account, pilier: Pilier) -> PupilAtPilier:
        key = (pupil.pk, pilier.pk)
        return PupilAtPilier(pilier, items_of_each()[pilier.pk] - decided[key], states.get(key))

    rows = [PupilProgress(pupil, [at_pilier(pupil, pilier) for pilier in piliers]) for pupil in pupils]
    return ClassAtPalier(school_class, palier, paliers, piliers, rows)


def _palier(paliers: Sequence[Palier], wished: int | None, usual: int | None) -> Palier | None:
    """That wished for; else the one that the level leads to; else the first."""
    by_id = {palier.pk: palier for palier in paliers}
    return by_id.get(wished or 0) or by_id.get(usual or 0) or next(iter(paliers), None)


def _decided(pupils: Sequence[Account], palier: Palier) -> Counter[tuple[int, int]]:
    """How many items are decided, by (pupil, compétence)."""
    rows = (
        ItemValidation.objects.filter(pupil__in=pupils, item__domaine__pilier__palier=palier)
        .order_by()
        .values_list("pupil_id", "item__domaine__pilier")
        .annotate(number=Count("pk"))
    )
    return Counter({(pupil, pilier): number for pupil, pilier, number in rows})


def _states(pupils: Sequence[Account], piliers: Sequence[Pilier]) -> dict[tuple[int, int], State]:
    found = PilierValidation.objects.filter(pupil__in=pupils, pilier__in=[pilier.pk for pilier in piliers])
    rows = found.values_list("pupil_id", "pilier_id", "state")
    return {(pupil, pilier): State(state) for pupil, pilier, state in rows}
