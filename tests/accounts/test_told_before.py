"""What is read before something is destroyed, word for word: a sentence changed by mistake fails here.

Each loss is told of one and of several, with its names.
"""

import datetime
from typing import Any

import pytest

from accounts.departed.queries import losses_of_accounts
from accounts.enums import Profile
from accounts.merging.merge import CannotMerge, merge_accounts, parts, refuse_merge
from accounts.merging.queries import merge_preview
from accounts.models import Account
from schools.losses import losses_of
from schools.models import GroupKind, School
from socle.models import Item, ItemValidation, Pilier, PilierValidation
from tests.factories import (
    AccountFactory,
    EvaluationFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    GuardianshipFactory,
    MatiereFactory,
    MatiereTeachingFactory,
    PeriodDatesFactory,
    PeriodFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)

FIRST, LAST = datetime.date(2026, 9, 1), datetime.date(2026, 12, 18)
DAYS = "(du 01/09/2026 au 18/12/2026)"
LEFT = datetime.date(2026, 1, 5)


def told(thing: Any) -> dict[str, tuple[str, ...]]:
    """The sentences of what would be lost, each with the names under it."""
    return {loss.sentence: loss.names for loss in losses_of(thing)}


def person(profile: Profile, name: str, **more: Any) -> Account:
    account: Account = AccountFactory(profile=profile, last_name=name, first_name="Zoé", **more)
    return account


def dated(**place: Any) -> None:
    PeriodDatesFactory(period=PeriodFactory(name=place.pop("name")), starts_on=FIRST, ends_on=LAST, **place)


def fill_class(number: int) -> Any:
    school_class = SchoolClassFactory()
    for rank in range(number):
        person(Profile.ELV, f"RESTE{rank}", school_class=school_class)
        person(Profile.ELV, f"SORTI{rank}", school_class=school_class, left_on=LEFT)
        teacher = person(Profile.ENS, f"PROF{rank}")
        TeachingAssignmentFactory(teacher=teacher, school_class=school_class, is_pp=rank == 0)
        dated(name=f"T{rank}", school_class=school_class)
        EvaluationFactory(title=f"Dictée {rank}", school_class=school_class, given_on=FIRST)
    return school_class


def test_class_of_one_says_what_is_lost_with_it(school: School) -> None:
    assert told(fill_class(1)) == {
        "1 élève restera sans classe : son compte et ses validations restent.": ("RESTE0 Zoé",),
        "1 élève sorti perdra la mention de cette classe.": ("SORTI0 Zoé",),
        "1 professeur perdra cette classe.": ("PROF0 Zoé (professeur principal)",),
        "1 période perdra ses dates ici.": (f"T0 {DAYS}",),
        "1 évaluation n'aura plus cette classe : ses résultats restent.": ("Dictée 0",),
    }


def test_class_of_several_says_what_is_lost_with_it(school: School) -> None:
    assert told(fill_class(2)) == {
        "2 élèves resteront sans classe : leurs comptes et leurs validations restent.": ("RESTE0 Zoé", "RESTE1 Zoé"),
        "2 élèves sortis perdront la mention de cette classe.": ("SORTI0 Zoé", "SORTI1 Zoé"),
        "2 professeurs perdront cette classe.": ("PROF0 Zoé (professeur principal)", "PROF1 Zoé"),
        "2 périodes perdront leurs dates ici.": (f"T0 {DAYS}", f"T1 {DAYS}"),
        "2 évaluations n'auront plus cette classe : leurs résultats restent.": ("Dictée 1", "Dictée 0"),
    }


def fill_group(number: int) -> Any:
    group = GroupFactory()
    for rank in range(number):
        GroupMembershipFactory(group=group, pupil=person(Profile.ELV, f"ELEVE{rank}"))
        GroupTeachingFactory(group=group, teacher=person(Profile.ENS, f"PROF{rank}"))
        dated(name=f"T{rank}", group=group, school_class=None)
        EvaluationFactory(title=f"Dictée {rank}", school_class=None, group=group, given_on=FIRST)
    return group


