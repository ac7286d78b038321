"""What every import source declares."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

from imports.brought.extraction import Extraction
from imports.enums import Audience
from imports.plan import LinkKind


class Source(ABC):
    """One format of file, and the steps that its import goes through."""

    code: ClassVar[str]
    # Whose accounts the file is compared with; NOBODY for the codes that are only kept.
    audience: ClassVar[Audience]
    # The group and the option of the list « Catégorie », the second with and without its precision.
    group: ClassVar[str]
    group_advice: ClassVar[str]
    option: ClassVar[str]
    title: ClassVar[str]
    # What the school's application calls the file; any other name will do.
    file_hint: ClassVar[str]
    # What the window where the file is chosen shows first; whatever its name, its content tells.
    extensions: ClassVar[Sequence[str]]
    help_label: ClassVar[str]
    help_short_label: ClassVar[str]
    help_url_name: ClassVar[str]
    # The codes of imports.steps, in order.
    steps: ClassVar[Sequence[str]]
    # Whether the page offers a model of the file, to fill in by hand.
    has_model: ClassVar[bool] = False
    # The parts of the step « Affectations »: those that its files speak of.
    links: ClassVar[Sequence[LinkKind]] = ()
    # Whether the file says which school it is from, so that the school must have entered its UAI first.
    needs_uai: ClassVar[bool] = False

    @classmethod
    def heading(cls) -> str:
        """What the pages of the import are called: « Fichier extrait de Base Élèves → Importer les élèves »."""
        return f"{cls.group} → {cls.title}"

    @abstractmethod
    def glance(self, data: bytes) -> None:
        """Refuse at once what cannot be such a file (empty, not text…). Raises UnreadableFile."""

    @abstractmethod
    def read(self, data: bytes, mapping: Mapping[str, str] | None = None) -> Extraction:
        """What the file holds. Touches no database.

        `mapping` gives, for the columns of a layout that is not known (UnknownLayout), the header of each by its key.
        Raises UnreadableFile.
        """
