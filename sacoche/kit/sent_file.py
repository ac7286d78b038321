"""The field of a file that somebody sends: not chosen, not arrived, empty, too large or of a wrong kind is said in the
same words everywhere, before the file is read.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

_KILOBYTE = 1024
_MEGABYTE = 1024 * 1024
SENTENCES = {
    "required": "Choisissez d'abord {what}.",
    "empty": "Ce fichier est vide : {when_empty}.",
    "not_arrived": "Le fichier n'est pas arrivé : choisissez-le et recommencez.",
    "too_large": "« {name} » dépasse {most} : {when_too_large}.",
    "wrong_kind": "« {name} » est {kind} : choisissez {what}.",
}
# What no page of tables and archives reads, by the first bytes: a name says little, telephones hide or change it. What
# is left, the reader of the file judges, and says better what to do.
_KINDS = {
    b"%PDF-": "un PDF",
    b"\x89PNG\r\n": "une image PNG",
    b"\xff\xd8\xff": "une image JPEG",
    b"GIF8": "une image GIF",
    b"MZ\x90\0": "un programme",
    b"\x7fELF": "un programme",
    b"Rar!": "une archive RAR",
    b"7z\xbc\xaf": "une archive 7z",
}
_LONGEST_NAME = 60


class SentFile(forms.FileField):
    """Its value is the file, still to be read.

    `what` is to be chosen (« l'archive des photos »), `accept` are the kinds that a browser proposes; without them any
    kind will do. `most` bytes, that may change while the server runs. `when_too_large` and `when_empty` end the
    sentences: what to do.
    """

    def __init__(
        self,
        *,
        what: str = "un fichier",
        most: int | Callable[[], int],
        accept: str = "",
        when_too_large: str = "choisissez-en un plus petit",
        when_empty: str = "choisissez-en un autre",
        **options: Any,
    ) -> None:
        self.what, self.accept, self._most = what, accept, most
        self._when_too_large = when_too_large
        messages = {
            "required": SENTENCES["required"].format(what=what),
            "empty": SENTENCES["empty"].format(when_empty=when_empty),
            "invalid": SENTENCES["not_arrived"],
            "missing": SENTENCES["not_arrived"],
        }
        super().__init__(error_messages=messages, widget=forms.FileInput(), **options)

    @property
    def most(self) -> int:
        """The bytes that it may weigh."""
        return self._most() if callable(self._most) else self._most

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """The field on a page: the browser refuses by itself, before sending it, what would be too large."""
        told = {"accept": self.accept, "data-max-bytes": self.most}
        self.widget.attrs |= {name: value for name, value in told.items() if value}
        return super().get_bound_field(form, field_name)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, None when none was asked for nor sent. Raises ValidationError."""
        upload: UploadedFile | None = super().clean(data, initial)
        if upload:
            self._weigh(upload)
            self._look_at(upload)
        return upload

    def _weigh(self, upload: UploadedFile) -> None:
        if (upload.size or 0) > self.most:
            told = {"name": _short(upload), "most": weight(self.most), "when_too_large": self._when_too_large}
            raise ValidationError(SENTENCES["too_large"].format(**told))

    def _look_at(self, upload: UploadedFile) -> None:
        """An image is judged by who draws it anew (sacoche.kit.pictures), which names the kinds that would do."""
        kind = _kind_of(upload) if self.accept and not self.accept.startswith("image/") else ""
        if kind:
            raise ValidationError(SENTENCES["wrong_kind"].format(name=_short(upload), kind=kind, what=self.what))


class SentBytes(SentFile):
    """Its value is what the file holds, for a file that is read whole: b"" when none was asked for nor sent."""

    def clean(self, data: Any, initial: Any = None) -> bytes:
        """The bytes of the file. Raises ValidationError."""
        upload = super().clean(data, initial)
        content: bytes = upload.read() if upload else b""
        return content


def weight(most: int) -> str:
    """« 20 Mo », « 200 ko »."""
    return f"{most // _MEGABYTE} Mo" if most >= _MEGABYTE else f"{most // _KILOBYTE} ko"


def _short(upload: UploadedFile) -> str:
    return (upload.name or "")[:_LONGEST_NAME]


def _kind_of(upload: UploadedFile) -> str:
    upload.seek(0)
    begins = upload.read(8)
    upload.seek(0)
    return next((kind for mark, kind in _KINDS.items() if begins.startswith(mark)), "")
