"""Invented people and schools. Use them inside an open school (fixture `school`)."""

import datetime
from typing import Any

import factory
from django.contrib.auth.hashers import make_password

from accounts.enums import Profile
from accounts.models import (
    NOTICE_VERSION,
    PUPIL_NOTICE_VERSION,
    Account,
    Address,
    GroupMembership,
    GroupTeaching,
    Guardianship,
    MatiereTeaching,
    TeachingAssignment,
)
from evaluations.models import Evaluation, Mark
from referentiels.models import Referentiel
from sacoche.kit.clock import now, today
from sacoche.kit.tenancy import current_school
from schools.models import Group, Matiere, Niveau, Period, PeriodDates, School, SchoolClass

PASSWORD = "lettres-et-42"
_HASHES: dict[str, str] = {}


def hashed(password: str = PASSWORD) -> str:
    """The hash of a password, made once a session: hashing is slow on purpose."""
    if password not in _HASHES:
        _HASHES[password] = make_password(password)
    return _HASHES[password]


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    number = factory.Sequence(lambda n: n + 1)
    name = factory.LazyAttribute(lambda school: f"École n° {school.number}")
    town = "Saint-Exemple"


class SchoolClassFactory(factory.django.DjangoModelFactory):
    """`niveau` may be given by its reference: SchoolClassFactory(niveau="CM2")."""

    class Meta:
        model = SchoolClass

    school = factory.LazyFunction(current_school)
    niveau = "CM2"
    reference = factory.Sequence(lambda n: f"CLASSE_{n}")
    name = factory.LazyAttribute(lambda school_class: f"[{school_class.niveau}] {school_class.reference}")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(kwargs["niveau"], str):
            kwargs["niveau"] = Niveau.objects.get(reference=kwargs["niveau"])
        kwargs["name"] = kwargs["name"][:20]
        return super()._create(model_class, *args, **kwargs)


class GroupFactory(SchoolClassFactory):
    """`niveau` may be given by its reference, like that of a class."""

    class Meta:
        model = Group

    reference = factory.Sequence(lambda n: f"GROUPE_{n}")


class MatiereFactory(factory.django.DjangoModelFactory):
    """One of the school's own, unless is_own=False."""

    class Meta:
        model = Matiere

    school = factory.LazyFunction(current_school)
    reference = factory.Sequence(lambda n: f"MAT{n}")
    label = factory.LazyAttribute(lambda matiere: f"Matière {matiere.reference}")
    is_own = True


class PeriodFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Period

    school = factory.LazyFunction(current_school)
    order = factory.Sequence(lambda n: n + 1)
    name = factory.LazyAttribute(lambda period: f"Période {period.order}")


class PeriodDatesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PeriodDates

    school = factory.LazyFunction(current_school)
    period = factory.SubFactory(PeriodFactory)
    starts_on = datetime.date(2026, 9, 1)
    ends_on = datetime.date(2026, 11, 30)


class AccountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Account

    school = factory.LazyFunction(current_school)
    profile = Profile.ELV
    last_name = factory.Sequence(lambda n: f"NOM{n:03d}")
    first_name = "Camille"
    login = factory.Sequence(lambda n: f"compte{n}")
    password = factory.LazyFunction(hashed)
    activated_at = factory.LazyFunction(now)
    notice_version = max(NOTICE_VERSION, PUPIL_NOTICE_VERSION)


class TeachingAssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TeachingAssignment

    school = factory.LazyFunction(current_school)
    teacher = factory.SubFactory(AccountFactory, profile=Profile.ENS)
    school_class = factory.SubFactory(SchoolClassFactory)


class GroupTeachingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GroupTeaching

    school = factory.LazyFunction(current_school)
    teacher = factory.SubFactory(AccountFactory, profile=Profile.ENS)
    group = factory.SubFactory(GroupFactory)


class GroupMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GroupMembership

    school = factory.LazyFunction(current_school)
    pupil = factory.SubFactory(AccountFactory)
    group = factory.SubFactory(GroupFactory)


class MatiereTeachingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MatiereTeaching

    school = factory.LazyFunction(current_school)
    teacher = factory.SubFactory(AccountFactory, profile=Profile.ENS)
    matiere = factory.SubFactory(MatiereFactory)


class GuardianshipFactory(factory.django.DjangoModelFactory):
    """The first guardian of a pupil; give `rank` for the next ones."""

    class Meta:
        model = Guardianship

    school = factory.LazyFunction(current_school)
    guardian = factory.SubFactory(AccountFactory, profile=Profile.TUT)
    pupil = factory.SubFactory(AccountFactory, profile=Profile.ELV)
    rank = 1


class AddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Address

    school = factory.LazyFunction(current_school)
    account = factory.SubFactory(AccountFactory, profile=Profile.TUT)
    line1 = "3 rue des Lilas"
    postal_code = "99000"
    town = "Saint-Exemple"


class ReferentielFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Referentiel

    school = factory.LazyFunction(current_school)
    matiere = factory.SubFactory(MatiereFactory)
    niveau = factory.LazyFunction(lambda: Niveau.objects.get(reference="CM1"))


class EvaluationFactory(factory.django.DjangoModelFactory):
    """Given today, seen today; without a class or a group, its pupils are chosen."""

    class Meta:
        model = Evaluation

    school = factory.LazyFunction(current_school)
    owner = factory.SubFactory(AccountFactory, profile=Profile.ENS)
    owner_label = factory.LazyAttribute(lambda evaluation: evaluation.owner.author_label)
    title = factory.Sequence(lambda n: f"Contrôle n° {n}")
    given_on = factory.LazyFunction(today)
    visible_on = factory.LazyAttribute(lambda evaluation: evaluation.given_on)
    year = factory.LazyAttribute(lambda evaluation: evaluation.school.first_year)


class MarkFactory(factory.django.DjangoModelFactory):
    """A mark with the dates of its évaluation; give `evaluation`, `pupil` and `item` or `item_id`."""

    class Meta:
        model = Mark

    school = factory.LazyFunction(current_school)
    given_on = factory.LazyAttribute(lambda mark: mark.evaluation.given_on)
    visible_on = factory.LazyAttribute(lambda mark: mark.evaluation.visible_on)
    year = factory.LazyAttribute(lambda mark: mark.evaluation.year)
    code = "3"
