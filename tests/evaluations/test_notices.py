"""Calm notices: at the school's hour, never before the visible day, never in the evening nor at week-ends."""

import datetime
from html import unescape
from itertools import pairwise

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from accounts.models import JournalEntry, Notice, OutgoingMail
from accounts.notices.mailing import queue_notice_mails, stop_path
from accounts.notices.queries import unread_of
from accounts.notices.services import choose_channel, choose_notices, notify
from bilans.officiels.notices import FAULT
from evaluations.dates import Dates
from evaluations.models import Evaluation, Level, MarkChange
from evaluations.notices import ANSWERED, REQUEST_SORTED, RESULTS, SHARED
from evaluations.queries.requests import item_to_request
from evaluations.services.evaluations import Wanted, change_evaluation, delete_evaluation, share_evaluation
from evaluations.services.requests import ask, withdraw
from evaluations.services.telling import tell_results
from evaluations.subjects import subject_of
from schools.hours import USUAL_HOUR, delivery_after, is_delivering, next_delivery
from schools.losses import fingerprint
from schools.models import Matiere
from tests.factories import AccountFactory, GuardianshipFactory
from tests.html import words

FRIDAY_EVENING = "2026-11-27 18:10+01:00"
THURSDAY, FRIDAY = "2026-12-03 17:40+01:00", "2026-12-04 17:40+01:00"


@pytest.fixture
def ana(class_5a):
    account = class_5a.pupils["ALPHA"]
    account.email = "ana@exemple.fr"
    account.save()
    return account


@pytest.fixture
def parent(class_5a, ana):
    """Of ALPHA and of BRAVO."""
    account = AccountFactory(profile="TUT", last_name="ALPHA", first_name="Rose", email="rose@exemple.fr")
    for pupil in (ana, class_5a.pupils["BRAVO"]):
        GuardianshipFactory(guardian=account, pupil=pupil)
    return account


def shown(account, moment):
    """What the page of notices says at a moment."""
    with time_machine.travel(moment, tick=False):
        from accounts.notices.queries import notices_of, told

        return [told(notice).sentence for notice in notices_of(account)]


def save(client_as, class_5a, name, item, pupil, before, after, gesture="cell"):
    cells = [[class_5a.pupils[pupil].pk, class_5a.items[item].pk, before, after]]
    body = {"gestures": [{"gesture": gesture, "cells": cells}]}
    address = reverse("evaluations:save_marks", args=[class_5a.evaluations[name].pk])
    answer = client_as(class_5a.teacher).post(address, body, content_type="application/json")
    assert answer.status_code == 200


def local(day, hour, minute=0):
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))


@pytest.mark.parametrize(
    ("moment", "to_pupil", "to_guardian"),
    [
        (local(27, 18, 10), local(30, 17, 30), "2026-12-01"),
        (local(27, 17, 30), local(27, 17, 30), "2026-11-30"),
        (local(26, 9), local(26, 17, 30), "2026-11-27"),
        (local(28, 12), local(30, 17, 30), "2026-12-01"),
    ],
)
def test_results_leave_at_the_hour_pupil_first_never_at_week_ends_p121(moment, to_pupil, to_guardian):
    first = next_delivery(moment, USUAL_HOUR)
    second = delivery_after(first, USUAL_HOUR)

    assert first == to_pupil
    assert (f"{second:%Y-%m-%d}", f"{second:%H:%M}") == (to_guardian, "17:30")


def test_mails_leave_within_the_hour_and_on_working_days_alone():
    asked = [local(27, 17, 29), local(27, 17, 30), local(27, 18, 29), local(27, 18, 30), local(28, 17, 40)]

    assert [is_delivering(moment, USUAL_HOUR) for moment in asked] == [False, True, True, False, False]


def test_saved_friday_evening_pupil_monday_and_parents_tuesday_p121(class_5a, ana, parent, client_as):
    with time_machine.travel(FRIDAY_EVENING, tick=False):
        save(client_as, class_5a, "D3", "A10", "ALPHA", "4", "3")

    said = "Du nouveau dans l'évaluation « D3 » du 03/11/2026 : résultats ou commentaire."
    assert shown(ana, "2026-11-30 17:29+01:00") == []
    assert shown(ana, "2026-11-30 17:30+01:00") == [said]
    assert shown(parent, "2026-12-01 17:29+01:00") == []
    assert shown(parent, "2026-12-01 17:30+01:00") == [said]
    # The result itself is read at once.
    with time_machine.travel("2026-11-27 18:11+01:00", tick=False):
        own = reverse("evaluations:own", args=[ana.pk, class_5a.evaluations["D3"].pk])
        assert client_as(ana).get(own).status_code == 200


