"""A list of 40 schools: looked at line by line, then opened together."""

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.mail import send_due_mails
from schools.models import School, Zone
from tests.factories import SchoolFactory
from tests.html import words

HEADS = "Numéro;Zone;Commune;Nom;UAI;Nom du contact;Prénom du contact;E-mail du contact"
# The letter of a UAI is that of its seven figures.
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def uai(number: int) -> str:
    return f"034{number:04d}{LETTERS[int(f'034{number:04d}') % 23]}"


def forty(**instead: str) -> bytes:
    """Forty schools; `instead` gives the UAI of a line of the file by its number (line7=…)."""
    lines = [HEADS]
    for line in range(2, 42):
        code = instead.get(f"line{line}", uai(line))
        lines.append(f";;Ville {line};École n° {line};{code};Martin;Jean;contact{line}@exemple.fr")
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


def send(client, content, name="liste.csv"):
    return client.post("/console/etablissements/liste/", {"fichier": SimpleUploadedFile(name, content)})


def confirm(client, page):
    sealed = re.search(r'name="liste" value="([^"]+)"', page.content.decode())[1]
    return client.post("/console/etablissements/liste/creer/", {"liste": sealed})


def test_two_bad_lines_are_named_and_the_38_others_opened(console, journal):
    wrong = uai(7)[:-1] + ("A" if uai(7)[-1] != "A" else "B")

    page = send(console, forty(line7=wrong, line19=uai(5)))

    told = words(page).replace("’", "'")
    assert "2 lignes refusées" in told
    assert f"« {wrong} » n'est pas un numéro UAI" in told
    assert f"Le numéro UAI {uai(5)} est déjà celui de la ligne 5" in told
    assert re.findall(r'<td class="num">(\d+)</td><th scope="row">École', page.content.decode())[:2] == ["7", "19"]
    assert School.objects.count() == 0, "nothing is written by a look"

    answer = confirm(console, page)
    send_due_mails(at_most=100)

    assert answer.url == "/console/"
    assert School.objects.count() == 38
    assert len(mail.outbox) == 38
    assert mail.outbox[0].to[0].startswith("contact")
    assert "/premier-acces/" in mail.outbox[0].body
    assert journal() == ["a importé une liste : 38 établissements créés"]


def test_what_the_server_has_already_is_told(console):
    SchoolFactory(number=3, uai=uai(2))
    Zone.objects.create(name="Hérault")
    lines = [
        HEADS,
        "3;Hérault;Lunel;Une;;;;",
        f";Gard;Nîmes;Deux;{uai(2)};;;",
        ";;;;;;;x@exemple.fr",
        ";;;Quatre;;;;pas-une-adresse",
    ]

    told = words(send(console, ("\n".join(lines) + "\n").encode())).replace("’", "'")

    assert "Le numéro 3 n'est pas libre" in told
    assert f"porte déjà le numéro UAI {uai(2)}" in told
    assert "Aucune zone ne s'appelle « Gard »" in told
    assert "Le nom de l'établissement manque" in told
    assert "« pas-une-adresse » n'est pas une adresse e-mail" in told


def test_list_keeps_numbers_zones_and_contacts(console):
    zone = Zone.objects.create(name="Hérault")
    content = f"{HEADS}\n12;Hérault;Lunel;École Une;;MARCHAND;Claire;ecole@exemple.fr\n".encode()

    confirm(console, send(console, content))

    school = School.objects.get()
    assert (school.number, school.zone, school.town) == (12, zone, "Lunel")
    assert (school.contact_last_name, school.contact_first_name) == ("MARCHAND", "Claire")


def test_school_opened_meanwhile_stops_the_list_which_is_shown_again(console):
    page = send(console, forty())
    SchoolFactory(number=900, uai=uai(30))

    answer = confirm(console, page)

    assert answer.status_code == 409
    assert "porte déjà le numéro UAI" in words(answer)
    assert School.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vide"),
        (b"%PDF-1.4 rien", "est un PDF : choisissez la liste d'établissements."),
        (b"\0\1\2\3 rien", "n'est pas un fichier texte"),
        (b"Commune;UAI\nLunel;0341234G\n", "La colonne « Nom » n'y est pas"),
        (HEADS.encode() + b"\n", "aucun établissement"),
    ],
)
def test_file_that_is_no_list_is_refused_in_words(content, told, console):
    answer = send(console, content)

    assert answer.status_code == 422
    assert told in words(answer).replace("’", "'")


def test_list_that_was_changed_on_the_way_back_opens_nothing(console):
    answer = console.post("/console/etablissements/liste/creer/", {"liste": "forgée"}, follow=True)

    assert "envoyez-la à nouveau" in words(answer)
    assert School.objects.count() == 0


def test_model_is_read_as_it_is_given(console):
    model = console.get("/console/etablissements/liste/modele/").content

    assert "1 établissement à créer" in words(send(console, model))


def test_list_is_for_operators(admin, client_as):
    assert send(client_as(admin), forty()).status_code == 302
    assert send(Client(), forty()).status_code == 302
    assert School.objects.count() == 1
