"""A relevé or a bulletin as it is printed for one pupil: every word and every figure, frozen, before anything is drawn.

What is archived beside the PDF is this, as JSON: what the document says can be read again without reading a drawing.
"""

from dataclasses import asdict, dataclass
from typing import Any

from bilans.computing.figures import Share
from bilans.computing.levels import Level


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote, and who: « DURAND P. »."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item and the level that the pupil has reached."""

    label: str
    level: Level


@dataclass(frozen=True, slots=True)
class BarLine:
    """A domaine and its bar."""

    label: str
    share: Share


@dataclass(frozen=True, slots=True)
class RubricRow:
    """A matière: its teachers, its bar or its items, what was written, the mean of the pupil and that of the class."""

    label: str
    teachers: tuple[str, ...] = ()
    share: Share | None = None
    bars: tuple[BarLine, ...] = ()
    items: tuple[ItemLine, ...] = ()
    texts: tuple[Said, ...] = ()
    mean: str = ""
    class_mean: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns there are; `unit` is that of means: « / 20 », « % »."""

    has_items: bool = False
    has_bar: bool = True
    has_text: bool = True
    has_mean: bool = True
    has_class_mean: bool = True
    unit: str = "/ 20"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: what he is, his name, and the image of his signature or of the stamp (a PNG), when there is one."""

    role: str
    name: str = ""
    image: bytes = b""


@dataclass(frozen=True, slots=True)
class Block:
    """A bordered text: absences, a line of the school's own."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the school says of itself at the head of the page; `strip` are the niveaux, with the present one."""

    name: str
    lines: tuple[str, ...] = ()
    strip: tuple[tuple[str, bool], ...] = ()
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class OfficialSheet:
    """The document of a pupil. `about` stands under the title, `details` under his name."""

    title: str
    about: str
    person: str
    details: tuple[str, ...]
    columns: Columns
    rows: tuple[RubricRow, ...]
    # The general mean of the pupil, then that of the class; None: there is no such line.
    general: tuple[str, str] | None = None
    blocks: tuple[Block, ...] = ()
    synthesis: Said | None = None
    has_synthesis: bool = True
    signatories: tuple[Signatory, ...] = ()
    # What the law asks to be said, as the school writes it.
    mention: str = ""
    # What names the pupil for the ministry: his INE.
    reference: str = ""

    def as_data(self) -> dict[str, Any]:
        """The same as JSON values, images aside: they are in the PDF."""
        data = asdict(self)
        for signatory in data["signatories"]:
            signatory["image"] = bool(signatory["image"])
        return data
