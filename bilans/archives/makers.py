"""Archives taken together, as a ZIP of their PDFs."""

from typing import ClassVar

from django import forms
from django.urls import reverse

from bilans.archives.queries import archives_open_to
from bilans.officiels.rights import ENTER
from documents.archives.services import ArchiveDamaged
from documents.archives.zips import write_zip
from documents.makers import Asked, Made, MakerForm, Making, NothingToMake, makers
from documents.models import GeneratedFile
from sacoche.kit.text import count

ZIP = "bilans.zip_archives"
# So many in one file, and no more: it is made on the server, then sent.
MOST = 2000


class ZipForm(MakerForm):
    """The archives, by key."""

    keys = forms.JSONField()


class ArchivesZip:
    """The very bytes that were printed, one folder for a class."""

    code = ZIP
    family = "archives"
    label = "archives"
    right = ENTER
    content_type = "application/zip"
    part = ""
    # Files: each is read, opened and checked.
    at_once = 300
    form: ClassVar[type[MakerForm]] = ZipForm

    def title(self, asked: Asked) -> str:
        return f"Archives : {count(len(asked['keys']), 'document', 'documents')}"

    def weight(self, asked: Asked) -> int:
        return len(asked["keys"])

    def make(self, asked: Asked, making: Making) -> Made:
        """Write the ZIP to the stream. Raises NothingToMake, StorageFailed."""
        assert making.owner
        archives = list(archives_open_to(making.owner).filter(key__in=asked["keys"][:MOST]).in_order())
        if not archives:
            raise NothingToMake("Aucun de ces documents n'est là, ou n'est à vous : choisissez-les à nouveau.")
        try:
            write_zip(making.stream, archives, making.progress)
        except ArchiveDamaged as error:
            raise NothingToMake(str(error)) from error
        name = f"archives-{making.at:%Y-%m-%d}.zip"
        told = {"title": "Archives", "archives": len(archives)}
        return Made(name, ZIP, told, {"documents": len(archives)})

    def page(self, file: GeneratedFile) -> str:
        return reverse("bilans:printed", args=[file.token])


makers.register(ArchivesZip())
