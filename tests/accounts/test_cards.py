"""Cards of pupils too small to type: printed by class, a QR code and three pictures, lost, revoked."""

import datetime
import io
import itertools
from collections.abc import Callable
from typing import Any

import pytest
import segno
import time_machine
from django.test import Client
from django.urls import reverse
from lxml import html
from pypdf import PdfReader

from accounts.access.services import set_cards, set_right
from accounts.cards.paper import cards_pdf
from accounts.cards.pictures import PICTURES
from accounts.cards.services import MadeCard, make_cards
from accounts.enums import Profile
from accounts.models import Account, JournalEntry, OpenSession, PupilCard
from accounts.people.services import retire_account
from sacoche.kit.access import rights
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.factories import AccountFactory, SchoolClassFactory, TeachingAssignmentFactory
from tests.html import words

ClientAs = Callable[[Account], Client]
START = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)


@pytest.fixture
def school(school: School) -> School:
    """A school that works with cards."""
    set_cards(actor=None, school=school, is_on=True)
    return school


@pytest.fixture
def made(admin: Account, pupil: Account) -> MadeCard:
    """The card of Zoé, just printed."""
    return make_cards(actor=admin, pupils=[pupil])[0]


def address_of(card: MadeCard, number: int = 1) -> str:
    return f"/carte/{number}/?c={card.token}"


def touch(browser: Client, address: str, *pictures: str, **more: Any) -> Any:
    """The answer once these pictures were touched, one after the other, as the page sends them."""
    page = browser.get(address)
    for picture in pictures:
        fields = html.fromstring(page.content).xpath("//input[@name='deja']/@value")
        if not fields:
            return page
        page = browser.post(address, {"deja": fields[0], "image": picture}, **more)
    return page


def wrong_for(card: MadeCard) -> tuple[str, ...]:
    return tuple(reversed(card.pictures))


def class_of(number: int) -> Any:
    school_class = SchoolClassFactory(niveau="CP")
    for rank in range(number):
        AccountFactory(school_class=school_class, last_name=f"PETIT{rank:02d}", first_name=f"Léo{rank}")
    return school_class


# --- Coming in --------------------------------------------------------------------------------------------------------


def test_qr_code_and_three_pictures_in_order_open(made: MadeCard):
    browser = Client()
    page = browser.get(address_of(made))
    assert "Bonjour Zoé" in words(page)
    assert len(html.fromstring(page.content).xpath("//button[@name='image']")) == 9

    opened = touch(browser, address_of(made), *made.pictures)

    assert (opened.status_code, opened.url) == (302, "/accueil/")
    assert "Zoé" in words(browser.get("/accueil/"))
    assert OpenSession.objects.get().account == made.pupil
    assert JournalEntry.objects.get(code="accounts.sign_in").details == {"way": "carte"}


def test_pictures_in_another_order_begin_again(made: MadeCard):
    browser = Client()
    refused = touch(browser, address_of(made), *wrong_for(made))
    assert refused.status_code == 422
    assert "Ce ne sont pas tes images. Recommence." in words(refused)
    assert html.fromstring(refused.content).xpath("//input[@name='deja']/@value") == [""]
    assert touch(browser, address_of(made), *made.pictures).status_code == 302


def test_child_who_hesitates_begins_again(made: MadeCard):
    browser, address = Client(), address_of(made)
    touch(browser, address, "chat", "soleil")
    again = browser.post(address, {"deja": "chat,soleil", "recommencer": "1"})
    assert html.fromstring(again.content).xpath("//input[@name='deja']/@value") == [""]
    assert touch(browser, address, *made.pictures).status_code == 302


def test_pictures_touched_are_counted_for_who_does_not_see_them(made: MadeCard):
    assert "1 image touchée" in words(touch(Client(), address_of(made), "chat"))
    assert "2 images touchées" in words(touch(Client(), address_of(made), "chat", "soleil"))


def test_session_of_a_card_proves_no_password(made: MadeCard):
    browser = Client()
    touch(browser, address_of(made), *made.pictures)
    assert "proved_at" not in browser.session


def test_five_wrong_tries_slow_that_pupil_down_at_that_address_alone(made: MadeCard, admin: Account):
    other = make_cards(actor=admin, pupils=[AccountFactory(first_name="Ali")])[0]
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(5):
            assert touch(Client(), address_of(made), *wrong_for(made)).status_code == 422
        slowed = touch(Client(), address_of(made), *made.pictures)
        assert slowed.status_code == 429
        assert "Trop d'essais. Attends" in words(slowed)
        # The rest of the class, and the child at home, are not.
        assert touch(Client(), address_of(other), *other.pictures).status_code == 302
        assert touch(Client(), address_of(made), *made.pictures, REMOTE_ADDR="203.0.113.9").status_code == 302
        for _ in range(5):
            touch(Client(), address_of(made), *wrong_for(made))
        clock.shift(datetime.timedelta(minutes=10))
        assert touch(Client(), address_of(made), *made.pictures).status_code == 302


