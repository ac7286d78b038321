"""Imports of more than 2,000 lines: a worker writes what was validated, whole and once; the page may be left."""

import datetime

import pytest
from django.urls import reverse

from accounts.access.decided import BY_OPERATOR
from accounts.access.services import close_school
from accounts.models import Account
from documents.jobs import running
from documents.jobs.reaper import SILENCE, give_back_lost_jobs
from documents.models import Job
from imports import services
from imports.models import ImportRun
from imports.steps import by_worker
from sacoche.kit.clock import now
from tests.documents.working import a_worker_is_there, work_off
from tests.factories import AccountFactory
from tests.html import words
from tests.imports.college import college
from tests.imports.wizard import Wizard

STALE = "L'établissement a changé depuis que cette étape a été validée"


def pupils_file(number: int) -> bytes:
    rows = "\n".join(f"NOM{rank};Zoé;CP;CP A" for rank in range(number))
    return f"Nom Eleve;Prenom Eleve;Niveau;Classe\n{rows}\n".encode()


@pytest.fixture
def five_lines_are_many(monkeypatch) -> None:
    """As 2,001 are: these tests are about what becomes of the job."""
    monkeypatch.setattr(by_worker, "AT_ONCE", 4)


@pytest.fixture
def reviewed(wizard, five_lines_are_many) -> Wizard:
    """Five pupils whose accounts are about to be made, with a worker to do it."""
    a_worker_is_there()
    return wizard.go(pupils_file(5), until="classes")


def only_job() -> Job:
    return Job.objects.get()


def end(job: Job) -> tuple[str, str]:
    job.refresh_from_db()
    return job.status, job.sentence


def pupil_count() -> int:
    return Account.objects.pupils().count()


@pytest.mark.parametrize(("lines", "jobs"), [(2_000, 0), (2_001, 1)])
def test_import_of_more_than_2000_lines_is_written_by_a_worker(wizard, lines, jobs):
    a_worker_is_there()
    wizard.go(pupils_file(lines), until="classes")

    answer = wizard.validate("utilisateurs")

    assert answer["Location"] == wizard.url("utilisateurs")
    assert (Job.objects.count(), pupil_count()) == (jobs, 0 if jobs else lines)
    work_off()
    wizard.run.refresh_from_db()
    assert (pupil_count(), wizard.run.has_done("utilisateurs")) == (lines, True)


def test_page_that_validates_shows_the_work_and_finds_it_again_then_leads_to_what_it_gave(reviewed):
    page = reviewed.client.post(reviewed.url("utilisateurs"), reviewed.form("utilisateurs"), follow=True)
    job = only_job()
    assert job.title == "Utilisateurs d'un import de 5 lignes"
    for seen in (page, reviewed.get("utilisateurs")):
        assert "Vous pouvez quitter cette page" in words(seen)
        assert "data-review" not in seen.content.decode()
        assert reverse("documents:job_state", args=[job.uuid]) in seen.content.decode()
    assert job.title in words(reviewed.client.get(reverse("home")))

    work_off()

    assert end(job)[0] == "done"
    assert "Enregistré : 5 utilisateurs ajoutés, 0 utilisateur modifié" in end(job)[1]
    answer = reviewed.client.post(reverse("documents:read_job", args=[job.uuid]))
    assert answer["Location"] == reviewed.url("utilisateurs")
    assert "5 utilisateurs ajoutés" in words(reviewed.get("utilisateurs"))


def test_without_a_worker_the_page_writes_it_itself(wizard, five_lines_are_many):
    wizard.go(pupils_file(5), until="utilisateurs")

    assert (Job.objects.count(), pupil_count()) == (0, 5)


def test_validated_twice_it_is_one_job_and_written_once(reviewed):
    form = reviewed.form("utilisateurs")
    reviewed.post("utilisateurs", form)
    reviewed.post("utilisateurs", form)
    work_off()

    assert (end(only_job())[0], pupil_count()) == ("done", 5)
    reviewed.post("utilisateurs", form)
    assert (Job.objects.count(), pupil_count()) == (1, 5)


def test_password_that_proved_who_is_there_is_not_kept_with_the_job(reviewed):
    reviewed.validate("utilisateurs", preuve="secret-de-claire")

    assert "secret-de-claire" not in str(only_job().asked)
    assert sorted(only_job().asked["answer"]) == ["fingerprint", "read", "separated", "ticked"]


def test_boxes_left_unticked_are_left_by_the_worker_too(reviewed):
    form = reviewed.form("utilisateurs")
    reviewed.post("utilisateurs", form | {"tick": form["tick"][:3]})
    work_off()

    assert pupil_count() == 3


def test_school_that_changed_before_the_click_is_said_on_the_page(reviewed):
    form = reviewed.form("utilisateurs")
    AccountFactory(profile="ELV", last_name="NOM0", first_name="Zoé")

    answer = reviewed.post("utilisateurs", form)

    assert (answer.status_code, Job.objects.count()) == (409, 0)


