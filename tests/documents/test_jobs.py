"""Work that outlives a page: each job ends once, in words, whatever happens to the worker, its owner or its school."""

import datetime
import threading
from collections.abc import Iterator

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from accounts.access.decided import BY_OPERATOR
from accounts.access.services import close_school
from accounts.models import Account
from documents.jobs import queue, running
from documents.jobs.asking import AT_MOST, TooManyJobs, ask, cancel, forget_old_jobs, is_worked, put_away
from documents.jobs.beating import say_that_it_ends, say_that_it_works
from documents.jobs.kinds import JobKind, JobRefused, Outcome, Work, kinds
from documents.jobs.reaper import GIVEN_UP, SILENCE, TRIES, give_back_lost_jobs
from documents.jobs.running import FAULT, NO_RIGHT, OTHER_VERSION, OWNER_LEFT
from documents.models import Job, JobStatus, WorkerBeat
from documents.queries import strip_of
from sacoche.kit.clock import now, today
from sacoche.kit.stored import StorageFailed
from sacoche.kit.tenancy import school_scope
from tests.documents.working import work_off
from tests.factories import AccountFactory
from tests.together import at_once

RIGHT = "documents.follow_jobs"


class Bell:
    """A kind of work of the tests: it rings once each time that it is done."""

    def __init__(self) -> None:
        self.rings: list[object] = []
        self.act = lambda work: None

    def run(self, work: Work) -> Outcome:
        self.act(work)
        work.progress(1, 2)
        self.rings.append(work.asked["what"])
        return Outcome("Sonné.", "/accueil/")


@pytest.fixture
def bell() -> Iterator[Bell]:
    bell = Bell()
    kinds.register(JobKind("tests.bell", 3, RIGHT, lambda work: bell.run(work)))
    yield bell
    del kinds._things["tests.bell"]


def ring(owner: Account, what: str = "midi", subject: str = "") -> Job:
    return ask(
        kind=kinds.get("tests.bell"), owner=owner, title="Sonner", asked={"what": what}, subject=subject, total=2
    )


def again(job: Job) -> Job:
    job.refresh_from_db()
    return job


def end_of(job: Job) -> tuple[str, str]:
    again(job)
    return job.status, job.sentence


def test_job_is_done_once_and_says_what_came_out(bell, admin):
    job = ring(admin)
    assert again(job).status == JobStatus.WAITING

    assert work_off() == 1
    assert work_off() == 0

    assert end_of(job) == ("done", "Sonné.")
    assert (job.done, job.address, job.tries, bell.rings) == (2, "/accueil/", 1, ["midi"])
    assert job.ended_at >= job.started_at


def test_job_that_two_workers_take_is_done_by_one(bell, admin):
    job = ring(admin)

    running.run(job.pk)
    running.run(job.pk)

    assert (end_of(job)[0], bell.rings) == ("done", ["midi"])


def test_job_asked_for_twice_on_one_thing_is_one_job(bell, admin, director):
    first, second = ring(admin, subject="import 7"), ring(director, subject="import 7")
    work_off()
    third = ring(admin, subject="import 7")

    assert (first.pk, bell.rings) == (second.pk, ["midi"])
    assert third.pk != first.pk


def test_nobody_may_fill_the_queue_alone(bell, admin, director):
    for _ in range(AT_MOST):
        ring(admin)

    with pytest.raises(TooManyJobs, match=f"déjà {AT_MOST} travaux en attente"):
        ring(admin)
    ring(director)


def test_job_that_refuses_says_why(bell, admin):
    def refuse(work: Work) -> None:
        raise JobRefused("Il n'y a rien à exporter.")

    bell.act = refuse
    job = ring(admin)
    work_off()

    assert end_of(job) == ("failed", "Il n'y a rien à exporter.")


def test_job_stopped_by_a_fault_of_ours_ends_in_words_and_is_logged(bell, admin, caplog):
    def fail(work: Work) -> None:
        raise KeyError("x")

    bell.act = fail
    job = ring(admin)
    work_off()

    assert end_of(job) == ("failed", FAULT)
    assert "KeyError" in caplog.text


def test_job_whose_storage_fails_ends_in_its_words(bell, admin):
    def fail(work: Work) -> None:
        raise StorageFailed("Le disque de ce serveur est plein.")

    bell.act = fail
    job = ring(admin)
    work_off()

    assert end_of(job) == ("failed", "Le disque de ce serveur est plein.")