def test_twenty_wrong_tries_from_everywhere_slow_that_pupil_down(made: MadeCard):
    with time_machine.travel(START, tick=False):
        for rank in range(20):
            touch(Client(), address_of(made), *wrong_for(made), REMOTE_ADDR=f"203.0.113.{rank}")
        assert touch(Client(), address_of(made), *made.pictures, REMOTE_ADDR="203.0.113.99").status_code == 429


# --- A card that opens nothing ----------------------------------------------------------------------------------------


def revoked(made: MadeCard, admin: Account, school: School, client_as: ClientAs) -> None:
    school_class = SchoolClassFactory(niveau="CP")
    Account.objects.filter(pk=made.pupil.pk).update(school_class=school_class)
    client_as(admin).post(reverse("accounts:revoke_card", args=[school_class.pk, made.pupil.pk]))


def replaced(made: MadeCard, admin: Account, school: School, client_as: ClientAs) -> None:
    make_cards(actor=admin, pupils=[made.pupil])


def left(made: MadeCard, admin: Account, school: School, client_as: ClientAs) -> None:
    retire_account(actor=admin, account=made.pupil, on=today())


def closed(made: MadeCard, admin: Account, school: School, client_as: ClientAs) -> None:
    client_as(admin).post(reverse("accounts:open_cards"), {"is_open": "0"})


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (revoked, "Cette carte n'ouvre plus rien"),
        (replaced, "Cette carte n'ouvre plus rien"),
        (left, "Cette carte n'ouvre plus rien"),
        (closed, "n'ouvre pas SACoche avec une carte"),
    ],
)
def test_card_that_opens_nothing_is_refused_in_the_words_of_a_child(
    made: MadeCard, admin: Account, school: School, client_as: ClientAs, happens: Any, sentence: str
):
    happens(made, admin, school, client_as)
    browser = Client()
    refused = browser.get(address_of(made))
    assert refused.status_code == 410
    assert sentence in words(refused)
    assert "Zoé" not in words(refused)
    assert touch(browser, address_of(made), *made.pictures).status_code == 410
    assert not OpenSession.objects.filter(account=made.pupil).exists()


def test_card_whose_session_began_before_it_was_revoked_opens_nothing_at_the_third_picture(
    made: MadeCard, admin: Account, school: School, client_as: ClientAs
):
    browser, address = Client(), address_of(made)
    touch(browser, address, *made.pictures[:2])
    revoked(made, admin, school, client_as)
    last = browser.post(address, {"deja": ",".join(made.pictures[:2]), "image": made.pictures[2]})
    assert last.status_code == 410


@pytest.mark.parametrize("address", ["/carte/1/", "/carte/1/?c=", "/carte/1/?c=x", "/carte/999/?c=x"])
def test_address_of_no_card_is_refused_in_words(made: MadeCard, address: str):
    assert Client().get(address).status_code == 410


def test_card_of_one_school_opens_nothing_in_another(made: MadeCard, other_school: School):
    with school_scope(other_school):
        set_cards(actor=None, school=other_school, is_on=True)
    assert Client().get(address_of(made, number=2)).status_code == 410


@pytest.mark.parametrize("sent", [{"image": "x"}, {"deja": "chat,x,<b>", "image": "y"}, {"deja": "é" * 5000}])
def test_whatever_a_program_sends_counts_for_no_picture(made: MadeCard, sent: dict[str, str]):
    assert Client().post(address_of(made), sent).status_code == 200


def test_cards_are_off_until_the_school_wants_them(other_school: School):
    with school_scope(other_school):
        pupil = AccountFactory(first_name="Noé")
        card = make_cards(actor=AccountFactory(profile=Profile.ADM), pupils=[pupil])[0]
    assert "n'ouvre pas SACoche avec une carte" in words(Client().get(address_of(card, number=2)))


# --- On paper ---------------------------------------------------------------------------------------------------------


def pages_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_sheet_of_twenty_four_cards_then_the_pictures_for_the_teacher(
    admin: Account, school: School, client_as: ClientAs
):
    school_class = class_of(24)
    pupils = list(Account.objects.filter(school_class=school_class))
    answer = client_as(admin).post(
        reverse("accounts:print_cards", args=[school_class.pk]), {"eleve": [pupil.pk for pupil in pupils]}
    )
    assert answer.headers["Content-Disposition"] == f'attachment; filename="cartes_{school_class.reference}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    cards, pictures = pages_of(answer.content)
    assert all(f"Léo{rank}\n" in cards for rank in range(24))
    assert not any(picture.name in cards for picture in PICTURES)
    assert sum(pictures.count(picture.name) for picture in PICTURES) == 72
    assert PupilCard.objects.count() == 24
    assert JournalEntry.objects.get(code="accounts.make_cards").details == {"pupils": 24}


