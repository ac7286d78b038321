"""Schools kept apart: what raises when a school is not open, or when a write would cross schools."""

import pytest

from accounts.models import Account
from sacoche.kit.tenancy import CrossSchoolWrite, ScopeError, all_schools, school_scope
from schools.models import Niveau, School, SchoolClass
from tests.factories import AccountFactory, SchoolClassFactory


@pytest.mark.parametrize(
    "read",
    [
        lambda objects: list(objects.all()),
        lambda objects: objects.exists(),
        lambda objects: objects.count(),
        lambda objects: list(objects.exclude(pk=1)),
        lambda objects: objects.in_bulk([1]),
        lambda objects: objects.update(login="x"),
        lambda objects: objects.bulk_create([Account(login="x")]),
        lambda objects: objects.create(login="x"),
    ],
)
def test_nothing_is_read_or_written_without_an_open_school(db: None, read) -> None:
    with pytest.raises((ScopeError, AttributeError)):
        read(Account.objects)


def test_a_school_sees_its_rows_alone(school: School, other_school: School) -> None:
    mine = AccountFactory()
    with school_scope(other_school):
        theirs = AccountFactory()
        assert list(Account.objects.all()) == [theirs]
    assert list(Account.objects.all()) == [mine]
    with all_schools():
        assert set(Account.objects.all()) == {mine, theirs}


def test_a_row_of_another_school_is_not_saved(school: School, other_school: School) -> None:
    with school_scope(other_school):
        theirs = AccountFactory()
    theirs.last_name = "PIRATE"
    with pytest.raises(CrossSchoolWrite):
        theirs.save()
    with pytest.raises(CrossSchoolWrite):
        Account.objects.bulk_update([theirs], ["last_name"])
    with pytest.raises(CrossSchoolWrite):
        Account.objects.bulk_create([Account(school=other_school, login="x")])


def test_a_row_cannot_point_at_another_school(school: School, other_school: School) -> None:
    with school_scope(other_school):
        their_class = SchoolClassFactory()
    with pytest.raises(CrossSchoolWrite):
        AccountFactory(school_class=their_class)
    AccountFactory()
    with pytest.raises(CrossSchoolWrite):
        Account.objects.update(school_class=their_class)


def test_a_row_never_changes_school(school: School, other_school: School) -> None:
    AccountFactory()
    with pytest.raises(CrossSchoolWrite):
        Account.objects.update(school=other_school)


def test_a_new_row_gets_the_open_school(school: School) -> None:
    account = Account(login="neuf", profile="ENS", last_name="NEUF", first_name="Ève")
    account.save()
    assert account.school == school


def test_references_are_ordered_by_code_point_on_every_database(school: School) -> None:
    for reference in ("CP_a", "CP_B", "CP_1", "CP-2"):
        SchoolClassFactory(niveau="CP", reference=reference)
    ordered = [c.reference for c in SchoolClass.objects.in_level_order()]
    assert ordered == ["CP-2", "CP_1", "CP_B", "CP_a"]


def own_niveau(school: School, reference: str = "THEA") -> Niveau:
    made: Niveau = Niveau.objects.create(
        school=school, reference=reference, label="Atelier", order=9, holds_classes=True
    )
    return made


def test_national_list_is_seen_by_all_and_what_a_school_adds_by_it_alone(school: School, other_school: School) -> None:
    national = Niveau.objects.count()
    mine = own_niveau(school)
    with school_scope(other_school):
        assert (Niveau.objects.count(), Niveau.objects.filter(pk=mine.pk).exists()) == (national, False)
        own_niveau(other_school)
        assert Niveau.objects.count() == national + 1
    assert Niveau.objects.get(reference="THEA") == mine
    with all_schools():
        assert Niveau.objects.count() == national + 2


def test_national_list_is_not_written_from_a_school(school: School) -> None:
    cm2 = Niveau.objects.get(reference="CM2")
    writings = [
        lambda: cm2.save(),
        lambda: Niveau.objects.bulk_update([cm2], ["label"]),
        lambda: Niveau.objects.bulk_create([Niveau(reference="X", order=1, holds_classes=True)]),
        lambda: Niveau.objects.update(school=school),
    ]
    for write in writings:
        with pytest.raises(CrossSchoolWrite):
            write()
    # What is not the school's own is not even looked at.
    assert Niveau.objects.filter(reference="CM2").update(label="Pirate") == 0
    assert Niveau.objects.filter(reference="CM2").delete()[0] == 0
    assert Niveau.objects.get(reference="CM2").label == cm2.label


def test_a_row_cannot_point_at_what_another_school_added(school: School, other_school: School) -> None:
    with school_scope(other_school):
        theirs = own_niveau(other_school)
    with pytest.raises(CrossSchoolWrite):
        theirs.save()
    with pytest.raises(CrossSchoolWrite):
        SchoolClassFactory(niveau=theirs)
