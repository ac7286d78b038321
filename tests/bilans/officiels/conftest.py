"""The bulletin of class 5A for the first trimester: its teacher, its professeur principal, its head."""

import datetime
from dataclasses import dataclass

import pytest

from accounts.models import Account
from bilans.models import DocumentStatus, Status
from bilans.officiels.kinds import BULLETIN, OfficialKind
from bilans.officiels.queries.editions import edition
from bilans.officiels.shapes import Edition
from sacoche.kit.clock import now
from schools.models import Period
from tests.bilans.conftest import class_5a as class_5a
from tests.evaluations.class_5a import Class5A
from tests.evaluations.conftest import colleague as colleague
from tests.factories import (
    AccountFactory,
    MatiereFactory,
    MatiereTeachingFactory,
    PeriodDatesFactory,
    PeriodFactory,
    TeachingAssignmentFactory,
)

STARTS, ENDS = datetime.date(2026, 9, 1), datetime.date(2026, 11, 30)


@dataclass
class Term:
    """Class 5A and its first trimester."""

    class_5a: Class5A
    period: Period

    @property
    def edition(self) -> Edition:
        """The bulletin as it is now."""
        return self.of(BULLETIN)

    def of(self, kind: OfficialKind) -> Edition:
        found = edition(kind, self.class_5a.school_class.pk, self.period.pk)
        assert found
        return found

    def set(self, status: Status, kind: OfficialKind = BULLETIN) -> None:
        """Put the class in a status, as if the head had."""
        place = {"kind": kind.code, "year": 2026, "period": self.period, "school_class": self.class_5a.school_class}
        locked_at = now() if status is Status.COMPLETE else None
        DocumentStatus.objects.update_or_create(**place, defaults={"status": status, "locked_at": locked_at})

    def pupil(self, name: str) -> Account:
        return self.class_5a.pupils[name]


@pytest.fixture
def term(class_5a: Class5A) -> Term:
    period = PeriodFactory(name="1er trimestre", order=1)
    PeriodDatesFactory(period=period, school_class=class_5a.school_class, starts_on=STARTS, ends_on=ENDS)
    return Term(class_5a, period)


@pytest.fixture
def principal(term: Term) -> Account:
    """The professeur principal of 5A, who teaches English there."""
    account: Account = AccountFactory(profile="ENS", last_name="PRINCE", first_name="Paule")
    TeachingAssignmentFactory(teacher=account, school_class=term.class_5a.school_class, is_pp=True)
    MatiereTeachingFactory(teacher=account, matiere=MatiereFactory(reference="AGL1", label="Anglais LV1"))
    return account
