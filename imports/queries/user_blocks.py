"""The shape of the review of users: its blocks, its rows, and what they say."""

from dataclasses import dataclass

from imports import plan
from imports.enums import Audience
from imports.plan import Decision, UserChange


@dataclass(frozen=True)
class ShownChange:
    """A field that changes, as screens say it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Reading:
    """One way to read a doubtful line: what is written when it is chosen. `facts`: what tells the account; `outcome`:
    what becomes of the accounts, for whoever chooses.
    """

    key: str
    title: str
    facts: str
    changes: list[ShownChange]
    outcome: str


@dataclass(frozen=True)
class UserRow:
    """A row of the review of users. `place` is what the column after the name says: class, profile or children."""

    change: UserChange
    last_name: str
    first_name: str
    identifiers: str
    place: str
    login: str
    changes: list[ShownChange]
    # An exit already planned, which the import leaves as it is.
    note: str
    # Why a renaming is proposed.
    likeness: str
    # Why somebody is to be removed, or must be verified.
    reason: str
    # Of a doubt: what the file says of him, and what to choose from.
    facts: str = ""
    readings: tuple[Reading, ...] = ()
    chosen: str = ""
    error: str = ""

    @property
    def key(self) -> str:
        return self.change.key

    @property
    def decision(self) -> Decision:
        return self.change.decision

    @property
    def verb(self) -> str:
        """What the box does, on its tag."""
        return _VERBS.get(self.decision, "")


_VERBS = {
    Decision.ADD: "Ajouter",
    Decision.REMOVE: "Retirer",
    Decision.RENAME: "Renommer",
    Decision.MODIFY: "Modifier",
    Decision.REINTEGRATE: "Réintégrer",
}


@dataclass(frozen=True)
class BlockKind:
    """What a block of the review is made of, and what it says."""

    code: str
    decisions: tuple[Decision, ...]
    title: str
    # The word of the tag, and of the chip after its number (one, several).
    tag: str
    chip: tuple[str, str]
    style: str
    # What every row of a block without boxes says.
    remark: str = ""
    is_by_hand: bool = False

    @property
    def has_boxes(self) -> bool:
        return self.decisions[0] in plan.WRITING


@dataclass(frozen=True)
class Block:
    """The rows of one block; those of a block that « différences seulement » leaves out are only counted."""

    kind: BlockKind
    rows: list[UserRow]
    is_hidden: bool = False

    @property
    def size(self) -> int:
        return len(self.rows)


_ABSENT = {
    Audience.PUPILS: "absents du fichier ou sans classe affectée",
    Audience.STAFF: "absents du fichier",
    Audience.GUARDIANS: "absents du fichier ou sans enfant actif",
}
_IGNORED = {
    Audience.PUPILS: ("sans classe affectée", "sans classe affectée : aucun compte n'est créé"),
    Audience.GUARDIANS: ("sans enfant dans l'établissement", "aucun élève actif : aucun compte n'est créé"),
}
_CHECK = BlockKind(
    code="check",
    decisions=(Decision.CHECK,),
    title="À vérifier : le fichier contredit ce qui est enregistré. Choisissez, ou laissez pour plus tard",
    tag="À vérifier",
    chip=("à vérifier", "à vérifier"),
    style="warn",
)
_ADD = BlockKind(
    code="add",
    decisions=(Decision.ADD,),
    title="Nouveaux : un compte sera créé",
    tag="Ajouter",
    chip=("à ajouter", "à ajouter"),
    style="add",
)
_MODIFY = BlockKind(
    code="modify",
    decisions=(Decision.RENAME, Decision.MODIFY, Decision.REINTEGRATE),
    title="Connus, à mettre à jour ou à rouvrir",
    tag="Modifier",
    chip=("à modifier", "à modifier"),
    style="change",
)
_KEEP = BlockKind(
    code="keep",
    decisions=(Decision.KEEP,),
    title="Connus, sans changement",
    tag="Conserver",
    chip=("à conserver", "à conserver"),
    style="keep",
)
_INACTIVE = BlockKind(
    code="inactive",
    decisions=(Decision.INACTIVE,),
    title="Comptes déjà fermés, sans changement",
    tag="Inactif",
    chip=("inactif inchangé", "inactifs inchangés"),
    style="keep",
    remark="compte déjà désactivé",
)


def block_kinds(audience: Audience) -> list[BlockKind]:
    """The blocks of the review, in order. Renamings and reintegrations are among the modifications."""
    by_hand = [_by_hand(_ABSENT[audience])] if audience != Audience.PUPILS else []
    ignored = [_ignored(*_IGNORED[audience])] if audience in _IGNORED else []
    return [_CHECK, _ADD, _removal(_ABSENT[audience]), *by_hand, _MODIFY, _KEEP, _INACTIVE, *ignored]


def _removal(why: str) -> BlockKind:
    title = f"Comptes à fermer : {why}"
    return BlockKind("remove", (Decision.REMOVE,), title, "Retirer", ("à retirer", "à retirer"), "remove")


def _by_hand(why: str) -> BlockKind:
    return BlockKind(
        code="by-hand",
        decisions=(Decision.REMOVE,),
        title=f"Comptes ajoutés à la main : {why} ; à fermer s'ils sont partis, eux seuls",
        tag="Retirer",
        chip=("ajouté à la main", "ajoutés à la main"),
        style="warn",
        is_by_hand=True,
    )


def _ignored(why: str, remark: str) -> BlockKind:
    title = f"Laissés de côté : {why}"
    return BlockKind("ignore", (Decision.IGNORE,), title, "Ignoré", ("ignoré", "ignorés"), "warn", remark=remark)
