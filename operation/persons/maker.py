"""The ZIP of one person: her data as JSON, her documents as PDF, the files that were given to her."""

import io
import shutil
import zipfile
from typing import ClassVar

from django import forms
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account
from bilans.own import own_documents, write_own_pdf
from documents.makers import Asked, Made, MakerForm, Making, NothingToMake, makers
from documents.models import GeneratedFile
from operation.persons.data import as_json, data_of
from operation.persons.queries import may_take
from sacoche.kit.parts.person import person_parts
from sacoche.kit.text import unaccent

README = """Vos données dans SACoche, le {day}.

donnees.json : tout ce que l'établissement garde de la personne, section par section. Le format est décrit dans la
documentation de SACoche (docs/mes-donnees.md).
pdf/ : ses relevés, comme elle peut les lire.
fichiers/ : les documents et les commentaires parlés qui lui ont été donnés.

Rien de ce qui concerne quelqu'un d'autre n'est ici : ni moyenne de la classe, ni résultat d'un autre.
"""


class PersonForm(MakerForm):
    """Of whom."""

    person = forms.IntegerField(min_value=1)


class PersonFile:
    """Who may is judged again when it is made."""

    code = "personne"
    family = "personne"
    label = "mes données"
    right = "accounts.own"
    content_type = "application/zip"
    part = ""
    at_once = 1
    form: ClassVar[type[MakerForm]] = PersonForm

    def title(self, asked: Asked) -> str:
        return "Données d'une personne"

    def weight(self, asked: Asked) -> int:
        return 1

    def make(self, asked: Asked, making: Making) -> Made:
        """Write the archive to the stream. Raises NothingToMake when she is gone, or not to be asked about."""
        person = Account.objects.filter(pk=asked["person"]).select_related("school").first()
        if person is None or making.owner is None or not may_take(making.owner, person):
            raise NothingToMake("Cette personne n'est plus ici, ou ses données ne vous reviennent pas.")
        with zipfile.ZipFile(making.stream, "w", zipfile.ZIP_DEFLATED) as archive:
            data = data_of(person, at=making.at)
            archive.writestr("LISEZMOI.txt", README.format(day=f"{making.at:%d/%m/%Y}"))
            archive.writestr("donnees.json", as_json(data))
            if person.profile == Profile.ELV:
                _write_documents(archive, person, making)
            files = _write_files(archive, person, making)
        lines = sum(map(len, data["sections"].values()))
        name = f"mes-donnees-{_plain(person.full_name)}.zip"
        whose = {"person": person.pk, "lines": lines, "files": files}
        return Made(name, "operation.give_data", whose, {"person": person.full_name})

    def page(self, file: GeneratedFile) -> str:
        return reverse("operation:person_file", args=[file.token])


def _write_documents(archive: zipfile.ZipFile, pupil: Account, making: Making) -> None:
    for name, asking, paper in own_documents(pupil, making.school):
        content = io.BytesIO()
        write_own_pdf(content, asking, paper, made=f"Fait le {making.at:%d/%m/%Y} avec toutes ses données")
        archive.writestr(f"pdf/{name}.pdf", content.getvalue())


def _write_files(archive: zipfile.ZipFile, person: Account, making: Making) -> int:
    """The files that she may have that day; how many."""
    number = 0
    for part in person_parts():
        for name, content in part.files(part.seen_rows(person, on=making.at.date())):
            if content is not None:
                with content, archive.open(f"fichiers/{name}", "w") as member:
                    shutil.copyfileobj(content, member)
                number += 1
    return number


def _plain(name: str) -> str:
    return "-".join("".join(sign if sign.isalnum() else " " for sign in unaccent(name)).split())[:60]


makers.register(PersonFile())
