"""The demonstration school: invented pupils, brought in by the same import as any other school's."""

import datetime
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.enums import Profile
from accounts.grids.links import TEACHER_CLASSES, TEACHER_MATIERES, Tick, set_links
from accounts.models import Account
from accounts.people.services import open_account
from entrance.activation import activate_account
from entrance.spaces.creation import open_school
from evaluations.dates import Dates
from evaluations.services.evaluations import Wanted, create_evaluation
from evaluations.subjects import subject_of
from grids.services import CellChange, save_cells
from imports.management.pipeline import import_file
from imports.sources import sources
from operation.demonstration_bulletins import open_bulletins
from operation.demonstration_families import show_to_families
from referentiels.models import Item as RefItem
from referentiels.services.making import create
from referentiels.tree import Domaine, SocleLink, Theme, Tree
from referentiels.tree import Item as PlainItem
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import DEMONSTRATION, Niveau, School, SchoolClass
from schools.national_matieres import national_matieres
from schools.period_queries import school_year
from schools.services.matieres import use_matiere
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


def _item(name: str, *entries: int) -> PlainItem:
    """An invented item, with the items of the socle of 2006 that it feeds; and what it feeds of that of 2016."""
    languages_of_maths = SocleLink("2016", 3, 13)
    return PlainItem(name, socle=(*(SocleLink("2006", 0, entry) for entry in entries), languages_of_maths))


MATIERE = "MATHS"
TREE = Tree(
    (
        Domaine(
            "N",
            "Nombres et calculs",
            themes=(
                Theme(
                    "Fractions",
                    items=(
                        _item("Nommer une fraction simple", 2311),
                        _item("Placer une fraction sur une demi-droite graduée", 2311),
                        _item("Comparer deux fractions de même dénominateur", 2311, 2314),
                        _item("Passer d'une fraction décimale à l'écriture à virgule", 2311),
                    ),
                ),
                Theme(
                    "Calcul",
                    items=(
                        _item("Additionner deux nombres décimaux", 2313, 2317),
                        _item("Multiplier mentalement par 10, 100 et 1 000", 2315),
                        _item("Estimer un ordre de grandeur pour contrôler un résultat", 2316),
                        _item("Poser une division euclidienne", 2313),
                    ),
                ),
            ),
        ),
    )
)
CODES = ("3", "4", "2", "3", "4", "1", "3", "2", "4", "AB", "3")
# Title, days ago, the items from one to another, how much is filled (%).
EVALUATIONS = (
    ("Fractions, bilan 1", 40, (0, 4), 100),
    ("Calcul mental", 12, (4, 7), 60),
    ("Fractions et calcul, bilan 2", 2, (0, 8), 0),
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
        _evaluate_cm2(school)
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


def _evaluate_cm2(school: School) -> None:
    """The teacher of CM2 has given three évaluations: one filled, one begun, one to fill."""
    teacher = Account.objects.get(login=CM2_TEACHER)
    matiere = use_matiere(actor=None, school=school, national=national_matieres()[MATIERE])
    set_links(actor=None, kind=TEACHER_MATIERES, cells={(teacher, matiere): Tick.ROLE})
    made = create(author=None, matiere=matiere, niveau=Niveau.objects.get(reference="CM2"), tree=TREE, is_copy=False)
    items = RefItem.objects.filter(theme__domaine__referentiel=made).order_by("theme__order", "order", "pk")
    keys = list(items.values_list("pk", flat=True))
    school_class = SchoolClass.objects.get(reference=CM2)
    pupils = list(Account.objects.pupils().active().filter(school_class=school_class).in_name_order())
    for title, days, (first, last), filled in EVALUATIONS:
        day = _school_day(school, days)
        wanted = Wanted(title=title, dates=Dates(day, day), items=keys[first:last], school_class=school_class)
        evaluation = create_evaluation(actor=teacher, wanted=wanted)
        cells = [(pupil.pk, item) for pupil in pupils for item in keys[first:last]]
        changes = [
            CellChange(pupil, item, "", CODES[rank * 7 % len(CODES)], Gesture.CELL)
            for rank, (pupil, item) in enumerate(cells[: len(cells) * filled // 100])
        ]
        if changes:
            save_cells(subject=subject_of(evaluation), actor=teacher, school=school, changes=changes)
    show_to_families(teacher=teacher, pupils=pupils, password=PASSWORD)
    director = Account.objects.get(login=DIRECTOR[0])
    open_bulletins(director=director, teacher=teacher, matiere=matiere, school_class=school_class)


def _school_day(school: School, days: int) -> datetime.date:
    """So many days ago, inside the school year of today."""
    return max(today() - datetime.timedelta(days=days), school_year(school).first)


def _state(rank: int) -> int:
    return State.REFUSED if rank % REFUSED_EVERY == REFUSED_EVERY - 1 else State.VALIDATED