def test_forty_saves_of_an_evening_are_one_notice_p119(class_5a, ana, client_as):
    codes = ["4", *["3", "2"] * 6]
    for before, after in pairwise(codes):
        save(client_as, class_5a, "D3", "A10", "ALPHA", before, after)

    assert Notice.objects.filter(account=ana).count() == 1


def wanted(class_5a, evaluation, day):
    return Wanted(
        title=evaluation.title,
        dates=Dates(evaluation.given_on, day),
        items=[line.item_id for line in evaluation.lines.all()],
        school_class=class_5a.school_class,
    )


def test_notice_waits_for_the_visible_day_and_follows_it_p119(class_5a, ana, parent):
    """Visible on 10 December: told that day; put off to the 18th: told on the 18th; nothing is left of the first."""
    evaluation = class_5a.evaluations["D3"]
    Evaluation.objects.filter(pk=evaluation.pk).update(visible_on=datetime.date(2026, 12, 10))
    evaluation.refresh_from_db()
    tell_results(evaluation, [ana.pk], by=class_5a.teacher)
    assert shown(ana, "2026-12-10 17:29+01:00") == []
    assert len(shown(ana, "2026-12-10 17:30+01:00")) == 1

    later = wanted(class_5a, evaluation, datetime.date(2026, 12, 18))
    change_evaluation(actor=class_5a.teacher, pk=evaluation.pk, wanted=later, seen=fingerprint([]))

    assert shown(ana, "2026-12-17 17:30+01:00") == []
    assert len(shown(ana, "2026-12-18 17:30+01:00")) == 1
    assert shown(parent, "2026-12-18 17:30+01:00") == []
    assert len(shown(parent, "2026-12-21 17:30+01:00")) == 1


def test_evaluation_deleted_before_its_day_is_told_to_nobody_p119(class_5a, ana):
    evaluation = class_5a.evaluations["D3"]
    tell_results(evaluation, [ana.pk], by=class_5a.teacher)

    delete_evaluation(actor=class_5a.teacher, pk=evaluation.pk)

    assert shown(ana, "2026-12-01 18:00+01:00") == []


def test_discreet_evaluation_is_told_to_nobody_p120_p121(class_5a, ana, client_as):
    Evaluation.objects.filter(pk=class_5a.evaluations["D3"].pk).update(is_discreet=True)

    save(client_as, class_5a, "D3", "A10", "ALPHA", "4", "3")

    assert not Notice.objects.exists()


def test_pa_and_emptied_cells_are_no_news(class_5a, ana, client_as):
    save(client_as, class_5a, "D3", "A10", "ALPHA", "4", "")

    assert not Notice.objects.filter(account=ana).exists()


def test_kind_refused_is_told_no_more_and_others_stay_p118(class_5a, ana, parent):
    choose_notices(ana, wanted=[])

    tell_results(class_5a.evaluations["D3"], [ana.pk], by=class_5a.teacher)

    assert set(Notice.objects.values_list("account", flat=True)) == {parent.pk}


def test_comment_is_news_too(class_5a, ana, client_as):
    address = reverse("evaluations:comments", args=[class_5a.evaluations["D3"].pk])

    client_as(class_5a.teacher).post(address, {f"mot-{ana.pk}": "Bravo", f"vu-{ana.pk}": ""})

    assert Notice.objects.filter(account=ana, code="evaluations.results").count() == 1


def test_sharing_tells_the_colleague_once_with_a_link_p79(class_5a, colleague):
    for _ in range(2):
        share_evaluation(actor=class_5a.teacher, pk=class_5a.evaluations["D3"].pk, shares={colleague.pk: Level.ENTER})

    [notice] = Notice.objects.filter(account=colleague)
    assert (notice.times, notice.details["level"]) == (1, "saisir")


def test_request_tells_the_teacher_and_a_withdrawn_one_is_taken_back_p113(class_5a, ana):
    Matiere.objects.filter(pk=class_5a.matiere.pk).update(request_limit=2)
    made = ask(pupil=ana, item=item_to_request(class_5a.items["A10"].pk))
    assert Notice.objects.filter(account=class_5a.teacher, code="evaluations.requested").count() == 1

    withdraw(pupil=ana, pk=made.pk)

    assert not Notice.objects.filter(code="evaluations.requested").exists()


# --- By e-mail --------------------------------------------------------------------------------------------------------


