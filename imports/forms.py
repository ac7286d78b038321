"""What is asked before an import begins."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from imports.brought.extraction import UnreadableFile
from imports.sources import sources
from imports.sources.base import Source
from sacoche.kit.installation import upload_bytes
from sacoche.kit.sent_file import SentFile


class UploadForm(forms.Form):
    """A category, and its file."""

    categorie = forms.CharField()
    # Whether the reviews show everything, or what changes alone.
    vue = forms.ChoiceField(choices=[("complete", "tout"), ("differences", "les différences")], required=False)
    fichier = SentFile(
        what="le fichier à importer",
        most=upload_bytes,
        when_too_large="ce n'est pas une extraction d'école",
        when_empty="refaites l'extraction, puis choisissez le fichier obtenu",
    )

    def clean_categorie(self) -> Source:
        code = self.cleaned_data["categorie"]
        if code not in sources:
            raise forms.ValidationError("Choisissez une catégorie dans la liste.")
        return sources.get(code)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        source, upload = cleaned.get("categorie"), cleaned.get("fichier")
        if source and upload:
            cleaned["data"] = self._content(source, upload)
        return cleaned

    def _content(self, source: Source, upload: UploadedFile) -> bytes:
        """The bytes of a file that is worth keeping. Its content tells, not its name: systems hide extensions."""
        data = upload.read()
        try:
            source.glance(data)
        except UnreadableFile as error:
            self.add_error("fichier", f"« {upload.name} » : {error}")
        return data