@pytest.mark.parametrize("column", [{"kind": "tests.gone"}, {"version": 2}])
def test_job_of_another_version_is_to_be_asked_for_again(bell, admin, column):
    job = ring(admin)
    Job.objects.filter(pk=job.pk).update(**column)
    work_off()

    assert (end_of(job), bell.rings) == (("failed", OTHER_VERSION), [])


def test_job_of_somebody_who_has_left_is_not_done(bell, admin):
    job = ring(admin)
    Account.objects.filter(pk=admin.pk).update(left_on=today())
    work_off()

    assert (end_of(job), bell.rings) == (("failed", OWNER_LEFT), [])


def test_job_of_an_account_that_is_gone_goes_with_it(bell, school):
    owner = AccountFactory(profile="ADM")
    ring(owner)
    owner.delete()

    assert work_off() == 1
    assert (Job.objects.count(), bell.rings) == (0, [])


def test_job_of_a_school_that_was_blocked_is_not_done(bell, admin, school):
    job = ring(admin)
    close_school(actor=None, school=school, kind=BY_OPERATOR, reason="impayé")
    work_off()

    assert (job_status := end_of(job))[0] == "failed"
    assert "« impayé »" in job_status[1]
    assert bell.rings == []


def test_job_of_somebody_who_lost_the_right_is_not_done(bell, admin):
    job = ring(admin)
    Account.objects.filter(pk=admin.pk).update(profile="ELV")
    work_off()

    assert (end_of(job), bell.rings) == (("failed", NO_RIGHT), [])


def test_job_cancelled_before_it_begins_is_not_done(bell, admin):
    job = ring(admin)
    cancel(owner=admin, uuid=job.uuid)
    work_off()

    assert (end_of(job)[0], bell.rings) == ("cancelled", [])


def test_job_cancelled_while_it_goes_on_writes_nothing_more(bell, admin):
    job = ring(admin)
    bell.act = lambda work: cancel(owner=admin, uuid=job.uuid)
    work_off()

    assert (end_of(job)[0], bell.rings) == ("cancelled", [])


def test_job_that_is_over_is_not_cancelled_any_more(bell, admin):
    job = ring(admin)
    work_off()
    cancel(owner=admin, uuid=job.uuid)

    assert end_of(job) == ("done", "Sonné.")


def test_worker_told_to_stop_gives_its_job_back_and_the_next_one_does_it(bell, admin):
    job = ring(admin)
    bell.act = lambda work: queue.stopping.set()
    try:
        work_off_once()
    finally:
        queue.stopping.clear()
    assert (again(job).status, job.tries, job.runner, bell.rings) == ("waiting", 0, "", [])

    bell.act = lambda work: None
    work_off()

    assert (end_of(job)[0], bell.rings) == ("done", ["midi"])


def work_off_once() -> None:
    queue.Worker()._work_once()


def killed(job: Job, *, is_begun: bool = True) -> None:
    """What a worker leaves that is killed: its row of the queue, the job, as it was when it last said something."""
    silent_since = now() - SILENCE - datetime.timedelta(seconds=1)
    DBTaskResult.objects.filter(pk=job.task).update(status="RUNNING", started_at=silent_since)
    columns = {"status": JobStatus.RUNNING, "runner": "dead", "tries": 1, "beat_at": silent_since} if is_begun else {}
    Job.objects.filter(pk=job.pk).update(created_at=silent_since, **columns)


@pytest.mark.parametrize("is_begun", [True, False])
def test_job_of_a_killed_worker_goes_back_to_the_queue_and_ends_once(bell, admin, is_begun):
    job = ring(admin)
    killed(job, is_begun=is_begun)
    assert work_off() == 0

    assert give_back_lost_jobs() == 1
    assert give_back_lost_jobs() == 0
    work_off()

    assert (end_of(job)[0], bell.rings) == ("done", ["midi"])
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]


def test_job_of_a_worker_that_says_it_is_there_stays_with_it(bell, admin):
    job = ring(admin)
    killed(job)
    Job.objects.filter(pk=job.pk).update(beat_at=now())

    assert give_back_lost_jobs() == 0


