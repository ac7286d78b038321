"""Accounts and what links them to one another, to classes, groups and matières."""

import uuid
from collections.abc import Mapping
from typing import Any

from accounts.models import (
    Account,
    Address,
    GroupMembership,
    GroupTeaching,
    Guardianship,
    LinkedAccount,
    MatiereTeaching,
    TeachingAssignment,
)
from accounts.own.services import PATTERNS
from imports.queries.accounts import NO_PASSWORD
from imports.sacoche.moving.people import NewPerson, People
from imports.sacoche.writing.numbers import Numbers
from socle.models import PupilLanguage


def write_people(plan: People, numbers: Numbers, passwords: Mapping[int, str]) -> None:
    """Write the accounts with their wrapped passwords (by number; none for who has none), then their links."""
    rows = [_account(person, numbers, passwords.get(person.origin)) for person in plan.persons.values()]
    numbers.accounts = numbers.create(Account, plan.persons, rows)
    _write_families(plan, numbers)
    _write_teaching(plan, numbers)
    languages = [
        PupilLanguage(school=numbers.school, pupil_id=numbers.accounts[person.origin], language=person.language)
        for person in plan.persons.values()
        if person.language and plan.is_pupil(person.origin)
    ]
    PupilLanguage.objects.bulk_create(languages)


def _account(person: NewPerson, numbers: Numbers, password: str | None) -> Account:
    account = Account(
        school=numbers.school,
        profile=person.profile,
        login=person.login,
        last_name=person.last_name,
        first_name=person.first_name,
        gender=person.gender,
        birth_date=person.birth_date,
        email=person.email,
        sconet_id=person.sconet_id,
        elenoet=person.elenoet,
        reference=person.reference,
        id_ent=person.id_ent,
        id_gepi=person.id_gepi,
        school_class_id=numbers.classes.get(person.school_class),
        left_on=person.left_on,
        # As imports leave those who are to be given a password.
        password=password or NO_PASSWORD,
        must_renew_password=person.must_renew,
        is_by_hand=False,
        preferences={PATTERNS: True} if person.sees_patterns else {},
    )
    account.refresh_sort_key()
    return account


def _write_families(plan: People, numbers: Numbers) -> None:
    school, accounts = numbers.school, numbers.accounts
    Guardianship.objects.bulk_create(
        [
            Guardianship(
                school=school,
                guardian_id=accounts[guardian],
                pupil_id=accounts[pupil],
                rank=rank,
                is_by_hand=False,
            )
            for pupil, guardians in plan.guardians.items()
            for rank, guardian in enumerate(guardians, start=1)
        ]
    )
    Address.objects.bulk_create(
        [
            Address(
                school=school,
                account_id=accounts[each.account],
                **{f"line{rank}": line for rank, line in enumerate(each.lines, start=1)},
                postal_code=each.postal_code,
                town=each.town,
                country=each.country,
            )
            for each in plan.addresses.values()
        ]
    )
    for persons in plan.linked:
        person = uuid.uuid4()
        links = [LinkedAccount(school=school, account_id=accounts[each], person=person) for each in persons]
        LinkedAccount.objects.bulk_create(links)


def _write_teaching(plan: People, numbers: Numbers) -> None:
    school, accounts = numbers.school, numbers.accounts
    common: dict[str, Any] = {"school": school, "is_by_hand": False}
    TeachingAssignment.objects.bulk_create(
        [
            TeachingAssignment(
                **common,
                teacher_id=accounts[teacher],
                school_class_id=numbers.classes[place],
                is_pp=is_pp,
                is_pp_by_hand=False,
            )
            for (teacher, place), is_pp in plan.assignments.items()
        ]
    )
    GroupTeaching.objects.bulk_create(
        [
            GroupTeaching(**common, teacher_id=accounts[teacher], group_id=numbers.groups[place], is_owner=is_owner)
            for (teacher, place), is_owner in plan.group_teachings.items()
        ]
    )
    GroupMembership.objects.bulk_create(
        [
            GroupMembership(**common, pupil_id=accounts[pupil], group_id=numbers.groups[place])
            for pupil, place in sorted(plan.memberships)
        ]
    )
    _write_matieres(plan, numbers, common)


def _write_matieres(plan: People, numbers: Numbers, common: Mapping[str, Any]) -> None:
    accounts = numbers.accounts
    MatiereTeaching.objects.bulk_create(
        [
            MatiereTeaching(
                **common,
                teacher_id=accounts[teacher],
                matiere_id=numbers.matieres[matiere],
                is_coordonnateur=is_coordonnateur,
            )
            for (teacher, matiere), is_coordonnateur in plan.matieres.items()
        ]
    )
