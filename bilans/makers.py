"""A document as a file: PDF, a page that needs no network, a table. Asked again from nothing when a worker makes it."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict  # noqa: TID251 (a query is read, nothing is served from here)
from django.template.loader import render_to_string
from django.urls import reverse

from bilans.asking import Asking, asking_of
from bilans.paper.html import Drawer
from bilans.paper.pieces import Paper
from bilans.paper.style import style_of_documents, style_of_files
from bilans.paper.tables import table_of
from bilans.queries.choosing import NotOpen
from bilans.reports.options import WrongOption
from bilans.reports.printed import printing_from
from bilans.reports.registry import Page, load_reports
from documents.makers import Asked, Made, MakerForm, Making, NothingToMake, makers
from documents.models import GeneratedFile
from sacoche.kit.access import may
from sacoche.kit.files.tables import formats
from sacoche.kit.text import count, unaccent

PDF, HTML = "pdf", "html"
EMPTY = "Aucun résultat dans cette période : il n'y a rien à montrer."


class ReportFileForm(MakerForm):
    """Which document, in which form; `query` is what follows « ? » in its address."""

    report = forms.CharField()
    query = forms.CharField(required=False)
    format = forms.CharField()
    pupils = forms.IntegerField()

    def clean(self) -> dict[str, Any]:
        report = load_reports().get(self.cleaned_data["report"])
        if not report.page or self.cleaned_data.get("format") not in dict(formats_of(report.page)):
            raise forms.ValidationError("Ce genre de fichier n'existe pas : choisissez dans la liste.")
        return self.cleaned_data


def formats_of(page: Page) -> list[tuple[str, str]]:
    """The kinds of files of a document, by their code."""
    tables = [(each.code, each.label) for each in formats]
    return [
        (PDF, "PDF"),
        *tables,
        *((each.code, each.label) for each in page.files),
        (HTML, "HTML, lisible sans réseau"),
    ]


class ReportFile:
    """The file of any document; who may is judged again when it is made."""

    code = "bilan"
    family = "bilans"
    label = "relevé, synthèse"
    right = "bilans.see"
    content_type = "application/octet-stream"
    part = ""
    # Pupils: a few seconds of a page.
    at_once = 40
    form: ClassVar[type[MakerForm]] = ReportFileForm

    def title(self, asked: Asked) -> str:
        report = load_reports().get(asked["report"])
        return f"{report.label}, {count(asked['pupils'], 'élève', 'élèves')}"

    def weight(self, asked: Asked) -> int:
        return int(asked["pupils"])

    def make(self, asked: Asked, making: Making) -> Made:
        """Write the document to the stream. Raises NothingToMake: no result, or no longer his to read."""
        asking = _asking(asked, making)
        try:
            paper = asking.paper()
        except WrongOption as error:
            raise NothingToMake(str(error)) from error
        if paper.is_empty:
            raise NothingToMake(EMPTY)
        own = next((each for each in asking.page.files if each.code == asked["format"]), None)
        write = _write_own if own else _WRITERS.get(asked["format"], _write_table)
        told = write(asking, paper, asked["format"], making)
        name = f"{_file_name(paper, asking)}.{f'{own.code}.{own.extension}' if own else asked['format']}"
        address = f"{reverse(f'bilans:{asking.report.code}')}?{asked['query']}"
        pupils = len(asking.chosen.pupils)
        return Made(name, "bilans.make", {"address": address, "title": paper.title, **told}, {"pupils": pupils})

    def page(self, file: GeneratedFile) -> str:
        return reverse("bilans:file", args=[file.token])


def _asking(asked: Asked, making: Making) -> Asking:
    report = load_reports().get(asked["report"])
    assert report.page
    assert making.owner
    if not may(making.owner, report.page.right):
        raise NothingToMake("Vous n'avez plus le droit de lire ce document.")
    try:
        return asking_of(
            report, report.page, account=making.owner, school=making.school, query=QueryDict(asked["query"])
        )
    except NotOpen as error:
        raise NothingToMake(str(error)) from error


def _file_name(paper: Paper, asking: Asking) -> str:
    """« releve-d-items-mathematiques-5a »."""
    held = asking.chosen.where if not asking.chosen.is_family else asking.chosen.pupils[0].last_name
    words = unaccent(f"{paper.title} {held or ''}")
    return "-".join("".join(sign if sign.isalnum() else " " for sign in words).split())[:80] or "document"


Written = dict[str, Any]
Write = Callable[[Asking, Paper, str, Making], Written]


def _write_pdf(asking: Asking, paper: Paper, code: str, making: Making) -> Written:
    from bilans.paper.pdf import Imprint, Printing, write_pdf

    try:
        printing = Printing(**printing_from(asking.options, paper))  # type: ignore[arg-type]
    except WrongOption as error:
        raise NothingToMake(str(error)) from error
    made = f"Imprimé le {making.at:%d/%m/%Y} à {making.at.hour} h {making.at:%M} par {asking.account.author_label}"
    imprint = Imprint(str(making.school), made)
    pages = write_pdf(making.stream, paper, asking.asked.scale, printing, imprint, making.progress)
    return {"pages": pages}


def _write_html(asking: Asking, paper: Paper, code: str, making: Making) -> Written:
    scale = asking.asked.scale
    drawer = Drawer(scale, explains=False, is_in_words=asking.chosen.is_family)
    sheets = []
    for done, sheet in enumerate(paper.sheets):
        making.progress(done, len(paper.sheets))
        sheets.append((sheet, drawer.sheet(sheet)))
    context = {
        "paper": paper,
        "sheets": sheets,
        "scale": scale,
        "school": making.school,
        "at": making.at,
        "style": style_of_files() + style_of_documents(scale),
    }
    making.stream.write(render_to_string("bilans/file_alone.html", context).encode())
    return {}


def _write_table(asking: Asking, paper: Paper, code: str, making: Making) -> Written:
    heads, rows = table_of(paper, asking.asked.scale)
    formats.get(code).write(making.stream, title=paper.title[:31], heads=heads, rows=rows)
    return {"rows": len(rows)}


def _write_own(asking: Asking, paper: Paper, code: str, making: Making) -> Written:
    own = next(each for each in asking.page.files if each.code == code)
    making.stream.write(own.write(asking.asked, asking.document))
    return {}


_WRITERS: dict[str, Write] = {PDF: _write_pdf, HTML: _write_html}
makers.register(ReportFile())
