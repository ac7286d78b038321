"""Two requests at the same moment, each with its own connection to the database."""

from threading import Event

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account
from entrance.spaces.creation import open_school
from grids.services import CellChange, lock_pupils, save_cells
from imports import queries, services
from imports.identities import issue
from imports.management.pipeline import activate_niveaux_of
from imports.models import ImportRun
from imports.review.answers import ClassAnswer, ClassForm, ReviewAnswer, StalePlan
from imports.sources import sources
from sacoche.kit.tenancy import school_scope
from schools.models import SchoolClass
from socle.models import Item, ItemValidation, SchoolPalier
from socle.subjects import ITEMS
from tests.imports.wizard import ECOLE
from tests.together import at_once, wait_until_somebody_waits

DATA = (ECOLE / "CSVExtraction.csv").read_bytes()


@pytest.fixture
def run(transactional_db) -> ImportRun:
    """An import just extracted, in a school of its own."""
    school, _ = open_school(name="École à deux", password_hash="!")
    source = sources.get("base_eleves_eleves")
    with school_scope(school):
        activate_niveaux_of(source.read(DATA), school=school)
        run = services.stage_upload(
            school=school,
            actor=None,
            source_code=source.code,
            source_label="",
            file_name="a.csv",
            data=DATA,
            steps=source.steps,
        )
        services.stage_extraction(run=run, extraction=source.read(DATA))
        yield run


def default_class_answer(run: ImportRun) -> ClassAnswer:
    """The review of classes sent as it is displayed."""
    review = queries.class_review(run, run.school)
    forms = {row.key: ClassForm(row.niveau_id, row.name) for row in review.to_add}
    return ClassAnswer(review.fingerprint, review.proposed, forms=forms)


def apply_users(run: ImportRun):
    review = queries.user_review(run)
    ticked = frozenset(row.key for block in review.blocks for row in block.rows if row.change.is_ticked)
    answer = ReviewAnswer(review.fingerprint, ticked)
    return lambda: services.apply_users(run=run, actor=None, answer=answer)


def test_double_click_on_each_step_writes_once(run):
    answer = default_class_answer(run)
    click = lambda: services.apply_classes(run=run, actor=None, answer=answer)  # noqa: E731
    assert at_once(run.school, click, click, click) == [None] * 3
    assert SchoolClass.objects.count() == 9
    click = apply_users(run)
    assert at_once(run.school, click, click, click) == [None] * 3
    assert Account.objects.pupils().count() == 151


def test_class_made_by_hand_at_the_same_moment_is_never_an_error(run):
    answer = default_class_answer(run)
    niveau = answer.forms["n-CP_68932"].niveau_id

    def by_hand() -> None:
        SchoolClass.objects.create(school=run.school, niveau_id=niveau, reference="CP_68932", name="à la main")

    outcomes = at_once(run.school, lambda: services.apply_classes(run=run, actor=None, answer=answer), by_hand)
    # Whoever comes second is told so; nothing is half written.
    assert set(outcomes) in ({None, StalePlan}, {None, IntegrityError})
    assert SchoolClass.objects.count() in (1, 9)


def test_grid_saved_while_an_import_is_applied_stops_neither(run):
    services.apply_classes(run=run, actor=None, answer=default_class_answer(run))
    pupil = Account.objects.create(school=run.school, profile="ELV", login="parti", last_name="PARTI", first_name="Ici")
    pupil.school_class = SchoolClass.objects.order_by("pk")[0]
    pupil.save()
    director = Account.objects.create(school=run.school, profile="DIR", login="dir", last_name="DIR", first_name="Ici")
    item = Item.objects.select_related("domaine__pilier").order_by("pk")[0]
    SchoolPalier.objects.create(palier_id=item.domaine.pilier.palier_id)
    review = queries.user_review(run)
    ticked = frozenset(row.key for block in review.blocks for row in block.rows if row.decision in ("add", "remove"))
    answer, pupil_is_locked = ReviewAnswer(review.fingerprint, ticked), Event()

    def save_grid() -> None:
        with transaction.atomic():
            lock_pupils([pupil.pk])
            pupil_is_locked.set()
            wait_until_somebody_waits()
            change = CellChange(pupil_id=pupil.pk, about_id=item.pk, displayed=2, wanted=1, gesture="cell")
            save_cells(subject=ITEMS, actor=director, school=run.school, changes=[change])

    def apply() -> None:
        pupil_is_locked.wait()
        services.apply_users(run=run, actor=None, answer=answer)

    assert at_once(run.school, save_grid, apply) == [None, None]
    pupil.refresh_from_db()
    assert (pupil.is_active, ItemValidation.objects.count()) == (False, 1)


def test_new_logins_asked_for_again_while_passwords_are_made_wait_for_nobody_who_waits_for_them(
    transactional_db, monkeypatch
):
    school, admin = open_school(name="École à deux", password_hash="!")
    logins_are_given, give_logins = Event(), issue._give_logins

    def give_then_wait(*args) -> None:
        give_logins(*args)
        logins_are_given.set()
        wait_until_somebody_waits()

    def ask_again() -> None:
        issue.generate(
            school=school, actor=admin, accounts=[pupil], is_new_login=True, password=issue.RANDOM, may_replace=True
        )

    def make() -> None:
        logins_are_given.wait()
        issue.make_slice(owner=admin)

    with school_scope(school):
        pupil = Account.objects.create(school=school, profile="ELV", login="un", last_name="UN", first_name="Ana")
        issue.start(owner=admin, given=[issue.Given(pupil.pk, is_new_login=False, password="un-mot-7")])
        monkeypatch.setattr(issue, "_give_logins", give_then_wait)
        assert at_once(school, ask_again, make) == [None, None]
