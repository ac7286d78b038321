"""What a file says, whatever its format: the people and structure that its source found, and what it could not use.

A reader is pure: bytes come in, an Extraction comes out, no database is touched. An absent value is empty (None for a
date or a number): it never erases what the school knows. Identifiers are cleaned, names are in their stored writing.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


class UnreadableFile(ValueError):
    """The file cannot be used at all; the message says why in French, and what to do."""


class UnknownLayout(UnreadableFile):
    """The columns of the file are not those of any known layout: somebody may say which column holds what."""

    def __init__(self, message: str, *, headers: Sequence[str], columns: Sequence["WantedColumn"]) -> None:
        super().__init__(message)
        self.headers, self.columns = headers, columns


class OtherSchool(UnreadableFile):
    """The file is that of another school: `found` is its UAI. An administrator may accept it all the same."""

    def __init__(self, message: str, *, found: str) -> None:
        super().__init__(message)
        self.found = found


class OtherYear(UnreadableFile):
    """The file is that of another school year: `found`, as the year of its September."""

    def __init__(self, message: str, *, found: int) -> None:
        super().__init__(message)
        self.found = found


@dataclass(frozen=True)
class WantedColumn:
    """A column that a source reads. `guess` is the header of the file that seems to be it, if any."""

    key: str
    label: str
    is_compulsory: bool
    guess: str = ""


@dataclass(frozen=True)
class Problem:
    """A line of the file that was left out or mended, in French."""

    line: int
    message: str


# --- Structure --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class IncomingClass:
    """A class of the file. `name` fits the twenty characters of old files, `long_name` says it whole.

    Its level is guessed from `mef`, the programme code of its pupils, when the file has it; else from
    `niveau_reference`, which begins with the reference of a level (`CE1`, `6A`).
    """

    reference: str
    niveau_reference: str
    name: str
    long_name: str
    mef: str = ""
    # The reference of the level that somebody told, when nothing in the file tells it.
    niveau: str = ""
    # The reference of the same class in the kind of file that the school used before: Base Élèves, before ONDE.
    former_reference: str = ""


@dataclass(frozen=True)
class IncomingGroup:
    """A teaching group of the file, with the same values as a class."""

    reference: str
    niveau_reference: str
    name: str
    long_name: str
    mef: str = ""
    niveau: str = ""


@dataclass(frozen=True)
class IncomingMatiere:
    """A subject that the file names. `reference` is that of the shared list (`FRANC`, `MATHS`)."""

    reference: str
    label: str


# --- People -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class IncomingPerson:
    """What is said of anybody.

    `line` is unique among the people of a file: the line of a table that has one on each, else their rank.
    """

    line: int
    last_name: str
    first_name: str
    # Where it stands in a file that is not a table, when `line` is a rank.
    where: int = field(default=0, kw_only=True, compare=False)
    # The file names him on a line that cannot be used: nothing is written of him, and he is not one who has left.
    is_left_out: bool = field(default=False, kw_only=True)

    def __hash__(self) -> int:
        """By the line, which is enough; the generated one goes through every field each time somebody is looked up."""
        return hash(self.line)

    @property
    def full_name(self) -> str:
        return f"{self.last_name} {self.first_name}"

    @property
    def is_named(self) -> bool:
        """Whether the file has both names; without them, his line is always one of those left out."""
        return bool(self.last_name and self.first_name)

    @property
    def place(self) -> int:
        """The line of the file, as messages name it."""
        return self.where or self.line

    @property
    def leaves_on(self) -> datetime.date | None:
        """The day on which the file says that he leaves; files say it of pupils alone."""
        return None

    @property
    def waits_for_a_class(self) -> bool:
        """Whether he is one of those whom a class makes of the school, and the file gives him none."""
        return False


@dataclass(frozen=True)
class IncomingPupil(IncomingPerson):
    """A pupil of the file."""

    class_reference: str = ""
    birth_date: datetime.date | None = None
    gender: str = ""
    sconet_id: int | None = None
    elenoet: str = ""
    reference: str = ""
    # The INE of before autumn 2017: it finds the account, whose reference becomes the new one.
    former_reference: str = ""
    email: str = ""
    group_references: tuple[str, ...] = ()
    # A planned exit, still to come; those who have left already are in Extraction.gone.
    exit_on: datetime.date | None = None
    # Whether the format has such exits: without one, the pupil stays.
    tells_exit: bool = False
    # Whether the format has pupils without a class: they are added as the others.
    is_class_optional: bool = False

    __hash__ = IncomingPerson.__hash__

    @property
    def leaves_on(self) -> datetime.date | None:
        return self.exit_on

    @property
    def waits_for_a_class(self) -> bool:
        return not self.class_reference

    @property
    def login_order(self) -> tuple[str, str, int, str, str, str, int]:
        """The order that decides who gets the login without a number: byte order, É after Z."""
        identifiers = (self.sconet_id or 0, self.elenoet, self.reference)
        return (self.last_name, self.first_name, *identifiers, self.class_reference, self.line)


@dataclass(frozen=True)
class IncomingStaff(IncomingPerson):
    """A teacher, a head or another member of staff.

    `profile` is the code of accounts.enums.Profile: ENS, DOC, EDU or DIR.
    """

    profile: str
    gender: str = ""
    birth_date: datetime.date | None = None
    sconet_id: int | None = None
    reference: str = ""
    email: str = ""
    class_references: tuple[str, ...] = ()
    # Classes of which he is the professeur principal: each is also in class_references.
    pp_class_references: tuple[str, ...] = ()
    group_references: tuple[str, ...] = ()
    matiere_references: tuple[str, ...] = ()

    __hash__ = IncomingPerson.__hash__

    @property
    def login_order(self) -> tuple[str, str, int, str, str, int]:
        """The order that decides who gets the login without a number."""
        return (self.last_name, self.first_name, self.sconet_id or 0, self.reference, self.profile, self.line)


@dataclass(frozen=True)
class IncomingAddress:
    """A postal address. The postal code is text: « 07270 » keeps its zero."""

    line1: str = ""
    line2: str = ""
    line3: str = ""
    line4: str = ""
    postal_code: str = ""
    town: str = ""
    country: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known: the country alone does not count, it is a default of the files."""
        return not any((self.line1, self.line2, self.line3, self.line4, self.postal_code, self.town))


