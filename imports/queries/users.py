"""The screens of the step « Utilisateurs », and the passwords that its new accounts wait for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.access.decided import login_pattern
from accounts.enums import EVERYBODY, Profile
from accounts.logins import free_login, make_login
from accounts.models import Account, AccountQuerySet
from imports import plan
from imports.enums import Audience
from imports.extraction import IncomingGuardian, IncomingStaff
from imports.models import ImportLine, ImportRun, LineKind
from imports.plan import Decision, FieldChange, KnownPerson, UserChange
from imports.plan.people import Incoming
from imports.queries.known import audience_of, known_people
from imports.queries.plans import Coverage, is_confirmed_whole, planned_users
from sacoche.kit.tenancy import current_school
from sacoche.kit.text import count
from schools.models import SchoolClass

# A password that nothing matches: the account waits for the labels.
NO_PASSWORD = "!"  # noqa: S105

# --- The review -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownChange:
    """A field that changes, as screens say it."""

    label: str
    before: str
    after: str


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
    # Why somebody is to be removed.
    reason: str

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

    def holds(self, change: UserChange) -> bool:
        """Whether the decision is one of this block."""
        return change.decision in self.decisions and change.is_by_hand == self.is_by_hand


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


def block_kinds(audience: Audience) -> list[BlockKind]:
    """The blocks of the review, in order. Renamings and reintegrations are among the modifications."""
    removal = f"Utilisateurs à retirer ({_ABSENT[audience]})."
    kinds = [
        BlockKind(
            code="add",
            decisions=(Decision.ADD,),
            title="Utilisateurs à ajouter (absents de la base, nouveaux dans le fichier).",
            tag="Ajouter",
            chip=("à ajouter", "à ajouter"),
            style="add",
        ),
        BlockKind("remove", (Decision.REMOVE,), removal, "Retirer", ("à retirer", "à retirer"), "remove"),
        BlockKind(
            code="modify",
            decisions=(Decision.MODIFY, Decision.RENAME, Decision.REINTEGRATE),
            title="Utilisateurs à modifier (ou à réintégrer).",
            tag="Modifier",
            chip=("à modifier", "à modifier"),
            style="change",
        ),
        BlockKind(
            code="keep",
            decisions=(Decision.KEEP,),
            title="Utilisateurs à conserver (statut actif).",
            tag="Conserver",
            chip=("à conserver", "à conserver"),
            style="keep",
        ),
        BlockKind(
            code="inactive",
            decisions=(Decision.INACTIVE,),
            title="Utilisateurs inchangés (statut inactif).",
            tag="Inactif",
            chip=("inactif inchangé", "inactifs inchangés"),
            style="keep",
            remark="compte déjà désactivé",
        ),
    ]
    if audience in _IGNORED:
        why, remark = _IGNORED[audience]
        title = f"Utilisateurs ignorés ({why})."
        kinds.append(
            BlockKind("ignore", (Decision.IGNORE,), title, "Ignoré", ("ignoré", "ignorés"), "warn", remark=remark)
        )
    if audience != Audience.PUPILS:
        title = "Utilisateurs ajoutés à la main (absents du fichier, à ne retirer que s'ils sont partis)."
        chip = ("ajouté à la main", "ajoutés à la main")
        kinds.insert(2, BlockKind("by-hand", (Decision.REMOVE,), title, "Retirer", chip, "warn", is_by_hand=True))
    return kinds


# What « différences seulement » leaves out.
_WITHOUT_DIFFERENCE = frozenset({"keep", "inactive"})


@dataclass(frozen=True)
class UserReview:
    """The review of users by blocks, and the mark of what it was made from."""

    audience: Audience
    blocks: list[Block]
    boxes: int
    # The boxes that are ticked, by key.
    proposed: frozenset[str]
    coverage: Coverage
    renamings: int
    may_be_misspelt: bool
    fingerprint: str
    is_full: bool

    @property
    def ticked(self) -> int:
        return len(self.proposed)

    @property
    def place_label(self) -> str:
        return _PLACES[self.audience]

    @property
    def is_of_pupils(self) -> bool:
        return self.audience == Audience.PUPILS


_PLACES = {Audience.PUPILS: "Classe", Audience.STAFF: "Profil", Audience.GUARDIANS: "Enfants"}


def user_review(run: ImportRun, *, is_full: bool = True) -> UserReview:
    """Everything that the screen of the step « Utilisateurs » shows before it is validated."""
    audience, changes = audience_of(run), planned_users(run)
    class_names = dict(SchoolClass.objects.order_by().values_list("reference", "name"))
    logins = new_logins([change.incoming for change in changes if change.decision == Decision.ADD])
    rows = [_user_row(change, class_names, logins) for change in changes]
    totals = plan.counts(changes)
    return UserReview(
        audience=audience,
        blocks=[_block(kind, rows, is_full) for kind in block_kinds(audience)],
        boxes=sum(totals[decision] for decision in plan.WRITING),
        proposed=frozenset(change.key for change in changes if change.is_ticked),
        coverage=_coverage(changes, is_confirmed_whole(run)),
        renamings=totals[Decision.RENAME],
        may_be_misspelt=bool(
            totals[Decision.ADD] and any(c.decision == Decision.REMOVE and not c.is_by_hand for c in changes)
        ),
        fingerprint=plan.fingerprint(changes),
        is_full=is_full,
    )


def _block(kind: BlockKind, rows: Sequence[UserRow], is_full: bool) -> Block:
    held = [row for row in rows if kind.holds(row.change)]
    return Block(kind, held, is_hidden=not is_full and kind.code in _WITHOUT_DIFFERENCE and bool(held))


def _coverage(changes: Sequence[UserChange], is_whole: bool) -> Coverage:
    active = [change for change in changes if change.known and change.known.is_active and not change.known.is_by_hand]
    found = [change for change in active if change.incoming and change.decision != Decision.RENAME]
    return Coverage(len(active), len(found), is_whole)


def _user_row(change: UserChange, class_names: Mapping[str, str], logins: Mapping[Any, str]) -> UserRow:
    person = change.incoming or change.known
    assert person is not None
    return UserRow(
        change=change,
        last_name=person.last_name,
        first_name=person.first_name,
        identifiers=_identifiers(change.known or person),
        place=_place(person, class_names),
        login=logins.get(change.incoming, "") if change.incoming else "",
        changes=[_shown(field, class_names) for field in change.changes],
        note=_planned_exit(change.known),
        likeness=_likeness(change) if change.decision == Decision.RENAME else "",
        reason=_reason(change),
    )


def _place(person: Any, class_names: Mapping[str, str]) -> str:
    children = getattr(person, "children", None)
    if children is not None:
        return count(len(children), "enfant", "enfants")
    profile = getattr(person, "profile", "")
    if profile and profile != Profile.ELV:
        return "" if profile == Profile.TUT else Profile(profile).label
    return class_names.get(person.class_reference, person.class_reference)


def _reason(change: UserChange) -> str:
    if change.decision != Decision.REMOVE:
        return ""
    exit_on = getattr(change.incoming, "exit_on", None)
    if exit_on:
        return f"sorti le {exit_on:%d/%m/%Y} d'après le fichier"
    if change.incoming is None:
        return "ajouté à la main, absent du fichier" if change.is_by_hand else "absent du fichier"
    return "sans enfant actif" if hasattr(change.incoming, "children") else "sans classe dans le fichier"


_SHARED = {
    "last_name": "même nom",
    "first_name": "même prénom",
    "class_reference": "même classe",
    "birth_date": "même date de naissance",
}


def _likeness(change: UserChange) -> str:
    """« même prénom, même classe, même date de naissance »: what the two names of a renaming have in common."""
    values = ((words, getattr(change.known, name), getattr(change.incoming, name)) for name, words in _SHARED.items())
    return ", ".join(words for words, theirs, ours in values if theirs and theirs == ours)


def _planned_exit(known: KnownPerson | None) -> str:
    is_planned = known is not None and known.is_active and known.left_on is not None
    return f"sortie prévue le {known.left_on:%d/%m/%Y}" if is_planned and known else ""


def _identifiers(person: Any) -> str:
    """« Id Sconet / n° Sconet / référence », empty when there is none of them."""
    values = [str(getattr(person, name, "") or "–") for name in ("sconet_id", "elenoet", "reference")]
    return " / ".join(values) if values != ["–"] * 3 else ""


def _shown(field: FieldChange, class_names: Mapping[str, str]) -> ShownChange:
    if field.field == "profile":
        return ShownChange(field.label, Profile(field.before).label, Profile(field.after).label)
    if field.field != "class_reference":
        return ShownChange(field.label, field.before, field.after)
    before, after = (class_names.get(reference, reference) for reference in (field.before, field.after))
    return ShownChange(field.label, before, after or "sans classe")


def profile_of(person: Any) -> Profile:
    """The profile of an account made for somebody of a file."""
    if isinstance(person, IncomingStaff):
        return Profile(person.profile)
    return Profile.TUT if isinstance(person, IncomingGuardian) else Profile.ELV


def new_logins(people: Sequence[Incoming]) -> dict[Any, str]:
    """A free login for each new person, in the order of logins (spec « Identifiants » §4.3): unique among all."""
    taken = {login.lower() for login in Account.objects.order_by().values_list("login", flat=True)}
    patterns = {profile: login_pattern(current_school(), profile) for profile in EVERYBODY}
    logins = {}
    for person in people:
        pattern = patterns[profile_of(person)]
        base = make_login(first_name=person.first_name, last_name=person.last_name, pattern=pattern)
        logins[person] = free_login(base, taken=taken)
        taken.add(logins[person])
    return logins


# --- The result -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ResultRow:
    """A row of the table of users after the step: every account, the new ones marked, those who left with the day."""

    known: KnownPerson
    login: str
    is_new: bool
    # The run gives his label: he is new, or an earlier import left him without a password.
    is_labelled: bool

    @property
    def place(self) -> str:
        """The reference of his class, or his profile."""
        return self.known.class_reference if self.known.profile == Profile.ELV else Profile(self.known.profile).label


def result_rows(run: ImportRun) -> list[ResultRow]:
    """Everybody of the audience, by class or profile, then name."""
    audience = audience_of(run)
    new = set(_new_accounts(run))
    labelled = new | set(without_password(audience).order_by().values_list("pk", flat=True))
    accounts = Account.objects.filter(profile__in=audience.profiles)
    logins = dict(accounts.order_by().values_list("pk", "login"))
    rows = [
        ResultRow(known, logins[known.id], known.id in new, known.id in labelled) for known in known_people(audience)
    ]
    return sorted(rows, key=lambda row: row.place)


def labelled_accounts(run: ImportRun, made: Collection[int] = ()) -> AccountQuerySet:
    """The accounts whose labels the run gives: its own, those left without a password before, and those it has `made`.

    An import that was cancelled, was left alone or came from a command leaves people without a password.
    """
    waiting = without_password(audience_of(run)).values("pk")
    covered = Q(pk__in=_new_accounts(run)) | Q(pk__in=waiting) | Q(pk__in=made)
    return Account.objects.filter(covered).select_related("school_class").in_name_order()


def _new_accounts(run: ImportRun) -> QuerySet[ImportLine, int]:
    """The ids of the accounts that the run has made."""
    lines = ImportLine.objects.filter(run=run, kind=LineKind.USER, decision=Decision.ADD, is_ticked=True)
    ids: QuerySet[ImportLine, int] = lines.exclude(account_id=None).values_list("account_id", flat=True)
    return ids


def without_password(audience: Audience = Audience.PUPILS) -> AccountQuerySet:
    """The active people of the school who cannot sign in yet."""
    return Account.objects.filter(profile__in=audience.profiles).active().filter(password=NO_PASSWORD)
