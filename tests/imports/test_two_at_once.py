"""Two requests at the same moment, each with its own connection to the database."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection

from accounts.creation import open_school
from accounts.models import Account
from imports import queries, services
from imports.answers import ReviewAnswer, StalePlan
from imports.models import ImportRun
from imports.pipeline import activate_niveaux_of, default_class_answer
from imports.sources import sources
from sacoche.kit.tenancy import school_scope
from schools.models import SchoolClass
from tests.imports.wizard import ECOLE

DATA = (ECOLE / "CSVExtraction.csv").read_bytes()


@pytest.fixture
def run(transactional_db) -> ImportRun:
    """An import just extracted, in a school of its own."""
    school, _ = open_school(name="École à deux", password_hash="!")
    source = sources.get("base_eleves_eleves")
    with school_scope(school):
        activate_niveaux_of(source.read(DATA), school=school)
        run = services.stage_upload(
            school=school, actor=None, source_code=source.code, source_label="", file_name="a.csv", data=DATA
        )
        services.stage_extraction(run=run, extraction=source.read(DATA))
        yield run


def at_once(run: ImportRun, *acts) -> list[object]:
    """Do these together; what each raised, or None.

    SQLite lets one writer in at a time and the others wait; its database of tests, in memory, refuses instead of
    waiting: there they go one after the other.
    """
    is_together = connection.vendor != "sqlite"
    barrier, outcomes = Barrier(len(acts) if is_together else 1), []

    def play(act) -> None:
        with school_scope(run.school):
            barrier.wait()
            try:
                act()
                outcomes.append(None)
            except Exception as error:  # told to the test
                outcomes.append(type(error))

    def play_apart(act) -> None:
        play(act)
        connection.close()

    if not is_together:
        for act in acts:
            play(act)
        return outcomes
    threads = [Thread(target=play_apart, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def apply_users(run: ImportRun):
    review = queries.user_review(run)
    ticked = frozenset(row.key for block in review.blocks for row in block.rows if row.change.is_ticked)
    answer = ReviewAnswer(review.fingerprint, ticked)
    return lambda: services.apply_users(run=run, actor=None, answer=answer)


def test_double_click_on_each_step_writes_once(run):
    answer = default_class_answer(run)
    click = lambda: services.apply_classes(run=run, actor=None, answer=answer)  # noqa: E731
    assert at_once(run, click, click, click) == [None] * 3
    assert SchoolClass.objects.count() == 9
    click = apply_users(run)
    assert at_once(run, click, click, click) == [None] * 3
    assert Account.objects.pupils().count() == 151


def test_class_made_by_hand_at_the_same_moment_is_never_an_error(run):
    answer = default_class_answer(run)
    niveau = answer.forms["n-CP_68932"].niveau_id

    def by_hand() -> None:
        SchoolClass.objects.create(school=run.school, niveau_id=niveau, reference="CP_68932", name="à la main")

    outcomes = at_once(run, lambda: services.apply_classes(run=run, actor=None, answer=answer), by_hand)
    # Whoever comes second is told so; nothing is half written.
    assert set(outcomes) in ({None, StalePlan}, {None, IntegrityError})
    assert SchoolClass.objects.count() in (1, 9)
