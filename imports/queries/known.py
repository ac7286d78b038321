"""The two sides of the comparison: what the school has, and what the file says."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q

from accounts.enums import Gender
from accounts.models import Account, Address, GroupMembership, GroupTeaching, Guardianship, TeachingAssignment
from accounts.present import is_present
from imports.brought.extraction import IncomingAddress, IncomingClass, IncomingGroup
from imports.enums import Audience
from imports.models import ImportLine, ImportRun, LineKind
from imports.plan import SEVERAL, Children, KnownChild, KnownClass, KnownGuardianship, KnownPerson, Part
from imports.plan.addresses import PARTS
from imports.plan.kinship import Kinship
from imports.plan.people import Incoming
from imports.plan.staging import read_class, read_group, read_person
from sacoche.kit.clock import today
from sacoche.kit.columns import as_text
from schools.models import Group, School, SchoolClass

# --- The school -------------------------------------------------------------------------------------------------------


def known_classes(audience: Audience = Audience.PUPILS) -> list[KnownClass]:
    """The classes of the school. Those that hold pupils are not for a file of staff to delete."""
    rows = SchoolClass.objects.in_level_order().values_list("pk", "reference", "uai")
    pupils = Counter(Account.objects.pupils().active().order_by().values_list("school_class_id", flat=True))
    teachers = _teachers(TeachingAssignment.objects.all(), "school_class_id", "is_pp")
    is_kept = audience != Audience.PUPILS
    return [
        KnownClass(pk, reference, is_kept and pupils[pk] > 0, pupils[pk], tuple(teachers[pk]), uai)
        for pk, reference, uai in rows
    ]


def _teachers(links: Any, place: str, *roles: str) -> defaultdict[int, list[str]]:
    """The teachers of each class or group, by name, with what makes each link worth more than another."""
    marks = [*roles, "is_by_hand"]
    columns = (place, "teacher__last_name", "teacher__first_name", *marks)
    found = defaultdict(list)
    for pk, last_name, first_name, *is_marked in links.order_by("teacher__sort_key", "pk").values_list(*columns):
        words = ", ".join(_MARKS[mark] for mark, is_so in zip(marks, is_marked, strict=True) if is_so)
        found[pk].append(f"{last_name} {first_name}" + (f" ({words})" if words else ""))
    return found


_MARKS = {"is_pp": "professeur principal", "is_by_hand": "à la main"}


def known_groups(audience: Audience = Audience.PUPILS) -> list[KnownClass]:
    """The groups of the school that have a reference. One that somebody peopled by hand is not for a file to delete."""
    rows = Group.objects.of_the_school().exclude(reference="").in_level_order().values_list("pk", "reference", "uai")
    by_hand = Q(is_by_hand=True)
    needed = {*GroupMembership.objects.filter(by_hand).order_by().values_list("group_id", flat=True)}
    needed.update(GroupTeaching.objects.filter(by_hand).order_by().values_list("group_id", flat=True))
    pupils = Counter(GroupMembership.objects.order_by().values_list("group_id", flat=True))
    if audience != Audience.PUPILS:
        needed.update(pupils)
    teachers = _teachers(GroupTeaching.objects.all(), "group_id")
    return [
        KnownClass(pk, reference, pk in needed, pupils[pk], tuple(teachers[pk]), uai) for pk, reference, uai in rows
    ]


def known_uais() -> frozenset[str]:
    """The UAI of the files that brought the accounts and the classes of the school."""
    models = (Account, SchoolClass, Group)
    found = (
        model.objects.exclude(uai__in=("", SEVERAL)).order_by().values_list("uai", flat=True).distinct()
        for model in models
    )
    return frozenset(uai for each in found for uai in each)


def part_of(school: School, uai: str) -> Part:
    """What a file of this UAI may find absent from the school."""
    return Part(uai, school.uai.upper(), known_uais())


_COLUMNS = (
    *("pk", "last_name", "first_name", "school_class__reference", "birth_date", "gender", "sconet_id"),
    *("elenoet", "reference", "left_on", "profile", "email", "is_by_hand", "is_email_own", "uai"),
)


def known_people(audience: Audience = Audience.PUPILS) -> list[KnownPerson]:
    """Every account of these people, those who left too, by name."""
    return [person for person, _more in _people(audience)]


def people_with_login(audience: Audience) -> list[tuple[KnownPerson, str, str]]:
    """The same, each with his login and his password as it is stored."""
    return [(person, *more) for person, more in _people(audience, "login", "password")]


def _people(audience: Audience, *columns: str) -> Iterator[tuple[KnownPerson, tuple[Any, ...]]]:
    """Each of them, and what his account says in these columns."""
    day = today()
    accounts = Account.objects.filter(profile__in=audience.profiles).in_name_order()
    may_be_by_hand = audience != Audience.PUPILS
    for row in accounts.values_list(*_COLUMNS, *columns):
        is_active = is_present(row[9], day)
        yield (
            _known_person(row, is_active=is_active, is_by_hand=may_be_by_hand and row[12]),
            row[len(_COLUMNS) :],
        )


def _known_person(row: tuple[Any, ...], *, is_active: bool, is_by_hand: bool) -> KnownPerson:
    pk, last_name, first_name, class_reference, birth_date, gender, sconet_id, elenoet, reference, left_on = row[:10]
    return KnownPerson(
        id=pk,
        last_name=last_name,
        first_name=first_name,
        class_reference=class_reference or "",
        birth_date=birth_date,
        gender="" if gender == Gender.UNKNOWN else gender,
        sconet_id=sconet_id,
        elenoet=elenoet,
        reference=reference,
        left_on=left_on,
        is_active=is_active,
        profile=row[10],
        email=row[11],
        is_by_hand=is_by_hand,
        is_email_own=row[13],
        uai=row[14],
    )


def known_children() -> list[KnownChild]:
    """The active pupils, by what a file of guardians may call them."""
    columns = ("pk", "last_name", "first_name", "sconet_id", "elenoet", "reference")
    of_class = ("niveau__reference", "reference", "name", "long_name")
    rows = Account.objects.pupils().active().in_name_order()
    return [_known_child(row) for row in rows.values_list(*columns, *(f"school_class__{name}" for name in of_class))]


def _known_child(row: tuple[Any, ...]) -> KnownChild:
    pk, last_name, first_name, sconet_id, elenoet, reference, niveau, *names = row
    return KnownChild(
        pk, last_name, first_name, sconet_id, elenoet, reference, class_names=_called(names), niveau=niveau or ""
    )


def _called(names: Iterable[str | None]) -> tuple[str, ...]:
    """What a class may be called: also without the level that stands before its name, « [CM1] CM1 A »."""
    given = [name for name in names if name]
    return tuple(dict.fromkeys([*given, *(name.partition("] ")[2] or name for name in given)]))


def known_addresses(account_ids: Iterable[int] | None = None) -> dict[int, IncomingAddress]:
    """The addresses of these accounts, those who have one; everybody's by default."""
    wanted = None if account_ids is None else frozenset(account_ids)
    rows = Address.objects.order_by().values_list("account_id", *PARTS)
    return {row[0]: IncomingAddress(*row[1:]) for row in rows if wanted is None or row[0] in wanted}


