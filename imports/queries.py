"""What the import compares, and what its screens read."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.access import login_pattern
from accounts.enums import Gender, Profile
from accounts.logins import free_login, make_login
from accounts.models import Account, AccountQuerySet
from imports import plan
from imports.extraction import IncomingClass, IncomingPupil
from imports.models import ImportLine, ImportRun, LineKind
from imports.plan import ClassChange, Decision, FieldChange, KnownClass, KnownPupil, UserChange
from imports.staging import read_class, read_pupil
from sacoche.kit.clock import today
from sacoche.kit.tenancy import current_school
from schools.models import Niveau, School, SchoolClass, SchoolClassQuerySet
from schools.queries import class_niveaux

# A password that nothing matches: the account waits for the labels.
NO_PASSWORD = "!"  # noqa: S105

# --- The comparison ---------------------------------------------------------------------------------------------------


def known_classes() -> list[KnownClass]:
    """The classes of the school. No class holds evaluations yet, so none has results to lose."""
    return [KnownClass(*row) for row in SchoolClass.objects.in_level_order().values_list("pk", "reference")]


def known_pupils() -> list[KnownPupil]:
    """Every account of a pupil, those who left too, by name."""
    day = today()
    rows = (
        Account.objects.pupils()
        .in_name_order()
        .values_list(
            *("pk", "last_name", "first_name", "school_class__reference", "birth_date", "gender"),
            *("sconet_id", "elenoet", "reference", "left_on"),
        )
    )
    return [_known_pupil(row, is_active=row[9] is None or row[9] > day) for row in rows]


def _known_pupil(row: tuple[Any, ...], *, is_active: bool) -> KnownPupil:
    gender = "" if row[5] == Gender.UNKNOWN else row[5]
    pk, last_name, first_name, class_reference, birth_date, _, sconet_id, elenoet, reference, left_on = row
    return KnownPupil(
        id=pk,
        last_name=last_name,
        first_name=first_name,
        class_reference=class_reference or "",
        birth_date=birth_date,
        gender=gender,
        sconet_id=sconet_id,
        elenoet=elenoet,
        reference=reference,
        left_on=left_on,
        is_active=is_active,
    )


def incoming_classes(run: ImportRun) -> list[IncomingClass]:
    """The classes of the file, as staged."""
    return [read_class(values) for values in _incoming(run, LineKind.CLASS)]


def incoming_pupils(run: ImportRun) -> list[IncomingPupil]:
    """The pupils of the file, as staged, in the order of logins."""
    return [read_pupil(values) for values in _incoming(run, LineKind.USER)]


def _incoming(run: ImportRun, kind: LineKind) -> list[Any]:
    lines = ImportLine.objects.filter(run=run, kind=kind, incoming__isnull=False)
    return list(lines.order_by("position").values_list("incoming", flat=True))


def planned_classes(run: ImportRun, pupils: Sequence[IncomingPupil]) -> list[ClassChange]:
    """What the step of classes would change now: to add, to delete, to keep. `pupils` are those of the file."""
    existing, incoming = known_classes(), incoming_classes(run)
    changes = plan.plan_classes(existing=existing, incoming=incoming, is_partial=file_coverage(run, pupils).is_partial)
    return plan.in_blocks(changes)


def planned_users(run: ImportRun) -> list[UserChange]:
    """What the step of users would change now, in the order of blocks."""
    references = SchoolClass.objects.values_list("reference", flat=True).order_by()
    return plan.in_blocks(
        plan.plan_users(
            existing=known_pupils(),
            incoming=incoming_pupils(run),
            class_references=references,
            is_whole=is_confirmed_whole(run),
        )
    )


@dataclass(frozen=True)
class Coverage:
    """How many of the active pupils of the school the file brings; `is_whole` once somebody said it is all of them."""

    active: int
    matched: int
    is_whole: bool

    @property
    def is_partial(self) -> bool:
        return not self.is_whole and self.matched < plan.FEW_MATCHED * self.active


def is_confirmed_whole(run: ImportRun) -> bool:
    """Whether the person answered that a file which brings few of the pupils is that of the whole school."""
    return bool(run.summary.get("is_whole"))


def file_coverage(run: ImportRun, pupils: Sequence[IncomingPupil]) -> Coverage:
    """The share of the school that the file holds: too small, it is the extraction of one class (spec §2.3)."""
    existing = known_pupils()
    matched = plan.match(existing=existing, incoming=pupils).values()
    return Coverage(
        active=sum(known.is_active for known in existing),
        matched=sum(known.is_active for known in matched),
        is_whole=is_confirmed_whole(run),
    )


# --- Screens ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClassRow:
    """A row of the review of classes."""

    key: str
    decision: Decision
    reference: str
    name: str
    long_name: str
    niveau_label: str
    niveau_id: int | None
    pupils: int
    is_ticked: bool
    error: str = ""


@dataclass(frozen=True)
class ClassReview:
    """The review of classes: rows by block, the levels to choose from, and the mark of what it was made from."""

    to_keep: list[ClassRow]
    to_add: list[ClassRow]
    to_remove: list[ClassRow]
    niveaux: list[Niveau]
    fingerprint: str

    @property
    def ticked(self) -> int:
        return sum(row.is_ticked for row in self.to_add + self.to_remove)

    @property
    def boxes(self) -> int:
        return len(self.to_add) + len(self.to_remove)


def class_review(run: ImportRun, school: School) -> ClassReview:
    """Everything that the screen of the step « Classes » shows before it is validated."""
    arriving = incoming_pupils(run)
    changes = planned_classes(run, arriving)
    niveaux = list(class_niveaux(school))
    known = {school_class.pk: school_class for school_class in SchoolClass.objects.in_level_order()}
    in_file = Counter(pupil.class_reference for pupil in arriving)
    in_school = Counter(Account.objects.pupils().active().order_by().values_list("school_class_id", flat=True))
    rows = [
        _known_row(change, known[change.known.id], in_school[change.known.id])
        if change.known
        else _new_row(change, niveaux, in_file)
        for change in changes
    ]
    return ClassReview(
        to_keep=[row for row in rows if row.decision == Decision.KEEP],
        to_add=_in_level_order([row for row in rows if row.decision == Decision.ADD], niveaux),
        to_remove=[row for row in rows if row.decision == Decision.REMOVE],
        niveaux=niveaux,
        fingerprint=plan.fingerprint(changes),
    )


def _known_row(change: ClassChange, school_class: SchoolClass, pupils: int) -> ClassRow:
    return ClassRow(
        key=change.key,
        decision=change.decision,
        reference=school_class.reference,
        name=school_class.name,
        long_name=school_class.long_name,
        niveau_label=school_class.niveau.label,
        niveau_id=school_class.niveau_id,
        pupils=pupils,
        is_ticked=change.is_ticked,
    )


def _new_row(change: ClassChange, niveaux: Sequence[Niveau], in_file: Counter[str]) -> ClassRow:
    assert change.incoming is not None
    niveau = guess_niveau(change.incoming.niveau_reference, niveaux)
    return ClassRow(
        key=change.key,
        decision=change.decision,
        reference=change.incoming.reference,
        name=change.incoming.name,
        long_name=change.incoming.long_name,
        niveau_label=change.incoming.niveau_reference,
        niveau_id=niveau.pk if niveau else None,
        pupils=in_file[change.incoming.reference],
        is_ticked=change.is_ticked,
    )


def guess_niveau(niveau_reference: str, niveaux: Sequence[Niveau]) -> Niveau | None:
    """The first level, in level order, whose reference begins that of the file (spec §2.3)."""
    return next((niveau for niveau in niveaux if niveau_reference.startswith(niveau.reference)), None)


def _in_level_order(rows: Sequence[ClassRow], niveaux: Sequence[Niveau]) -> list[ClassRow]:
    """By level, those without a level first: they wait for a choice; then by reference."""
    rank = {niveau.pk: position for position, niveau in enumerate(niveaux)}
    return sorted(rows, key=lambda row: (rank[row.niveau_id] if row.niveau_id else -1, row.reference))


@dataclass(frozen=True)
class ShownChange:
    """A field that changes, as screens say it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class UserRow:
    """A row of the review of users."""

    change: UserChange
    last_name: str
    first_name: str
    identifiers: str
    class_name: str
    login: str
    changes: list[ShownChange]
    # An exit already planned, which the import leaves as it is.
    note: str
    # Why a renaming is proposed.
    likeness: str

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
class Block:
    """The rows of one decision, with the heading that says which they are."""

    decision: Decision
    title: str
    # The word of the tag, and of the chip after its number (one, several).
    tag: str
    chip: tuple[str, str]
    style: str
    # What every row of a block without boxes says.
    remark: str
    rows: list[UserRow]

    @property
    def has_boxes(self) -> bool:
        return self.decision in plan.WRITING


