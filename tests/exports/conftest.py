"""A class whose pupils have decisions."""

import datetime

import pytest

from accounts.models import Account
from schools.models import School, SchoolClass
from socle.models import ItemValidation, PilierValidation
from tests.factories import AccountFactory, SchoolClassFactory

MAY_30 = datetime.date(2013, 5, 30)
JUNE_14 = datetime.date(2013, 6, 14)


def decide(
    pupil: Account, *item_ids: int, state: int = 1, on: datetime.date = MAY_30, label: str = "DURAND P."
) -> None:
    for item_id in item_ids:
        ItemValidation.objects.create(pupil=pupil, item_id=item_id, state=state, decided_on=on, author_label=label)


@pytest.fixture
def cm2(school: School) -> SchoolClass:
    """A CM2 of three: Ménard and Michel have decisions, Zidi has none."""
    cm2 = SchoolClassFactory(niveau="CM2", reference="CM2_A", name="[CM2] A")
    menard = AccountFactory(last_name="MÉNARD", first_name="Léa", school_class=cm2, login="lea")
    michel = AccountFactory(last_name="MICHEL", first_name="Tom", school_class=cm2, sconet_id=77, login="tom")
    AccountFactory(last_name="ZIDI", first_name="Ali", school_class=cm2, login="ali")
    decide(michel, 2111, 2112)
    decide(menard, 2111, state=0)
    PilierValidation.objects.create(pupil=menard, pilier_id=8, state=1, decided_on=JUNE_14, author_label='D\'É & "F"')
    return cm2
