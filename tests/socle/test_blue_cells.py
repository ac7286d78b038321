"""What remains blue in each class: the teacher's home page (S147)."""

import datetime

from accounts.enums import Profile
from schools.models import SchoolClass
from socle.models import Item, ItemValidation, Palier, SchoolPalier
from socle.queries import blue_cells_by_class
from tests.factories import AccountFactory, SchoolClassFactory


def decide(pupil, item_id):
    ItemValidation.objects.create(
        pupil=pupil, item_id=item_id, state=1, decided_on=datetime.date(2026, 6, 1), author_label="DURAND P."
    )


def test_blue_cells_counts_what_no_decision_holds(cm2):
    for item in cm2.items[:10]:
        decide(cm2.pupils[0], item.pk)

    count = blue_cells_by_class([cm2.school_class])[cm2.school_class.pk]

    assert (count.palier.label, count.pupils, count.total) == ("Palier 2 (fin CM2)", 3, 330)
    assert (count.undecided, count.decided) == (320, 10)


def test_blue_cells_ignores_other_paliers_and_pupils_who_left(cm2):
    decide(cm2.pupils[0], Item.objects.filter(domaine__pilier__palier=1).first().pk)
    gone = AccountFactory(school_class=cm2.school_class, left_on=datetime.date(2020, 1, 1))
    decide(gone, cm2.items[0].pk)
    AccountFactory(school_class=cm2.school_class, profile=Profile.TUT)

    count = blue_cells_by_class([cm2.school_class])[cm2.school_class.pk]

    assert (count.pupils, count.undecided) == (3, 330)


def test_blue_cells_shows_nothing_for_levels_that_end_no_palier(cm2):
    cm1 = SchoolClassFactory(niveau="CM1")

    assert list(blue_cells_by_class([cm2.school_class, cm1])) == [cm2.school_class.pk]


def test_blue_cells_shows_nothing_for_an_inactive_palier(cm2):
    ce1 = SchoolClassFactory(niveau="CE1")
    assert list(blue_cells_by_class([ce1])) == []

    SchoolPalier.objects.create(palier=Palier.objects.get(pk=1))

    assert list(blue_cells_by_class([ce1])) == [ce1.pk]


def test_blue_cells_makes_two_queries_whatever_the_classes(cm2, django_assert_num_queries):
    for _ in range(5):
        AccountFactory(school_class=SchoolClassFactory(niveau="CM2"))
    classes = list(SchoolClass.objects.all())

    with django_assert_num_queries(2):
        counts = blue_cells_by_class(classes)

    assert len(counts) == 6
