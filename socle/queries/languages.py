"""The foreign language of the pupils."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F

from accounts.enums import Profile
from accounts.models import Account
from accounts.queries import classes_of, groups_of
from grids.queries.places import Place
from schools.models import Group, GroupQuerySet, SchoolClass, SchoolClassQuerySet
from socle.models import Language, PupilLanguage


def languages_of(pupils: Sequence[Account]) -> list[Language | None]:
    """The language of each pupil, in the order given; one query."""
    chosen = dict(PupilLanguage.objects.filter(pupil__in=pupils).values_list("pupil", "language"))
    return [Language(chosen[pupil.pk]) if pupil.pk in chosen else None for pupil in pupils]


def places_of(account: Account) -> list[Place]:
    """The classes, then the groups, whose pupils get their language from this account: « c12 », « g5 »; two queries."""
    return [
        *(Place(f"c{each.pk}", each) for each in _classes(account)),
        *(Place(f"g{each.pk}", each) for each in _groups(account)),
    ]


def _classes(account: Account) -> SchoolClassQuerySet:
    everything: SchoolClassQuerySet = SchoolClass.objects.in_level_order()
    return everything if account.profile == Profile.ADM else classes_of(account)


def _groups(account: Account) -> GroupQuerySet:
    everything: GroupQuerySet = Group.objects.of_the_school().in_level_order()
    return everything if account.profile == Profile.ADM else groups_of(account)


def may_choose_for(account: Account, pupil_ids: Iterable[int]) -> set[int]:
    """Those of these pupils who are active, and in a class or a group of the account."""
    pupils = Account.objects.pupils().active().filter(pk__in=pupil_ids)
    in_classes = pupils.filter(school_class__in=_classes(account).order_by().values("pk"))
    in_groups = pupils.filter(group_memberships__group__in=_groups(account).order_by().values("pk"))
    return {*in_classes.values_list("pk", flat=True), *in_groups.values_list("pk", flat=True)}


@dataclass(frozen=True)
class ClassLanguages:
    """A class: its pupils with their language, and how many have each."""

    school_class: SchoolClass
    pupils: list[tuple[str, Language | None]]

    @property
    def missing(self) -> int:
        """How many have none yet."""
        return sum(language is None for _, language in self.pupils)

    @property
    def counts(self) -> list[tuple[Language | None, int]]:
        """Each language that is there with its pupils, in the order of names; those without one last."""
        held = [language for _, language in self.pupils]
        return [(each, held.count(each)) for each in (*Language, None) if each in held]


@dataclass(frozen=True)
class NiveauLanguages:
    label: str
    classes: list[ClassLanguages]


def languages_by_niveau(account: Account) -> list[NiveauLanguages]:
    """The pupils of the classes of this account with their language; two queries.

    The highest level first; in a level, the classes where most is missing; in a class, who has none yet.
    """
    classes = list(_classes(account).annotate(size=Count("pupils")).filter(size__gt=0))
    rows = (
        Account.objects.pupils()
        .active()
        .filter(school_class__in=classes)
        .in_name_order()
        .annotate(language=F("socle_language__language"))
        .only("last_name", "first_name", "school_class_id")
    )
    by_class: dict[int, list[tuple[str, Language | None]]] = {each.pk: [] for each in classes}
    for pupil in rows:
        by_class[pupil.school_class_id].append((pupil.full_name, pupil.language and Language(pupil.language)))
    by_niveau: dict[int, NiveauLanguages] = {}
    for each in sorted(classes, key=lambda each: -each.niveau.order):
        its_niveau = by_niveau.setdefault(each.niveau_id, NiveauLanguages(str(each.niveau), []))
        if by_class[each.pk]:
            pupils = sorted(by_class[each.pk], key=lambda pupil: pupil[1] is not None)
            its_niveau.classes.append(ClassLanguages(each, pupils))
    for niveau in by_niveau.values():
        niveau.classes.sort(key=lambda each: -each.missing)
    return [niveau for niveau in by_niveau.values() if niveau.classes]
