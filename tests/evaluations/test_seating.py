"""« Plans de classe »: where pupils sit, and the grids that follow; teams, and the marks that they share."""

import pytest
from django.urls import reverse

from accounts.models import Account
from evaluations.models import Evaluation, Seat, SeatPlan, TeamMember
from evaluations.queries.pupils import pupils_of_evaluation
from evaluations.queries.sheets import sheet_of
from tests.factories import GroupFactory, GroupMembershipFactory, GroupTeachingFactory, SchoolClassFactory
from tests.html import words


@pytest.fixture
def seat(class_5a, client_as):
    """Sends a plan of 5A: the pupil of each seat (« 1-2 » is the second seat of the first row)."""

    def post(seats, account=None, **more):
        sent = {f"place-{place}": class_5a.pupils[name].pk for place, name in seats.items()}
        asked = {"rangs": 2, "colonnes": 3} | sent | more
        address = reverse("evaluations:class_plan", args=[class_5a.school_class.pk])
        return client_as(account or class_5a.teacher).post(address, asked)

    return post


SEATS = {"1-1": "DELTA", "1-3": "ALPHA", "2-2": "CHARLI"}


def names(pupils):
    return [pupil.last_name for pupil in pupils]


def test_plan_is_kept_and_shown_again(class_5a, seat, client_as):
    assert seat(SEATS).status_code == 302
    page = client_as(class_5a.teacher).get(reverse("evaluations:class_plan", args=[class_5a.school_class.pk]))
    form = page.context["form"]
    assert form.size == (2, 3)
    assert form.seats == {tuple(map(int, place.split("-"))): class_5a.pupils[name].pk for place, name in SEATS.items()}
    assert names(form.standing) == ["BRAVO"]


def test_grids_paper_and_phone_follow_the_plan_row_after_row(class_5a, seat):
    seat(SEATS)
    Evaluation.objects.filter(title="D1").update(pupil_order="plan")
    evaluation = Evaluation.objects.get(title="D1")
    expected = ["DELTA", "ALPHA", "CHARLI", "BRAVO"]
    assert names(pupils_of_evaluation(evaluation).present) == expected
    assert names(sheet_of(evaluation).pupils) == expected


def test_plan_of_a_colleague_orders_nothing_of_mine(class_5a, seat, colleague):
    seat(SEATS, account=colleague)
    Evaluation.objects.filter(title="D1").update(pupil_order="plan")
    assert names(pupils_of_evaluation(Evaluation.objects.get(title="D1")).present) == list(class_5a.pupils)


def test_evaluation_without_a_plan_falls_back_on_names(class_5a):
    Evaluation.objects.filter(title="D1").update(pupil_order="plan")
    assert names(pupils_of_evaluation(Evaluation.objects.get(title="D1")).present) == list(class_5a.pupils)


def test_pupil_of_two_seats_is_refused_and_nothing_is_kept(class_5a, seat):
    answer = seat({"1-1": "ALPHA", "1-2": "ALPHA"})
    assert answer.status_code == 422
    assert "ALPHA Ana a deux places" in words(answer)
    assert not SeatPlan.objects.exists()


@pytest.mark.parametrize("size", [{"rangs": 0}, {"rangs": 13}, {"colonnes": "x"}, {"colonnes": ""}])
def test_room_of_no_size_is_refused(seat, size):
    answer = seat({}, **size)
    assert answer.status_code == 422
    assert "De 1 à 12." in words(answer)


def test_pupil_of_another_class_and_seat_out_of_the_room_are_left_out(class_5a, seat):
    Account.objects.filter(last_name="BRAVO").update(school_class=SchoolClassFactory(niveau="5"))
    assert seat({"1-1": "BRAVO", "9-9": "ALPHA", "2-1": "DELTA"}).status_code == 302
    assert list(Seat.objects.values_list("pupil__last_name", "row", "column")) == [("DELTA", 2, 1)]


def test_room_is_drawn_again_without_losing_who_sits_where(class_5a, seat):
    answer = seat(SEATS, rangs=3, colonnes=4, redessiner="oui")
    assert answer.status_code == 200
    assert len(answer.context["form"].drawn) == 3
    assert names(answer.context["form"].standing) == ["BRAVO"]
    assert not SeatPlan.objects.exists()


def test_plan_of_a_class_that_is_not_mine_is_refused_and_of_a_group_of_mine_is_made(class_5a, client_as):
    client = client_as(class_5a.teacher)
    stranger = SchoolClassFactory(niveau="5")
    assert client.get(reverse("evaluations:class_plan", args=[stranger.pk])).status_code == 403
    assert client.get(reverse("evaluations:class_plan", args=[999999])).status_code == 404
    group = GroupFactory(niveau="5")
    GroupTeachingFactory(teacher=class_5a.teacher, group=group)
    GroupMembershipFactory(pupil=class_5a.pupils["ALPHA"], group=group)
    sent = {"rangs": 1, "colonnes": 1, "place-1-1": class_5a.pupils["ALPHA"].pk}
    assert client.post(reverse("evaluations:group_plan", args=[group.pk]), sent).status_code == 302
    assert SeatPlan.objects.get(group=group).seats.count() == 1


# --- Teams ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def team(class_5a, client_as):
    """Sends the teams of D3."""

    def post(account=None, **teams):
        sent = {f"e{class_5a.pupils[name].pk}": team for name, team in teams.items()}
        address = reverse("evaluations:teams", args=[class_5a.evaluations["D3"].pk])
        return client_as(account or class_5a.teacher).post(address, sent)

    return post


def test_grid_knows_who_shares_the_marks_of_whom(class_5a, team, client_as):
    assert team(ALPHA=1, BRAVO=1, CHARLI=2).status_code == 302
    page = client_as(class_5a.teacher).get(reverse("evaluations:entry", args=[class_5a.evaluations["D3"].pk]))
    alpha, bravo, charli = (class_5a.pupils[name].pk for name in ("ALPHA", "BRAVO", "CHARLI"))
    assert page.context["mates"] == {alpha: [bravo], bravo: [alpha], charli: []}
    assert 'data-entry="teams"' in page.text


def test_grid_without_teams_shows_no_box_for_them(class_5a, client_as):
    page = client_as(class_5a.teacher).get(reverse("evaluations:entry", args=[class_5a.evaluations["D3"].pk]))
    assert 'data-entry="teams"' not in page.text


def test_teams_sent_again_take_the_place_of_those_there_were(class_5a, team):
    team(ALPHA=1, BRAVO=1)
    team(DELTA=3)
    assert list(TeamMember.objects.values_list("pupil__last_name", "team")) == [("DELTA", 3)]


@pytest.mark.parametrize("asked", ["21", "-1", "abc"])
def test_team_that_is_none_is_refused(team, asked):
    answer = team(ALPHA=asked)
    assert answer.status_code == 422
    assert "une équipe de 1 à 20" in words(answer)
    assert not TeamMember.objects.exists()


def test_colleague_with_whom_nothing_is_shared_makes_no_team(team, colleague):
    assert team(account=colleague, ALPHA=1).status_code == 403
