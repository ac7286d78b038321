"""Who writes when: six statuses, two kinds of texts, four people; what the screen says is what a forged post meets."""

import pytest
import time_machine

from accounts.models import Notice
from bilans.models import Appreciation, AppreciationChange, Fault, Gesture, Origin, Position, Section, Status
from bilans.officiels.kinds import BULLETIN
from bilans.officiels.queries.writers import writer
from bilans.officiels.services.places import Refused
from bilans.officiels.services.positions import WantedMean, save_mean
from bilans.officiels.services.texts import Wanted, save_text, undo_text
from tests.bilans.officiels.test_document import configure, write
from tests.factories import AccountFactory, MatiereFactory


def place(term):
    return {"kind": BULLETIN, "school_class": term.class_5a.school_class.pk, "period": term.period.pk}


def say(term, actor, text="Bien.", *, name="ALPHA", seen=0, matiere=True, key=0):
    pupil = term.pupil(name).pk if name else 0
    wanted = Wanted(pupil, term.class_5a.matiere.pk if matiere else 0, text, seen, key)
    return save_text(actor=actor, wanted=wanted, **place(term))


def conclude(term, actor, text="Un bon trimestre.", *, seen=0):
    return say(term, actor, text, seen=seen, matiere=False)


def position(term, actor, typed="16", *, name="BRAVO", seen=0, origin=Origin.TYPED):
    wanted = WantedMean(term.pupil(name).pk, term.class_5a.matiere.pk, origin, typed, seen)
    return save_mean(actor=actor, wanted=wanted, **place(term))


@pytest.fixture
def people(term, principal, director, admin):
    return {"ENS": term.class_5a.teacher, "PP": principal, "DIR": director, "ADM": admin}


WRITES = {
    (Status.TEACHERS, "rubric"): {"ENS"},
    (Status.MIXED, "rubric"): {"ENS"},
    (Status.MIXED, "synthesis"): {"PP", "DIR"},
    (Status.SYNTHESIS, "synthesis"): {"PP", "DIR"},
}


@pytest.mark.parametrize("what", ["rubric", "synthesis"])
@pytest.mark.parametrize("status", list(Status))
def test_who_writes_when_p180(term, people, status, what):
    term.set(status)
    act = say if what == "rubric" else conclude
    wrote, told_open = set(), set()
    for who, account in people.items():
        by = writer(account, term.edition)
        alpha, maths = term.pupil("ALPHA").pk, term.class_5a.matiere.pk
        why_not = by.why_not_write(alpha, maths) if what == "rubric" else by.why_not_conclude()
        told_open |= set() if why_not else {who}
        said = _refusal(act, term, account, f"Texte de {who}.", seen=Appreciation.objects.count())
        assert said == why_not
        wrote |= set() if said else {who}
    assert wrote == told_open == WRITES.get((status, what), set())


def _refusal(act, *args, **kwargs):
    """What a forged post is answered; empty when it is written."""
    try:
        act(*args, **kwargs)
    except Refused as refused:
        return str(refused)
    return ""


def test_head_corrects_and_the_author_stays_and_is_told_p190(term, director):
    term.set(Status.TEACHERS)
    teacher = term.class_5a.teacher
    text = say(term, teacher, "Ana porgresse.").stands
    corrected = say(term, director, "Ana progresse.", seen=1, key=text.key).stands
    assert (corrected.text, corrected.author, corrected.author_label) == (
        "Ana progresse.",
        teacher.pk,
        teacher.author_label,
    )
    [last, first] = AppreciationChange.objects.all()
    assert (last.before, last.after, last.gesture, last.actor) == (
        "Ana porgresse.",
        "Ana progresse.",
        Gesture.CORRECT,
        director,
    )
    assert first.actor == teacher
    assert [notice.code for notice in Notice.objects.filter(account=teacher)] == ["bilans.corrected"]


