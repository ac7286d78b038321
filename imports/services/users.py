"""The step « Utilisateurs »: accounts made, changed, closed, opened again."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from accounts.enums import Gender
from accounts.models import Account, stored_sort_key
from imports import plan, queries
from imports.enums import Audience
from imports.models import ImportRun
from imports.plan import Decision, KnownPerson, UserChange
from imports.plan.people import Incoming
from imports.plan.staging import person_values
from imports.queries import NO_PASSWORD
from imports.queries.accounts import profile_of
from imports.review.answers import IncompleteForms, ReviewAnswer
from imports.review.wording import doubts_told
from imports.services.runs import advance, or_stale, refuse_stale, remember_layout, replace_people, to_apply
from imports.services.traces import Change, keep, made
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import today
from sacoche.kit.journal import record
from schools.models import School, SchoolClass


@or_stale()
def apply_users(*, run: ImportRun, actor: Account | None, answer: ReviewAnswer) -> None:
    """Write the ticked decisions on people. A second call changes nothing.

    New accounts get their login, and no password yet. Raises StalePlan when the answer was made from another state,
    IncompleteForms when one account was chosen for two people of the file.
    """
    current = to_apply(run, "utilisateurs")
    if current is None:
        return
    current.school = lock_everybody(current.school, queries.audience_of(current))
    changes = queries.planned_users(current)
    check_users(changes, answer)
    proposed = {id(change) for change in changes}
    changes = plan.separate(plan.settle_doubts(changes, answer.read), answer.separated)
    # What somebody has just chosen is ticked with it.
    keys = answer.ticked | {change.key for change in changes if change.is_ticked and id(change) not in proposed}
    ticked = plan.chosen(changes, keys)
    created = _Writing(current).write(ticked)
    _let_go_of_hands(current, changes, keys)
    _remember_the_school(current, changes, keys)
    counts = plan.counts(ticked)
    current.summary["users"] = user_summary(changes, counts)
    current.summary["doubts"] = doubts_told(changes)
    current.summary["held"] = sorted(_held(changes))
    replace_people(current, _lines_to_keep(current, changes, created))
    if current.summary.get("columns"):
        remember_layout(source_code=current.source_code, mapping=current.summary["columns"])
    record("imports.apply_users", actor=actor, school=current.school, **_told(counts))
    advance(current, "utilisateurs")


def check_users(changes: Sequence[UserChange], answer: ReviewAnswer) -> None:
    """Raise StalePlan when the answer was made from another state of the school, IncompleteForms when one account was
    chosen for several people of the file.
    """
    refuse_stale(changes, answer)
    message = "Ce compte est choisi pour deux lignes du fichier : gardez-le pour une seule."
    clashing = plan.clashes(changes, answer.read)
    if clashing:
        raise IncompleteForms(dict.fromkeys(clashing, message))


def _held(changes: Iterable[UserChange]) -> set[int]:
    """The accounts that doubts left without an answer are about."""
    return {
        change.known.id for change in changes if change.known and (change.is_held or change.decision == Decision.CHECK)
    }


def lock_everybody(school: School, audience: Audience | None = None) -> School:
    """Hold all that decisions on people depend on, in the order in which everybody does, before it is read.

    Gives the school as it is by then. `audience`: whose accounts, everybody's by default.
    """
    # Accounts of a school are made one at a time, here and on the pages that open a single one.
    # no_key: whoever writes a row that refers to the school or to a class need not wait, and may hold a pupil.
    held: School = School.objects.select_for_update(no_key=True).get(pk=school.pk)
    # No class may go while pupils are put into it.
    list(SchoolClass.objects.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))
    people = Account.objects.filter(profile__in=audience.profiles) if audience else Account.objects.all()
    list(people.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))
    return held


class _Writing:
    """Writes the decisions of one run, and keeps what each account was."""

    def __init__(self, run: ImportRun) -> None:
        self.run, self.audience = run, queries.audience_of(run)
        self.classes = dict(SchoolClass.objects.order_by().values_list("reference", "pk"))

    def write(self, ticked: Sequence[UserChange]) -> dict[str, int]:
        """Write the decisions; the ids of the new accounts by key."""
        by_decision: dict[Decision, list[UserChange]] = {decision: [] for decision in Decision}
        for change in ticked:
            by_decision[change.decision].append(change)
        self._retire(by_decision[Decision.REMOVE])
        kept = (Decision.RENAME, Decision.MODIFY, Decision.REINTEGRATE)
        self._modify([change for decision in kept for change in by_decision[decision]])
        return self._create(by_decision[Decision.ADD])

    def _retire(self, changes: Sequence[UserChange]) -> None:
        """Outside from today, or from the day that the file says; nothing of theirs is deleted."""
        days: dict[Any, list[int]] = {}
        for change in changes:
            assert change.known is not None
            exit_on = getattr(change.incoming, "exit_on", None)
            days.setdefault(exit_on or today(), []).append(change.known.id)
        for day, ids in days.items():
            Account.objects.filter(pk__in=ids).update(left_on=day)
        before = {change.known.id: change.known.left_on for change in changes if change.known}
        rows = ((pk, {"left_on": before[pk]}, {"left_on": day}) for day, ids in days.items() for pk in ids)
        keep(self.run, Account, rows)

    def _modify(self, changes: Sequence[UserChange]) -> None:
        """Write the fields that differ: classes by class (everybody moves in September), the rest by account."""
        movers: dict[int | None, list[int]] = {}
        others: dict[int, dict[str, Any]] = {}
        kept: list[Change] = []
        for change in changes:
            assert change.known is not None
            before, after = self._values(change)
            kept.append((change.known.id, before, after))
            if "school_class_id" in after:
                movers.setdefault(after["school_class_id"], []).append(change.known.id)
            rest = {name: value for name, value in after.items() if name != "school_class_id"}
            if rest:
                others[change.known.id] = rest
        for school_class_id, ids in movers.items():
            Account.objects.filter(pk__in=ids).update(school_class_id=school_class_id)
        _update_fields(others)
        keep(self.run, Account, kept)

    def _values(self, change: UserChange) -> tuple[dict[str, Any], dict[str, Any]]:
        """The columns that change, before and after."""
        known, incoming = change.known, change.incoming
        assert known is not None
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for field in change.changes:
            if field.field == "class_reference":
                before["school_class_id"] = self.classes.get(known.class_reference)
                after["school_class_id"] = self.classes.get(field.after)
            elif field.field == "left_on":
                before["left_on"], after["left_on"] = known.left_on, incoming_exit(incoming)
            else:
                before[field.field] = getattr(known, field.field) or _nothing(field.field)
                after[field.field] = getattr(incoming, field.field)
        return before, after

    def _create(self, changes: Sequence[UserChange]) -> dict[str, int]:
        if not changes:
            return {}
        people = {change.key: change.incoming for change in changes if change.incoming}
        logins = queries.new_logins(list(people.values()))
        rows = {key: self._new_account(person, logins[person]) for key, person in people.items()}
        common = {"password": NO_PASSWORD, "is_by_hand": False}
        bulk_insert(Account, rows.values(), common=common)
        accounts = Account.objects.filter(profile__in=self.audience.profiles)
        ids = dict(accounts.order_by().values_list("login", "pk"))
        keep(self.run, Account, made((ids[row["login"]], row) for row in rows.values()))
        return {key: ids[row["login"]] for key, row in rows.items()}

    def _new_account(self, person: Any, login: str) -> dict[str, Any]:
        return {
            "profile": profile_of(person).value,
            "login": login,
            "last_name": person.last_name,
            "first_name": person.first_name,
            "sort_key": stored_sort_key(person.last_name, person.first_name),
            "gender": person.gender or Gender.UNKNOWN.value,
            "birth_date": getattr(person, "birth_date", None),
            "email": person.email,
            "sconet_id": person.sconet_id,
            "elenoet": getattr(person, "elenoet", ""),
            "reference": person.reference,
            "school_class_id": self.classes.get(getattr(person, "class_reference", "")),
            "left_on": incoming_exit(person),
            "uai": queries.uai_of(self.run),
        }


def incoming_exit(person: Any) -> Any:
    """The day from which the file says that he is gone, None when it does not."""
    return getattr(person, "exit_on", None)


def _nothing(field: str) -> Any:
    """How the database writes that it does not know."""
    return Account._meta.get_field(field).get_default()  # type: ignore[union-attr]


def _update_fields(values_by_id: Mapping[int, Mapping[str, Any]]) -> None:
    if not values_by_id:
        return
    accounts = list(Account.objects.filter(pk__in=values_by_id).order_by("pk"))
    for account in accounts:
        for name, value in values_by_id[account.pk].items():
            setattr(account, name, value)
        account.refresh_sort_key()
    written = {name for values in values_by_id.values() for name in values}
    Account.objects.bulk_update(accounts, sorted(written | {"sort_key"}), batch_size=100)


def _let_go_of_hands(run: ImportRun, changes: Iterable[UserChange], keys: Collection[str]) -> None:
    """Accounts made by hand that the file names are from now on those of the files."""
    named = {
        change.known.id
        for change in changes
        if change.known and change.incoming and (change.decision == Decision.KEEP or change.key in keys)
    }
    by_hand = Account.objects.filter(profile__in=queries.audience_of(run).profiles, is_by_hand=True)
    ids = [pk for pk in by_hand.order_by("pk").values_list("pk", flat=True) if pk in named]
    if ids:
        Account.objects.filter(pk__in=ids).update(is_by_hand=False)
        keep(run, Account, ((pk, {"is_by_hand": True}, {"is_by_hand": False}) for pk in ids))


def _remember_the_school(run: ImportRun, changes: Iterable[UserChange], keys: Collection[str]) -> None:
    """Those whom the file names came, from now on, with the file of its school: no other file closes them."""
    uai = queries.uai_of(run)
    named = (Decision.KEEP, Decision.MODIFY)
    known = [change.known for change in changes if change.known and change.incoming]
    sure = {c.known.id for c in changes if c.known and c.incoming and (c.decision in named or c.key in keys)}
    # A pupil is of one school at a time; a teacher, or somebody with two children, may be of both.
    may_be_of_several = queries.audience_of(run) != Audience.PUPILS
    moved: dict[str, list[KnownPerson]] = {}
    for account in known:
        after = plan.uai_after(account.uai, uai, may_be_of_several=may_be_of_several)
        if uai and account.id in sure and account.uai != after:
            moved.setdefault(after, []).append(account)
    for after, accounts in moved.items():
        Account.objects.filter(pk__in=[account.id for account in accounts]).update(uai=after)
        keep(run, Account, ((account.id, {"uai": account.uai}, {"uai": after}) for account in accounts))


def user_summary(changes: Sequence[UserChange], counts: Mapping[Decision, int]) -> dict[str, int]:
    """The line of the step: accounts before, written, after. `counts`: how many of each decision were applied."""
    known = [change.known for change in changes if change.known]
    active = sum(account.is_active for account in known)
    added, removed, back = counts[Decision.ADD], counts[Decision.REMOVE], counts[Decision.REINTEGRATE]
    return {
        "active_before": active,
        "inactive_before": len(known) - active,
        "modified": counts[Decision.RENAME] + counts[Decision.MODIFY] + back,
        "added": added,
        "removed": removed,
        # Who looks like somebody who leaves, and whom nobody said to be the same or another.
        "unsettled": plan.counts(changes)[Decision.RENAME] - counts[Decision.RENAME],
        # Of whom the file and the school say two things, and for whom nobody chose.
        "doubts": plan.counts(changes)[Decision.CHECK],
        "active_after": active + added + back - removed,
        "inactive_after": len(known) - active - back + removed,
    }


def _told(counts: Mapping[Decision, int]) -> dict[str, int]:
    modified = counts[Decision.RENAME] + counts[Decision.MODIFY] + counts[Decision.REINTEGRATE]
    return {"added": counts[Decision.ADD], "modified": modified, "removed": counts[Decision.REMOVE]}


def _lines_to_keep(
    run: ImportRun, changes: Iterable[UserChange], created: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    """What is read again: the new accounts, for their labels; and those of the file, when a step will link them."""
    is_linked_later = run.steps[run.number_of("utilisateurs") :] != ["nettoyage"]
    for change in changes:
        incoming: Incoming | None = change.incoming if is_linked_later else None
        account_id = change.known.id if change.known else created.get(change.key)
        if change.decision == Decision.CHECK:
            continue
        if account_id is not None and (incoming is not None or change.known is None):
            yield {
                "incoming": person_values(incoming) if incoming else None,
                "decision": change.decision.value,
                "is_ticked": change.known is None,
                "account_id": account_id,
            }