# The blocks of the review, in order. Renamings and reintegrations are among the modifications.
_BLOCKS = (
    (
        (Decision.ADD,),
        "Utilisateurs à ajouter (absents de la base, nouveaux dans le fichier).",
        ("Ajouter", "à ajouter", "à ajouter", "add", ""),
    ),
    (
        (Decision.REMOVE,),
        "Utilisateurs à retirer (absents du fichier ou sans classe affectée).",
        ("Retirer", "à retirer", "à retirer", "remove", ""),
    ),
    (
        (Decision.MODIFY, Decision.RENAME, Decision.REINTEGRATE),
        "Utilisateurs à modifier (ou à réintégrer).",
        ("Modifier", "à modifier", "à modifier", "change", ""),
    ),
    (
        (Decision.KEEP,),
        "Utilisateurs à conserver (statut actif).",
        ("Conserver", "à conserver", "à conserver", "keep", ""),
    ),
    (
        (Decision.INACTIVE,),
        "Utilisateurs inchangés (statut inactif).",
        ("Inactif", "inactif inchangé", "inactifs inchangés", "keep", "compte déjà désactivé"),
    ),
    (
        (Decision.IGNORE,),
        "Utilisateurs ignorés (sans classe affectée).",
        ("Ignoré", "ignoré", "ignorés", "warn", "sans classe affectée : aucun compte n'est créé"),
    ),
)


