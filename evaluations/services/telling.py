"""Who is told of what happens in évaluations, and when: families at the school's hour, never before the visible day."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from accounts.access.decided import notices_hour
from accounts.enums import Profile
from accounts.models import Account, AccountQuerySet, Notice
from accounts.notices.services import notify, withdraw
from evaluations.models import Evaluation, Level, Request, Share
from evaluations.notices import (
    ANSWERED,
    ASKED_ABOUT,
    REQUEST_SORTED,
    REQUESTED,
    RESULTS,
    SELF_EVALUATED,
    SHARED,
)
from referentiels.models import Item
from sacoche.kit.clock import local, now, today
from schools.hours import delivery_after, next_delivery

_OF_EVALUATION = (RESULTS, SHARED, SELF_EVALUATED, ASKED_ABOUT, ANSWERED)


def tell_results(evaluation: Evaluation, pupils: Collection[int], *, by: Account) -> None:
    """Pupils have results or comments: they are told at the school's hour, their guardians a day later.

    Forty saves of an evening are told once. Of a discreet évaluation nobody is told.
    """
    if evaluation.is_discreet or not pupils:
        return
    # Most saves follow another one: who waits for the same delivery has nothing more to wait for.
    waiting = Notice.objects.filter(code=RESULTS, target=evaluation.pk, read_at=None, shown_from__gt=now())
    others = set(pupils) - set(waiting.filter(account__in=pupils).values_list("account", flat=True))
    if not others:
        return
    to_pupils, to_guardians = _deliveries(evaluation)
    children: AccountQuerySet = Account.objects.pupils().active().filter(pk__in=others)
    guardians = Account.objects.filter(profile=Profile.TUT, children_links__pupil__in=children.values("pk")).distinct()
    named = _named(evaluation)
    notify(RESULTS, children, by=by, target=evaluation.pk, shown_from=to_pupils, **named)
    notify(RESULTS, guardians, by=by, target=evaluation.pk, shown_from=to_guardians, **named)


def follow_change(evaluation: Evaluation) -> None:
    """What waits to be told follows the title and the visible day; what was told of a day put off is taken back."""
    told = Notice.objects.filter(code__in=[RESULTS, ANSWERED], target=evaluation.pk)
    if evaluation.is_discreet:
        told.filter(code=RESULTS, read_at=None).delete()
    if evaluation.visible_on > today():
        told.exclude(read_at=None).delete()
        to_pupils, to_guardians = _deliveries(evaluation)
        told.filter(account__profile=Profile.ELV).update(shown_from=to_pupils)
        told.filter(account__profile=Profile.TUT).update(shown_from=to_guardians)
    told.filter(code=RESULTS).update(details=_named(evaluation))


def forget_evaluation(evaluation: Evaluation) -> None:
    """It is deleted: nobody is told of it, nor reads that he was."""
    Notice.objects.filter(code__in=_OF_EVALUATION, target=evaluation.pk).delete()


def tell_shared(evaluation: Evaluation, levels: Mapping[int, int], *, by: Account) -> None:
    """Colleagues with whom an évaluation has just been shared."""
    for level in sorted(set(levels.values())):
        colleagues = Account.objects.filter(pk__in=[pk for pk, each in levels.items() if each == level])
        said = {"who": by.author_label, "level": Level(level).label} | _named(evaluation)
        notify(SHARED, colleagues, by=by, target=evaluation.pk, **said)


def tell_self_evaluated(evaluation: Evaluation, *, by: Account) -> None:
    """A pupil evaluated himself: whoever enters codes is told once until he reads it."""
    said = {"who": by.full_name} | _named(evaluation)
    notify(SELF_EVALUATED, _who_enter(evaluation), by=by, target=evaluation.pk, **said)


def tell_asked_about(evaluation: Evaluation, *, by: Account) -> None:
    notify(
        ASKED_ABOUT,
        _who_enter(evaluation),
        by=by,
        target=evaluation.pk,
        who=by.full_name,
        title=evaluation.title,
    )


def tell_answered(evaluation: Evaluation, pupil: Account, *, by: Account) -> None:
    to_pupil, _to_guardians = _deliveries(evaluation)
    said: dict[str, Any] = {"who": by.author_label, "title": evaluation.title}
    notify(ANSWERED, [pupil], by=by, target=evaluation.pk, shown_from=to_pupil, **said)


def tell_requested(item: Item, teachers: Iterable[Account], *, by: Account) -> None:
    """An item is asked for; several pupils who ask for it are one notice."""
    notify(REQUESTED, teachers, by=by, target=item.pk, who=by.full_name, item=item.name)


def take_back_requested(item: Item) -> None:
    """Nobody asks for this item any more."""
    if not Request.objects.filter(item=item).open().exists():
        withdraw(REQUESTED, target=item.pk)


def tell_sorted(requests: Iterable[Request], status: str, *, by: Account) -> None:
    """What became of what pupils asked for, item by item."""
    by_item: dict[int, list[Request]] = {}
    for each in requests:
        by_item.setdefault(each.item_id, []).append(each)
    for item, asked in by_item.items():
        pupils = Account.objects.filter(pk__in=[each.pupil_id for each in asked])
        name = asked[0].item.name
        notify(REQUEST_SORTED, pupils, by=by, target=item, shown_from=_delivery(by), item=name, status=status)


def _who_enter(evaluation: Evaluation) -> AccountQuerySet:
    shared = Share.objects.filter(evaluation=evaluation, level__gte=Level.ENTER).values("colleague")
    mine: AccountQuerySet = Account.objects.filter(pk=evaluation.owner_id)
    return mine | Account.objects.filter(pk__in=shared)


def _deliveries(evaluation: Evaluation) -> tuple[datetime.datetime, datetime.datetime]:
    """When a pupil is told, then his guardians."""
    moment = local(now())
    seen = datetime.datetime.combine(evaluation.visible_on, datetime.time(), tzinfo=moment.tzinfo)
    hour = notices_hour(evaluation.school)
    to_pupils = next_delivery(max(moment, seen), hour)
    return to_pupils, delivery_after(to_pupils, hour)


def _delivery(account: Account) -> datetime.datetime:
    assert account.school is not None
    return next_delivery(local(now()), notices_hour(account.school))


def _named(evaluation: Evaluation) -> dict[str, Any]:
    return {"title": evaluation.title, "day": f"{evaluation.given_on:%d/%m/%Y}"}
