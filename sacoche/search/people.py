"""The people and the classes that somebody may open, by words: a fixed number of questions, however many there are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Q, Value, When
from django.urls import reverse

from accounts.enums import Profile
from accounts.guardians.queries import children_of
from accounts.models import Account, AccountQuerySet, GroupMembership
from accounts.people.kinds import Kind, kind_of, kinds
from accounts.queries import classes_of, groups_of, pupils_of
from sacoche.kit.access import may
from sacoche.kit.text import unaccent
from sacoche.search.hits import MOST_HITS, Group, Hit, holds_all
from schools.models import SchoolClass

_READ, _RESULTS, _FOLLOWED = "bilans.see", "bilans:chronologie", "bilans:suivi"
# A director is found among the staff, and managed with them.
_FOUND_APART = ("pupils", "staff", "guardians", "administrators")
_TITLES = {
    "pupils": "Élèves",
    "staff": "Professeurs et personnels",
    "guardians": "Responsables légaux",
    "administrators": "Administrateurs",
}


def people_found(account: Account, words: Sequence[str]) -> Iterator[Group]:
    """Who has these words in his name, kind by kind: those whom the reader manages, or follows, or answers for."""
    if account.profile == Profile.TUT:
        yield Group("Mes enfants", _children(account, words))
    elif account.profile == Profile.ADM:
        for kind in map(kinds.get, _FOUND_APART):
            if may(account, kind.right):
                yield Group(_TITLES[kind.code], _managed(kind, words))
    elif account.profile != Profile.ELV and may(account, _READ):
        yield Group("Élèves", _followed(account, words))


def classes_found(account: Account, words: Sequence[str]) -> Group:
    """The classes whose name or reference holds these words."""
    if may(account, "schools.manage_structure"):
        classes, address = SchoolClass.objects.in_level_order(), _edited
    elif account.profile not in (Profile.ELV, Profile.TUT) and may(account, _READ):
        classes, address = classes_of(account), _results
    else:
        return Group("Classes", ())
    found = [each for each in classes if holds_all(unaccent(f"{each.label} {each.name} {each.reference}"), words)]
    return Group("Classes", [Hit(each.label, address(each), each.niveau.label) for each in found[:MOST_HITS]])


def _edited(school_class: SchoolClass) -> str:
    return reverse("schools:edit_class", args=[school_class.pk])


def _results(school_class: SchoolClass) -> str:
    return f"{reverse(_RESULTS)}?classe={school_class.pk}"


def _children(account: Account, words: Sequence[str]) -> list[Hit]:
    found = [each for each in children_of(account) if holds_all(each.sort_key, words)]
    return [Hit(each.full_name, f"{reverse('home')}?enfant={each.pk}", each.class_name) for each in found[:MOST_HITS]]


def _managed(kind: Kind, words: Sequence[str]) -> list[Hit]:
    people = Account.objects.filter(profile__in=kind.profiles).active().select_related("school_class")
    return [Hit(each.full_name, _page(each), _told(each)) for each in _first(people, words)]


def _page(person: Account) -> str:
    kind = kind_of(person)
    return reverse(kind.sheet or kind.edit, args=[person.pk])


def _told(person: Account) -> str:
    return person.class_name or (person.login if person.profile == Profile.ELV else person.get_profile_display())


def _followed(account: Account, words: Sequence[str]) -> list[Hit]:
    """The pupils of the reader's classes and groups, each where his results are read."""
    found = list(_first(pupils_of(account).select_related("school_class"), words))
    classes = set(classes_of(account).order_by().values_list("pk", flat=True)) if found else set()
    groups = _groups(account, [each for each in found if each.school_class_id not in classes])

    page = _FOLLOWED if may(account, "bilans.see_classes") else _RESULTS

    def address(pupil: Account) -> str:
        in_class = pupil.school_class_id in classes
        place = {"classe": pupil.school_class_id} if in_class else {"groupe": groups.get(pupil.pk, "")}
        return f"{reverse(page)}?{urlencode(place | {'eleve': pupil.pk})}"

    return [Hit(each.full_name, address(each), each.class_name) for each in found]


def _groups(account: Account, pupils: Iterable[Account]) -> dict[int, int]:
    """A group of the reader's for each of these pupils, whom none of his classes has."""
    wanted = [pupil.pk for pupil in pupils]
    if not wanted:
        return {}
    members = GroupMembership.objects.filter(pupil__in=wanted, group__in=groups_of(account).order_by().values("pk"))
    return dict(members.values_list("pupil_id", "group_id"))


def _first(people: AccountQuerySet, words: Sequence[str]) -> AccountQuerySet:
    """The first of them, those whose family name begins as was typed before the others."""
    every = Q()
    for word in words:
        every &= Q(sort_key__contains=word)
    begins: Callable[..., Any] = lambda then: When(sort_key__startswith=words[0], then=Value(then))  # noqa: E731
    ranked = people.filter(every).order_by(Case(begins(0), default=Value(1)), "sort_key", "pk")
    first: AccountQuerySet = ranked[:MOST_HITS]
    return first
