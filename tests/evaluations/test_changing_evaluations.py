"""An évaluation is changed, deleted, put back, shared, said finished."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from accounts.models import JournalEntry
from evaluations.models import Evaluation, EvaluationItem, EvaluationPupil, Mark, MarkChange, Share
from evaluations.queries import school_series
from evaluations.services.marks import signature_of
from referentiels.enums import NodeKind
from referentiels.losses import losses_of_node
from referentiels.models import Change
from referentiels.services.editing import delete_nodes, merge_items
from referentiels.services.undoing import undo
from tests.evaluations.class_5a import TODAY
from tests.factories import AccountFactory, MarkFactory, SchoolClassFactory, TeachingAssignmentFactory
from tests.html import words


def address(name, evaluation):
    return reverse(f"evaluations:{name}", args=[evaluation.pk])


def as_sent(class_5a, evaluation, **changed):
    """What the page of an évaluation sends when nothing is touched, with what is changed."""
    items = list(evaluation.lines.values_list("item_id", flat=True))
    asked = {
        "title": evaluation.title,
        "given_on": evaluation.given_on.isoformat(),
        "visible_on": evaluation.visible_on.isoformat(),
        "item": items,
    }
    return asked | ({"classe": evaluation.school_class_id} if evaluation.school_class_id else {}) | changed


def seen_in(page):
    return page.text.split('name="seen" value="')[1].split('"')[0]


@pytest.fixture
def client(class_5a, client_as):
    return client_as(class_5a.teacher)


def test_title_and_dates_change_and_every_mark_follows_p89(class_5a, client, colleague):
    d1 = class_5a.evaluations["D1"]
    Mark.objects.filter(evaluation=d1, pupil=class_5a.pupils["BRAVO"]).update(author=signature_of(colleague))
    asked = as_sent(class_5a, d1, title="Interro", given_on="2026-09-20", visible_on="2026-12-01")

    assert client.post(address("change", d1), asked).status_code == 302

    d1.refresh_from_db()
    assert (d1.title, d1.label) == ("Interro", "Interro (DURAND P.)")
    days = set(d1.marks.values_list("given_on", "visible_on"))
    assert days == {(datetime.date(2026, 9, 20), datetime.date(2026, 12, 1))}
    authors = set(d1.marks.values_list("author__label", flat=True))
    assert authors == {"DURAND P.", "DUVAL M."}
    assert JournalEntry.objects.latest("pk").details["changes"] == "titre, date, visibilité"


def test_nothing_changed_asks_nothing_and_keeps_every_mark(class_5a, client):
    d2 = class_5a.evaluations["D2"]
    before = class_5a.codes("D2")
    assert client.post(address("change", d2), as_sent(class_5a, d2)).status_code == 302
    assert class_5a.codes("D2") == before
    assert not JournalEntry.objects.filter(code="evaluations.change").exists()


def test_item_taken_out_counts_results_and_requests_then_takes_them_p75(class_5a, client):
    d2 = class_5a.evaluations["D2"]
    asked = as_sent(class_5a, d2, item=class_5a.ids("A10", "A11", "A20"))

    page = client.post(address("change", d2), asked)
    assert "2 résultats de 2 élèves et 1 demande seront supprimés" in words(page)
    assert d2.marks.count() == 15
    client.post(address("change", d2), asked | {"seen": seen_in(page)})

    assert d2.marks.count() == 12
    assert not any(code.startswith("B11") for code in class_5a.codes("D2"))
    gone = MarkChange.objects.filter(gesture="taken_out").order_by("pupil__last_name")
    assert list(gone.values_list("before", "after", "before_label")) == [
        ("PA", "", "DURAND P."),
        ("3", "", "DURAND P."),
        ("3", "", "DURAND P."),
    ]


def test_item_taken_out_is_asked_again_if_one_more_result_came_p75(class_5a, client):
    d2 = class_5a.evaluations["D2"]
    asked = as_sent(class_5a, d2, item=class_5a.ids("A10", "A11", "A20"))
    seen = seen_in(client.post(address("change", d2), asked))
    MarkFactory(evaluation=d2, pupil=class_5a.pupils["DELTA"], item=class_5a.items["B11"])

    again = client.post(address("change", d2), asked | {"seen": seen})

    assert again.status_code == 409
    assert "3 résultats de 3 élèves et 1 demande" in words(again)
    assert d2.marks.count() == 16


def test_other_class_counts_all_that_goes_and_proposes_a_copy_p75(class_5a, client):
    d2 = class_5a.evaluations["D2"]
    other = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    TeachingAssignmentFactory(teacher=class_5a.teacher, school_class=other)
    other.pupils.create(school=other.school, profile="ELV", login="zed", last_name="ZED", first_name="Zoé")

    page = client.post(address("change", d2), as_sent(class_5a, d2, classe=other.pk))
    assert "14 résultats de 4 élèves et 1 demande seront supprimés" in words(page)
    assert "dupliquer plutôt" in words(page)
    client.post(address("change", d2), as_sent(class_5a, d2, classe=other.pk) | {"seen": seen_in(page)})

    d2.refresh_from_db()
    assert (d2.school_class, d2.marks.count()) == (other, 0)


def test_chosen_pupil_more_has_an_empty_column_and_one_less_is_counted_before_p80(class_5a, client):
    d1, pupils = class_5a.evaluations["D1"], class_5a.pupils
    Evaluation.objects.filter(pk=d1.pk).update(school_class=None)
    for name in ("ALPHA", "BRAVO"):
        EvaluationPupil.objects.create(evaluation=d1, pupil=pupils[name])
    Mark.objects.filter(evaluation=d1, pupil__in=[pupils["CHARLI"], pupils["DELTA"]]).delete()
    d1.refresh_from_db()
    before = class_5a.codes("D1")

    more = as_sent(class_5a, d1, eleve=[pupils[name].pk for name in ("ALPHA", "BRAVO", "CHARLI")])
    assert client.post(address("change", d1), more).status_code == 302
    grid = client.get(address("entry", d1)).context["grid"]
    assert [head.name for head in grid.columns] == ["ALPHA Ana", "BRAVO Ben", "CHARLI Cléo"]
    assert [row.cells[2] for row in grid.rows] == [("", None)] * 3
    assert class_5a.codes("D1") == before

    less = as_sent(class_5a, d1, eleve=[pupils[name].pk for name in ("ALPHA", "CHARLI")])
    asked = client.post(address("change", d1), less)
    assert "Élèves retirés : 3 résultats de 1 élève seront supprimés." in words(asked).replace("\u00a0", " ")
    assert class_5a.codes("D1") == before
    assert client.post(address("change", d1), less | {"seen": seen_in(asked)}).status_code == 302
    grid = client.get(address("entry", d1)).context["grid"]
    assert [head.name for head in grid.columns] == ["ALPHA Ana", "CHARLI Cléo"]


def test_items_are_put_in_another_order_p74(class_5a, client):
    d1 = class_5a.evaluations["D1"]
    wanted = class_5a.ids("B10", "A10", "A11")
    client.post(address("change", d1), as_sent(class_5a, d1, item=wanted))
    assert list(d1.lines.values_list("item_id", flat=True)) == wanted
    assert d1.marks.count() == 12
    assert JournalEntry.objects.latest("pk").details["changes"] == "ordre des items"


def test_date_of_change_goes_ten_months_inside_the_school_year_p72(class_5a, client):
    d1 = class_5a.evaluations["D1"]
    assert client.post(address("change", d1), as_sent(class_5a, d1, given_on="2027-07-31")).status_code == 302
    refused = client.post(address("change", d1), as_sent(class_5a, d1, given_on="2027-08-01"))
    assert "va du 01/08/2026 au 31/07/2027" in words(refused)


# --- Deleting ---------------------------------------------------------------------------------------------------------


def test_deleted_evaluation_counts_its_results_by_author_and_takes_them_all_p77(class_5a, client, colleague):
    d1 = class_5a.evaluations["D1"]
    Mark.objects.filter(evaluation=d1, item=class_5a.items["B10"]).update(author=signature_of(colleague))

    page = client.get(address("delete", d1))
    assert "12 résultats de 4 élèves seront supprimés, dont 8 par DURAND P. et 4 par DUVAL M." in words(page)
    client.post(address("delete", d1), {"seen": seen_in(page)})

    assert d1.marks.count() == 0
    assert client.get(address("evaluation", d1)).status_code == 404
    assert JournalEntry.objects.latest("pk").details["marks"] == 12
    assert not any("1" in one.codes.split()[0] for one in school_series() if one.name == "ALPHA Ana, 5.A10")


def test_deleted_evaluation_comes_back_the_next_day_with_dates_and_authors_p77(class_5a, client, colleague, client_as):
    d1 = class_5a.evaluations["D1"]
    Mark.objects.filter(evaluation=d1, item=class_5a.items["B10"]).update(author=signature_of(colleague))
    before = list(d1.marks.order_by("pk").values())
    client.post(address("delete", d1), {"seen": seen_in(client.get(address("delete", d1)))})

    with time_machine.travel("2026-12-01 08:00+01:00", tick=False):
        back = client_as(class_5a.teacher)
        assert "D1" in words(back.get(reverse("evaluations:deleted")))
        back.post(address("restore", d1))

    assert list(d1.marks.order_by("pk").values()) == before
    assert Evaluation.objects.live().filter(pk=d1.pk).exists()


def test_deletion_is_taken_back_by_its_owner_alone_and_for_thirty_days_p77(class_5a, client, colleague, client_as):
    d1 = class_5a.evaluations["D1"]
    client.post(address("delete", d1), {"seen": seen_in(client.get(address("delete", d1)))})
    client_as(colleague).post(address("restore", d1))
    with time_machine.travel("2026-12-31 10:00+01:00", tick=False):
        late = client_as(class_5a.teacher)
        said = words(late.post(address("restore", d1), follow=True))
    assert "depuis plus de trente jours" in said
    assert d1.marks.count() == 0
    # Twice is no change.
    client.post(address("restore", d1))
    client.post(address("restore", d1))
    assert d1.marks.count() == 12


# --- Sharing ----------------------------------------------------------------------------------------------------------

STEPS = [("evaluation", 1), ("change", 3), ("share", 4), ("delete", 4)]


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_each_level_opens_its_pages_and_the_others_name_the_owner_p79(class_5a, colleague, client_as, level):
    d1 = class_5a.evaluations["D1"]
    if level:
        d1.shares.create(colleague=colleague, level=level)
    theirs = client_as(colleague)
    for name, needed in STEPS:
        answer = theirs.get(address(name, d1))
        assert answer.status_code == (200 if level >= needed else 403), name
        if level < needed:
            assert "celle de DURAND P." in words(answer)
    assert theirs.post(address("finish", d1), {"terminee": "oui"}).status_code == 403
    forged = theirs.post(address("change", d1), as_sent(class_5a, d1, title="Volée"))
    assert forged.status_code == (302 if level >= 3 else 403)
    assert (theirs.post(address("delete", d1)).status_code, d1.marks.count()) == (403, 12)


def test_sharing_says_who_may_what_and_takes_it_back_p79(class_5a, client, colleague, client_as):
    d1 = class_5a.evaluations["D1"]
    client.post(address("share", d1), {f"c{colleague.pk}": "2"})
    assert "DUVAL M. saisit" in words(client.get(address("evaluation", d1)))
    assert "D1" in words(client_as(colleague).get(reverse("evaluations:list"), {"du": "2026-09-01"}))
    assert JournalEntry.objects.latest("pk").details["colleagues"] == "DUVAL M. (saisir)"

    assert client.post(address("share", d1), {f"c{colleague.pk}": "4"}).status_code == 422
    assert Share.objects.get(evaluation=d1).level == 2
    client.post(address("share", d1), {f"c{colleague.pk}": ""})
    assert not Share.objects.filter(evaluation=d1).exists()


def test_who_lost_the_class_reads_his_evaluation_and_changes_nothing_p70(class_5a, client):
    d1 = class_5a.evaluations["D1"]
    class_5a.school_class.assignments.all().delete()
    assert client.get(address("evaluation", d1)).status_code == 200
    for name in ("change", "share", "delete"):
        answer = client.get(address(name, d1))
        assert (answer.status_code, "n'est plus un des vôtres" in words(answer)) == (403, True)


def test_entry_is_said_finished_whatever_is_missing_by_the_owner_p101(class_5a, client):
    d2 = class_5a.evaluations["D2"]
    client.post(address("finish", d2), {"terminee": "oui"})
    said = words(client.get(address("evaluation", d2)))
    assert "terminée 14/16" in said
    client.post(address("finish", d2), {"terminee": "non"})
    assert "88 % 14/16" in words(client.get(address("evaluation", d2)))


def test_director_reads_every_evaluation_and_changes_none_p70(class_5a, director, client_as):
    theirs = client_as(director)
    d1 = class_5a.evaluations["D1"]
    assert "D1" in words(theirs.get(reverse("evaluations:all"), {"du": "2026-09-01"}))
    page = theirs.get(address("any", d1))
    assert "12/12" in words(page)
    assert "Modifier" not in words(page)
    assert theirs.get(address("evaluation", d1)).status_code == 403
    assert str(TODAY.year) in words(page)


# --- Items that their référentiel takes out, or merges ----------------------------------------------------------------


def test_item_taken_out_of_its_referentiel_takes_its_marks_and_brings_them_back_p13_p14(class_5a):
    before = {name: class_5a.codes(name) for name in class_5a.evaluations}
    lines = EvaluationItem.objects.count()
    theme = class_5a.items["B11"].theme
    said = losses_of_node(theme)[-1].sentence
    assert "9 résultats de 4 élèves" in said.replace("\xa0", " ")

    delete_nodes(
        author=class_5a.teacher, referentiel=class_5a.referentiel, kind=NodeKind.ITEM, keys=class_5a.ids("B10", "B11")
    )
    assert Mark.objects.count() == 38 - 10
    gesture = Change.objects.latest("pk").gesture
    assert undo(author=class_5a.teacher, referentiel=class_5a.referentiel, gesture_id=gesture).left == ()

    assert {name: class_5a.codes(name) for name in class_5a.evaluations} == before
    assert EvaluationItem.objects.count() == lines


def test_merged_items_keep_one_mark_a_cell_that_of_the_item_that_stays_p11_p14(class_5a):
    """A11 and A20 are both in D2: its four marks of A20 stay, D1 and D3 are carried over."""
    before = {name: class_5a.codes(name) for name in class_5a.evaluations}
    a11, a20 = class_5a.ids("A11", "A20")
    merge_items(
        author=class_5a.teacher, referentiel=class_5a.referentiel, key=a11, target=class_5a.referentiel, into=a20
    )
    assert Mark.objects.filter(item=a11).count() == 0
    d2 = class_5a.evaluations["D2"]
    assert sorted(d2.marks.filter(item=a20).values_list("code", flat=True)) == ["1", "2", "3", "4"]
    assert class_5a.evaluations["D1"].marks.filter(item=a20).count() == 4

    gesture = Change.objects.latest("pk").gesture
    undo(author=class_5a.teacher, referentiel=class_5a.referentiel, gesture_id=gesture)
    assert {name: class_5a.codes(name) for name in class_5a.evaluations} == before


# --- « Pluriannuelle » ------------------------------------------------------------------------------------------------


@pytest.fixture
def emptied(class_5a):
    """D1, which lasts, after a new year: its group is gone, its marks are there."""
    Evaluation.objects.filter(pk=class_5a.evaluations["D1"].pk).update(is_lasting=True, school_class=None)
    class_5a.evaluations["D1"].refresh_from_db()
    return class_5a.evaluations["D1"]


def test_evaluation_is_ticked_pluriannuelle_and_is_listed_whatever_the_dates_p124(class_5a, client):
    d1 = class_5a.evaluations["D1"]
    client.post(address("change", d1), as_sent(class_5a, d1, is_lasting="on"))
    d1.refresh_from_db()
    assert d1.is_lasting
    listed = words(client.get(reverse("evaluations:list"), {"du": "2026-11-01", "au": "2026-11-30"}))
    assert ("D1 pluriannuelle" in listed, "D2" in listed) == (True, False)


def test_emptied_group_is_filled_again_with_a_class_and_results_stay_p124(class_5a, client, emptied):
    other = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    TeachingAssignmentFactory(teacher=class_5a.teacher, school_class=other)
    pupil = AccountFactory(school_class=other)
    before = class_5a.codes("D1")
    page = client.get(address("evaluation", emptied))
    assert f"{address('change', emptied)}?cible=groupe" in page.text
    assert "Cette évaluation n'a plus de groupe" in words(client.get(address("change", emptied)))

    asked = as_sent(class_5a, emptied, classe=other.pk, cible="groupe", is_lasting="on")
    assert client.post(address("change", emptied), asked).status_code == 302

    grid = client.get(address("entry", emptied)).context["grid"]
    assert [head.name for head in grid.columns if not head.apart] == [pupil.full_name]
    assert len(grid.columns) == 5
    assert class_5a.codes("D1") == before
    assert JournalEntry.objects.latest("pk").details["changes"] == "élèves"


def test_emptied_group_is_filled_again_with_chosen_pupils_p124(class_5a, client, emptied):
    alpha, before = class_5a.pupils["ALPHA"], class_5a.codes("D1")
    asked = as_sent(class_5a, emptied, eleve=[alpha.pk], is_lasting="on")
    assert client.post(address("change", emptied), asked).status_code == 302
    emptied.refresh_from_db()
    assert not emptied.lost_its_pupils
    assert class_5a.codes("D1") == before


def test_class_is_not_given_to_an_evaluation_that_has_chosen_pupils_p124(class_5a, client, emptied):
    EvaluationPupil.objects.create(evaluation=emptied, pupil=class_5a.pupils["ALPHA"])
    asked = as_sent(class_5a, emptied, classe=class_5a.school_class.pk, cible="groupe")
    answer = client.post(address("change", emptied), asked)
    assert (answer.status_code, "Cochez au moins un élève." in words(answer)) == (422, True)


def test_dates_of_another_year_are_those_of_the_pupils_of_that_year_p124(class_5a, client_as, emptied):
    """Last year's pupils keep last year's results where they were; those who go on are evaluated now."""
    alpha, first = class_5a.pupils["ALPHA"], emptied.given_on
    EvaluationPupil.objects.create(evaluation=emptied, pupil=alpha)
    with time_machine.travel("2027-09-20 09:00+02:00", tick=False):
        asked = as_sent(
            class_5a, emptied, eleve=[alpha.pk], given_on="2027-09-15", visible_on="2027-09-15", is_lasting="on"
        )
        answer = client_as(class_5a.teacher).post(address("change", emptied), asked)
        assert answer["Location"] == address("evaluation", emptied)
    days = set(Mark.objects.filter(evaluation=emptied).values_list("pupil__last_name", "given_on", "year"))
    now = datetime.date(2027, 9, 15)
    assert days == {
        ("ALPHA", now, 2027),
        *((name, first, 2026) for name in ("BRAVO", "CHARLI", "DELTA")),
    }