def test_mail_leaves_at_the_hour_once_without_a_name_in_its_subject_p119_p122(class_5a, ana):
    choose_channel(ana, channel="mail")
    tell_results(class_5a.evaluations["D3"], [ana.pk], by=class_5a.teacher)

    counts = []
    for moment in ("2026-11-30 17:20+01:00", "2026-11-30 17:40+01:00", "2026-11-30 17:50+01:00"):
        with time_machine.travel(moment, tick=False):
            call_command("purge", verbosity=0)
            counts.append(OutgoingMail.objects.count())

    assert counts == [0, 1, 1]
    [mail] = OutgoingMail.objects.all()
    assert mail.subject.replace("\u00a0", " ") == "SACoche : 1 notification à lire"
    assert "« D3 »" in mail.body.replace("\u00a0", " ")
    assert "Ne plus recevoir ces courriels" in mail.body


def test_what_was_read_meanwhile_is_mailed_to_nobody(class_5a, ana):
    choose_channel(ana, channel="mail")
    tell_results(class_5a.evaluations["D3"], [ana.pk], by=class_5a.teacher)
    Notice.objects.update(read_at=datetime.datetime(2026, 11, 30, 16, 40, tzinfo=datetime.UTC))

    with time_machine.travel("2026-11-30 17:40+01:00", tick=False):
        assert queue_notice_mails() == 0


def test_parent_of_two_has_one_mail_on_friday_with_counts_by_child_p122(class_5a, ana, parent):
    """Nothing names a child nor a result in the subject; nothing new, no mail."""
    choose_channel(parent, channel="week")
    pupils = [ana.pk, class_5a.pupils["BRAVO"].pk]
    for name in ("D1", "D3"):
        tell_results(class_5a.evaluations[name], pupils, by=class_5a.teacher)

    with time_machine.travel("2026-12-03 17:40+01:00", tick=False):
        assert queue_notice_mails() == 0
    with time_machine.travel("2026-12-04 17:40+01:00", tick=False):
        assert queue_notice_mails() == 1
    with time_machine.travel("2026-12-11 17:40+01:00", tick=False):
        assert queue_notice_mails() == 0

    [mail] = OutgoingMail.objects.all()
    assert mail.subject.replace("\u00a0", " ") == "SACoche : 2 notifications cette semaine"
    body = mail.body.replace("\u00a0", " ")
    assert "- Ana : 2 nouveautés" in body
    assert "- Ben : 2 nouveautés" in body
    assert "D3" not in body


def test_each_kind_goes_its_own_way_and_friday_is_one_mail_of_both_p118(class_5a, ana, client_as):
    """Results at once, what became of a request on Friday, an answer on the home page alone."""
    answer = client_as(ana).post(
        reverse("accounts:choose_notices"), {RESULTS: "mail", REQUEST_SORTED: "week", ANSWERED: "home"}
    )
    assert answer.status_code == 302
    ana.refresh_from_db()
    with time_machine.travel(THURSDAY, tick=False):
        told_of_each(class_5a, ana)
        assert queue_notice_mails() == 1
        assert queue_notice_mails() == 0
    assert "« D3 »" in OutgoingMail.objects.get().body.replace("\u00a0", " ")
    with time_machine.travel(FRIDAY, tick=False):
        notify(RESULTS, [ana], by=None, target=class_5a.evaluations["D2"].pk, title="D2", day="06/10/2026")
        assert queue_notice_mails() == 1
        assert unread_of(ana).count == 4

    mail = OutgoingMail.objects.latest("pk")
    body = mail.body.replace("\u00a0", " ")
    assert mail.subject.replace("\u00a0", " ") == "SACoche : 2 notifications à lire"
    assert "« D2 »" in body
    assert "- Un professeur s'est occupé d'une de tes demandes : 1 nouveauté" in body
    assert "question" not in body


def test_choice_that_does_not_exist_is_refused_naming_the_kind_p118(class_5a, ana, client_as):
    answer = client_as(ana).post(reverse("accounts:choose_notices"), {RESULTS: "pigeon", ANSWERED: "mail"})

    assert answer.status_code == 422
    said = unescape(answer.content.decode()).replace("\u00a0", " ")
    assert "« des résultats ou un commentaire arrivent » : ce choix n'est pas possible. Rien n'est changé." in said
    ana.refresh_from_db()
    assert ana.preferences == {}


