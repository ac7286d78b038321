"""The kinds of official documents. One more is one more declaration: its statuses, rights and pages come with it."""

from dataclasses import dataclass

from bilans.models import Status
from sacoche.kit.registry import Registry


@dataclass(frozen=True)
class OfficialKind:
    """A document that each class has in each period. `has_items`: it shows items, instead of a bar for each matière.

    `code` names it in addresses, tables and rights; `label` in menus, `article` inside a sentence (« le bulletin »).
    """

    code: str
    label: str
    article: str
    has_items: bool = False
    # Whether a class may have none: « Indéfini ».
    has_undefined: bool = True

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses that a class may have."""
        return tuple(one for one in Status if self.has_undefined or one is not Status.UNDEFINED)

    @property
    def default_status(self) -> Status:
        """The status of a class of which nothing was said."""
        return self.statuses[0]

    @property
    def to_set_status(self) -> str:
        """The code of the right to change statuses."""
        return f"bilans.{self.code}_status"

    @property
    def to_print(self) -> str:
        """The code of the right to print and archive."""
        return f"bilans.{self.code}_print"

    @property
    def to_write(self) -> str:
        """The code of the right to write in one's own matières."""
        return f"bilans.{self.code}_write"

    @property
    def to_correct(self) -> str:
        """The code of the right to correct what a colleague wrote."""
        return f"bilans.{self.code}_correct"

    @property
    def to_conclude(self) -> str:
        """The code of the right to write the general appreciation."""
        return f"bilans.{self.code}_general"

    @property
    def to_see_archives(self) -> str:
        """The code of the right to read what was printed."""
        return f"bilans.{self.code}_archives"


official_kinds: Registry[OfficialKind] = Registry("official documents")
RELEVE = official_kinds.register(
    OfficialKind("releve", "Relevé d'évaluations", "le relevé d'évaluations", has_items=True)
)
BULLETIN = official_kinds.register(OfficialKind("bulletin", "Bulletin scolaire", "le bulletin"))
