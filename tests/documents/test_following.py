"""What the person who asked sees of his work: the strip of every page, the page of the job, its end."""

import pytest
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account
from documents.makers import makers
from documents.models import GeneratedFile, Job, JobStatus
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.tenancy import school_scope
from socle.models import ItemValidation
from tests.documents.working import a_worker_is_there, work_off
from tests.exports.conftest import decide
from tests.factories import AccountFactory
from tests.html import words

HOME = reverse("home")
WHOLE_SCHOOL = {"procedure": "export-sacoche", "regroupement": "d2"}


@pytest.fixture
def large_school(school) -> None:
    """One pupil more than what a page does at once; three of them have decisions."""
    count = makers.get("sacoche").at_once + 1
    names = (
        {"last_name": f"PETIT {rank}", "login": f"petit.{rank}", "sort_key": f"petit {rank}"} for rank in range(count)
    )
    bulk_insert(Account, names, common={"profile": "ELV", "first_name": "Zoé", "password": "!"})
    for pupil in Account.objects.pupils()[:3]:
        decide(pupil, 2111)


def ask(client) -> Job:
    answer = client.post(reverse("exports:generate"), WHOLE_SCHOOL)
    job = Job.objects.latest("pk")
    assert answer["Location"] == reverse("documents:job", args=[job.uuid])
    return job


def job(owner, **columns) -> Job:
    made = Job(owner=owner, kind="documents.make", version=1, title="Fichier de 620 élèves", **columns)
    made.save()
    return made


def page(name: str, job: Job) -> str:
    return reverse(f"documents:{name}", args=[job.uuid])


def test_file_of_a_whole_school_is_made_by_the_worker_while_the_page_is_closed(large_school, admin, client_as):
    a_worker_is_there()
    client = client_as(admin)
    asked = ask(client)
    assert (asked.title, GeneratedFile.objects.count()) == ("Fichier de validations de 301 élèves", 0)

    work_off()

    file = GeneratedFile.objects.get()
    assert (file.told["pupils"], file.told["silent"], file.owner) == (3, 298, admin)
    assert "Fichier de validations de 301 élèves – Fichier prêt, à récupérer avant" in words(client.get(HOME))
    answer = client.post(page("read_job", asked))
    assert answer["Location"] == reverse("exports:generated", args=[file.token])
    assert "Fichier de validations" not in words(client.get(HOME))


def test_file_of_a_class_is_made_at_once(large_school, admin, client_as):
    a_worker_is_there()
    three = {"procedure": "export-sacoche", "regroupement": "d2", "liste": "1"}
    pupils = Account.objects.pupils().values_list("pk", flat=True)[:3]

    answer = client_as(admin).post(reverse("exports:generate"), three | {"eleve": list(pupils)})

    assert answer["Location"] == reverse("exports:generated", args=[GeneratedFile.objects.get().token])
    assert Job.objects.count() == 0


def test_without_a_worker_the_page_makes_the_file_itself(large_school, admin, client_as):
    answer = client_as(admin).post(reverse("exports:generate"), WHOLE_SCHOOL)

    assert answer["Location"] == reverse("exports:generated", args=[GeneratedFile.objects.get().token])


def test_job_says_what_stopped_it_when_nobody_has_any_decision(large_school, admin, client_as):
    ItemValidation.objects.all().delete()
    a_worker_is_there()
    client = client_as(admin)
    asked = ask(client)
    work_off()

    assert "Aucune validation n'a été enregistrée pour ces élèves" in words(client.get(page("job", asked)))
    assert GeneratedFile.objects.count() == 0


def test_strip_shows_how_far_a_job_is_and_asks_again_while_there_is_one(admin, client_as):
    client = client_as(admin)
    job(admin, status=JobStatus.RUNNING, done=155, total=620)

    strip = client.get(reverse("documents:strip"))

    assert "Fichier de 620 élèves 25 %" in words(strip)
    assert 'hx-trigger="every 4s"' in strip.content.decode()
    Job.objects.update(status=JobStatus.DONE, sentence="Prêt.")
    strip = client.get(reverse("documents:strip"))
    assert "Fichier de 620 élèves – Prêt." in words(strip)
    assert "hx-" not in strip.content.decode()


def test_page_of_a_session_that_asked_for_nothing_asks_the_database_for_no_job(
    admin, client_as, django_assert_max_num_queries
):
    client = client_as(admin)
    client.get(HOME)
    with django_assert_max_num_queries(100) as seen:
        client.get(HOME)

    assert [query["sql"] for query in seen.captured_queries if "documents_job" in query["sql"]] == []


def test_job_of_somebody_else_does_not_exist(admin, director, other_school, client_as):
    own = job(admin, status=JobStatus.RUNNING)
    with school_scope(other_school):
        strangers = client_as(AccountFactory(profile=Profile.ADM))

    for client in (client_as(director), strangers):
        reads = [client.get(page(name, own)).status_code for name in ("job", "job_state")]
        writes = [client.post(page(name, own)).status_code for name in ("cancel_job", "read_job")]
        assert reads + writes == [404] * 4
        assert "620 élèves" not in words(client.get(reverse("documents:jobs")))
        assert "620 élèves" not in words(client.get(reverse("documents:strip")))
    own.refresh_from_db()
    assert (own.status, own.seen_at) == ("running", None)


def test_pupils_have_no_page_of_jobs(pupil, client_as):
    assert client_as(pupil).get(reverse("documents:jobs")).status_code == 403


def test_job_is_cancelled_from_its_page(admin, client_as):
    own = job(admin)
    client = client_as(admin)
    assert "Annuler ce travail" in words(client.get(page("job", own)))

    client.post(page("cancel_job", own))

    assert "Vous avez annulé ce travail." in words(client.get(page("job", own)))


def test_strip_asked_for_by_a_closed_session_sends_the_page_nowhere(client, db):
    """What is typed on the page stays: no redirection to the sign-in page."""
    answer = client.get(reverse("documents:strip"), headers={"HX-Request": "true", "Accept": "application/json"})

    assert (answer.status_code, answer.headers.get("HX-Redirect")) == (401, None)
