"""« Initialisation annuelle »: what is counted before, what goes, what stays, and that it ends whatever stops it."""

import datetime
from contextlib import contextmanager

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import GroupMembership, GroupTeaching, JournalEntry
from bilans.models import Appreciation, AppreciationChange, Configuration, DocumentStatus, Status
from bilans.officiels.kinds import BULLETIN
from documents.jobs.kinds import JobRefused
from documents.models import Archive, Job, WorkerBeat
from evaluations.models import (
    Evaluation,
    EvaluationItem,
    Mark,
    MarkChange,
    PupilComment,
    Request,
    SeatPlan,
    Share,
)
from evaluations.services.evaluations import TooLate, delete_evaluation, restore_evaluation
from imports.models import ImportRun
from imports.models import Status as RunStatus
from operation.models import Backup, YearChange
from operation.years import job, services
from operation.years.closing import passage_of
from operation.years.preview import preview_of
from referentiels.models import Referentiel
from sacoche.kit.clock import now, today
from sacoche.kit.parts.year import Fate, parts
from sacoche.kit.tenancy import school_scope
from schools.models import Group, School, SchoolClass
from tests.bilans.test_command import document
from tests.evaluations.class_5a import TODAY
from tests.evaluations.conftest import class_5a as class_5a
from tests.factories import (
    AccountFactory,
    EvaluationFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    MarkFactory,
    PeriodFactory,
)
from tests.html import words

MAY, JULY, AUGUST, OCTOBER = (datetime.date(2027, month, 9) for month in (5, 7, 8, 10))
WORDS = "année 2026-2027"


def saved(school, *, hours=1):
    """The school was saved so many hours ago."""
    made_at = now() - datetime.timedelta(hours=hours)
    Backup.objects.create(made_at=made_at, origin="asked", name="s", size=1, row_count=1, file_count=0)


def numbers(school, fate=None):
    """What the page would count, by label."""
    preview = preview_of(school, services.passage_now(school).closing)
    lines = [*preview.kept, *preview.kept_too, *preview.emptied, *preview.closed, *preview.proposed]
    return {line.label: line.number for line in (preview.emptied if fate is Fate.EMPTIED else lines)}


def begin(admin, *, is_sure=True):
    seen = preview_of(admin.school, services.passage_now(admin.school).closing).seen
    return services.start(actor=admin, school=admin.school, seen=seen, is_sure=is_sure)


def finish(admin):
    """Room after room, to the end."""
    while not services.go_on(actor=admin).is_complete:
        pass


def open_year(admin):
    """The whole passage, as its page does it."""
    saved(admin.school)
    change = begin(admin)
    finish(admin)
    change.refresh_from_db()
    admin.school.refresh_from_db()
    return change


def asked(class_5a):
    """ALPHA asked for B11, which D2 prepares."""
    of = {"pupil": class_5a.pupils["ALPHA"], "item": class_5a.items["B11"], "evaluation": class_5a.evaluations["D2"]}
    return Request.objects.create(status="prepared", asked_on=TODAY, **of)


# --- Which year -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "opened", "opens", "before", "asked_twice"),
    [
        (JULY, 2026, 2027, "2027-08-01", False),
        (AUGUST, 2026, 2027, "2027-08-01", False),
        (OCTOBER, 2026, 2027, "2027-08-01", True),
        (AUGUST, 2027, 2027, "2027-08-01", True),
        (OCTOBER, 2027, 2027, "2028-08-01", True),
        (MAY, 2026, 2026, "2027-08-01", True),
    ],
)
def test_year_that_ends_is_that_of_the_day(day, opened, opens, before, asked_twice):
    passage = passage_of(day, opened=opened, switch_month=8)

    assert (passage.closing.opens, str(passage.closing.before)) == (opens, before)
    assert passage.is_asked_twice is asked_twice


# --- Before -----------------------------------------------------------------------------------------------------------


def test_preview_counts_what_goes_and_what_stays_p253(class_5a, school):
    asked(class_5a)

    found = numbers(school)

    assert (found["évaluations"], found["résultats"]) == (3, 37)
    assert (found["marques « PA »"], found["demandes d'évaluation"]) == (1, 1)


