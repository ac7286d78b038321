"""Items taken from a regroupement, the last used or another évaluation; one évaluation copied to many classes."""

import pytest
from django.urls import reverse

from evaluations.models import Evaluation, Mark
from evaluations.queries.items import items_of
from referentiels.models import ItemSet, ItemSetMember, ItemSetShare
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)
from tests.html import words


@pytest.fixture
def found(class_5a, client_as):
    """The ids of what the picker finds."""

    def ask(account=None, **asked):
        answer = client_as(account or class_5a.teacher).get(reverse("evaluations:items"), asked)
        shown = answer.context["found"]
        names = {item.pk: name for name, item in class_5a.items.items()}
        return [names[item.id] for _place, items in shown.places for item in items] if shown else None

    return ask


def item_set(class_5a, owner, *names):
    made = ItemSet.objects.create(owner=owner, name="Pour le brevet", chosen_count=len(names))
    ItemSetMember.objects.bulk_create([ItemSetMember(item_set=made, item=class_5a.items[name]) for name in names])
    return made


def test_items_of_a_regroupement_of_mine_are_offered_p74(class_5a, found):
    made = item_set(class_5a, class_5a.teacher, "B11", "A10")
    assert found(origine=f"regroupement-{made.pk}") == ["A10", "B11"]
    assert found(origine=f"regroupement-{made.pk}", mots="construire") == ["B11"]


def test_regroupement_that_a_colleague_shares_is_offered_and_the_others_are_not_p74(class_5a, found, colleague):
    made = item_set(class_5a, colleague, "A20")
    assert found(origine=f"regroupement-{made.pk}") != ["A20"]
    ItemSetShare.objects.create(item_set=made, account=class_5a.teacher, may_change=False)
    assert found(origine=f"regroupement-{made.pk}") == ["A20"]


def test_last_used_items_come_the_latest_evaluation_first_each_once_p74(found):
    assert found(origine="derniers") == ["A10", "A20", "A11", "B11", "B10"]


def test_items_of_another_evaluation_are_offered_in_its_order_p74(class_5a, found):
    assert found(origine=f"evaluation-{class_5a.evaluations['D1'].pk}") == ["A10", "A11", "B10"]


def test_evaluation_that_is_not_shared_gives_no_item_p74(class_5a, found, colleague):
    asked = f"evaluation-{class_5a.evaluations['D1'].pk}"
    # A choice that is not offered means nothing: the one référentiel there is, is shown.
    assert found(colleague, origine=asked) == found(colleague)


@pytest.mark.parametrize("asked", ["regroupement-abc", "evaluation-", "nimporte", "regroupement-999999"])
def test_source_that_means_nothing_is_no_fault_of_the_server(found, asked):
    assert found(origine=asked) == ["A10", "A11", "A20", "B10", "B11"]


# --- Copies -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def copy(class_5a, client_as):
    """Copies D1 for classes and groups."""

    def post(*places, account=None, **more):
        asked = {"classe": places, "given_on": "2026-11-30"} | more
        address = reverse("evaluations:copies", args=[class_5a.evaluations["D1"].pk])
        return client_as(account or class_5a.teacher).post(address, asked)

    return post


@pytest.fixture
def other_class(class_5a):
    """Class 5B, of the teacher too, with a pupil."""
    made = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    TeachingAssignmentFactory(teacher=class_5a.teacher, school_class=made)
    AccountFactory(last_name="ECHO", school_class=made)
    return made


def test_evaluation_is_copied_to_several_classes_and_groups_at_once_p76(class_5a, copy, other_class):
    group = GroupFactory(niveau="5")
    GroupTeachingFactory(teacher=class_5a.teacher, group=group)
    GroupMembershipFactory(pupil=class_5a.pupils["ALPHA"], group=group)
    assert copy(str(other_class.pk), f"g{group.pk}").status_code == 302
    made = Evaluation.objects.live().filter(title="D1", given_on="2026-11-30")
    assert {each.school_class or each.group for each in made} == {other_class, group}
    for each in made:
        assert items_of(each.pk) == class_5a.ids("A10", "A11", "B10")
        assert (each.owner, each.visible_on) == (class_5a.teacher, each.given_on)
        assert not Mark.objects.filter(evaluation=each).exists()
    assert Mark.objects.filter(evaluation=class_5a.evaluations["D1"]).count() == 12


def test_class_without_a_pupil_refuses_every_copy_p76(class_5a, copy, other_class):
    empty = SchoolClassFactory(niveau="5", reference="5C", name="5C")
    TeachingAssignmentFactory(teacher=class_5a.teacher, school_class=empty)
    answer = copy(str(other_class.pk), str(empty.pk))
    assert answer.status_code == 422
    assert "« 5C » n'a pas d'élève" in words(answer)
    assert Evaluation.objects.live().count() == 3


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"given_on": "2027-03-01"}, "du 30/08/2026 au 28/02/2027"),
        ({"given_on": ""}, "Indiquez la date des copies"),
        ({"given_on": "demain"}, "JJ/MM/AAAA"),
        ({"visible_on": "2027-10-01"}, "La date de visibilité va du"),
    ],
)
def test_copies_keep_to_the_dates_of_a_new_evaluation_p72(copy, other_class, more, why):
    answer = copy(str(other_class.pk), **more)
    assert answer.status_code == 422
    assert why in words(answer)


def test_no_class_or_one_that_is_not_mine_is_refused_p76(class_5a, copy):
    assert "Cochez au moins une classe" in words(copy())
    stranger = SchoolClassFactory(niveau="5")
    assert "n'est plus un des vôtres" in words(copy(str(stranger.pk)))
