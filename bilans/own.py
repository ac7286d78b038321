"""The documents of one pupil as his family reads them, for whoever hands him his data."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from accounts.models import Account
from bilans.asking import Asking
from bilans.paper.pieces import Paper
from bilans.queries.choosing import Chosen
from bilans.reports.printed import printing_from
from bilans.reports.registry import load_reports
from schools.models import School

# Everything he was given, and the mastery of the socle.
REPORTS = ("releve_pluridisciplinaire", "socle_2016")


def own_documents(pupil: Account, school: School) -> Iterator[tuple[str, Asking, Paper]]:
    """The documents that hold something, each under the name of its file without an extension."""
    chosen = Chosen(True, [], None, [pupil], [pupil])
    for code in REPORTS:
        report = load_reports().get(code)
        assert report.page
        asking = Asking(report, report.page, pupil, school, chosen, {})
        paper = asking.paper()
        if not paper.is_empty:
            yield code.replace("_", "-"), asking, paper


def write_own_pdf(stream: BinaryIO | Any, asking: Asking, paper: Paper, *, made: str) -> None:
    """One of them as a PDF; `made` is said at its foot."""
    from bilans.paper.pdf import Imprint, Printing, write_pdf

    printing = Printing(**printing_from(asking.options, paper))  # type: ignore[arg-type]
    write_pdf(stream, paper, asking.asked.scale, printing, Imprint(str(asking.school), made))