def test_preview_is_read_in_a_number_of_queries_that_rows_do_not_change(class_5a, school):
    with CaptureQueriesContext(connection) as before:
        numbers(school)
    for rank in range(5):
        GroupFactory(name=f"Groupe {rank}")

    with CaptureQueriesContext(connection) as after:
        numbers(school)

    assert len(after) == len(before)


def test_page_is_refused_without_a_backup_of_the_day_p253(class_5a, admin, client_as):
    saved(admin.school, hours=25)
    browser = client_as(admin)
    seen = preview_of(admin.school, services.passage_now(admin.school).closing).seen
    answer = browser.post(reverse("operation:year"), {"confirmation": WORDS, "sure": "on", "seen": seen})

    assert answer.status_code == 422
    assert "aucune n'a moins de vingt-quatre heures" in words(answer).replace("\u00a0", " ")
    assert Evaluation.objects.live().count() == 3
    assert not YearChange.objects.exists()


def test_during_the_year_a_second_question_is_asked_p253(class_5a, admin, client_as):
    saved(admin.school)
    browser = client_as(admin)
    page = browser.get(reverse("operation:year"))
    seen = page.context["preview"].seen
    assert "en cours d'année" in words(page).replace("\u00a0", " ")

    refused = browser.post(reverse("operation:year"), {"confirmation": WORDS, "seen": seen})
    assert refused.status_code == 422
    assert not YearChange.objects.exists()

    begun = browser.post(reverse("operation:year"), {"confirmation": WORDS, "seen": seen, "sure": "on"})
    assert begun.status_code == 302
    assert YearChange.objects.get().actor_label == admin.display_name


def test_year_that_is_open_already_is_initialised_again_not_passed_to(class_5a, admin, client_as):
    with time_machine.travel("2027-08-28 09:00+02:00", tick=False):
        before = words(client_as(admin).get(reverse("operation:year")))
        open_year(admin)
        after = words(client_as(admin).get(reverse("operation:year")))

    assert ("Passer à l'année 2027-2028" in before, "Passer à" in after) == (True, False)
    assert "Initialiser de nouveau l'année 2027-2028" in after


def test_year_is_copied_to_confirm(class_5a, admin, client_as):
    saved(admin.school)
    page = client_as(admin).get(reverse("operation:year"))
    sent = {"confirmation": "année 2025-2026", "seen": page.context["preview"].seen, "sure": "on"}

    answer = client_as(admin).post(reverse("operation:year"), sent)

    assert answer.status_code == 422
    assert "Recopiez exactement" in words(answer)
    assert 'value="année 2025-2026"' in answer.content.decode()


def test_what_changed_since_it_was_read_is_read_again(class_5a, admin):
    saved(admin.school)
    seen = preview_of(admin.school, services.passage_now(admin.school).closing).seen
    EvaluationFactory(owner=class_5a.teacher, given_on=TODAY)

    with pytest.raises(services.CannotOpen, match="a changé"):
        services.start(actor=admin, school=admin.school, seen=seen, is_sure=True)


def test_banner_is_there_from_the_first_of_august_until_it_is_done_p253(class_5a, admin, client_as):
    pages = ("evaluations:list", "evaluations:requests", "accounts:besoins", "bilans:releve_matiere")

    def told(account):
        return [b'id="year-to-open"' in client_as(account).get(reverse(page)).content for page in pages]

    with time_machine.travel("2027-07-31 12:00+02:00", tick=False):
        assert told(class_5a.teacher) == [False] * 4
    with time_machine.travel("2027-08-01 12:00+02:00", tick=False):
        assert told(class_5a.teacher) == [True] * 4
        open_year(admin)
        assert told(class_5a.teacher) == [False] * 4


def test_families_read_no_banner(class_5a, client_as):
    with time_machine.travel("2027-08-01 12:00+02:00", tick=False):
        page = client_as(class_5a.pupils["ALPHA"]).get(reverse("evaluations:own_list"))

    assert b'id="year-to-open"' not in page.content


# --- What goes, what stays --------------------------------------------------------------------------------------------


