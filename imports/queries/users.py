"""The review of the step « Utilisateurs »."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.enums import Profile
from imports import plan
from imports.enums import Audience
from imports.models import ImportRun
from imports.plan import Decision, FieldChange, UserChange
from imports.queries.accounts import new_logins
from imports.queries.known import audience_of
from imports.queries.plans import Coverage, is_confirmed_whole, planned_users
from imports.queries.user_blocks import Block, BlockKind, Reading, ShownChange, UserRow, block_kinds
from imports.review.wording import doubt_reason, reading_outcome
from sacoche.kit.text import count, sort_key
from schools.labels import labels_by
from schools.models import SchoolClass

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
    doubts: int
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
    class_names = labels_by("reference", SchoolClass)
    logins = new_logins([change.person for change in changes if change.decision == Decision.ADD])
    rows: defaultdict[tuple[Decision, bool], list[UserRow]] = defaultdict(list)
    for change in changes:
        rows[change.decision, change.is_by_hand].append(_user_row(change, class_names, logins))
    totals = plan.counts(changes)
    doubts = totals[Decision.CHECK]
    return UserReview(
        audience=audience,
        blocks=[_block(kind, rows, is_full) for kind in block_kinds(audience) if kind.code != "check" or doubts],
        boxes=sum(totals[decision] for decision in plan.WRITING),
        proposed=frozenset(change.key for change in changes if change.is_ticked),
        coverage=_coverage(changes, is_confirmed_whole(run)),
        renamings=totals[Decision.RENAME],
        doubts=doubts,
        may_be_misspelt=bool(
            totals[Decision.ADD] and any(c.decision == Decision.REMOVE and not c.is_by_hand for c in changes)
        ),
        fingerprint=plan.fingerprint(changes),
        is_full=is_full,
    )


def _block(kind: BlockKind, rows: Mapping[tuple[Decision, bool], list[UserRow]], is_full: bool) -> Block:
    held = [row for decision in kind.decisions for row in rows.get((decision, kind.is_by_hand), ())]
    held.sort(key=lambda row: sort_key(row.last_name, row.first_name))
    return Block(kind, held, is_hidden=not is_full and kind.code in _WITHOUT_DIFFERENCE and bool(held))


def _coverage(changes: Sequence[UserChange], is_whole: bool) -> Coverage:
    known = [(change, change.known) for change in changes if change.known and not change.is_apart]
    active = [change for change, account in known if account.is_active and not account.is_by_hand]
    found = [c for c in active if c.is_held or (c.incoming and c.decision != Decision.RENAME)]
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
        note=_kept_because(change) or _planned_exit(change),
        likeness=_likeness(change) if change.decision == Decision.RENAME else "",
        reason=doubt_reason(change) if change.decision == Decision.CHECK else _reason(change),
        facts=_facts(change.incoming, class_names) if change.readings else "",
        readings=tuple(_reading(reading, change, class_names) for reading in change.readings),
    )


def _kept_because(change: UserChange) -> str:
    """Why somebody is left as he is, whom the file does not have, or has without what makes him one of the school."""
    if change.is_apart and change.known and change.known.uai == plan.SEVERAL:
        return "nommé par les fichiers de plusieurs établissements : celui-ci ne dit pas seul qu'il est parti"
    if change.is_apart and change.known:
        return f"venu avec le fichier de {change.known.uai} : celui-ci ne parle pas de lui"
    if not change.is_held:
        return ""
    person = change.incoming
    if change.perhaps_at:
        return f"ligne {change.perhaps_at}, sans nom lisible, peut-être la sienne : gardé tel quel"
    if person is None:
        return "gardé tel quel : voir « À vérifier »"
    if person.is_left_out:
        return f"ligne {person.place} laissée de côté : gardé tel quel"
    return f"{_without_a_place(person)} dans le fichier : gardé tel quel"


def _without_a_place(person: Any) -> str:
    return "sans enfant reconnu" if hasattr(person, "children") else "sans classe"


def _reading(reading: UserChange, doubt: UserChange, class_names: Mapping[str, str]) -> Reading:
    changes = [_shown(field, class_names) for field in reading.changes]
    known, facts = reading.known, ""
    if known is None:
        title = "C'est quelqu'un d'autre : créer son compte"
    elif doubt.known is None:
        gone = "" if known.is_active else f", sorti le {known.left_on:%d/%m/%Y}"
        title, facts = f"C'est {known.full_name}{gone}", _facts(known, class_names)
    else:
        title = "Prendre le numéro du fichier" if _takes_the_number(reading, doubt) else "Garder son numéro actuel"
    return Reading(reading.key, title, facts, changes, reading_outcome(reading, doubt))


def _takes_the_number(reading: UserChange, doubt: UserChange) -> bool:
    return reading.key == doubt.readings[0].key


def _facts(person: Any, class_names: Mapping[str, str]) -> str:
    """« né le 12/04/2012, 6A, 1234 / – / 070832327JA »: what tells somebody from another."""
    born = getattr(person, "birth_date", None)
    told = [f"date de naissance {born:%d/%m/%Y}" if born else "", _place(person, class_names), _numbers(person)]
    return ", ".join(fact for fact in told if fact)


_NUMBERS = {"sconet_id": "Id Sconet", "elenoet": "n° Sconet", "reference": "référence"}


def _numbers(person: Any) -> str:
    held = ((label, getattr(person, name, "")) for name, label in _NUMBERS.items())
    return ", ".join(f"{label} {value}" for label, value in held if value)


def _place(person: Any, class_names: Mapping[str, str]) -> str:
    children = getattr(person, "children", None)
    if children is not None:
        return count(len(children), "enfant", "enfants")
    profile = getattr(person, "profile", "")
    if not hasattr(person, "class_reference"):
        return Profile(profile).label if profile else ""
    if profile and profile != Profile.ELV:
        return "" if profile == Profile.TUT else Profile(profile).label
    return class_names.get(person.class_reference, person.class_reference)


def _reason(change: UserChange) -> str:
    if change.decision != Decision.REMOVE:
        return ""
    exit_on = getattr(change.incoming, "exit_on", None)
    if exit_on:
        return f"sorti le {exit_on:%d/%m/%Y} d'après le fichier"
    by_hand = "ajouté à la main, " if change.is_by_hand else ""
    if change.incoming is None:
        return f"{by_hand}absent du fichier"
    return f"{by_hand}sans enfant actif" if hasattr(change.incoming, "children") else "sans classe dans le fichier"


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


def _planned_exit(change: UserChange) -> str:
    known = change.known
    if known is None or not known.is_leaving or any(field.field == "left_on" for field in change.changes):
        return ""
    planned = f"sortie prévue le {known.left_on:%d/%m/%Y}"
    if change.decision != Decision.REMOVE or getattr(change.incoming, "exit_on", None):
        return planned
    return f"{planned} : ne cochez que pour l'avancer à aujourd'hui"


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
