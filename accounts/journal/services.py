"""The journal of sensitive actions: how a line is written, and how long it is kept."""

from typing import Any

from django.db.models import QuerySet

from accounts.enums import Profile
from accounts.journal.notices import SENSITIVE
from accounts.journal.queries import HEADS, codes_of_sign_in, lines
from accounts.models import Account, JournalEntry
from accounts.notices.services import notify
from sacoche.kit.clock import now, today
from sacoche.kit.files.tables import TableFile, TableFormat, table_file
from sacoche.kit.installation import journal_days, sign_in_days
from sacoche.kit.journal import record, verbs
from sacoche.kit.parts.kept import keep
from sacoche.kit.tenancy import all_schools, school_scope
from sacoche.kit.text import unaccent
from schools.models import School


def store_journal_line(
    *, code: str, actor: Account | None, school: School | None, details: dict[str, Any], address: str
) -> None:
    """Add a line to the journal; plugged into sacoche.kit.journal."""
    label = _label(actor, address)
    entry = JournalEntry(
        school=school,
        actor=actor,
        actor_label=label,
        code=code,
        details=details,
        address=address,
        search_text=unaccent(f"{label} {verbs.get(code).told(details)} {address}"),
    )
    # Sign-in writes before any school is open: the line carries its school itself.
    with school_scope(school):
        JournalEntry._base_manager.bulk_create([entry])
    if verbs.get(code).is_told and school:
        administrators = Account.objects.active().filter(profile=Profile.ADM)
        notify(SENSITIVE, administrators, by=actor, what=f"{label} {verbs.get(code).told(details)}")


def _label(actor: Account | None, address: str) -> str:
    """Who acts, as the journal keeps it once the account is gone."""
    if actor:
        return f"{actor.full_name} ({actor.get_profile_display()})"
    return "visiteur non connecté" if address else "commande du serveur"


def journal_file(
    *, school: School, actor: Account, entries: QuerySet[JournalEntry], table_format: TableFormat
) -> TableFile:
    """These lines as a file for `actor`; that they were taken is itself a line of the journal."""
    name = f"journal_{school.number}_{today():%Y-%m-%d}"
    cells = (line.cells for line in lines(entries))
    file = table_file(name=name, title="Journal", heads=HEADS, rows=cells, table_format=table_format)
    record("accounts.download_journal", actor=actor, school=school, lines=file.row_count)
    return file


def forget_old_lines() -> int:
    """Delete, in every school, the lines that are older than this installation keeps them, those of comings and goings
    sooner than the others; return how many. For the operator.
    """
    return _forget_sign_ins() + _forget_others()


def _forget_sign_ins() -> int:
    with all_schools():
        return int(SIGN_INS.due().forget_before(now()))


def _forget_others() -> int:
    with all_schools():
        return int(LINES.due().forget_before(now()))


SIGN_INS = keep(
    "accounts.sign_ins",
    "connexions dans le journal",
    JournalEntry,
    "at",
    days=sign_in_days,
    rows=lambda lines: lines.filter(code__in=codes_of_sign_in()),
    erase=_forget_sign_ins,
)
LINES = keep(
    "accounts.journal",
    "autres lignes du journal",
    JournalEntry,
    "at",
    days=journal_days,
    rows=lambda lines: lines.exclude(code__in=codes_of_sign_in()),
    erase=_forget_others,
)