def test_school_that_changes_meanwhile_is_left_as_it_is_and_the_review_is_shown_again(reviewed):
    reviewed.validate("utilisateurs")
    AccountFactory(profile="ELV", last_name="NOM0", first_name="Zoé")
    work_off()

    job = only_job()
    assert (end(job)[0], pupil_count()) == ("failed", 1)
    assert STALE in end(job)[1]
    answer = reviewed.client.post(reverse("documents:read_job", args=[job.uuid]))
    assert "data-review" in reviewed.client.get(answer["Location"]).content.decode()
    reviewed.validate("utilisateurs")
    work_off()
    assert pupil_count() == 5


@pytest.mark.parametrize(
    ("loses", "told"),
    [
        (lambda admin: Account.objects.filter(pk=admin.pk).update(profile="ENS"), "Vous n'avez plus le droit"),
        (lambda admin: Account.objects.filter(pk=admin.pk).update(left_on="2000-01-01"), "est fermé"),
        (lambda admin: close_school(school=admin.school, actor=None, kind=BY_OPERATOR, reason="Travaux"), "Travaux"),
    ],
    ids=["right", "account", "school"],
)
def test_whoever_may_no_longer_do_it_has_nothing_written(reviewed, admin, loses, told):
    reviewed.validate("utilisateurs")
    loses(admin)
    work_off()

    assert end(only_job())[0] == "failed"
    assert told in end(only_job())[1]
    assert pupil_count() == 0


def test_cancelled_before_it_begins_it_writes_nothing_and_can_be_validated_again(reviewed):
    reviewed.validate("utilisateurs")
    job = only_job()
    reviewed.client.post(reverse("documents:cancel_job", args=[job.uuid]))
    work_off()

    assert (end(job)[0], pupil_count()) == ("cancelled", 0)
    answer = reviewed.client.post(reverse("documents:read_job", args=[job.uuid]))
    assert answer["Location"] == reviewed.url("utilisateurs")
    reviewed.validate("utilisateurs")
    work_off()
    assert pupil_count() == 5


def test_import_given_up_meanwhile_writes_nothing(reviewed):
    reviewed.validate("utilisateurs")
    reviewed.client.post(reverse("imports:cancel", args=[reviewed.run.uuid]))
    work_off()

    assert end(only_job()) == ("failed", "Cet import a pris fin avant cette étape, dont rien n'a été écrit.")
    assert pupil_count() == 0


def test_colleague_who_takes_the_import_over_validates_it_himself(reviewed, client_as):
    reviewed.validate("utilisateurs")
    colleague = AccountFactory(profile="ADM", first_name="Ana", last_name="PETIT")
    own = Wizard(client_as(colleague), reviewed.run)
    own.client.post(reverse("imports:take_over", args=[reviewed.run.uuid]))
    assert "data-review" in own.get("utilisateurs").content.decode()
    own.validate("utilisateurs")
    work_off()

    first, second = Job.objects.order_by("pk")
    assert (first.status, first.sentence) == (
        "failed",
        "PETIT Ana a repris cet import : cette étape est à valider de sa main.",
    )
    assert (second.status, second.owner, pupil_count()) == ("done", colleague, 5)


def test_worker_killed_before_the_end_leaves_nothing_and_the_next_one_writes_it_once(reviewed, monkeypatch):
    reviewed.validate("utilisateurs")

    def die(*_args, **_columns):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        # All is written, but for the end of the job: the process dies there.
        patch.setattr(running, "_end", die)
        work_off()
    assert (end(only_job())[0], pupil_count()) == ("running", 0)

    Job.objects.update(beat_at=now() - SILENCE - datetime.timedelta(seconds=1))
    assert give_back_lost_jobs() == 1
    work_off()

    assert (end(only_job())[0], only_job().tries, pupil_count()) == ("done", 2, 5)


def test_what_is_written_can_no_longer_be_cancelled(reviewed, monkeypatch):
    """The end of the job is in the transaction of the accounts: one does not stand without the other."""
    reviewed.validate("utilisateurs")
    seen = []
    apply_users = services.apply_users

    def apply_and_look(**arguments):
        apply_users(**arguments)
        seen.append(only_job().status)

    monkeypatch.setattr(services, "apply_users", apply_and_look)
    work_off()
    reviewed.client.post(reverse("documents:cancel_job", args=[only_job().uuid]))

    assert (seen, end(only_job())[0], pupil_count()) == (["running"], "done", 5)


def test_every_step_of_a_college_is_written_by_the_worker_as_by_the_page(wizards, five_lines_are_many):
    a_worker_is_there()
    for source, name in (
        ("siecle_eleves", "ElevesSansAdresses.xml"),
        ("sts_professeurs", "sts_emp_5791002T_2018.xml"),
        ("siecle_responsables", "ResponsablesAvecAdresses.xml"),
    ):
        wizard = wizards(source)
        wizard.upload(college(name), name)
        for step in wizard.run.steps[1:]:
            wizard.post(step) if step in ("extraction", "nettoyage") else wizard.validate(step)
            work_off()

    ends = {(job.title.partition(" d'un")[0], job.status) for job in Job.objects.all()}
    assert ends == {
        ("Utilisateurs", "done"),
        ("Affectations", "done"),
        ("Adresses", "done"),
        ("Responsabilités", "done"),
    }
    assert ImportRun.objects.filter(status="finished").count() == 3
    assert all(job.sentence for job in Job.objects.all())