@pytest.mark.parametrize(
    ("number", "sentences"),
    [
        (
            1,
            {
                "1 élève n'y sera plus : son compte, sa classe et ses validations restent.",
                "1 professeur perdra ce groupe.",
                "1 période perdra ses dates ici.",
                "1 évaluation n'aura plus ce groupe : ses résultats restent.",
            },
        ),
        (
            2,
            {
                "2 élèves n'y seront plus : leurs comptes, leurs classes et leurs validations restent.",
                "2 professeurs perdront ce groupe.",
                "2 périodes perdront leurs dates ici.",
                "2 évaluations n'auront plus ce groupe : leurs résultats restent.",
            },
        ),
    ],
)
def test_group_says_what_is_lost_with_it(school: School, number: int, sentences: set[str]) -> None:
    assert set(told(fill_group(number))) == sentences


def test_matiere_and_period_say_what_is_lost_with_them(school: School) -> None:
    maths = MatiereFactory()
    MatiereTeachingFactory(matiere=maths, teacher=person(Profile.ENS, "ARNAUD"), is_coordonnateur=True)
    assert told(maths) == {"1 professeur perdra cette matière.": ("ARNAUD Zoé (coordonnateur)",)}
    MatiereTeachingFactory(matiere=maths, teacher=person(Profile.ENS, "BRUN"))
    assert told(maths) == {"2 professeurs perdront cette matière.": ("ARNAUD Zoé (coordonnateur)", "BRUN Zoé")}
    term = PeriodFactory(name="T1")
    PeriodDatesFactory(period=term, school_class=SchoolClassFactory(name="CM2 A"), starts_on=FIRST, ends_on=LAST)
    assert told(term) == {"1 classe ou groupe perdra ses dates.": (f"CM2 A {DAYS}",)}
    PeriodDatesFactory(period=term, school_class=None, group=GroupFactory(name="Latin"), starts_on=FIRST, ends_on=LAST)
    assert told(term) == {"2 classes et groupes perdront leurs dates.": (f"CM2 A {DAYS}", f"Latin {DAYS}")}


# --- Merging ----------------------------------------------------------------------------------------------------------


def test_merge_counts_what_the_two_hold_under_these_names(school: School) -> None:
    assert {part.label for part in parts if part.label} == {
        "classes",
        "groupes d'enseignement",
        "matières",
        "groupes",
        "enfants",
        "responsables légaux",
        "adresse postale",
        "conservation demandée",
        "documents archivés",
        "messages d'accueil",
        "validations d'items",
        "changements de l'histoire des items",
        "validations de compétences",
        "validations d'items signées",
        "validations de compétences signées",
        "changements de l'histoire des compétences",
        "langue étrangère pour le socle",
        "évaluations",
        "résultats d'évaluations",
        "lignes d'histoire de résultats",
        "évaluations où il est choisi",
        "évaluations partagées avec ce compte",
        "commentaires d'évaluations",
        "documents d'évaluations",
        "auto-évaluations",
        "demandes d'évaluation",
        "questions sur un résultat",
        "plans de classe",
        "regroupements d'items",
        "regroupements d'items partagés",
        "appréciations reçues",
        "appréciations écrites",
        "moyennes de bilans officiels",
        "périodes d'absences",
        "photo",
        "résultats reçus d'un autre établissement",
    }


@pytest.mark.parametrize("number", [1, 2])
def test_merge_says_what_is_decided_on_both_accounts_and_what_is_kept(school: School, number: int) -> None:
    kept, other = person(Profile.ELV, "MARTIN"), person(Profile.ELV, "MARTIN")
    for account, state in ((kept, 1), (other, 0)):
        for item in Item.objects.all()[:number]:
            ItemValidation.objects.create(pupil=account, item=item, state=state, decided_on=FIRST, author_label="D.")
        for pilier in Pilier.objects.all()[:number]:
            PilierValidation.objects.create(
                pupil=account, pilier=pilier, state=state, decided_on=FIRST, author_label="D."
            )
    items, piliers = {
        1: ("1 item est décidé", "1 compétence est décidée"),
        2: ("2 items sont décidés", "2 compétences sont décidées"),
    }[number]
    kept_one = " sur les deux comptes : la décision la plus récente est gardée, l'autre reste dans l'histoire."
    assert merge_preview(kept, other).remarks == [items + kept_one, piliers + kept_one]