@dataclass(frozen=True)
class UserReview:
    """The review of users by blocks, and the mark of what it was made from."""

    blocks: list[Block]
    boxes: int
    ticked: int
    total: int
    coverage: Coverage
    renamings: int
    may_be_misspelt: bool
    fingerprint: str


def user_review(run: ImportRun) -> UserReview:
    """Everything that the screen of the step « Utilisateurs » shows before it is validated."""
    changes = planned_users(run)
    class_names = dict(SchoolClass.objects.order_by().values_list("reference", "name"))
    logins = new_logins([change.incoming for change in changes if change.decision == Decision.ADD and change.incoming])
    rows = [_user_row(change, class_names, logins) for change in changes]
    counts = plan.counts(changes)
    return UserReview(
        blocks=[_block(decisions, title, words, rows) for decisions, title, words in _BLOCKS],
        boxes=sum(counts[decision] for decision in plan.WRITING),
        ticked=sum(change.is_ticked for change in changes),
        total=len(changes),
        coverage=_coverage(changes, is_confirmed_whole(run)),
        renamings=counts[Decision.RENAME],
        may_be_misspelt=bool(counts[Decision.ADD] and counts[Decision.REMOVE]),
        fingerprint=plan.fingerprint(changes),
    )


def _block(
    decisions: Sequence[Decision], title: str, words: tuple[str, str, str, str, str], rows: Sequence[UserRow]
) -> Block:
    tag, one, several, style, remark = words
    return Block(
        decision=decisions[0],
        title=title,
        tag=tag,
        chip=(one, several),
        style=style,
        remark=remark,
        rows=[row for row in rows if row.decision in decisions],
    )


def _coverage(changes: Sequence[UserChange], is_whole: bool) -> Coverage:
    active = [change for change in changes if change.known and change.known.is_active]
    found = [change for change in active if change.incoming and change.decision != Decision.RENAME]
    return Coverage(len(active), len(found), is_whole)


