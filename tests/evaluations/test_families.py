"""« Mes évaluations »: what a pupil and his guardians read, from the day of each évaluation on."""

import datetime
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from accounts.access.services import decisions
from evaluations.models import Evaluation, Mark
from evaluations.queries.families import states_of
from evaluations.queries.scale import current_scale
from tests.evaluations.class_5a import TODAY
from tests.factories import AccountFactory, GuardianshipFactory, PeriodDatesFactory


@pytest.fixture
def ana(class_5a):
    return class_5a.pupils["ALPHA"]


@pytest.fixture
def guardian(class_5a, ana):
    """Of ALPHA and of BRAVO."""
    account = AccountFactory(profile="TUT", last_name="ALPHA", first_name="Rose")
    GuardianshipFactory(guardian=account, pupil=ana)
    GuardianshipFactory(guardian=account, pupil=class_5a.pupils["BRAVO"])
    return account


def seen_on(class_5a, name, day):
    """The évaluation becomes visible that day, and so do its marks."""
    evaluation = class_5a.evaluations[name]
    Evaluation.objects.filter(pk=evaluation.pk).update(visible_on=day)
    Mark.objects.filter(evaluation=evaluation).update(visible_on=day)


def own(pupil, evaluation):
    return reverse("evaluations:own", args=[pupil.pk, evaluation.pk])


def words(answer):
    return unescape(answer.content.decode()).replace("\u00a0", " ")


def page(browser, address, **asked):
    return words(browser.get(address, asked))


def test_evaluation_is_absent_the_day_before_and_there_on_its_day_p123(class_5a, ana, client_as):
    seen_on(class_5a, "D3", datetime.date(2026, 11, 10))
    address = own(ana, class_5a.evaluations["D3"])

    with time_machine.travel("2026-11-09 12:00+01:00", tick=False):
        browser = client_as(ana)
        assert ">D1<" in page(browser, reverse("evaluations:own_list"))
        assert ">D3<" not in page(browser, reverse("evaluations:own_list"))
        assert browser.get(address).status_code == 404
    with time_machine.travel("2026-11-10 12:00+01:00", tick=False):
        browser = client_as(ana)
        assert ">D3<" in page(browser, reverse("evaluations:own_list"))
        text = page(browser, address)

    codes = [text.index("Lire une fraction"), text.index("Calculer de tête"), text.index("Construire")]
    assert codes == sorted(codes)
    assert text.count("très satisfaisant</span>") == 2
    assert text.count("satisfaisant</span>") == 3


def test_special_code_is_said_in_words_p123(class_5a, client_as):
    charli = class_5a.pupils["CHARLI"]

    text = page(client_as(charli), own(charli, class_5a.evaluations["D1"]))

    assert text.count("<span>absent</span>") == 3


def test_guardian_of_two_chooses_the_child_and_nobody_elses_p123(class_5a, ana, guardian, client_as):
    browser, others = client_as(guardian), class_5a.pupils["DELTA"]
    bravo = class_5a.pupils["BRAVO"]

    first = page(browser, reverse("evaluations:own_list"))
    second = page(browser, reverse("evaluations:own_list"), enfant=bravo.pk)

    assert "Évaluations de Ana" in first
    assert "Évaluations de Ben" in second
    assert browser.get(own(bravo, class_5a.evaluations["D1"])).status_code == 200
    assert browser.get(own(others, class_5a.evaluations["D1"])).status_code == 404
    assert browser.get(reverse("evaluations:own_list"), {"enfant": others.pk}).status_code == 404
    assert client_as(ana).get(own(bravo, class_5a.evaluations["D1"])).status_code == 404


def test_guardian_without_a_child_is_told_what_to_do(class_5a, client_as):
    account = AccountFactory(profile="TUT", last_name="SEUL", first_name="Rose")

    assert "Aucun élève n'est rattaché" in page(client_as(account), reverse("evaluations:own_list"))


def test_state_is_that_of_the_marks_that_families_see_p73(class_5a, ana):
    """R4: on 5 November D3 is not visible yet: 45, partly acquired; the teacher reads 76, acquired."""
    seen_on(class_5a, "D3", datetime.date(2026, 11, 10))
    item = class_5a.items["A10"].pk
    scale = current_scale()

    family = states_of(ana, [item], scale, seen_on=datetime.date(2026, 11, 5))
    teacher = states_of(ana, [item], scale)

    assert (family[item].sigle, teacher[item].sigle) == ("VA", "A")


def test_state_is_shown_to_those_whom_the_school_shows_it_p123(class_5a, ana, client_as):
    address = own(ana, class_5a.evaluations["D1"])
    before = page(client_as(ana), address)

    with decisions(ana.school) as access:
        access.setdefault("rights", {})["evaluations.see_states"] = {"profiles": ["TUT"], "restrictions": []}
    after = page(client_as(ana), address)

    assert "Où tu en es" in before
    assert "Où tu en es" not in after


def test_list_is_narrowed_to_a_period_and_to_a_teacher_p123(class_5a, ana, client_as):
    dates = PeriodDatesFactory(
        school_class=class_5a.school_class,
        starts_on=datetime.date(2026, 10, 1),
        ends_on=datetime.date(2026, 10, 31),
    )
    browser, address = client_as(ana), reverse("evaluations:own_list")

    october = page(browser, address, periode=dates.pk)
    forged = browser.get(address, {"periode": "x", "prof": "99999999"})

    assert [name for name in ("D1", "D2", "D3") if f">{name}<" in october] == ["D2"]
    assert forged.status_code == 200


def test_request_in_preparation_is_no_result(class_5a, ana, client_as):
    """ALPHA's B11 in D2 is a « PA »: in no count, in no code."""
    text = page(client_as(ana), own(ana, class_5a.evaluations["D2"]))

    assert '<span class="muted">prévu</span>' in text


def test_pupil_who_changed_class_still_reads_where_he_has_results(class_5a, ana, client_as):
    ana.school_class = None
    ana.save()

    text = page(client_as(ana), reverse("evaluations:own_list"))

    assert [name for name in ("D1", "D2", "D3") if f">{name}<" in text] == ["D1", "D2", "D3"]


def test_list_asks_the_base_as_often_for_one_evaluation_as_for_thirty(
    class_5a, ana, client_as, django_assert_max_num_queries
):
    browser = client_as(ana)
    made = class_5a.evaluations["D1"]
    for number in range(27):
        Evaluation.objects.create(
            owner=made.owner,
            owner_label=made.owner_label,
            year=made.year,
            title=f"N{number}",
            given_on=TODAY,
            visible_on=TODAY,
            school_class=class_5a.school_class,
        )

    with django_assert_max_num_queries(22):
        text = page(browser, reverse("evaluations:own_list"))

    assert "30 évaluations" in text


def test_staff_have_no_evaluations_of_their_own(class_5a, client_as):
    assert client_as(class_5a.teacher).get(reverse("evaluations:own_list")).status_code == 403
