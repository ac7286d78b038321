"""The state of acquisition beside the codes, as it is and as it will be."""

import pytest
from django.urls import reverse

from evaluations.models import Evaluation, Level, Mark, SelfMark, Share
from evaluations.queries import current_scale
from evaluations.queries.states import standing_of
from referentiels.models import Item
from sacoche.kit.clock import now
from tests.factories import AccountFactory
from tests.html import words


@pytest.fixture
def standing(class_5a):
    """Where a pupil stands on an item, if D3 held this code."""

    def ask(pupil, item, code):
        found = Item.objects.select_related("theme__domaine__referentiel").get(pk=class_5a.items[item].pk)
        return standing_of(
            class_5a.evaluations["D3"],
            pupil_id=class_5a.pupils[pupil].pk,
            item=found,
            code=code,
            scale=current_scale(),
        )

    return ask


@pytest.fixture
def ask(class_5a, client_as):
    """The fragment of a cell of D3."""

    def get(pupil="ALPHA", item="A10", code="4", account=None):
        keys = [class_5a.evaluations["D3"].pk, class_5a.pupils[pupil].pk, class_5a.items[item].pk]
        address = reverse("evaluations:standing", args=keys, query={"code": code})
        return client_as(account or class_5a.teacher).get(address)

    return get


def forget_d3(class_5a):
    Mark.objects.filter(evaluation=class_5a.evaluations["D3"]).delete()


def said(explanation):
    return f"{explanation.score} {explanation.state.sigle}"


def test_code_that_is_typed_changes_the_state_before_it_is_saved_p96(class_5a, standing):
    forget_d3(class_5a)
    found = standing("ALPHA", "A10", "4")
    assert (said(found.now), said(found.then), found.is_saved) == ("45 VA", "76 A", False)


def test_code_that_is_saved_makes_one_state_p96(standing):
    found = standing("ALPHA", "A10", "4")
    assert (said(found.now), said(found.then), found.is_saved) == ("76 A", "76 A", True)


def test_special_code_and_empty_cell_count_for_nothing_p96(standing):
    assert said(standing("ALPHA", "A10", "AB").then) == said(standing("ALPHA", "A10", "").then) == "45 VA"


def test_pupil_without_a_result_has_no_state(class_5a, standing):
    Mark.objects.all().delete()
    found = standing("ALPHA", "A10", "")
    assert (found.now.state, found.then.state) == (None, None)


def test_fragment_shows_both_and_why_p96(class_5a, ask):
    forget_d3(class_5a)
    text = words(ask())
    assert "VA 45" in text
    assert "A 76 une fois enregistré" in text
    assert "(0×1 + 67×2 + 100×4) ÷ 7 = 76,29 → 76" in text
    assert "une fois enregistré" not in words(ask(code=""))


def test_results_that_families_do_not_see_yet_are_counted_for_the_teacher_p73(class_5a, ask):
    Evaluation.objects.filter(title="D3").update(visible_on="2026-12-10")
    Mark.objects.filter(evaluation=class_5a.evaluations["D3"]).update(visible_on="2026-12-10")
    assert "dont 1 évaluation pas encore visible" in words(ask())


@pytest.mark.parametrize("code", ["9x", "ZZ", "<b>"])
def test_code_that_is_none_and_cell_that_is_not_there_are_not_found(class_5a, ask, code):
    assert ask(code=code).status_code == 404
    assert ask(item="B10").status_code == 404
    class_5a.pupils["STRANGER"] = AccountFactory(last_name="STRANGER")
    assert ask(pupil="STRANGER").status_code == 404


def test_right_that_is_absent_shows_no_state_p96(class_5a, client_as, ask):
    school = class_5a.teacher.school
    school.access = {"rights": {"evaluations.see_states": {"profiles": [], "restrictions": []}}}
    school.save()
    assert ask().status_code == 403
    page = client_as(class_5a.teacher).get(reverse("evaluations:entry", args=[class_5a.evaluations["D3"].pk]))
    assert "data-details-url" not in page.text


def test_colleague_who_may_only_see_asks_for_no_state(class_5a, ask, colleague):
    Share.objects.create(evaluation=class_5a.evaluations["D3"], colleague=colleague, level=Level.SEE)
    assert ask(account=colleague).status_code == 403


def test_panel_shows_the_code_of_the_pupil_beside_that_of_the_teacher_p111(class_5a, ask):
    SelfMark.objects.create(
        evaluation=class_5a.evaluations["D3"],
        pupil=class_5a.pupils["ALPHA"],
        item=class_5a.items["A10"],
        code="3",
        given_at=now(),
    )
    shown = words(ask(code="2"))
    assert "Auto-évaluation" in shown
    assert "satisfaisant" in shown
    assert "Auto-évaluation" not in words(ask(pupil="BRAVO"))
