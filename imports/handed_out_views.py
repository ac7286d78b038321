"""How logins and passwords are handed out: the shapes that a page of identifiers may be asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse

from accounts import credentials
from accounts.credentials import Place, Slip
from entrance.addresses import selection_address
from sacoche.kit.downloads import attachment
from sacoche.kit.files.tables import formats
from sacoche.kit.requests import SchoolRequest

# « ?feuille=16 » and « ?format=xlsx »; what is asked for without a word is what schools have always been given.
_SHEETS, _TABLES = ("24", "16"), ("zip", "xlsx")


@dataclass(frozen=True)
class Shape:
    """A kind of file: how slips become its bytes, given its name without extension."""

    extension: str
    content_type: str
    write: Callable[[Sequence[Slip], str], bytes]

    def answer(self, slips: Sequence[Slip], *, name: str) -> HttpResponse:
        """The file, to be saved."""
        content = self.write(slips, name)
        return attachment(content, name=f"{name}.{self.extension}", content_type=self.content_type)


def asked_labels(request: SchoolRequest) -> Shape:
    """Labels, by twenty-four or by sixteen. Raises Http404."""
    sheet = request.GET.get("feuille", _SHEETS[0])
    if sheet not in _SHEETS:
        raise Http404
    place = Place(str(request.school), selection_address(request.school)) if sheet == "16" else None
    return Shape("pdf", "application/pdf", lambda slips, name: credentials.labels_pdf(slips, place=place))


def asked_table(request: SchoolRequest, *, heading: str = "CLASSE") -> Shape:
    """A table: a CSV in a ZIP, or a workbook. Raises Http404."""
    wanted = request.GET.get("format", _TABLES[0])
    if wanted not in _TABLES:
        raise Http404
    if wanted == "zip":
        write = lambda slips, name: credentials.slips_zip(slips, name=name, heading=heading)  # noqa: E731
        return Shape("zip", "application/zip", write)
    kind = formats.get(wanted).content_type
    return Shape(wanted, kind, lambda slips, name: credentials.slips_table(slips, wanted, heading=heading))
