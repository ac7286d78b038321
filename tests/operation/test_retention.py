"""What time deletes: the dry run says what the scheduled run does, and no duration passes its maximum."""

import datetime
import io

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse

from accounts.departed.queries import long_gone
from accounts.models import Account, JournalEntry
from evaluations.models import Document, EvaluationFile, PupilComment
from operation.retention.limits import too_long
from sacoche.kit.clock import now
from sacoche.kit.parts.kept import kinds, longest
from sacoche.kit.tenancy import school_scope
from tests.factories import AccountFactory, EvaluationFactory
from tests.html import words


def said(*options):
    written = io.StringIO()
    call_command("purge", *options, stdout=written)
    return [line for line in written.getvalue().splitlines() if " : " in line]


def kept_file(days):
    return EvaluationFile.objects.create(
        name="f", content_type="audio/webm", size=1, kept_at=now() - datetime.timedelta(days=days)
    )


@pytest.fixture
def old_files(school):
    """14 recordings and 9 subjects that have had their year; one of each that has not."""
    for rank, days in enumerate([400] * 14 + [10]):
        about = {"evaluation": EvaluationFactory(title=f"E{rank}"), "pupil": AccountFactory(profile="ELV")}
        PupilComment.objects.create(text="Bravo", voice=kept_file(days), voice_length=2, **about)
    for rank, days in enumerate([400] * 9 + [10]):
        Document.objects.create(evaluation=EvaluationFactory(title=f"D{rank}"), kind="sujet", file=kept_file(days))


def test_dry_run_lists_what_the_scheduled_run_then_does_p263(old_files, school):
    before = said("--dry-run")
    assert "commentaires parlés : 14" in before
    assert "sujets et corrigés d'évaluations : 9" in before
    assert PupilComment.objects.exclude(voice=None).count() == 15

    assert said() == before

    assert PupilComment.objects.exclude(voice=None).count() == 1
    assert Document.objects.count() == 1
    assert [line.split(" : ")[1] for line in said("--dry-run")] == ["0"] * len(list(kinds))
    counts = {each.code: each.details["count"] for each in JournalEntry.objects.all()}
    assert counts == {"evaluations.forget_voices": 14, "evaluations.forget_documents": 9}


def test_page_says_the_same_of_the_school_alone_p263(old_files, school, other_school, admin, client_as):
    with school_scope(other_school):
        Document.objects.create(evaluation=EvaluationFactory(), kind="sujet", file=kept_file(500))

    page = client_as(admin).get(reverse("operation:retention"))

    lines = {line.label: line for line in page.context["table"].lines}
    assert lines["commentaires parlés"].due == 14
    assert lines["sujets et corrigés d'évaluations"].due == 9
    assert "sujets et corrigés d'évaluations : 10" in said("--dry-run")


def test_next_day_is_said(school, admin, client_as):
    with time_machine.travel("2026-11-30 09:00+01:00", tick=False):
        PupilComment.objects.create(
            evaluation=EvaluationFactory(), pupil=AccountFactory(profile="ELV"), voice=kept_file(0), voice_length=1
        )
        page = words(client_as(admin).get(reverse("operation:retention")))

    assert "Commentaires parlés 360 jours 0 25/11/2027" in page.replace("\u00a0", " ")


def test_accounts_are_never_erased_by_the_clock_p263(school):
    AccountFactory(profile="ELV", left_on=datetime.date(2001, 1, 1))

    said()

    assert Account.objects.count() == 1


def test_duration_above_its_maximum_stops_every_command_p263(db, settings):
    settings.VOICE_DAYS = 2000

    assert "VOICE_DAYS vaut 2000 : c'est plus que le maximum, 1095" in too_long()[0]
    with pytest.raises(SystemCheckError, match="VOICE_DAYS"):
        call_command("check")


def test_every_maximum_is_that_of_a_setting(settings):
    assert [limit.setting for limit in longest() if not hasattr(settings, limit.setting)] == []
    assert too_long() == []


@pytest.mark.parametrize(
    ("profile", "left_on", "day", "is_proposed"),
    [
        ("ELV", "2023-11-30", "2026-11-29", False),
        ("ELV", "2023-11-30", "2026-11-30", True),
        ("TUT", "2025-11-15", "2026-11-14", False),
        ("TUT", "2025-11-15", "2026-11-15", True),
    ],
)
def test_account_is_proposed_after_three_years_that_of_a_parent_after_one_p255(
    school, profile, left_on, day, is_proposed
):
    AccountFactory(profile=profile, left_on=datetime.date.fromisoformat(left_on))

    with time_machine.travel(f"{day} 12:00+01:00", tick=False):
        assert long_gone().exists() is is_proposed