def test_correction_is_not_open_to_colleagues_p190(term, colleague):
    term.set(Status.TEACHERS)
    text = say(term, term.class_5a.teacher, "Bien.").stands
    with pytest.raises(Refused, match="ne vous a pas donné ce droit"):
        say(term, colleague, "Mal.", seen=1, key=text.key)


def test_two_teachers_of_a_matiere_write_beside_one_another(term, colleague):
    term.set(Status.TEACHERS)
    say(term, term.class_5a.teacher, "De l'un.")
    say(term, colleague, "De l'autre.")
    assert list(Appreciation.objects.order_by("pk").values_list("text", flat=True)) == ["De l'un.", "De l'autre."]


@pytest.mark.parametrize(("length", "is_kept"), [(400, True), (401, False)])
def test_limit_is_that_of_the_configuration_p183(term, length, is_kept):
    term.set(Status.TEACHERS)
    if is_kept:
        assert len(say(term, term.class_5a.teacher, "é" * length).stands.text) == length
    else:
        with pytest.raises(Refused, match=r"401 signes : la limite est de 400\. Raccourcissez de 1\."):
            say(term, term.class_5a.teacher, "é" * length)
        assert Appreciation.objects.count() == 0


def test_five_thousand_letters_and_emoji_are_told_and_counted_as_signs_p183(term):
    term.set(Status.TEACHERS)
    configure(term, rubric_length=999)
    with pytest.raises(Refused, match="5000 signes : la limite est de 999"):
        say(term, term.class_5a.teacher, "x" * 5000)
    assert say(term, term.class_5a.teacher, "🎉" * 999).stands.text == "🎉" * 999


def test_configuration_of_length_nought_takes_no_text_p188(term):
    term.set(Status.TEACHERS)
    configure(term, rubric_length=0)
    with pytest.raises(Refused, match="la limite est de 0"):
        say(term, term.class_5a.teacher, "x")


def test_same_text_in_two_windows_shows_both_p184(term):
    term.set(Status.TEACHERS)
    teacher = term.class_5a.teacher
    say(term, teacher, "De la première.")
    outcome = say(term, teacher, "De la seconde.", seen=0)
    assert (outcome.is_conflict, outcome.stands.text) == (True, "De la première.")
    assert not say(term, teacher, "De la seconde.", seen=outcome.stands.version).is_conflict


def test_same_text_sent_twice_is_no_conflict_and_no_history_p184(term):
    term.set(Status.TEACHERS)
    for _time in range(2):
        assert not say(term, term.class_5a.teacher, "Bien.", seen=0).is_conflict
    assert AppreciationChange.objects.count() == 1


def test_history_is_undone_p184(term):
    term.set(Status.TEACHERS)
    teacher = term.class_5a.teacher
    say(term, teacher, "Premier.")
    text = say(term, teacher, "Second.", seen=1).stands
    undone = undo_text(actor=teacher, key=text.key, seen=2, **place(term)).stands
    assert (undone.text, undone.version) == ("Premier.", 3)
    assert AppreciationChange.objects.first().gesture == Gesture.UNDO


def test_what_is_written_further_after_a_pause_is_one_change_p184(term):
    term.set(Status.TEACHERS)
    teacher = term.class_5a.teacher
    for seen, text in enumerate(("Ana", "Ana progresse", "Ana progresse.")):
        say(term, teacher, text, seen=seen)
    [change] = AppreciationChange.objects.all()
    assert (change.before, change.after) == ("", "Ana progresse.")


def test_what_is_written_further_later_is_another_change_p184(term):
    term.set(Status.TEACHERS)
    teacher = term.class_5a.teacher
    say(term, teacher, "Ana")
    with time_machine.travel("2026-11-30 09:06+01:00", tick=False):
        say(term, teacher, "Ana progresse", seen=1)
    assert [change.before for change in AppreciationChange.objects.all()] == ["Ana", ""]