def _user_row(change: UserChange, class_names: dict[str, str], logins: dict[IncomingPupil, str]) -> UserRow:
    person = change.incoming or change.known
    assert person is not None
    reference = person.class_reference
    return UserRow(
        change=change,
        last_name=person.last_name,
        first_name=person.first_name,
        identifiers=_identifiers(change.known or person),
        class_name=class_names.get(reference, reference),
        login=logins.get(change.incoming, "") if change.incoming else "",
        changes=[_shown(field, class_names) for field in change.changes],
        note=_planned_exit(change.known),
        likeness=_likeness(change) if change.decision == Decision.RENAME else "",
    )


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


def _planned_exit(known: KnownPupil | None) -> str:
    is_planned = known is not None and known.is_active and known.left_on is not None
    return f"sortie prévue le {known.left_on:%d/%m/%Y}" if is_planned and known else ""


def _identifiers(person: KnownPupil | IncomingPupil) -> str:
    """« Id Sconet / n° Sconet / référence », empty when there is none of them."""
    values = [str(value or "–") for value in (person.sconet_id, person.elenoet, person.reference)]
    return " / ".join(values) if values != ["–"] * 3 else ""


def _shown(field: FieldChange, class_names: dict[str, str]) -> ShownChange:
    if field.field != "class_reference":
        return ShownChange(field.label, field.before, field.after)
    before, after = (class_names.get(reference, reference) for reference in (field.before, field.after))
    return ShownChange(field.label, before, after or "sans classe")


def new_logins(pupils: Sequence[IncomingPupil]) -> dict[IncomingPupil, str]:
    """A free login for each new pupil, in their order (spec « Identifiants » §4.3): unique among all accounts."""
    taken = {login.lower() for login in Account.objects.order_by().values_list("login", flat=True)}
    pattern = login_pattern(current_school(), Profile.ELV)
    logins = {}
    for pupil in pupils:
        base = make_login(first_name=pupil.first_name, last_name=pupil.last_name, pattern=pattern)
        logins[pupil] = free_login(base, taken=taken)
        taken.add(logins[pupil])
    return logins


def classes_in_order() -> SchoolClassQuerySet:
    """The table Niveau / Référence / Nom complet."""
    return SchoolClass.objects.in_level_order()


@dataclass(frozen=True)
class ResultRow:
    """A row of the table of users after the step: every account, the new ones marked, those who left with the day."""

    known: KnownPupil
    login: str
    is_new: bool
    # The run gives his label: he is new, or an earlier import left him without a password.
    is_labelled: bool


def result_rows(run: ImportRun) -> list[ResultRow]:
    """Every pupil, by class then name."""
    new = set(_new_accounts(run))
    labelled = new | set(pupils_without_password().order_by().values_list("pk", flat=True))
    logins = dict(Account.objects.pupils().order_by().values_list("pk", "login"))
    rows = [ResultRow(known, logins[known.id], known.id in new, known.id in labelled) for known in known_pupils()]
    return sorted(rows, key=lambda row: row.known.class_reference)


def labelled_accounts(run: ImportRun, made: Collection[int] = ()) -> AccountQuerySet:
    """The accounts whose labels the run gives: its own, those left without a password before, and those it has `made`.

    An import that was cancelled, was left alone or came from a command leaves pupils without a password.
    """
    waiting = pupils_without_password().values("pk")
    covered = Q(pk__in=_new_accounts(run)) | Q(pk__in=waiting) | Q(pk__in=made)
    return Account.objects.filter(covered).select_related("school_class").in_name_order()


def _new_accounts(run: ImportRun) -> QuerySet[ImportLine, int]:
    """The ids of the accounts that the run has made."""
    lines = ImportLine.objects.filter(run=run, kind=LineKind.USER, decision=Decision.ADD, is_ticked=True)
    ids: QuerySet[ImportLine, int] = lines.exclude(account_id=None).values_list("account_id", flat=True)
    return ids


def pupils_without_password() -> AccountQuerySet:
    """The active pupils of the school who cannot sign in yet."""
    return Account.objects.pupils().active().filter(password=NO_PASSWORD)


def open_run() -> ImportRun | None:
    """The import that is under way in the school, if any."""
    run: ImportRun | None = ImportRun.objects.open().select_related("holder").first()
    return run