@dataclass(frozen=True)
class IncomingChild:
    """A child of a guardian, as the file names him: by one identifier, or by his names.

    `rank` orders the guardians of one child: the file may give the same to two of them.
    """

    rank: int
    sconet_id: int | None = None
    elenoet: str = ""
    reference: str = ""
    last_name: str = ""
    first_name: str = ""
    # What the file says of his class, which tells homonyms apart.
    class_name: str = ""


@dataclass(frozen=True)
class IncomingGuardian(IncomingPerson):
    """A guardian with at least one child. Whether the children are known, the plan says."""

    gender: str = ""
    sconet_id: int | None = None
    elenoet: str = ""
    reference: str = ""
    email: str = ""
    address: IncomingAddress = IncomingAddress()
    children: tuple[IncomingChild, ...] = ()

    __hash__ = IncomingPerson.__hash__

    @property
    def login_order(self) -> tuple[str, str, int, str, str, int]:
        """The order that decides who gets the login without a number."""
        return (self.last_name, self.first_name, self.sconet_id or 0, self.elenoet, self.reference, self.line)


@dataclass(frozen=True)
class Extraction:
    """All that a file gives; a source leaves empty what its format does not have.

    Pupils without a class are kept apart: they are not counted as found. Nor are `gone`, whom the file knows to have
    left: an account of theirs leaves on that day.
    """

    pupils: Sequence[IncomingPupil] = ()
    without_class: Sequence[IncomingPupil] = ()
    gone: Sequence[IncomingPupil] = ()
    staff: Sequence[IncomingStaff] = ()
    guardians: Sequence[IncomingGuardian] = ()
    # Those of lines that cannot be used: their accounts stay as they are. The line of each is nobody else's.
    left_out: Sequence[IncomingPerson] = ()
    classes: Sequence[IncomingClass] = ()
    groups: Sequence[IncomingGroup] = ()
    matieres: Sequence[IncomingMatiere] = ()
    problems: Sequence[Problem] = ()
    # What the screen of the step announces for guardians: every address of the file, used or not; every legal link.
    address_count: int = 0
    link_count: int = 0
    # The school and the school year (that of its September) that the file says it is from; empty when it does not.
    uai: str = ""
    year: int | None = None
    # The columns that were read as somebody told: header by key.
    told_columns: Mapping[str, str] = field(default_factory=dict)
