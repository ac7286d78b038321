"""A matière, its coordinator, and a niveau that the school uses."""

import pytest

from accounts.models import Account
from schools.models import Matiere, Niveau, School, SchoolNiveau
from tests.factories import MatiereFactory, MatiereTeachingFactory


@pytest.fixture
def maths(school: School) -> Matiere:
    return MatiereFactory(reference="MATHS", label="Mathématiques", is_own=False)


@pytest.fixture
def cm1(school: School) -> Niveau:
    niveau = Niveau.objects.get(reference="CM1")
    SchoolNiveau(school=school, niveau=niveau).save()
    return niveau


@pytest.fixture
def coordinator(teacher: Account, maths: Matiere) -> Account:
    MatiereTeachingFactory(teacher=teacher, matiere=maths, is_coordonnateur=True)
    return teacher
