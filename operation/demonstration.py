"""The demonstration school: invented pupils, brought in by the same import as any other school's."""

from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.enums import Profile
from accounts.grids.links import TEACHER_CLASSES, Tick, set_links
from accounts.models import Account
from accounts.people.services import open_account
from entrance.activation import activate_account
from entrance.spaces.creation import open_school
from grids.services import CellChange, save_cells
from imports.management.pipeline import import_file
from imports.sources import sources
from sacoche.kit.tenancy import school_scope
from schools.models import DEMONSTRATION, School, SchoolClass
from socle.models import Gesture, Item, State
from socle.paliers import choose_paliers
from socle.subjects import ITEMS

PASSWORD = "demo-sacoche"  # noqa: S105 (printed on purpose: the people are invented, the server is local)
FILE = Path(__file__).parent / "data" / "demonstration.csv"
DIRECTOR = ("directrice", "LEROY", "Éloïse")
# Login, names, and the classes of each teacher, who is their professeur principal.
TEACHERS = (
    ("cp.b", "MARCHETTI", "Bruno", ("CP_68932",)),
    ("cp.a", "OUEDRAOGO", "Aminata", ("CP_AB870",)),
    ("ce1", "LE BIHAN", "Gwenaëlle", ("CE1_CA59",)),
    ("ce1.cm1", "VASSEUR", "Damien", ("CE1_2DDC", "CM1_5C29")),
    ("ce2", "NGUYEN", "Mai-Lan", ("CE2_8C7E",)),
    ("cm1", "PRUVOST", "Hélène", ("CM1_F01A",)),
    ("cm2", "GARNIER", "Solène", ("CM2_7B5F",)),
    ("clis", "FERREIRA", "Tiago", ("CLIS_FB7",)),
)
CM2, CM2_TEACHER, CM2_PALIER = "CM2_7B5F", "cm2", 2
# One item in so many is not validated, to show the two colours.
REFUSED_EVERY = 9


@transaction.atomic
def build() -> School:
    """The demonstration school, built whole or not at all; once built, it stays as people left it."""
    known = School.objects.demonstration()
    if known:
        return known
    name, town, uai = DEMONSTRATION["name"], DEMONSTRATION["town"], DEMONSTRATION["uai"]
    school, _ = open_school(name=name, town=town, uai=uai, password_hash=make_password(PASSWORD))
    with school_scope(school):
        _import_pupils(school)
        _open_staff(school)
        _validate_half_of_cm2(school)
    return school


def _import_pupils(school: School) -> None:
    source, data = sources.get("base_eleves_eleves"), FILE.read_bytes()
    choose_paliers(actor=None, school=school, palier_ids=[1, 2])
    import_file(school=school, source=source, file_name=FILE.name, data=data, is_activating=True)


def _open_staff(school: School) -> None:
    login, last_name, first_name = DIRECTOR
    _open(school, Profile.DIR, login, last_name, first_name)
    for login, last_name, first_name, references in TEACHERS:
        teacher = _open(school, Profile.ENS, login, last_name, first_name)
        classes = SchoolClass.objects.filter(reference__in=references)
        set_links(actor=None, kind=TEACHER_CLASSES, cells={(teacher, each): Tick.ROLE for each in classes})


def _open(school: School, profile: Profile, login: str, last_name: str, first_name: str) -> Account:
    account = Account(school=school, profile=profile, last_name=last_name, first_name=first_name)
    open_account(actor=None, account=account, password=PASSWORD, login=login)
    activate_account(account=account)
    return account


def _validate_half_of_cm2(school: School) -> None:
    """The first half of the pupils of CM2 have all their items decided; the others wait, in blue."""
    pupils = list(Account.objects.pupils().active().filter(school_class__reference=CM2).in_name_order())
    items = Item.objects.filter(domaine__pilier__palier=CM2_PALIER).order_by("domaine__pilier__order", "pk")
    cells = [(pupil.pk, item.pk) for pupil in pupils[: len(pupils) // 2] for item in items]
    changes = [
        CellChange(pupil, item, State.UNDECIDED, _state(rank), Gesture.CELL) for rank, (pupil, item) in enumerate(cells)
    ]
    teacher = Account.objects.get(login=CM2_TEACHER)
    save_cells(subject=ITEMS, actor=teacher, school=school, changes=changes)


def _state(rank: int) -> int:
    return State.REFUSED if rank % REFUSED_EVERY == REFUSED_EVERY - 1 else State.VALIDATED