def test_twenty_fifth_card_begins_another_sheet(admin: Account, school: School):
    school_class = class_of(25)
    made = make_cards(actor=admin, pupils=Account.objects.filter(school_class=school_class))
    assert len(pages_of(cards_pdf(made, place="CP", address=lambda card: card.token))) == 4


def test_qr_code_on_paper_is_that_of_the_address(made: MadeCard):
    address = f"https://sacoche.exemple.fr{address_of(made)}"
    content = cards_pdf([made], place="CP", address=lambda card: address)
    squares = list(itertools.chain.from_iterable(segno.make(address, error="m", micro=False).matrix))
    drawing = PdfReader(io.BytesIO(content)).pages[0].get_contents()
    assert drawing is not None
    rectangles = [line.split() for line in drawing.get_data().decode("latin-1").splitlines() if " re " in line]
    # The frame of the card, then black squares, those of one row that touch each other in one.
    widths = [float(numbers[numbers.index("re") - 2]) for numbers in rectangles][1:]
    side = min(widths)
    assert round(sum(widths) / side) == sum(squares)


def test_nothing_that_opens_is_kept_in_clear(made: MadeCard):
    kept = str(PupilCard.objects.values().get())
    assert made.token not in kept
    assert not any(picture in kept for picture in made.pictures)


def test_pictures_are_nine_and_are_drawn_in_the_page_as_on_paper(made: MadeCard):
    assert len({picture.code for picture in PICTURES}) == 9
    page = Client().get(address_of(made)).content.decode()
    assert page.count("<svg viewBox") == 9
    assert 'style="' not in page


# --- Who prints -------------------------------------------------------------------------------------------------------


def test_only_ticked_pupils_of_that_class_are_given_a_new_card(admin: Account, school: School, client_as: ClientAs):
    school_class, elsewhere = class_of(2), class_of(1)
    first, second = Account.objects.filter(school_class=school_class).in_name_order()
    stranger = Account.objects.get(school_class=elsewhere)
    make_cards(actor=admin, pupils=[second])
    before = PupilCard.objects.get(pupil=second).token_digest
    client_as(admin).post(
        reverse("accounts:print_cards", args=[school_class.pk]), {"eleve": [first.pk, stranger.pk, "x"]}
    )
    assert PupilCard.objects.get(pupil=second).token_digest == before
    assert set(PupilCard.objects.values_list("pupil", flat=True)) == {first.pk, second.pk}


def test_nobody_ticked_is_told(admin: Account, school: School, client_as: ClientAs):
    school_class = class_of(1)
    answer = client_as(admin).post(reverse("accounts:print_cards", args=[school_class.pk]), follow=True)
    assert "cochez au moins un élève" in words(answer)


def test_cards_are_not_printed_in_a_school_that_does_not_work_with_them(
    admin: Account, school: School, client_as: ClientAs
):
    school_class = class_of(1)
    browser = client_as(admin)
    browser.post(reverse("accounts:open_cards"), {"is_open": "0"})
    pupil = Account.objects.get(school_class=school_class)
    answer = browser.post(reverse("accounts:print_cards", args=[school_class.pk]), {"eleve": pupil.pk}, follow=True)
    assert "la connexion par carte est fermée" in words(answer)
    assert not PupilCard.objects.exists()


def test_teacher_prints_those_of_his_classes_when_the_school_lets_him(
    teacher: Account, admin: Account, school: School, client_as: ClientAs
):
    mine, other = class_of(1), class_of(1)
    TeachingAssignmentFactory(teacher=teacher, school_class=mine)
    page = reverse("accounts:cards")
    assert client_as(teacher).get(page).status_code == 403
    set_right(actor=admin, school=school, right=rights.get("accounts.make_cards"), profile="ENS", is_on=True)
    browser = client_as(teacher)
    assert browser.get(f"{page}?classe={mine.pk}").status_code == 200
    assert browser.get(f"{page}?classe={other.pk}").status_code == 404
    assert browser.post(reverse("accounts:print_cards", args=[other.pk])).status_code == 404


def test_page_says_which_card_each_pupil_has(admin: Account, school: School, client_as: ClientAs):
    school_class = class_of(3)
    pupils = list(Account.objects.filter(school_class=school_class).in_name_order())
    make_cards(actor=admin, pupils=pupils[:2])
    browser = client_as(admin)
    browser.post(reverse("accounts:revoke_card", args=[school_class.pk, pupils[1].pk]))
    page = html.fromstring(browser.get(f"{reverse('accounts:cards')}?classe={school_class.pk}").content)
    states = [" ".join(cell.text_content().split())[:7] for cell in page.xpath("//tbody/tr/td[1]")]
    assert states == ["faite l", "retirée", "aucune"]
    # Those who have one are not ticked: a card that is given already goes on.
    assert [bool(box.get("checked")) for box in page.xpath("//tbody//input[@name='eleve']")] == [False, True, True]
