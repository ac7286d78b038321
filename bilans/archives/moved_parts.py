"""What archives take of a school that comes from SACoche: the documents that it archived, as texts.

There, an archive is a list of drawing steps with what they draw. The page as it was printed cannot be made again
without the program that drew it: what is kept here is every text and figure of it, in a PDF that says so.
"""

import datetime
import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from accounts.models import Account
from bilans.archives.moved_pdf import readable_pdf
from bilans.officiels.kinds import BULLETIN, RELEVE
from documents.archives.services import KeptBytes, forget_bytes, keep_bytes
from documents.models import Archive
from sacoche.kit.clock import now
from sacoche.kit.parts.moved import (
    TAKEN,
    MovedFrom,
    MovedPart,
    MovedTo,
    Progress,
    Row,
    Verdict,
    aside,
    kept,
    number_of,
    parts,
)

_TITLES = {
    "livret": "Livret scolaire",
    "bulletin": "Bulletin scolaire",
    "releve": "Relevé d'évaluations",
    "palier1": "Relevé de maîtrise du socle, palier 1",
    "palier2": "Relevé de maîtrise du socle, palier 2",
    "palier3": "Relevé de maîtrise du socle, palier 3",
}
_YEAR = re.compile(r"(\d{4})(?:-\d{4})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AUTHOR = "SACoche"


@dataclass(frozen=True)
class _Document:
    """An archive of the backup, in our words."""

    pupil: int
    kind: str
    title: str
    year: int
    period: str
    school_name: str
    uai: str
    made_on: datetime.date | None
    read_by_pupil: datetime.date | None
    read_by_guardian: datetime.date | None
    software: str


class _Archives:
    def __init__(self, source: MovedFrom) -> None:
        self._source = source
        self._kept: list[tuple[_Document, KeptBytes, int]] = []
        self._school: Any = None

    def take(self, table: str, row: Row) -> Verdict:
        if number_of(row["user_id"]) not in self._source.pupils:
            return aside("cet élève n'existe pas")
        if not _YEAR.fullmatch(row["annee_scolaire"]):
            return kept("son année scolaire n'est pas lisible : gardé en données")
        if _steps(row) is None:
            return kept("son contenu n'est pas lisible : gardé en données")
        return TAKEN

    def prepare(self, school: Any, progress: Progress) -> None:
        """Make and keep the PDF of each, read once more from the backup: thousands are never in memory at once."""
        self._school = school
        for row in self._source.rows("officiel_archive"):
            if self.take("officiel_archive", row) is not TAKEN:
                continue
            document, steps = self._document(row), _steps(row)
            who = self._source.people[document.pupil]
            content, pages = readable_pdf(f"{document.title} – {who}", document.school_name, steps)
            self._kept.append((document, keep_bytes(school, content, {"SACoche": steps}), pages))

    def _document(self, row: Row) -> _Document:
        name = row["archive_ref"] if row["archive_type"] == "sacoche" else row["archive_type"]
        period = self._source.line(row["periode_nom"])[:40]
        title = _TITLES.get(name, "Bilan officiel")
        # A pupil reads what was a bulletin, and its livret, with the bulletins of here.
        kind = RELEVE.code if name == "releve" else BULLETIN.code
        return _Document(
            pupil=number_of(row["user_id"]),
            kind=kind,
            title=f"{title} – {period}"[:120] if period else title,
            year=int(row["annee_scolaire"][:4]),
            period=period,
            school_name=self._source.line(row["structure_denomination"])[:210],
            uai=self._source.line(row["structure_uai"])[:20],
            made_on=_day(row["archive_date_generation"]),
            read_by_pupil=_day(row["archive_date_consultation_eleve"]),
            read_by_guardian=_day(row["archive_date_consultation_parent"]),
            software=f"{_AUTHOR} {self._source.line(row['sacoche_version'])}"[:20],
        )

    def undo(self) -> None:
        if self._school is not None:
            forget_bytes(self._school, [each for _document, each, _pages in self._kept])

    def write(self, to: MovedTo) -> None:
        people = Account.objects.filter(pk__in={to.accounts[each.pupil] for each, _kept, _pages in self._kept})
        pupils = {account.pk: account for account in people.select_related("school_class__niveau")}
        versions: Counter[tuple[Any, ...]] = Counter()
        rows = []
        in_order = sorted(self._kept, key=lambda each: each[0].made_on or datetime.date.min)
        for document, bytes_kept, pages in in_order:
            pupil = pupils[to.accounts[document.pupil]]
            place = (pupil.pk, document.kind, document.uai, document.year, document.period)
            versions[place] += 1
            rows.append(_archive(to, document, bytes_kept, pages, pupil, versions[place], self._source.year))
        Archive.objects.bulk_create(rows, batch_size=500)


def _archive(
    to: MovedTo, document: _Document, bytes_kept: KeptBytes, pages: int, pupil: Account, version: int, year: int
) -> Archive:
    # The backup does not say in which class a pupil was in past years.
    has_class = document.year == year and pupil.school_class
    return Archive(
        school=to.school,
        about=pupil,
        kind=document.kind,
        title=document.title,
        year=document.year,
        period=document.period,
        school_name=document.school_name,
        uai=document.uai,
        class_name=pupil.school_class.label if has_class and pupil.school_class else "",
        person_name=pupil.full_name,
        sort_key=pupil.sort_key,
        version=version,
        made_at=_moment(document.made_on) or now(),
        author_label=_AUTHOR,
        software=document.software,
        pages=pages,
        read_by_person_at=_moment(document.read_by_pupil),
        read_by_guardian_at=_moment(document.read_by_guardian),
        **vars(bytes_kept),
    )


def _steps(row: Row) -> list[Any] | None:
    """What the archive draws, step by step; None when it cannot be read."""
    try:
        steps = json.loads(row["archive_contenu"])
    except (ValueError, RecursionError):
        return None
    return steps if isinstance(steps, list) and steps else None


def _day(value: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value[:10]) if _DAY.match(value) else None
    except ValueError:
        return None


def _moment(day: datetime.date | None) -> datetime.datetime | None:
    """The backup has days: noon is the same day everywhere."""
    return datetime.datetime.combine(day, datetime.time(12), now().tzinfo) if day else None


parts.register(
    MovedPart(
        code="bilans.archives",
        label="bilans officiels archivés",
        tables={
            "officiel_archive": (
                *("user_id", "structure_uai", "structure_denomination", "annee_scolaire", "archive_type"),
                *("archive_ref", "periode_nom", "sacoche_version", "archive_contenu", "archive_date_generation"),
                *("archive_date_consultation_eleve", "archive_date_consultation_parent"),
            )
        },
        begin=_Archives,
        counted=lambda: Archive.objects.count(),
    )
)
