"""Passwords of a whole school, made by a worker: the page that asked may be closed, each account has one label."""

import pytest
from django.urls import reverse

from accounts.models import Account
from documents.jobs.kinds import kinds
from documents.models import Job, JobStatus, SealedNote
from imports.identities import issue
from imports.services import identifiers
from tests.documents.working import a_worker_is_there, work_off
from tests.factories import AccountFactory
from tests.html import words
from tests.imports.conftest import wizard  # noqa: F401 (a fixture)
from tests.imports.wizard import Wizard

# More than a slice can do on any machine.
COUNT = 150


@pytest.fixture
def ready(wizard) -> Wizard:  # noqa: F811
    """An import that has made the accounts of a school, none of which has a password."""
    rows = "\n".join(f"NOM{rank};Zoé;CP;CP A" for rank in range(COUNT))
    return wizard.go(f"Nom Eleve;Prenom Eleve;Niveau;Classe\n{rows}\n".encode(), until="utilisateurs")


def make(wizard: Wizard):  # noqa: F811
    return wizard.client.post(reverse("imports:make_identifiers", args=[wizard.run.uuid]))


def end(job: Job) -> tuple[str, str]:
    job.refresh_from_db()
    return job.status, job.sentence


def test_worker_makes_the_passwords_while_the_page_is_closed_and_each_account_has_its_label(ready):
    a_worker_is_there()
    make(ready)
    [job] = Job.objects.all()
    assert job.title == f"Mots de passe de {COUNT} utilisateurs"

    work_off()

    assert end(job)[0] == "done"
    assert identifiers.progress(ready.run).waiting == 0
    slips = identifiers.slips(run=ready.run, actor=ready.run.holder)
    assert len(slips) == COUNT
    for slip in slips[:: COUNT // 5]:
        assert Account.objects.get(login=slip.login).check_password(slip.password)
    assert "Les mots de passe sont prêts" in words(ready.client.get(reverse("home")))


def test_page_left_open_only_looks_while_a_worker_makes_them(ready):
    a_worker_is_there()
    make(ready)
    Job.objects.update(status=JobStatus.RUNNING, runner="w", beat_at=Job.objects.get().created_at)
    before = identifiers.progress(ready.run).done

    answer = ready.client.post(
        reverse("imports:make_identifiers", args=[ready.run.uuid]), headers={"HX-Request": "true"}
    )

    assert identifiers.progress(ready.run).done == before
    assert 'hx-trigger="load delay:1s"' in answer.content.decode()


def test_without_a_worker_the_page_makes_them_itself(ready):
    make(ready)
    assert (Job.objects.count(), identifiers.progress(ready.run).done > 0) == (0, True)


def test_import_cancelled_meanwhile_ends_the_job_in_words(ready):
    a_worker_is_there()
    make(ready)
    ready.client.post(reverse("imports:cancel", args=[ready.run.uuid]))
    work_off()

    assert end(Job.objects.get()) == (
        "failed",
        "L'import a pris fin avant ces mots de passe : le prochain import les donnera.",
    )
    assert SealedNote.objects.count() == 0


def test_colleague_who_takes_the_import_over_makes_what_is_left_and_the_job_stops(ready, client_as):
    a_worker_is_there()
    make(ready)
    colleague = AccountFactory(profile="ADM", first_name="Ana", last_name="PETIT")
    client_as(colleague).post(reverse("imports:take_over", args=[ready.run.uuid]))
    before = identifiers.progress(ready.run).done
    work_off()

    assert end(Job.objects.get())[0] == "failed"
    assert "PETIT Ana a repris cet import" in end(Job.objects.get())[1]
    assert identifiers.progress(ready.run).done == before


def test_new_passwords_of_chosen_people_are_written_by_a_worker_and_given_up_in_words(admin, client_as):
    pupils = AccountFactory.create_batch(COUNT, profile="ELV")
    given = [issue.Given(pupil.pk, is_new_login=False, password="un-mot-7") for pupil in pupils]
    client, page = client_as(admin), reverse("imports:identities_issue")
    a_worker_is_there()
    issue.start(owner=admin, given=given)
    client.post(page)
    work_off()
    first = Job.objects.get()
    assert (end(first)[0], first.address) == ("done", page)
    assert len(issue.slips(admin)) == COUNT
    assert all(Account.objects.get(pk=pupil.pk).check_password("un-mot-7") for pupil in pupils[:: COUNT // 5])

    issue.start(owner=admin, given=given)
    client.post(page)
    issue.forget(admin)
    work_off()

    assert end(Job.objects.latest("pk"))[1].startswith("Vous avez effacé ces mots de passe avant la fin")


def test_every_kind_of_job_names_a_right_that_exists(db):
    from sacoche.kit.access import rights

    assert [kind.code for kind in kinds if kind.right not in rights] == []