def test_job_that_waits_behind_others_for_an_hour_stays_in_the_queue(bell, admin):
    job = ring(admin)
    Job.objects.filter(pk=job.pk).update(created_at=now() - datetime.timedelta(hours=1))

    assert give_back_lost_jobs() == 0
    work_off()
    assert bell.rings == ["midi"]


def test_job_that_kills_its_worker_again_and_again_is_given_up_in_words(bell, admin):
    job = ring(admin)
    killed(job)
    Job.objects.filter(pk=job.pk).update(tries=TRIES)

    assert give_back_lost_jobs() == 1
    work_off()

    assert (end_of(job), bell.rings) == (("failed", GIVEN_UP), [])


def test_worker_that_was_only_slow_writes_nothing_once_its_job_was_given_to_another(bell, admin):
    job = ring(admin)

    def late(work: Work) -> None:
        Job.objects.filter(pk=job.pk).update(beat_at=now() - SILENCE - datetime.timedelta(seconds=1))
        give_back_lost_jobs()
        bell.act = lambda work: None

    bell.act = late
    work_off()

    assert (end_of(job)[0], bell.rings, again(job).tries) == ("done", ["midi"], 2)


@pytest.mark.django_db(transaction=True)
def test_two_reapers_give_a_job_back_once(bell, school):
    owner = AccountFactory(profile="ADM")
    job = ring(owner)
    killed(job)

    assert at_once(school, give_back_lost_jobs, give_back_lost_jobs) == [None, None]
    work_off()

    assert (end_of(job)[0], bell.rings) == ("done", ["midi"])


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_what_waits(bell, school):
    owner = AccountFactory(profile="ADM")
    for number in range(6):
        ring(owner, what=str(number))

    assert at_once(school, work_off, work_off) == [None, None]

    assert sorted(bell.rings) == [str(number) for number in range(6)]
    assert set(Job.objects.values_list("status", flat=True)) == {"done"}


def test_beat_says_that_the_job_under_way_is_alive(bell, admin):
    job = ring(admin)
    long_ago = now() - datetime.timedelta(hours=1)

    def long(work: Work) -> None:
        Job.objects.filter(pk=job.pk).update(beat_at=long_ago)
        running.beat()
        assert Job.objects.get(pk=job.pk).beat_at > long_ago

    bell.act = long
    work_off()

    assert end_of(job)[0] == "done"


def test_worker_is_there_until_it_ends_or_falls_silent(db):
    assert not is_worked()
    say_that_it_works("w")
    assert is_worked()
    with time_machine.travel(now() + datetime.timedelta(minutes=2), tick=False):
        assert not is_worked()
    say_that_it_ends("w")
    assert (is_worked(), WorkerBeat.objects.count()) == (False, 0)


def test_strip_shows_what_goes_on_and_each_end_until_it_is_read(bell, admin):
    done, waiting = ring(admin), None
    work_off()
    waiting = ring(admin)
    assert ([job.pk for job in strip_of(admin)["shown_jobs"]]) == [done.pk, waiting.pk]

    put_away(owner=admin, uuid=done.uuid)
    put_away(owner=admin, uuid=waiting.uuid)

    assert [job.pk for job in strip_of(admin)["shown_jobs"]] == [waiting.pk]


def test_old_jobs_are_forgotten_with_their_rows_of_the_queue(bell, admin, other_school):
    ring(admin)
    with school_scope(other_school):
        ring(AccountFactory(profile="ADM"))
    work_off()
    waiting = ring(admin)

    assert forget_old_jobs() == 0
    with time_machine.travel(now() + datetime.timedelta(days=8), tick=False):
        assert forget_old_jobs() == 2
    assert list(Job.objects.values_list("pk", flat=True)) == [waiting.pk]
    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [waiting.task]


def test_reaper_and_work_go_on_in_threads_of_a_worker(bell, admin):
    """What is done beside the jobs stops with the worker."""
    rung = threading.Event()
    queue.in_thread(rung.set, name="test", seconds=0.01)
    assert rung.wait(5)
    queue.stopping.set()
    thread = next((each for each in threading.enumerate() if each.name == "test"), None)
    if thread:
        thread.join(5)
    queue.stopping.clear()
    assert "test" not in [each.name for each in threading.enumerate()]