def test_fault_pointed_out_in_a_text_is_never_refused_p118(class_5a, client_as):
    browser, address = client_as(class_5a.teacher), reverse("accounts:choose_notices")
    page = browser.get(reverse("accounts:notices"))
    [line] = [field for choice, field in page.context["form"].lines if choice.kind.code == FAULT]
    assert [value for value, _ in line.field.choices] == ["home"]

    assert browser.post(address, {FAULT: "non"}).status_code == 422
    assert browser.post(address, {SHARED: "non"}).status_code == 302

    class_5a.teacher.refresh_from_db()
    said = {"who": "GARNIER S.", "document": "Bulletin de 5A", "message": "un mot manque"}
    assert notify(FAULT, [class_5a.teacher], by=None, **said) == 1
    said = {"who": "GARNIER S.", "title": "D1", "day": "15/09/2026", "level": "voir"}
    assert notify(SHARED, [class_5a.teacher], by=None, **said) == 0


def test_home_says_three_notices_and_leads_to_them_and_read_ones_stay_told_p118(class_5a, ana, client_as):
    told_of_each(class_5a, ana)
    browser = client_as(ana)
    home = browser.get(reverse("home"))
    assert "3 notifications" in words(home)
    assert f'href="{reverse("accounts:notices")}"' in home.text

    browser.post(reverse("accounts:open_notice", args=[Notice.objects.filter(code=RESULTS).get().pk]))

    assert "2 notifications" in words(browser.get(reverse("home")))
    page = browser.get(reverse("accounts:notices"))
    assert sorted(notice.is_read for notice in page.context["notices"]) == [False, False, True]


def told_of_each(class_5a, ana):
    """A result, what became of a request, an answer."""
    d3 = class_5a.evaluations["D3"]
    notify(RESULTS, [ana], by=None, target=d3.pk, title="D3", day="03/11/2026")
    notify(REQUEST_SORTED, [ana], by=None, target=class_5a.items["A10"].pk, item="Lire une fraction", status="traitée")
    notify(ANSWERED, [ana], by=None, target=d3.pk, who="DURAND P.", title="D3")


def test_one_click_stops_the_mails_without_signing_in_p122(class_5a, ana, client):
    choose_channel(ana, channel="mail")
    address = stop_path(ana)

    asked = client.get(address)
    ana.refresh_from_db()
    assert ana.preferences["notices_by"] == "mail", "to look stops nothing: some programs follow links by themselves"
    client.post(address)

    ana.refresh_from_db()
    assert asked.status_code == 200
    assert ana.preferences == {"notices_by": "home", "notices_by_kind": {}}
    assert client.get(reverse("accounts:stop_notice_mails", args=["forgé"])).status_code == 404


def test_account_without_address_cannot_choose_mails_p118(class_5a, client_as):
    account = class_5a.pupils["DELTA"]

    answer = client_as(account).post(reverse("accounts:choose_notices"), {RESULTS: "mail"})

    assert answer.status_code == 422
    assert "ce choix n'est pas possible sans adresse e-mail. Rien n'est changé." in unescape(answer.content.decode())
    account.refresh_from_db()
    assert account.preferences == {}


@pytest.mark.parametrize("hour", ["06:59", "22:00", "midi", ""])
def test_hour_of_the_night_is_refused_p121(hour, admin, browser, class_5a):
    answer = browser.post(reverse("accounts:hour_of_notices"), {"hour": hour})

    assert answer.status_code == 422


def test_school_chooses_its_hour_p121(class_5a, ana, browser):
    browser.post(reverse("accounts:hour_of_notices"), {"hour": "18:15"})
    ana.school.refresh_from_db()
    class_5a.teacher.school.refresh_from_db()
    evaluation = Evaluation.objects.get(pk=class_5a.evaluations["D3"].pk)

    tell_results(evaluation, [ana.pk], by=class_5a.teacher)

    assert shown(ana, "2026-11-30 18:14+01:00") == []
    assert len(shown(ana, "2026-11-30 18:15+01:00")) == 1
    assert JournalEntry.objects.filter(code="accounts.set_notices_hour").count() == 1


def test_quiet_save_tells_nobody_and_the_next_one_does_p120(class_5a, ana, client_as):
    save(client_as, class_5a, "D3", "A10", "ALPHA", "4", "3", gesture="quiet")
    assert not Notice.objects.filter(account=ana).exists()
    change = MarkChange.objects.latest("pk")
    assert subject_of(class_5a.evaluations["D3"]).gestures.label(change.gesture) == "saisie discrète"
    save(client_as, class_5a, "D3", "A10", "ALPHA", "3", "2")
    assert Notice.objects.filter(account=ana).count() == 1