def test_evaluations_groups_requests_and_planned_cells_go_p254(class_5a, admin):
    asked(class_5a)
    PupilComment.objects.create(evaluation=class_5a.evaluations["D1"], pupil=class_5a.pupils["BRAVO"], text="Bravo")
    group = GroupFactory()
    GroupMembershipFactory(group=group, pupil=class_5a.pupils["DELTA"])
    GroupTeachingFactory(group=group, teacher=class_5a.teacher)
    SeatPlan.objects.create(owner=class_5a.teacher, school_class=class_5a.school_class)

    change = open_year(admin)

    gone = (EvaluationItem, PupilComment, Request, Group, GroupMembership, GroupTeaching, SeatPlan)
    assert [model for model in gone if model.objects.exists()] == []
    assert not Evaluation.objects.live().exists()
    assert not Mark.objects.filter(code="PA").exists()
    told = [change.counts[code] for code in ("evaluations.Evaluation", "evaluations.Mark", "evaluations.Request")]
    assert told == [3, 1, 1]
    assert change.counts["schools.Group"] == change.counts["accounts.GroupMembership"] == 1
    line = JournalEntry.objects.get(code="operation.open_year")
    assert line.details == {"year": "2026-2027", "evaluations": 3, "groups": 1}


def test_results_keep_their_label_and_referentiels_and_classes_stay_p254(class_5a, admin):
    open_year(admin)
    class_5a.teacher.last_name = "MARTIN"
    class_5a.teacher.save()

    marks = Mark.objects.filter(pupil=class_5a.pupils["ALPHA"], item=class_5a.items["A10"]).order_by("given_on")
    assert [(mark.evaluation.label, mark.code) for mark in marks] == [
        ("D1 (DURAND P.)", "1"),
        ("D2 (DURAND P.)", "3"),
        ("D3 (DURAND P.)", "4"),
    ]
    assert Mark.objects.count() == 37
    assert Referentiel.objects.get() == class_5a.referentiel
    assert SchoolClass.objects.get() == class_5a.school_class


def test_releve_still_says_title_day_and_author_of_an_evaluation_that_is_gone_p89(class_5a, admin, client_as):
    open_year(admin)
    class_5a.teacher.last_name = "MARTIN"
    class_5a.teacher.save()
    pupil, item = class_5a.pupils["ALPHA"].pk, class_5a.items["A10"].pk
    asked = {"classe": class_5a.school_class.pk, "matiere": "MATHS", "case": f"{pupil}-{item}"}

    told = words(client_as(class_5a.teacher).get(reverse("bilans:releve_matiere_why"), asked))

    for name, day in (("D1", "15/09/2026"), ("D2", "06/10/2026"), ("D3", "03/11/2026")):
        assert f"{day} {name} DURAND P." in told


def test_score_is_the_same_the_day_after_and_looks_back_or_not_the_year_after_p254(class_5a, admin, tmp_path):
    open_year(admin)

    def level(*asked):
        found = document(tmp_path / "out.json", "releve_matiere", "matiere=MATHS", *asked)
        return found["sheets"][0]["blocks"][0]["lines"][0]["level"]

    assert level() == {"score": 76, "state": "A"}
    with time_machine.travel("2027-09-20 09:00+02:00", tick=False):
        new = EvaluationFactory(owner=class_5a.teacher, given_on=today())
        MarkFactory(evaluation=new, pupil=class_5a.pupils["ALPHA"], item=class_5a.items["A10"], code="1")
        since = ("du=2027-09-01", "au=2027-09-30")
        assert level(*since, "retroactif=annuel")["score"] == 0
        assert level(*since, "retroactif=oui")["score"] > 0


def test_evaluation_that_gave_no_result_leaves_nothing(class_5a, admin):
    empty = EvaluationFactory(owner=class_5a.teacher, given_on=TODAY)

    open_year(admin)

    assert not Evaluation.objects.filter(pk=empty.pk).exists()
    assert Evaluation.objects.filter(is_trace=True).count() == 3


