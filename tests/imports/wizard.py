"""Goes through the pages of an import as a browser does: reads the forms, ticks, sends."""

import re
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from imports.models import ImportRun
from schools.models import Niveau, SchoolNiveau
from tests.golden import DATA

ECOLE = DATA / "ecole"
START = "/imports/"
NIVEAUX = ("GS", "CP", "CE1", "CE2", "CM1", "CM2", "CLIS")


def activate(*references: str) -> None:
    """Let the open school use these levels."""
    for niveau in Niveau.objects.filter(reference__in=references or NIVEAUX):
        SchoolNiveau.objects.create(niveau=niveau)


def text_of(response) -> str:
    """The words of the page, spaces put right."""
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


class Wizard:
    """An import seen by the administrator signed in `client`."""

    def __init__(self, client: Client, run: ImportRun | None = None, source: str = "base_eleves_eleves") -> None:
        self.client = client
        self.run = run
        self.source = source

    def upload(self, data: bytes | Path, name: str = "CSVExtraction.csv"):
        """Send a file; the answer of the server, the run when one was opened."""
        content = data.read_bytes() if isinstance(data, Path) else data
        upload = SimpleUploadedFile(name, content)
        response = self.client.post(START, {"categorie": self.source, "fichier": upload})
        if response.status_code == 302:
            self.run = ImportRun.objects.get(uuid=response.url.split("/")[2])
        return response

    def url(self, step: str) -> str:
        return reverse("imports:step", args=[self.run.uuid, step])

    def get(self, step: str):
        return self.client.get(self.url(step))

    def post(self, step: str, data: dict | None = None):
        return self.client.post(self.url(step), data or {})

    def form(self, step: str) -> dict:
        """What the review form of the step would send as it stands."""
        page = html.fromstring(self.get(step).content)
        form = next(form for form in page.forms if "data-review" in form.attrib)
        data: dict = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        return data

    def validate(self, step: str, **changes):
        """Send the review form as it stands, but for `changes`."""
        return self.post(step, self.form(step) | changes)

    def go(self, data: bytes | Path = ECOLE / "CSVExtraction.csv", until: str = "nettoyage") -> "Wizard":
        """Go through the steps with the default boxes, up to the end of `until`."""
        self.upload(data, data.name if isinstance(data, Path) else "CSVExtraction.csv")
        for step in self.run.steps:
            if step in ("extraction", "nettoyage"):
                self.post(step)
            elif step != "fichier":
                self.validate(step)
            if step == until:
                break
        self.run.refresh_from_db()
        return self


def rows_of(response, table: str = "//table") -> list[list[str]]:
    """The texts of the cells of a table's body."""
    rows = html.fromstring(response.content).xpath(f"{table}//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("td|th")] for row in rows]


def counts_of(response) -> dict[str, int]:
    """The chips of the review of users: number by word."""
    chips = html.fromstring(response.content).xpath("//button[@data-show-block]")
    texts = [" ".join(chip.text_content().split()) for chip in chips]
    return {match[2]: int(match[1]) for match in (re.match(r"(\d+) (.*)", text) for text in texts)}
