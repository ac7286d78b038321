"""The verbs of « Importer / Imposer des identifiants »: each is one transaction, and refuses what is out of date."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.db import IntegrityError, transaction

from accounts.models import Account
from imports.identities import issue
from imports.identities.drafts import Draft, save_draft
from imports.identities.lines import IdentityFile, IdentityLine
from imports.identities.matching import LineOutcome, Outcome, fingerprint
from imports.identities.objectives import Objective, objectives
from imports.identities.queries import copied_values, outcomes
from imports.review.answers import StalePlan
from sacoche.kit.journal import record
from schools.models import School

# From one field to another: the label of the button, the objective whose preview shows it.
COPIES = {
    "gepi-ent": ("id_gepi", "ent", "Id Gepi → Id ENT"),
    "login-ent": ("login", "ent", "Identifiant SACoche → Id ENT"),
    "ent-gepi": ("id_ent", "gepi", "Id ENT → Id Gepi"),
    "login-gepi": ("login", "gepi", "Identifiant SACoche → Id Gepi"),
}


def stage_file(*, owner: Account, objective: Objective, file_name: str, file: IdentityFile, doubt: str = "") -> Draft:
    """Keep a file that was read until its preview is confirmed. Nothing of the school changes.

    `doubt`: why the format chosen is probably not that of the file.
    """
    problems = [(problem.line, problem.message) for problem in file.problems]
    draft = Draft(objective.code, file_name[-200:], file.lines, problems, doubt=doubt)
    save_draft(owner=owner, draft=draft)
    return draft


def stage_copy(*, owner: Account, copy: str) -> Draft:
    """Prepare the copy of one identifier into another field, for everybody who has the first."""
    source, objective, label = COPIES[copy]
    lines = [
        IdentityLine(rank, account.last_name, account.first_name, value, account_id=account.pk)
        for rank, (account, value) in enumerate(copied_values(source), start=1)
    ]
    draft = Draft(objective, label, lines)
    save_draft(owner=owner, draft=draft)
    return draft


def choose_accounts(*, owner: Account, draft: Draft, chosen: Mapping[int, int], forgotten: Collection[int]) -> Draft:
    """Note, by number of line, the accounts that somebody chose for homonyms and unknown names; forget others."""
    kept = {line: account for line, account in (draft.chosen | dict(chosen)).items() if line not in forgotten}
    draft = replace(draft, chosen=kept)
    save_draft(owner=owner, draft=draft)
    return draft


def apply_draft(
    *, school: School, actor: Account, draft: Draft, ticked: Collection[int], mark: str, may_replace: bool = False
) -> int:
    """Write the ticked changes of a draft; how many. Raises StalePlan when the school changed since the preview.

    Passwords are kept aside: they are hashed in slices, by the page that follows. Raises UnprintedPasswords when others
    wait there, and `may_replace` does not say that they may go.
    """
    objective = objectives.get(draft.objective)
    try:
        with transaction.atomic():
            # Logins and identifiers of a school are given one at a time.
            School.objects.select_for_update(no_key=True).get(pk=school.pk)
            if objective.code == "imposer":
                issue.hold(actor, may_replace=may_replace)
            found = outcomes(draft)
            if fingerprint(found) != mark:
                raise StalePlan
            changes = [each for each in found if each.outcome == Outcome.MODIFIED and each.line.line in ticked]
            _write(objective.field, changes)
            told = {"number": len(changes), "field": objective.field_label, "file_name": draft.file_name}
            if changes:
                record("imports.set_identities", actor=actor, school=school, **told)
            if objective.code == "imposer" and changes:
                # Written before the transaction ends: nobody has a new login without what tells him of it.
                issue.start(owner=actor, given=_given(changes))
    except IntegrityError as error:
        raise StalePlan from error
    return len(changes)


def _write(field: str, changes: Sequence[LineOutcome]) -> None:
    accounts = {account.pk: account for account in Account.objects.filter(pk__in=_ids(changes)).order_by("pk")}
    for change in changes:
        if change.account and change.line.value:
            setattr(accounts[change.account.id], field, change.line.value)
    Account.objects.bulk_update(accounts.values(), [field], batch_size=200)


def _ids(changes: Sequence[LineOutcome]) -> list[int]:
    return [change.account.id for change in changes if change.account]


def _given(changes: Sequence[LineOutcome]) -> list[issue.Given]:
    return [
        issue.Given(change.account.id, is_new_login=change.is_login_changed, password=change.line.password)
        for change in changes
        if change.account
    ]
