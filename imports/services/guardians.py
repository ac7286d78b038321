"""The steps « Adresses » and « Responsabilités »."""

from collections.abc import Sequence

from accounts.models import Account, Address, Guardianship
from imports import plan, queries
from imports.models import ImportRun
from imports.plan import AddressChange, Decision, GuardianshipChange
from imports.review.answers import ReviewAnswer
from imports.review.wording import link_doubts
from imports.services.runs import advance, or_stale, refuse_stale, to_apply
from imports.services.traces import keep, keep_and_delete, made
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.journal import record

# --- Addresses --------------------------------------------------------------------------------------------------------


@or_stale()
def apply_addresses(*, run: ImportRun, actor: Account | None, answer: ReviewAnswer) -> None:
    """Write the ticked addresses. A second call changes nothing. Raises StalePlan."""
    current = to_apply(run, "adresses")
    if current is None:
        return
    changes = queries.planned_addresses(current)
    refuse_stale(changes, answer)
    ticked = plan.chosen(changes, answer.ticked)
    _write_addresses(current, ticked)
    counts = plan.counts(ticked)
    summary = {"added": counts[Decision.ADD], "modified": counts[Decision.MODIFY]}
    current.summary["addresses"] = summary
    record("imports.apply_addresses", actor=actor, school=current.school, **summary)
    advance(current, "adresses")


def _write_addresses(run: ImportRun, ticked: Sequence[AddressChange]) -> None:
    """An account may have an empty row already: what is added then fills it in."""
    wanted = {change.person_id: dict(vars(change.address)) for change in ticked}
    rows = [address for address in Address.objects.order_by("pk") if address.account_id in wanted]
    known = {address.account_id for address in rows}
    _change_addresses(run, rows, wanted)
    new = {person_id: values for person_id, values in wanted.items() if person_id not in known}
    bulk_insert(Address, ({"account_id": person_id} | values for person_id, values in new.items()))
    ids = dict(Address.objects.order_by().values_list("account_id", "pk"))
    keep(run, Address, made((ids[pk], {"account_id": pk} | values) for pk, values in new.items()))


def _change_addresses(run: ImportRun, rows: Sequence[Address], wanted: dict[int, dict[str, str]]) -> None:
    kept = []
    for address in rows:
        after = wanted[address.account_id]
        kept.append((address.pk, {part: getattr(address, part) for part in after}, after))
        for part, value in after.items():
            setattr(address, part, value)
    if rows:
        Address.objects.bulk_update(rows, list(next(iter(wanted.values()))), batch_size=100)
    keep(run, Address, kept)


# --- Who answers for whom ---------------------------------------------------------------------------------------------


@or_stale()
def apply_guardianships(*, run: ImportRun, actor: Account | None, answer: ReviewAnswer) -> None:
    """Replace the guardians of the ticked pupils. A second call changes nothing. Raises StalePlan."""
    current = to_apply(run, "responsabilites")
    if current is None:
        return
    changes = queries.planned_guardianships(current)
    refuse_stale(changes, answer)
    ticked = plan.chosen(changes, answer.ticked)
    _replace_guardianships(current, ticked)
    unsure = [change for change in changes if change.unsure and change not in ticked]
    current.summary["guardianships"] = {"modified": len(ticked), "unsure": len(unsure)}
    current.summary["doubts"] = [*current.summary.get("doubts", ()), *link_doubts(unsure, _names_of_pupils(unsure))]
    record("imports.apply_guardianships", actor=actor, school=current.school, pupils=len(ticked))
    advance(current, "responsabilites")


def _names_of_pupils(changes: Sequence[GuardianshipChange]) -> dict[int, str]:
    pupils = Account.objects.filter(pk__in=[change.pupil_id for change in changes]).order_by()
    return {pupil.pk: pupil.full_name for pupil in pupils}


def _replace_guardianships(run: ImportRun, ticked: Sequence[GuardianshipChange]) -> None:
    """All the links of a pupil go and come again: ranks never collide on the way."""
    pupils = {change.pupil_id for change in ticked}
    links = Guardianship.objects.order_by().values_list("pk", "pupil_id")
    leaving = [pk for pk, pupil_id in links if pupil_id in pupils]
    if leaving:
        keep_and_delete(run, Guardianship, leaving)
    rows = {
        (change.pupil_id, guardian_id): {
            "pupil_id": change.pupil_id,
            "guardian_id": guardian_id,
            "rank": rank,
            "is_by_hand": guardian_id in change.by_hand,
        }
        for change in ticked
        for rank, guardian_id in enumerate(change.after, start=1)
    }
    bulk_insert(Guardianship, rows.values())
    found = Guardianship.objects.order_by().values_list("pupil_id", "guardian_id", "pk")
    ids = {(pupil_id, guardian_id): pk for pupil_id, guardian_id, pk in found}
    keep(run, Guardianship, made((ids[pair], row) for pair, row in rows.items()))
