"""The pages of families on a phone: what installs, which pages may be kept, and whose they are said to be."""

import pytest
from django.urls import reverse

from sacoche.offline.middleware import HEADER, device_key
from tests.factories import AccountFactory, GuardianshipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupil(school):
    return AccountFactory(profile="ELV", last_name="ALPHA", first_name="Ana")


@pytest.fixture
def parent(pupil):
    guardian = AccountFactory(profile="TUT", last_name="ALPHA", first_name="Nadia")
    GuardianshipFactory(guardian=guardian, pupil=pupil)
    return guardian


def test_product_is_installed_under_its_name_and_opens_at_home_p174(client):
    page = client.get(reverse("accounts:sign_in"), follow=True)
    assert f'<link rel="manifest" href="{reverse("manifest")}">' in page.content.decode()
    assert "manifest-src 'self'" in page["Content-Security-Policy"]
    told = client.get(reverse("manifest"))
    about = told.json()
    assert (about["name"], about["display"], about["start_url"]) == ("SACoche", "standalone", reverse("home"))
    assert about["start_url"].startswith(about["scope"])
    assert [icon["sizes"] for icon in about["icons"]] == ["any", "512x512"]


def test_worker_is_a_script_of_the_root_and_is_always_asked_again(client):
    script = client.get(reverse("offline_worker"))
    assert (script["Content-Type"], script["Cache-Control"]) == ("text/javascript", "no-cache")
    assert reverse("offline_worker").count("/") == 1, "a worker is given no page above its own address"


@pytest.mark.parametrize("address", ["home", "evaluations:own_list", "bilans:releve_matiere"])
def test_pages_that_a_family_reads_may_be_kept_and_say_whose_they_are_p174(client_as, pupil, parent, address):
    for account in (pupil, parent):
        page = client_as(account).get(reverse(address))
        assert page[HEADER] == f"{device_key(account)}; keep", account.profile
        assert page["Cache-Control"] == "no-store", "a browser itself keeps nothing"
    assert device_key(pupil) != device_key(parent)


def test_pages_of_an_account_and_those_refused_are_not_kept(client_as, pupil):
    client = client_as(pupil)
    for address in ("accounts:password", "help"):
        assert client.get(reverse(address))[HEADER] == device_key(pupil), address
    assert client.get(reverse("accounts:pupils"))[HEADER] == device_key(pupil)


def test_pages_of_staff_and_of_nobody_say_nothing(client_as, client, pupil):
    assert HEADER not in client.get(reverse("accounts:sign_in"), follow=True)
    teacher = AccountFactory(profile="ENS")
    assert HEADER not in client_as(teacher).get(reverse("home"))
    assert "data-kept-pages" not in client_as(teacher).get(reverse("home")).content.decode()


def test_home_of_a_family_offers_it_and_warns_of_shared_computers_p174(client_as, pupil):
    page = client_as(pupil).get(reverse("home")).content.decode()
    assert f'data-key="{device_key(pupil)}"' in page
    assert "Jamais sur un ordinateur partagé" in page