def test_evaluation_that_lasts_keeps_its_items_its_results_and_its_colleagues_and_loses_its_group_p124(
    class_5a, admin, client_as
):
    d2 = class_5a.evaluations["D2"]
    group = GroupFactory(niveau=class_5a.school_class.niveau)
    Evaluation.objects.filter(pk=d2.pk).update(is_lasting=True, school_class=None, group=group)
    Share.objects.create(evaluation=d2, colleague=AccountFactory(profile="ENS"), level=2)
    results = Mark.objects.filter(evaluation=d2).exclude(code="PA").count()
    with time_machine.travel(f"{AUGUST} 09:00", tick=False):
        open_year(admin)

        d2.refresh_from_db()
        assert (d2.is_trace, d2.group, d2.lost_its_pupils) == (False, None, True)
        assert EvaluationItem.objects.filter(evaluation=d2).count() == 4
        assert (Mark.objects.filter(evaluation=d2).count(), Share.objects.count()) == (results, 1)
        browser = client_as(class_5a.teacher)
        page = words(browser.get(reverse("evaluations:evaluation", args=[d2.pk])))
        assert "Le groupe de cette évaluation n'existe plus : ses résultats restent" in page
        listed = words(browser.get(reverse("evaluations:list")))
        assert "pluriannuelle à remplir 0 élève 06/10/2026" in listed
        assert ("D2" in listed, "D1" in listed) == (True, False)


def test_deleted_evaluation_can_no_longer_be_put_back_and_its_history_stays(class_5a, admin):
    gone = class_5a.evaluations["D1"]
    delete_evaluation(actor=class_5a.teacher, pk=gone.pk)

    open_year(admin)

    assert MarkChange.objects.filter(evaluation=gone.pk).count() == 12
    with pytest.raises(TooLate):
        restore_evaluation(actor=class_5a.teacher, pk=gone.pk)


def test_in_august_what_the_new_year_already_holds_stays(class_5a, admin):
    with time_machine.travel("2027-08-28 09:00+02:00", tick=False):
        new = EvaluationFactory(owner=class_5a.teacher, given_on=today())
        begun = open_year(admin)

        assert list(Evaluation.objects.live()) == [new]
        assert (begun.label, admin.school.opened_year) == ("2027-2028", 2027)


def test_open_import_is_closed_and_stays_in_the_history(class_5a, admin):
    run = ImportRun.objects.create(source_code="tableur_profs", file_name="profs.csv", holder=admin, steps=["resume"])

    open_year(admin)

    assert ImportRun.objects.get(pk=run.pk).status == RunStatus.CANCELLED
    assert JournalEntry.objects.filter(code="imports.cancel").exists()


def test_another_school_is_not_touched(class_5a, admin, other_school):
    with school_scope(other_school):
        GroupFactory()

    open_year(admin)

    with school_scope(other_school):
        assert Group.objects.count() == 1


@pytest.fixture
def written(class_5a):
    """The bulletins of two pupils were written in the first trimester; that of ALPHA was printed."""
    of = {"year": 2026, "period": PeriodFactory(name="1er trimestre"), "kind": BULLETIN.code}
    DocumentStatus.objects.create(school_class=class_5a.school_class, status=Status.TEACHERS, **of)
    for name in ("ALPHA", "BRAVO"):
        told = {"pupil": class_5a.pupils[name], "section": "synthese", "author_label": "DURAND P."}
        text = Appreciation.objects.create(text=f"Bon trimestre, {name}.", **told, **of)
        AppreciationChange.objects.create(appreciation=text, after=text.text, actor_label="DURAND P.")
    said = {"title": "Bulletin", "school_name": "Collège", "class_name": "5A", "person_name": "ALPHA Ana"}
    made = {
        "made_at": now(),
        "author_label": "D.",
        "software": "1",
        "sha256": "0",
        "size": 1,
        "pages": 1,
        "secret": b"x",
    }
    Archive.objects.create(
        about=class_5a.pupils["ALPHA"],
        kind=BULLETIN.code,
        year=2026,
        period="1er trimestre",
        **said,
        **made,
    )


def test_statuses_and_entries_of_reports_go_and_archives_stay_p254(written, admin):
    Configuration.objects.get_or_create(kind=BULLETIN.code, name="La nôtre")

    open_year(admin)

    gone = (DocumentStatus, Appreciation, AppreciationChange)
    assert [model for model in gone if model.objects.exists()] == []
    assert Archive.objects.count() == 1
    assert Configuration.objects.exists()