def test_text_that_was_emptied_comes_back(term):
    term.set(Status.TEACHERS)
    teacher = term.class_5a.teacher
    say(term, teacher, "Premier.")
    text = say(term, teacher, " ", seen=1).stands
    assert text.text == ""
    assert undo_text(actor=teacher, key=text.key, seen=2, **place(term)).stands.text == "Premier."


def test_two_principals_write_one_general_appreciation_whose_author_is_the_last_p185(term, principal, director):
    term.set(Status.SYNTHESIS)
    conclude(term, principal, "Du professeur principal.")
    assert conclude(term, director, "De la direction.", seen=0).is_conflict
    stands = conclude(term, director, "De la direction.", seen=1).stands
    assert (stands.author, Appreciation.objects.count()) == (director.pk, 1)
    assert AppreciationChange.objects.count() == 2


def test_pupil_of_another_class_and_matiere_of_another_are_refused(term, colleague):
    term.set(Status.TEACHERS)
    stranger, other = AccountFactory(), MatiereFactory(reference="ANGL")
    wanted = Wanted(stranger.pk, term.class_5a.matiere.pk, "Bien.", 0)
    with pytest.raises(Refused, match="n'est plus, dans cette classe"):
        save_text(actor=colleague, wanted=wanted, **place(term))
    with pytest.raises(Refused, match="pas une des vôtres"):
        save_text(actor=colleague, wanted=Wanted(term.pupil("ALPHA").pk, other.pk, "Bien.", 0), **place(term))


def test_class_as_a_whole_has_its_text(term):
    term.set(Status.TEACHERS)
    say(term, term.class_5a.teacher, "Classe agréable.", name="")
    [text] = Appreciation.objects.all()
    assert (text.pupil, text.school_class, text.section) == (None, term.class_5a.school_class, Section.MATIERE)


def test_fault_closes_when_the_text_changes_p190(term):
    term.set(Status.TEACHERS)
    text = write(term, "Fote.", pupil=term.pupil("ALPHA"), author=term.class_5a.teacher)
    fault = Fault.objects.create(appreciation=text, reporter_label="FONTAINE E.")
    say(term, term.class_5a.teacher, "Faute.", seen=1)
    fault.refresh_from_db()
    assert fault.closed_at is not None


# --- Means ---


def test_mean_typed_removed_and_computed_again_p186(term):
    term.set(Status.TEACHERS)
    teacher = term.class_5a.teacher
    assert position(term, teacher).stands.percent == 80
    removed = position(term, teacher, "", seen=1, origin=Origin.REMOVED).stands
    assert (removed.percent, removed.origin, removed.version) == (None, Origin.REMOVED, 2)
    assert position(term, teacher, "", seen=2, origin=Origin.COMPUTED).stands is None
    assert Position.objects.count() == 0


@pytest.mark.parametrize("typed", ["20,1", "-1", "15,25", "abc", "", "NaN", "1e1000"])
def test_mean_that_is_none_is_refused_in_words_p186(term, typed):
    term.set(Status.TEACHERS)
    with pytest.raises(Refused, match="de 0 à 20"):
        position(term, term.class_5a.teacher, typed)


def test_mean_in_two_windows_shows_both_p186(term):
    term.set(Status.TEACHERS)
    position(term, term.class_5a.teacher, "16")
    assert position(term, term.class_5a.teacher, "12", seen=0).is_conflict


def test_mean_follows_the_status_and_the_matiere_p186(term, principal, director):
    term.set(Status.SYNTHESIS)
    with pytest.raises(Refused, match="closes"):
        position(term, term.class_5a.teacher)
    assert position(term, director).stands.percent == 80, "who corrects may correct a mean too"
    term.set(Status.TEACHERS)
    with pytest.raises(Refused):
        position(term, principal, seen=1)


def test_matiere_without_mean_takes_none_p187(term):
    term.set(Status.TEACHERS)
    configure(term, without_mean=["MATHS"])
    with pytest.raises(Refused, match="sans moyenne"):
        position(term, term.class_5a.teacher)
