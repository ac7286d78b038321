"""A school where everything exists once, so that every address has something to show.

Made with factories and the product's own services, in a test's database as well as on the server of browser tests
(`python manage.py shell` calls `build_world` there). Every name carries the school's `mark`, a word found nowhere else:
what another school must never read.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from accounts.enums import Profile
from accounts.models import Account
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, School, SchoolClass, SchoolNiveau
from socle.models import Domaine, Item, ItemValidation, SchoolPalier
from tests.factories import AccountFactory, SchoolClassFactory, SchoolFactory, TeachingAssignmentFactory

PALIER = 2
PUPILS = 4


@dataclass(frozen=True)
class World:
    """Ids of one school, as plain values: they travel as JSON between a server and its tests."""

    number: int
    mark: str
    accounts: dict[str, int]  # profile → pk
    niveau: int
    school_class: int
    teacher: int
    pupil: int
    pupils: list[int]
    palier: int
    pilier: int
    domaines: list[int]
    item: int


def build_world(*, number: int, mark: str) -> World:
    """Make the school `number`, whose names all hold `mark` (letters alone, upper case)."""
    school = SchoolFactory(number=number, name=f"École {mark.title()}", town="Saint-Exemple")
    with school_scope(school):
        return _fill(school, mark)


def _fill(school: School, mark: str) -> World:
    niveau = Niveau.objects.get(reference="CM2")
    SchoolNiveau(school=school, niveau=niveau).save()
    SchoolPalier(school=school, palier_id=PALIER).save()
    school_class = SchoolClassFactory(reference=f"CM2{mark}"[:20], name=f"Classe {mark}"[:20])
    accounts = {profile.value: _person(profile, mark, school_class).pk for profile in Profile if profile != Profile.WBM}
    pupils = [_pupil(rank, mark, school_class).pk for rank in range(PUPILS)]
    _person(Profile.ELV, mark, school_class, login=f"parti.{mark}", left_on=today() - datetime.timedelta(days=9))
    teacher = Account.objects.get(pk=accounts[Profile.ENS])
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class, is_pp=True)
    return World(
        number=school.number,
        mark=mark,
        accounts=accounts,
        niveau=niveau.pk,
        school_class=school_class.pk,
        teacher=teacher.pk,
        pupil=pupils[0],
        pupils=pupils,
        **_socle(pupils, teacher),
    )


def _person(profile: Profile, mark: str, school_class: SchoolClass, **fields: Any) -> Account:
    is_pupil = profile == Profile.ELV
    fields = {"login": f"{profile.value}.{mark}".lower(), "last_name": f"{mark} {profile.value}"} | fields
    account: Account = AccountFactory(profile=profile, school_class=school_class if is_pupil else None, **fields)
    return account


def _pupil(rank: int, mark: str, school_class: SchoolClass) -> Account:
    return _person(
        Profile.ELV,
        mark,
        school_class,
        login=f"eleve{rank}.{mark}".lower(),
        last_name=f"{mark} N{rank}",
        sconet_id=90_000 + rank,
        reference=f"{mark}{rank}",
    )


def _socle(pupils: list[int], teacher: Account) -> dict[str, Any]:
    """The first compétence of the palier, with one decision."""
    domaines = list(Domaine.objects.filter(pilier__palier=PALIER).order_by("pilier__order", "order"))
    domaines = [domaine for domaine in domaines if domaine.pilier_id == domaines[0].pilier_id]
    items = list(Item.objects.filter(domaine=domaines[0])[:2])
    ItemValidation(
        school=teacher.school,
        pupil_id=pupils[0],
        item=items[1],
        state=1,
        decided_on=today(),
        author_label=teacher.author_label,
        author=teacher,
    ).save()
    return {
        "palier": PALIER,
        "pilier": domaines[0].pilier_id,
        "domaines": [domaine.pk for domaine in domaines],
        "item": items[0].pk,
    }