def test_reports_that_were_never_printed_are_told_before(written, admin, client_as):
    page = words(client_as(admin).get(reverse("operation:year"))).replace("\u00a0", " ")

    assert "1 bilan officiel n'a jamais été imprimé" in page


def test_entries_of_reports_of_the_year_that_opens_stay(written, admin):
    School.objects.filter(pk=admin.school_id).update(year_opened=2025)
    admin.school.refresh_from_db()
    with time_machine.travel("2026-08-20 09:00+02:00", tick=False):
        open_year(admin)

    assert Appreciation.objects.count() == 2


# --- Again, killed, at the same time ----------------------------------------------------------------------------------


def test_run_again_it_counts_zero_p254(class_5a, admin, client_as):
    asked(class_5a)
    open_year(admin)

    assert numbers(admin.school, Fate.EMPTIED) == {}
    again = open_year(admin)
    assert sum(again.counts.values()) == 0
    page = client_as(admin).get(reverse("operation:year_done"))
    assert "Rien n'était à effacer : 0." in words(page).replace("\u00a0", " ")


def test_killed_between_two_rooms_it_goes_on_where_it_was(class_5a, admin):
    saved(admin.school)
    begin(admin)
    first = services.go_on(actor=admin)
    counts = YearChange.objects.get().counts
    assert 0 < first.done < first.total

    with pytest.raises(ZeroDivisionError), breaking("schools.Group"):
        finish(admin)
    assert YearChange.objects.get().ended_at is None

    finish(admin)
    ended = YearChange.objects.get()
    assert ended.counts.items() >= counts.items()
    assert ended.counts["evaluations.Evaluation"] == 3


@contextmanager
def breaking(code):
    """Within, the server dies while it ends this table."""
    part = parts.get(code)
    end = part.end
    object.__setattr__(part, "end", lambda rows, actor: 1 / 0)
    try:
        yield
    finally:
        object.__setattr__(part, "end", end)


def test_started_twice_there_is_one_passage(class_5a, admin):
    saved(admin.school)

    assert begin(admin) == begin(admin)
    assert YearChange.objects.count() == 1


def test_worker_opens_the_year(class_5a, admin):
    saved(admin.school)
    begin(admin)
    WorkerBeat.objects.create(name="w", seen_at=now())
    assert job.go_on(owner=admin) is True
    asked_for = Job.objects.get(kind="operation.open_year")

    class Work:
        owner, school, asked = admin, admin.school, asked_for.asked

        def progress(self, done, total):
            assert done < total

    assert job._open_year(Work()).address == reverse("operation:year_done")
    with pytest.raises(JobRefused):
        job._open_year(Work())


def test_page_opens_the_year_room_after_room(class_5a, admin, client_as):
    saved(admin.school)
    browser = client_as(admin)
    begin(admin)
    posts = 0
    while YearChange.objects.filter(ended_at=None).exists():
        answer = browser.post(reverse("operation:year_progress"), headers={"HX-Request": "true"})
        posts += 1
    assert answer["HX-Redirect"] == reverse("operation:year_done")
    assert posts == len(services.rooms())
    page = words(browser.get(reverse("operation:year_done"))).replace("\u00a0", " ")
    assert "L'année 2026-2027 est ouverte" in page
    assert "Jusqu'au 07/12/2026, restaurez la sauvegarde" in page


# --- Declarations -----------------------------------------------------------------------------------------------------


def test_each_table_ends_after_those_that_point_at_it():
    order = [part.model for room in services.rooms() for part in room]

    assert {part.model for part in parts if part.is_ended} == set(order)
    for model in order:
        for field in model._meta.concrete_fields:
            if field.related_model in order and field.related_model is not model:
                assert order.index(model) < order.index(field.related_model), (model, field)


def test_pupil_opens_nothing(client_as, pupil):
    assert client_as(pupil).get(reverse("operation:year")).status_code == 403


def test_account_out_for_long_is_proposed_never_deleted(class_5a, admin):
    gone = AccountFactory(profile="ELV", left_on=datetime.date(2023, 11, 30))

    assert numbers(admin.school)["comptes sortis depuis longtemps"] == 1
    open_year(admin)
    gone.refresh_from_db()
