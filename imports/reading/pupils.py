"""Tables of pupils, each row with its class: what Base Élèves, ONDE, Factos and spreadsheets have in common."""

from abc import abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from imports.brought.extraction import Extraction, IncomingClass, IncomingGroup, IncomingPupil, UnreadableFile
from imports.enums import Audience
from imports.reading.doubles import without_doubles
from imports.reading.notes import ELENOET_LENGTH, Notes, readable_names, warn_of_numbers
from imports.reading.opening import refuse_crowd
from imports.reading.tables import TableSource, told_columns
from sacoche.kit.files.tabular import Row, Table
from sacoche.kit.names import clean_line, clean_text

Values = Mapping[str, str]
IDENTIFIERS = {"sconet_id": "Id Sconet", "elenoet": "n° Sconet", "reference": "INE"}
_CLASS_CELLS = ("classe", "identifier", "niveau")
_NOBODY = "Ce fichier ne contient aucun élève"


class PupilsTable(TableSource):
    """A source of pupils in a table. The keys of its columns: last_name, first_name, birth_date, gender, ine,
    reference, elenoet, email, groupes, and those that it needs for classes.
    """

    audience = Audience.PUPILS
    # What the spreadsheets of a school call the free number of a pupil.
    reference_label = "INE"
    # Spreadsheets may have pupils without a class: they are added all the same.
    is_class_optional = False

    def read(self, data: bytes, mapping: Mapping[str, str] | None = None) -> Extraction:
        """The pupils and classes of the file, and the lines left out. Raises UnreadableFile."""
        table, places, notes = self.open(data, mapping)
        told = told_columns(table, self.columns, mapping or {})
        return replace(_Reading(self, table, places, notes).extraction(), told_columns=told)

    @abstractmethod
    def class_key(self, values: Values) -> Hashable | None:
        """What says the class of a row; None when the row has none."""

    @abstractmethod
    def classes_by_key(self, keys: Iterable[Hashable]) -> Mapping[Hashable, IncomingClass]:
        """The class of each of these keys."""

    def cell(self, value: str) -> str:
        """What a cell says."""
        return value

    def refusal(self, values: Values) -> str:
        """Why the class of this row cannot be used, and the row with it; empty when it can."""
        return ""

    def lack(self, values: Values) -> str:
        """What the row lacks to be in a class, as « n'a pas … » says it."""
        return "de classe"

    def warn_of_classes(self, notes: Notes, first_lines: Mapping[Hashable, int]) -> None:
        """Say what is doubtful of the classes; `first_lines` are the lines where each key comes first."""

    def warn_of_groups(self, notes: Notes, first_lines: Mapping[Hashable, int]) -> None:
        """The same of the groups, by reference."""


# A pupil but for his class, whose reference is known once all the classes of the file are.
_Draft = Callable[..., IncomingPupil]


class _Reading:
    """One reading of one file."""

    def __init__(self, source: PupilsTable, table: Table, places: Mapping[str, int], notes: Notes) -> None:
        self.source, self.table, self.places, self.notes = source, table, places, notes
        # The line where each writing of a class comes first.
        self.written: dict[str, int] = {}
        self.left_out: list[IncomingPupil] = []

    def extraction(self) -> Extraction:
        """Every pupil with a class, the classes they are in, and what was left out."""
        found: list[tuple[_Draft, Hashable]] = []
        without_class: list[IncomingPupil] = []
        first_lines: dict[Hashable, int] = {}
        for row in self.table.rows:
            values = {key: self.source.cell(row.cells[place]) for key, place in self.places.items()}
            self._look_at_class(row, values)
            draft = self._draft(row, values)
            if draft is None:
                continue
            key = self.source.class_key(values)
            if key is None:
                pupil = draft()
                self._note_lack(pupil, values)
                without_class.append(pupil)
            else:
                first_lines.setdefault(key, row.line)
                found.append((draft, key))
        self.notes.refuse_damaged_classes()
        refuse_crowd(classes=len(first_lines))
        return self._extraction(found, without_class, first_lines)

    def _look_at_class(self, row: Row, values: Values) -> None:
        for key in _CLASS_CELLS:
            self.notes.class_cell(row.line, values.get(key, ""), self._title(key))
        self.written.setdefault(clean_line(values.get("classe", "")), row.line)

    def _title(self, key: str) -> str:
        return self.table.header[self.places[key]].strip() if key in self.places else key

    def _extraction(
        self,
        found: Sequence[tuple[_Draft, Hashable]],
        without_class: Sequence[IncomingPupil],
        first_lines: Mapping[Hashable, int],
    ) -> Extraction:
        if not found and not (without_class and self.source.is_class_optional):
            raise UnreadableFile(self._nobody())
        self.source.warn_of_classes(self.notes, first_lines)
        warn_of_numbers(self.notes, self.written, self._title("classe"))
        by_key = self.source.classes_by_key(first_lines)
        pupils = [draft(class_reference=by_key[key].reference) for draft, key in found]
        if self.source.is_class_optional:
            pupils, without_class = sorted([*pupils, *without_class], key=lambda pupil: pupil.line), ()
        labels = IDENTIFIERS | {"reference": self.source.reference_label}
        pupils = one_each(pupils, self.notes, labels=labels)
        refuse_crowd(classes=len({group for pupil in pupils for group in pupil.group_references}))
        self.source.warn_of_groups(self.notes, _first_lines_of_groups(pupils))
        return Extraction(
            pupils=sorted(pupils, key=lambda pupil: pupil.login_order),
            without_class=without_class,
            classes=_used(by_key.values(), pupils),
            groups=_groups(pupils),
            left_out=self.left_out,
            problems=self.notes.problems,
        )

    def _draft(self, row: Row, values: Values) -> _Draft | None:
        both = values["last_name"], values["first_name"]
        names = self.notes.names(row.line, *both)
        refusal = self.source.refusal(values) if names else ""
        draft = self._pupil(row, values, names or readable_names(*both))
        if refusal:
            self.notes.add(row.line, f"{refusal} : ligne ignorée.")
        if refusal or names is None:
            self.left_out.append(draft(is_left_out=True))
            return None
        return draft

    def _pupil(self, row: Row, values: Values, names: tuple[str, str]) -> _Draft:
        return partial(
            IncomingPupil,
            row.line,
            *names,
            birth_date=self.notes.date(row.line, values.get("birth_date", "")),
            gender=self.notes.gender(row.line, values.get("gender", "")),
            elenoet=self.notes.identifier(row.line, values.get("elenoet", ""), "n° Sconet", ELENOET_LENGTH),
            reference=self._reference(row, values),
            email=self.notes.email(row.line, values.get("email", "")),
            group_references=self.notes.references(row.line, values.get("groupes", "").split("|"), "groupe"),
            is_class_optional=self.source.is_class_optional,
        )

    def _reference(self, row: Row, values: Values) -> str:
        if "ine" in values:
            return self.notes.ine(row.line, values["ine"])
        return self.notes.identifier(row.line, values.get("reference", ""), self.source.reference_label)

    def _note_lack(self, pupil: IncomingPupil, values: Values) -> None:
        lack = self.source.lack(values)
        self.notes.add(pupil.line, f"{pupil.full_name} n'a pas {lack} dans le fichier : élève sans classe affectée.")

    def _nobody(self) -> str:
        if not self.table.rows:
            return f"{_NOBODY} : il n'a que sa ligne de titres. Refaites l'extraction."
        return (
            f"{_NOBODY} utilisable : chaque ligne doit avoir un nom, un prénom et une classe. Refaites "
            "l'extraction, et envoyez le fichier sans l'ouvrir."
        )