def test_merge_says_when_a_pupil_would_have_too_many_guardians(school: School) -> None:
    kept, other = person(Profile.ELV, "MARTIN"), person(Profile.ELV, "MARTIN")
    for pupil, ranks in ((kept, (1, 2, 3)), (other, (1, 2))):
        for rank in ranks:
            GuardianshipFactory(pupil=pupil, guardian=person(Profile.TUT, f"PARENT{pupil.pk}{rank}"), rank=rank)
    (said,) = merge_preview(kept, other).remarks
    assert said == (
        "Ensemble, ils ont 5 responsables : aucun n'est oublié, mais un élève en a 4 au plus. Retirez ensuite ceux "
        "qui sont de trop."
    )


def test_merge_refused_says_why(school: School, admin: Account) -> None:
    pupil, teacher = person(Profile.ELV, "MARTIN"), person(Profile.ENS, "MARTIN")
    refusals = {
        (pupil, pupil): "C'est deux fois le même compte : choisissez-en un autre.",
        (pupil, teacher): "Un compte « professeur » ne se fusionne pas avec un compte « élève » : ce sont deux rôles, "
        "une même personne peut avoir les deux.",
        (person(Profile.ADM, "AUTRE"), admin): "Le compte qui disparaîtrait est le vôtre : échangez les deux comptes.",
    }
    for (kept, other), sentence in refusals.items():
        with pytest.raises(CannotMerge) as refused:
            refuse_merge(kept=kept, other=other, actor=admin)
        assert str(refused.value) == sentence
    gone = person(Profile.ELV, "PARTI")
    Account.objects.filter(pk=gone.pk).delete()
    with pytest.raises(CannotMerge) as refused:
        merge_accounts(actor=admin, kept=pupil, other=gone)
    assert str(refused.value) == "Un de ces deux comptes n'existe plus : la fusion a peut-être déjà été faite."


def lend(owner: Account, name: str, *colleagues: Account) -> None:
    group = GroupFactory(name=name, kind=GroupKind.BESOIN, reference="")
    GroupTeachingFactory(teacher=owner, group=group, is_owner=True)
    for each in colleagues:
        GroupTeachingFactory(teacher=each, group=group)


def told_of(*accounts: Account) -> list[tuple[str, tuple[str, ...]]]:
    return [(loss.sentence, loss.names) for loss in losses_of_accounts(accounts)]


def test_account_that_left_long_ago_says_what_goes_with_it(school: School) -> None:
    gone, colleague = person(Profile.ENS, "PARTI", left_on=LEFT), person(Profile.ENS, "COLLÈGUE")
    lend(gone, "Lecture")
    lend(gone, "Calcul", colleague)
    assert told_of(gone) == [
        ("1 compte, avec son identité et ses identifiants.", ("PARTI Zoé (professeur, 05/01/2026)",)),
        ("Groupes d'enseignement : 2.", ()),
        ("1 groupe de besoin.", ("Lecture",)),
        ("1 groupe de besoin prêté reste, à un collègue.", ("Calcul (à COLLÈGUE Zoé)",)),
    ]


def test_accounts_that_left_long_ago_say_what_goes_with_them(school: School) -> None:
    gone, other = (person(Profile.ENS, name, left_on=LEFT) for name in ("PARTI", "SORTI"))
    first, second = person(Profile.ENS, "COLLÈGUE"), person(Profile.ENS, "DERNIER")
    lend(gone, "Lecture")
    lend(other, "Écriture", gone)
    lend(gone, "Calcul", second, first)
    lend(other, "Anglais", second)
    # Neither is lost with them: a group of a colleague who has just left, and a group of the school.
    lend(person(Profile.ENS, "ABSENT", left_on=LEFT), "À lui")
    GroupTeachingFactory(teacher=gone, group=GroupFactory(name="Chorale"), is_owner=True)
    assert told_of(gone, other) == [
        (
            "2 comptes, avec leurs identités et identifiants.",
            ("PARTI Zoé (professeur, 05/01/2026)", "SORTI Zoé (professeur, 05/01/2026)"),
        ),
        ("Groupes d'enseignement : 6.", ()),
        ("2 groupes de besoin.", ("Lecture", "Écriture")),
        (
            "2 groupes de besoin prêtés restent, chacun à un collègue.",
            ("Anglais (à DERNIER Zoé)", "Calcul (à COLLÈGUE Zoé)"),
        ),
    ]
