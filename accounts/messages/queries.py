"""The messages of staff that home pages show, those that somebody may change, and whom he may write to."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, DateField, Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.enums import STAFF, TEACHERS, Profile
from accounts.models import (
    Account,
    AccountQuerySet,
    Audience,
    GroupMembership,
    GroupTeaching,
    Guardianship,
    HiddenMessage,
    Message,
    MessageTarget,
    TeachingAssignment,
)
from accounts.queries import HAVE_EVERYTHING, classes_of, groups_of, pupils_of
from sacoche.kit.prepared import Given, Prepared
from schools.models import Group, GroupQuerySet, SchoolClass, SchoolClassQuerySet


def messages_for(account: Account, *, on: datetime.date) -> list[Message]:
    """The messages that this account reads on that day, but those that it hides; the last ones first."""
    # A school has a handful at a time, and the two databases do not both know how to look inside a list.
    current = _current(school=account.school_id, day=on, reader=account.pk)
    chosen = _chosen_for(account, current)
    return [message for message in current if account.profile in message.profiles or message.pk in chosen]


def _on_a_day() -> QuerySet[Message]:
    day, school = Given("day", DateField()), Given("school", BigIntegerField())
    hidden = HiddenMessage.objects.filter(
        school=school, message=OuterRef("pk"), account=Given("reader", BigIntegerField())
    )
    messages: QuerySet[Message] = Message.objects.filter(~Exists(hidden), school=school)
    return messages.filter(starts_on__lte=day, ends_on__gte=day).order_by("-starts_on", "-pk")


_current = Prepared(_on_a_day)


def _chosen_for(account: Account, messages: Iterable[Message]) -> set[int]:
    """Those of these messages that are for this person: one query, and none when nobody was chosen."""
    asked = [message.pk for message in messages if message.is_chosen and account.profile not in message.profiles]
    if not asked:
        return set()
    targets = MessageTarget.objects.filter(_reaches(account), message__in=asked)
    return set(targets.values_list("message", flat=True))


def _reaches(account: Account) -> Q:
    """The targets that an account is of: himself, or what he is in a class or in a group."""
    himself = Q(account=account)
    if account.profile == Profile.ELV:
        members = GroupMembership.objects.filter(pupil=account).values("group")
        # In a list: a pupil without a class is in none, not in those of the targets that name no class.
        return himself | _in(Audience.PUPILS, Q(school_class__in=[account.school_class_id or 0]), members)
    if account.profile == Profile.TUT:
        children = Account.objects.pupils().active().filter(guardian_links__guardian=account).order_by()
        members = GroupMembership.objects.filter(pupil__in=children.values("pk")).values("group")
        return himself | _in(Audience.GUARDIANS, Q(school_class__in=children.values("school_class")), members)
    if account.profile in TEACHERS:
        assigned = TeachingAssignment.objects.filter(teacher=account).values("school_class")
        taught = GroupTeaching.objects.filter(teacher=account).values("group")
        return himself | _in(Audience.TEACHERS, Q(school_class__in=assigned), taught)
    return himself


def _in(audience: Audience, classes: Q, groups: QuerySet[Any]) -> Q:
    return Q(audience=audience.value) & (classes | Q(group__in=groups))


def messages_kept_by(account: Account) -> QuerySet[Message]:
    """The messages that this account may change or remove: his own, or all of them for an administrator."""
    # Those whom it is for, in the order in which they were named, whatever the database.
    targets = MessageTarget.objects.order_by("pk").select_related("account", "school_class", "group")
    messages: QuerySet[Message] = Message.objects.order_by("-ends_on", "-pk").prefetch_related(
        Prefetch("targets", targets)
    )
    return messages if account.profile == Profile.ADM else messages.filter(author=account)


# --- Whom one may write to --------------------------------------------------------------------------------------------


def classes_to_write_to(author: Account) -> SchoolClassQuerySet:
    """His classes; every one for an administrator."""
    return SchoolClass.objects.in_level_order() if author.profile == Profile.ADM else classes_of(author)


def groups_to_write_to(author: Account) -> GroupQuerySet:
    """The same of groups; nobody else's « groupe de besoin »."""
    if author.profile == Profile.ADM:
        everywhere: GroupQuerySet = Group.objects.of_the_school().in_level_order()
        return everywhere
    return groups_of(author)


def people_to_write_to(author: Account) -> AccountQuerySet:
    """Everybody for those who work with the whole school; else colleagues, one's pupils and their guardians."""
    everybody: AccountQuerySet = Account.objects.active().in_name_order()
    if author.profile == Profile.ADM or author.profile in HAVE_EVERYTHING:
        return everybody
    pupils = pupils_of(author).order_by().values("pk")
    guardians = Guardianship.objects.filter(pupil__in=pupils).values("guardian")
    return everybody.filter(Q(profile__in=STAFF) | Q(pk__in=pupils) | Q(pk__in=guardians))
