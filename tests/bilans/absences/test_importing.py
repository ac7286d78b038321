"""A file of absences from its sending to its undo, on the pages that « vie scolaire » follows."""

import pytest
import time_machine
from django.urls import reverse

from accounts.models import JournalEntry
from bilans.models import AttendanceSave
from sacoche.kit.journal import verbs
from tests.bilans.absences import files
from tests.bilans.absences.conftest import Office
from tests.factories import AccountFactory, SchoolClassFactory


@pytest.fixture(autouse=True)
def autumn():
    """A day of the period, at noon of the school's wall."""
    with time_machine.travel("2026-11-16 11:00:00+00:00", tick=True):
        yield


def plain(answer) -> str:
    return answer.text.replace("\u00a0", " ").replace("&#x27;", "'")


@pytest.mark.parametrize("code", files.FILES)
def test_file_of_each_origin_is_shown_then_written_then_put_back(office: Office, code):
    data, expected = files.FILES[code]
    office.type(Chloé="9/9/9/9")

    preview = office.send(code, data)
    assert preview.status_code == 200
    before = office.kept
    assert before == {"Chloé": (9, 9, 9, 9)}
    answer = office.validate(preview)

    assert answer.status_code == 200
    assert office.kept["Anna"] == expected
    made = AttendanceSave.objects.latest("pk")
    office.client.post(reverse("bilans:absences_save", args=[made.pk]))
    assert office.kept == before


def test_siecle_says_its_dates_asks_and_lists_who_is_unknown(office: Office):
    preview = office.send("siecle", files.FILES["siecle"][0], "SIECLE_exportAbsence.xml")

    shown = plain(preview)
    assert "3 élèves, du 01/09/2026 au 30/11/2026, « Trimestre 1 », exporté le 01/12/2026" in shown
    assert "« Trimestre 1 » va du 01/09/2026 au 30/11/2026" in shown
    assert "Écrire les absences de 2 élèves dans « Trimestre 1 » ?" in shown
    answer = office.validate(preview)
    assert office.kept == {"Anna": (8, 3, 2, None), "Chloé": (0, 0, 5, None)}
    assert "1 ligne du fichier n'a pas été écrite" in plain(answer)
    assert AttendanceSave.objects.get().left_out == [[10, "ZOULOU Zoé", "aucun élève de ce nom ni de ce numéro"]]


def test_file_of_another_school_is_refused_with_both(office: Office):
    answer = office.send("siecle", files.SIECLE.replace("0341234G", "0590001A").encode("iso8859-15"))

    assert answer.status_code == 422
    assert "celui de l'établissement 0590001A, et le vôtre est 0341234G" in plain(answer)


def test_file_of_another_year_is_refused_with_both(office: Office):
    answer = office.send("siecle", files.SIECLE.replace(">2026<", ">2025<").encode("iso8859-15"))

    assert answer.status_code == 422
    assert "celui de l'année scolaire 2025-2026, et nous sommes en 2026-2027" in plain(answer)


def test_file_that_does_not_say_its_school_is_doubted(office: Office):
    answer = office.send("siecle", files.SIECLE.replace("<uaj>0341234G</uaj>", "").encode("iso8859-15"))

    assert "Ce fichier ne dit pas de quel établissement il est" in plain(answer)


def test_file_sent_twice_changes_nothing_the_second_time(office: Office):
    office.validate(office.send("own", files.FILES["own"][0]))

    again = office.send("own", files.FILES["own"][0])

    assert "0 changement" in plain(again)
    assert AttendanceSave.objects.count() == 1


def test_two_homonyms_without_a_number_are_both_listed_and_neither_is_written(office: Office, class_5a):
    twin = {"last_name": "MARTIN", "first_name": "Léa"}
    AccountFactory(school_class=class_5a, **twin)
    AccountFactory(school_class=SchoolClassFactory(niveau="5", reference="5B", name="5B"), **twin)

    preview = office.send("own", "NOM;Prénom;abs;abs_nj;ret;ret_nj\nMartin;Lea;7;0;0;0\nBravo;Ben;1;0;;\n".encode())
    office.validate(preview)

    assert "2 élèves portent ce nom : 5A, 5B" in plain(preview)
    assert office.kept == {"Ben": (1, 0, None, None)}


def test_pupils_that_pronote_does_not_name_get_nought_unless_it_is_refused(office: Office):
    preview = office.send("pronote_absences", files.FILES["pronote_absences"][0])
    assert "Les élèves que ce fichier ne nomme pas auront 0." in plain(preview)

    left = office.client.post(reverse("bilans:absences_preview"), {"autres": "laisser"}, follow=True)
    assert "restent comme ils sont" in plain(left)
    office.client.post(reverse("bilans:absences_preview"), {"autres": "zero"})
    office.validate(office.client.get(reverse("bilans:absences_preview")))

    assert office.kept == {
        "Anna": (3, 1, None, None),
        "Ben": (0, 0, None, None),
        "Chloé": (0, 0, None, None),
    }


def test_file_for_one_class_leaves_the_others_alone(office: Office, class_5a):
    other = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    AccountFactory(last_name="DELTA", first_name="Dan", school_class=other)

    preview = office.send("ent77", b"Nom Pr\xe9nom;Abs tot.;Non just.;Retards\nDELTA Dan;8;3;2\n", classe=class_5a.pk)

    assert "en 5B, hors de ce choix" in plain(preview)
    assert preview.context["written"] == 0


def test_figures_that_change_during_the_preview_are_shown_again(office: Office):
    preview = office.send("own", files.FILES["own"][0])
    office.type(Anna="1/0/0/0")

    answer = office.validate(preview)

    assert answer.status_code == 409
    assert office.kept == {"Anna": (1, 0, 0, 0)}
    assert office.validate(answer).status_code == 200
    assert office.kept["Anna"] == (8, 3, 2, 1)


def test_file_given_up_is_forgotten(office: Office):
    office.send("own", files.FILES["own"][0])

    office.client.post(reverse("bilans:absences_abandon"))

    answer = office.client.get(reverse("bilans:absences_preview"), follow=True)
    assert "Il n'y a pas de fichier en attente" in plain(answer)
    assert office.kept == {}


def test_file_that_is_not_the_right_one_is_refused_in_words_and_nothing_waits(office: Office):
    answer = office.send("siecle", files.FILES["ent77"][0], "STATS.csv")

    assert answer.status_code == 422
    assert "Ce fichier n'est pas un fichier XML. Ici, il faut SIECLE_exportAbsence.xml" in plain(answer)
    assert answer.context["draft"] is None


def test_forged_choices_of_a_file_are_refused_in_words(office: Office):
    for more in ({"origine": "x"}, {"periode": "999"}, {"classe": "x"}):
        answer = office.send("own", files.FILES["own"][0], **more)
        assert answer.status_code == 422
        assert "Choisissez une" in plain(answer)


def test_journal_tells_the_file(office: Office):
    office.validate(office.send("own", files.FILES["own"][0], "absences 5A.csv"))

    entry = JournalEntry.objects.get(code="bilans.attendance_file")
    assert verbs.get(entry.code).told(entry.details) == (
        "a importé les absences de 3 élèves (Trimestre 1) : Tableau de SACoche (CSV ou .xlsx), "
        "fichier « absences 5A.csv »"
    )
