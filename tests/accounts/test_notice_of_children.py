"""The notice that pupils read: short sentences, its own version, always within reach."""

import re

from django.urls import reverse

from accounts.models import NOTICE_VERSION, PUPIL_NOTICE_VERSION, Account
from tests.factories import AccountFactory
from tests.html import words

MOST_WORDS = 15


def sentences(page):
    text = re.sub(r"</(p|h2|li)>", ". ", page.content.decode())
    text = re.sub(r"<[^>]*>", "", text.partition('<div class="card prose">')[2].partition("</div>")[0])
    return [each.strip() for each in re.split(r"[.!?]\s", text) if each.strip()]


def test_no_sentence_is_longer_than_fifteen_words_p260(pupil, client_as):
    found = sentences(client_as(pupil).get(reverse("accounts:personal_data")))

    assert len(found) > 30
    assert [each for each in found if len(re.findall(r"[\w’']+", each)) > MOST_WORDS] == []


def test_pupil_and_adult_read_two_texts_p260(pupil, teacher, client_as):
    page = reverse("accounts:personal_data")

    assert "Ce que SACoche garde de toi" in words(client_as(pupil).get(page))
    assert "Ce que SACoche garde de toi" not in words(client_as(teacher).get(page))


def test_new_notice_of_children_is_read_by_them_alone_and_its_day_is_kept_p260(school, client_as):
    pupil = AccountFactory(profile="ELV", notice_version=PUPIL_NOTICE_VERSION - 1)
    teacher = AccountFactory(profile="ENS", notice_version=NOTICE_VERSION)
    activated_at = Account.objects.get(pk=pupil.pk).activated_at

    assert client_as(teacher).get("/accueil/").status_code == 200
    browser = client_as(pupil)
    assert browser.get("/accueil/").url == "/activation/"
    assert "La notice a changé" in words(browser.get("/activation/"))
    browser.post("/activation/", {"has_read": "on"})

    pupil.refresh_from_db()
    assert (pupil.notice_version, pupil.activated_at) == (PUPIL_NOTICE_VERSION, activated_at)
    assert pupil.notice_read_at is not None
    assert browser.get("/accueil/").status_code == 200