def kinship_of(children: Children) -> Kinship:
    """For whom each guardian of the school answers and where he lives."""
    pupils_of: defaultdict[int, set[int]] = defaultdict(set)
    for guardian_id, pupil_id in Guardianship.objects.order_by().values_list("guardian_id", "pupil_id"):
        pupils_of[guardian_id].add(pupil_id)
    return Kinship(children, pupils_of, known_addresses())


def known_guardianships() -> dict[int, list[KnownGuardianship]]:
    """The guardians of each pupil, first to last."""
    rows = Guardianship.objects.order_by("pupil_id", "rank").values_list("pupil_id", "guardian_id", "is_by_hand")
    found: dict[int, list[KnownGuardianship]] = {}
    for pupil_id, guardian_id, is_by_hand in rows:
        found.setdefault(pupil_id, []).append(KnownGuardianship(guardian_id, is_by_hand))
    return found


# --- The file ---------------------------------------------------------------------------------------------------------


def audience_of(run: ImportRun) -> Audience:
    """Whom the run is about."""
    return Audience(run.audience)


def uai_of(run: ImportRun) -> str:
    """The school that the file says it is from; empty when it does not."""
    return str(run.summary.get("uai", ""))


def held_by(run: ImportRun) -> frozenset[int]:
    """The accounts that doubts left without an answer are about: the steps that follow leave them alone too."""
    return frozenset(run.summary.get("held", ()))


def incoming_classes(run: ImportRun) -> list[IncomingClass]:
    """The classes of the file, as staged."""
    return [read_class(values) for values in _incoming(run, LineKind.CLASS)]


def incoming_groups(run: ImportRun) -> list[IncomingGroup]:
    """The groups of the file, as staged."""
    return [read_group(values) for values in _incoming(run, LineKind.GROUP)]


def incoming_people(run: ImportRun) -> list[Incoming]:
    """The people of the file, as staged."""
    audience = audience_of(run)
    return [read_person(values, audience) for values in incoming_values(run)]


def incoming_values(run: ImportRun) -> list[dict[str, Any]]:
    """The same as their lines keep them: enough to count, at a quarter of the cost."""
    return _incoming(run, LineKind.USER)


def _incoming(run: ImportRun, kind: LineKind) -> list[Any]:
    lines = ImportLine.objects.filter(run=run, kind=kind, incoming__isnull=False).order_by("position")
    return _loaded(lines.values_list(as_text("incoming"), flat=True))


def _loaded(texts: Iterable[str]) -> list[Any]:
    """One reading of them all: by the thousand, one each takes three times as long."""
    values: list[Any] = json.loads(f"[{','.join(texts)}]")
    return values


def people_with_account(run: ImportRun) -> list[tuple[int, Incoming]]:
    """The people of the file who have an account once the step of users is applied, with its id."""
    audience = audience_of(run)
    lines = ImportLine.objects.filter(run=run, kind=LineKind.USER, incoming__isnull=False, account__isnull=False)
    rows = list(lines.order_by("position").values_list("account_id", as_text("incoming")))
    told = _loaded(text for _, text in rows)
    return [(row[0], read_person(values, audience)) for row, values in zip(rows, told, strict=True)]
