"""What is typed on the pages of absences: the figures of a class, a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http.request import QueryDict  # noqa: TID251 (the type of what a form sends, no HTTP here)

from accounts.models import Account
from bilans.absences.layouts import Layout, layouts
from bilans.absences.lines import Brought, brought_by
from bilans.absences.rows import UnreadableFile, read_rows
from bilans.absences.services import Wanted
from bilans.absences.values import Unread, whole
from bilans.computing.attendance import LABELS, NAMES, Figures, figures_of
from sacoche.kit.installation import upload_bytes
from sacoche.kit.sent_file import SentFile
from sacoche.kit.widgets import Select
from schools.models import Period, School, SchoolClass

_NOTHING = Figures()


@dataclass(frozen=True)
class Cell:
    """A cell of the page: the name of its field, what it is called, what is in it."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class PupilRow:
    """A pupil of the page: his cells, the figures that they were drawn from, what is wrong with what was typed."""

    pupil: Account
    cells: Sequence[Cell]
    drawn_from: str
    fault: str = ""
    is_disputed: bool = False


class FiguresForm:
    """The figures of a class, four cells a pupil; `sent` is what was typed (« n12-0 » and « avant12 »), None before."""

    def __init__(
        self,
        pupils: Sequence[Account],
        known: Mapping[int, Figures],
        sent: QueryDict | None,
        disputed: Iterable[int] = (),
    ) -> None:
        self.pupils, self.known, self.sent = pupils, known, sent
        self.disputed = set(disputed)
        self._wanted: list[Wanted] = []
        self.faults: dict[int, str] = {}
        if sent is not None:
            for pupil in pupils:
                self._read(pupil, sent)

    @property
    def is_valid(self) -> bool:
        return not self.faults

    @property
    def wanted(self) -> list[Wanted]:
        """What changes; a pupil whose cells are as they were drawn is left as he is, whatever somebody else did."""
        return [each for each in self._wanted if each.after != each.before]

    def _read(self, pupil: Account, sent: QueryDict) -> None:
        if f"avant{pupil.pk}" not in sent:
            # He came to the class after the page was drawn.
            return
        try:
            after = Figures(*(self._figure(name, rank, pupil.pk, sent) for rank, name in enumerate(NAMES)))
        except Unread as error:
            self.faults[pupil.pk] = str(error)
            return
        if after.refusal:
            self.faults[pupil.pk] = after.refusal
        self._wanted.append(Wanted(pupil.pk, _figures_in(str(sent[f"avant{pupil.pk}"])), after))

    def _figure(self, name: str, rank: int, pupil: int, sent: QueryDict) -> int | None:
        try:
            return whole(str(sent.get(f"n{pupil}-{rank}", "")).strip())
        except Unread as error:
            raise Unread(f"{LABELS[name]} : {error}.") from error

    @property
    def rows(self) -> list[PupilRow]:
        """The class as it is drawn: what was typed stays in the cells, but where somebody else has written."""
        return [self._row(pupil) for pupil in self.pupils]

    def _row(self, pupil: Account) -> PupilRow:
        kept = self.known.get(pupil.pk, _NOTHING)
        is_disputed = pupil.pk in self.disputed
        is_typed = self.sent is not None and f"avant{pupil.pk}" in self.sent
        cells = []
        for rank, (name, figure) in enumerate(zip(NAMES, kept, strict=True)):
            field = f"n{pupil.pk}-{rank}"
            typed = str(self.sent.get(field, ""))[:20] if self.sent is not None and is_typed else _written(figure)
            cells.append(Cell(field, LABELS[name], typed))
        before = str(self.sent[f"avant{pupil.pk}"]) if self.sent is not None and is_typed and not is_disputed else ""
        return PupilRow(pupil, cells, before or _joined(kept), self.faults.get(pupil.pk, ""), is_disputed)


def _written(figure: int | None) -> str:
    return "" if figure is None else str(figure)


def _joined(figures: Figures) -> str:
    """« 8/3/2/ »."""
    return "/".join(map(_written, figures))


def _figures_in(text: str) -> Figures:
    """What `_joined` wrote; nothing for anything else, which no figure that is kept will be."""
    parts = text.split("/")
    if len(parts) != len(NAMES) or not all(part == "" or (part.isascii() and part.isdigit()) for part in parts):
        return _NOTHING
    return figures_of([int(part) if part else None for part in parts])


class AbsencesFileForm(forms.Form):
    """A file of absences: where it comes from, its period, its class; `cleaned_data["brought"]` is what it says."""

    origine = forms.ChoiceField(
        label="Origine du fichier", widget=Select, error_messages={"invalid_choice": "Choisissez une origine."}
    )
    periode = forms.ChoiceField(
        label="Période", widget=Select, error_messages={"invalid_choice": "Choisissez une période de la liste."}
    )
    classe = forms.ChoiceField(
        label="Classe",
        widget=Select,
        required=False,
        error_messages={"invalid_choice": "Choisissez une classe de la liste."},
    )
    fichier = SentFile(
        label="Fichier",
        accept=".csv,.txt,.xlsx,.xml,.zip",
        most=upload_bytes,
        when_empty="refaites l'export, puis choisissez le fichier obtenu",
    )

    def __init__(
        self, school: School, periods: Sequence[Period], classes: Sequence[SchoolClass], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.choices("origine", [(each.code, f"{each.label} – {each.file}") for each in layouts().values()])
        self.choices("periode", [(str(each.pk), each.name) for each in periods])
        self.choices("classe", [("", "Toutes les classes"), *((str(each.pk), each.label) for each in classes)])

    def choices(self, field: str, choices: list[tuple[str, str]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    @property
    def layout(self) -> Layout:
        """The layout that was chosen, once the form is valid."""
        return layouts()[self.cleaned_data["origine"]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        upload = cleaned.get("fichier")
        if upload and not self.errors:
            cleaned["brought"] = self._read(upload.read())
        return cleaned

    def _read(self, data: bytes) -> Brought | None:
        try:
            brought = brought_by(read_rows(data, self.layout), self.layout)
        except UnreadableFile as error:
            self.add_error("fichier", str(error))
            return None
        refusal = refused_origin(brought, self.school)
        if refusal:
            self.add_error("fichier", refusal)
        return brought


def refused_origin(brought: Brought, school: School) -> str:
    """Why a file is not one of this school and of this year, naming both; empty when it is, or does not say."""
    if brought.year is not None and brought.year != school.first_year:
        return (
            f"Ce fichier est celui de l'année scolaire {_year(brought.year)}, et nous sommes en "
            f"{_year(school.first_year)} : refaites l'export pour l'année en cours."
        )
    known = {school.uai.upper(), *SchoolClass.objects.exclude(uai="").values_list("uai", flat=True)}
    if brought.uai and school.uai and brought.uai not in known:
        return (
            f"Ce fichier est celui de l'établissement {brought.uai}, et le vôtre est {school.uai.upper()} : choisissez "
            "le fichier de votre établissement."
        )
    return ""


def _year(first: int) -> str:
    return f"{first}-{first + 1}"
