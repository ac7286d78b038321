"""Lists of people cut in pages, put in order by the heads of their columns."""

import datetime

import pytest
from lxml import html

from accounts.enums import Profile
from tests.factories import AccountFactory, SchoolClassFactory


@pytest.fixture
def client(client_as, admin):
    return client_as(admin)


def read(client, address, **asked):
    page = html.fromstring(client.get(address, asked).content)
    names = [head.text_content().strip() for head in page.xpath("//table[@id='people']/tbody/tr/th[@scope='row']")]
    return page, names


def test_list_is_sorted_by_a_head_and_turned_round_by_the_same_p285(client, school):
    for last_name, login in (("BERNARD", "zoe"), ("ALLARD", "marc"), ("CARON", "anne")):
        AccountFactory(profile=Profile.TUT, last_name=last_name, first_name="X", login=login)

    page, _ = read(client, "/parents/", tri="identifiant")
    assert read(client, "/parents/", tri="identifiant")[1] == ["CARON X", "ALLARD X", "BERNARD X"]
    assert read(client, "/parents/", tri="-identifiant")[1] == ["BERNARD X", "ALLARD X", "CARON X"]
    [head] = page.xpath("//th[@aria-sort]")
    assert (head.text_content(), head.get("aria-sort")) == ("Identifiant", "ascending")
    assert head.xpath("a/@href") == ["?tri=-identifiant"]


def test_pupils_are_sorted_within_their_class_and_those_without_a_date_come_last(client, school):
    first, second = SchoolClassFactory(niveau="CM1", reference="A"), SchoolClassFactory(niveau="CM2", reference="B")
    born = datetime.date(2015, 3, 1)
    for name, place, day in (
        ("AAA", second, born),
        ("BBB", first, None),
        ("CCC", first, born),
        ("DDD", first, born.replace(month=1)),
    ):
        AccountFactory(profile=Profile.ELV, last_name=name, first_name="X", school_class=place, birth_date=day)

    _, names = read(client, "/eleves/", tri="nee-le")

    assert [name[:3] for name in names] == ["DDD", "CCC", "BBB", "AAA"]


def test_order_that_means_nothing_is_left_out(client, school):
    AccountFactory(profile=Profile.TUT, last_name="BERNARD", first_name="X")
    for wrong in ("password", "-", "nom; drop", "x" * 3000, "enfants-rang"):
        page, names = read(client, "/parents/", tri=wrong)
        assert names == ["BERNARD X"]
        assert page.xpath("//th[@aria-sort]") == []
