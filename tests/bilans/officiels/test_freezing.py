"""What a document was when it was closed: a result that comes later moves no mean until somebody recomputes it."""

import re

import pytest

from bilans.models import Origin, Position, Status
from bilans.officiels.kinds import RELEVE
from bilans.officiels.queries.reading import class_document
from tests.bilans.officiels.test_document import type_mean, write
from tests.bilans.officiels.test_pages import address, send, set_statuses, subject, text_of
from tests.bilans.printing.conftest import bytes_of, print_for_good, texts_of
from tests.evaluations.class_5a import NAMES
from tests.factories import AccountFactory, MarkFactory, MatiereFactory, MatiereTeachingFactory


@pytest.fixture
def head(client_as, director):
    return client_as(director)


def close(head, term, **more):
    return set_statuses(head, (term.class_5a.school_class, term.period), status="complet", **more)


def reopen(head, term, **more):
    cell = (term.class_5a.school_class, term.period)
    return set_statuses(head, cell, status="profs", confirme="oui", **more)


def mark_later(term, name="BRAVO", code="1"):
    """A result of the period, that comes once the document is closed."""
    MarkFactory(
        evaluation=term.class_5a.evaluations["D3"],
        pupil=term.pupil(name),
        item=term.class_5a.items[NAMES[4]],
        code=code,
    )


def means(term):
    """The mean of each pupil in MATHS, as it is printed, with its origin."""
    shown = term.edition.shown
    sheets = class_document(term.edition).sheets
    return {
        sheet.pupil.name.split()[0]: (shown(rubric.mean.percent), rubric.mean.origin)
        for sheet in sheets
        for rubric in sheet.rubrics
    }


def test_result_that_comes_after_complete_moves_no_mean_and_is_told(head, client_as, term):
    close(head, term)
    before = means(term)
    assert before["BRAVO"] == ("15,0", Origin.FROZEN)

    mark_later(term)

    assert means(term) == before
    page = text_of(head.get(subject(term)))
    [told] = re.findall(r"15,0 ‖ arrêtée \([^)]*\) les résultats donnent (\d+,\d)", page)
    assert told != "15,0"
    assert "Des résultats ont changé depuis que ce document a été complet : 1 moyenne" in text_of(
        head.get(address(term, "class"))
    )
    printed = texts_of(bytes_of(print_for_good(head, term)))
    assert "15,0" in printed[1]
    assert told not in printed[1]


def test_reopened_it_stays_until_each_one_is_recomputed(head, client_as, term):
    close(head, term)
    mark_later(term)
    reopen(head, term)
    assert means(term)["BRAVO"] == ("15,0", Origin.FROZEN)

    browser = client_as(term.class_5a.teacher)
    assert 'value="15,0"' in browser.get(subject(term)).content.decode()
    sent = {"pupil": term.pupil("BRAVO").pk, "matiere": term.class_5a.matiere.pk, "origin": "computed", "version": 1}
    given = send(browser, address(term, "save_mean"), **sent).json()

    assert given["word"] == "calculée"
    assert means(term)["BRAVO"] == (given["shown"], Origin.COMPUTED)
    assert given["shown"] != "15,0"
    assert means(term)["ALPHA"] == ("13,8", Origin.FROZEN)


def test_reopened_to_recompute_all_of_them_follow_the_results_but_what_was_typed(head, term):
    type_mean(term, "ALPHA", 80)
    close(head, term)
    mark_later(term)
    assert "recalculer les moyennes" in text_of(set_statuses(head, *_cell(term), status="profs"))

    reopen(head, term, recalcule="oui")

    found = means(term)
    assert found["ALPHA"] == ("16,0", Origin.TYPED)
    assert found["BRAVO"][1] is Origin.COMPUTED
    assert found["BRAVO"][0] != "15,0"
    assert not Position.objects.filter(origin=Origin.FROZEN).exists()


def _cell(term):
    return [(term.class_5a.school_class, term.period)]


def test_closed_again_after_a_recomputation_it_is_that_one_that_stands(head, term):
    close(head, term)
    mark_later(term)
    reopen(head, term, recalcule="oui")
    recomputed = means(term)["BRAVO"][0]

    close(head, term)

    assert means(term)["BRAVO"] == (recomputed, Origin.FROZEN)


def test_pupil_who_had_no_mean_has_none_when_his_first_result_comes_too_late(head, term):
    late = AccountFactory(last_name="ECHO", first_name="Eva", school_class=term.class_5a.school_class)
    write(term, "Eva arrive.", pupil=late)
    close(head, term)

    MarkFactory(evaluation=term.class_5a.evaluations["D3"], pupil=late, item=term.class_5a.items[NAMES[0]], code="4")

    assert means(term)["ECHO"] == ("", Origin.FROZEN)
    assert "– ‖ arrêtée" in text_of(head.get(subject(term)))


def test_matiere_without_mean_freezes_none_and_releve_is_not_the_bulletin(head, term):
    art = MatiereFactory(reference="ARTPL", label="Arts plastiques")
    MatiereTeachingFactory(teacher=term.class_5a.teacher, matiere=art)
    close(head, term)

    assert set(Position.objects.values_list("kind", flat=True)) == {"bulletin"}
    assert Position.objects.count() == len(term.class_5a.pupils)
    term.set(Status.COMPLETE, RELEVE)
    [rubric, *_] = class_document(term.of(RELEVE)).sheets[0].rubrics
    assert rubric.mean.origin is Origin.COMPUTED


def test_set_complete_twice_freezes_once(head, term):
    close(head, term)
    mark_later(term)
    close(head, term)

    assert means(term)["BRAVO"] == ("15,0", Origin.FROZEN)
    assert Position.objects.count() == len(term.class_5a.pupils)


def test_frozen_mean_gives_way_to_that_of_the_releve_and_is_no_typed_one(head, term, client_as):
    close(head, term)
    mark_later(term)
    reopen(head, term)

    said = text_of(client_as(term.class_5a.teacher).post(address(term, "copy"), follow=True))

    assert "4 moyennes reportées" in said
    assert "gardée" not in said
    assert means(term)["BRAVO"][1] is Origin.COPIED