def one_each(
    pupils: Sequence[IncomingPupil],
    notes: Notes,
    lines: Mapping[int, int] | None = None,
    labels: Mapping[str, str] | None = None,
) -> list[IncomingPupil]:
    """One pupil for several rows of the same person, the last class kept, the groups of all; nobody shares an
    identifier.

    The same person: same names, birth date and identifiers. Without any of the last two, nothing says that two
    homonyms are one person: both stay. `lines` says where the pupils stand when they are known by their rank, `labels`
    what the file calls their identifiers.
    """
    where = lines or {pupil.line: pupil.line for pupil in pupils}
    kept: dict[Hashable, IncomingPupil] = {}
    for pupil in pupils:
        known = (pupil.birth_date, pupil.sconet_id, pupil.elenoet, pupil.reference)
        key: Hashable = (pupil.full_name, *known) if any(known) else pupil.line
        if key in kept:
            already = f"{pupil.full_name} est déjà à la ligne {where[kept[key].line]}"
            notes.add(where[pupil.line], f"{already} : un seul élève, avec sa dernière classe.")
        kept[key] = _joined(kept[key], pupil) if key in kept else pupil
    return without_doubles(list(kept.values()), labels or IDENTIFIERS, notes, lambda pupil: where[pupil.line])


def _joined(former: IncomingPupil, latter: IncomingPupil) -> IncomingPupil:
    return replace(
        latter,
        class_reference=latter.class_reference or former.class_reference,
        group_references=tuple(dict.fromkeys((*former.group_references, *latter.group_references))),
    )


def _used(classes: Iterable[IncomingClass], pupils: Sequence[IncomingPupil]) -> list[IncomingClass]:
    """The classes that a pupil is in, by reference; two writings of one class give one class, named by the first."""
    used = {pupil.class_reference for pupil in pupils}
    by_reference: dict[str, IncomingClass] = {}
    for school_class in classes:
        by_reference.setdefault(school_class.reference, school_class)
    return [found for reference, found in sorted(by_reference.items()) if reference in used]


def _first_lines_of_groups(pupils: Iterable[IncomingPupil]) -> dict[Hashable, int]:
    lines: dict[Hashable, int] = {}
    for pupil in pupils:
        for reference in pupil.group_references:
            lines.setdefault(reference, pupil.line)
    return lines


def _groups(pupils: Sequence[IncomingPupil]) -> list[IncomingGroup]:
    references = sorted({reference for pupil in pupils for reference in pupil.group_references})
    return [plain_group(reference) for reference in references]


def plain_class(reference: str) -> IncomingClass:
    """A class that the file only gives a reference of: it is its name too, and its beginning tells its level."""
    return IncomingClass(reference, "".join(reference.split()), reference, reference)


def plain_group(reference: str) -> IncomingGroup:
    """A group that the file only gives a reference of."""
    return IncomingGroup(reference, "".join(reference.split()), reference, reference)


def is_said(values: Values, key: str) -> bool:
    """Whether the row has something in this column."""
    return bool(clean_text(values.get(key, "")))
