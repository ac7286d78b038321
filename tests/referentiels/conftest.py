"""A matière, its coordinator, a niveau that the school uses; a room above that keeps results of items."""

from collections.abc import Iterator

import pytest
from django.db import connection

from accounts.models import Account
from referentiels.item_parts import parts, refer
from schools.models import Matiere, Niveau, School, SchoolNiveau
from tests.factories import MatiereFactory, MatiereTeachingFactory
from tests.referentiels.room_above import Result, Sitting, Wish, names_of


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


@pytest.fixture
def room(db: None) -> Iterator[None]:
    """Made in the transaction of the test, which takes the tables away."""
    editor = connection.schema_editor()
    editor.deferred_sql = []
    with connection.cursor() as cursor:
        for model in (Sitting, Result, Wish):
            cursor.execute(*editor.table_sql(model))
    known = dict(parts._things)
    refer(
        Result,
        "item",
        words=("résultat", "résultats"),
        whose="pupil",
        once=("sitting", "pupil"),
        named=names_of,
    )
    refer(Wish, "item", words=("demande", "demandes"), follows=False)
    yield
    parts._things = known
