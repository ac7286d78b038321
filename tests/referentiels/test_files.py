"""A référentiel goes out as a file and comes back; a teacher's own table becomes one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from referentiels.enums import Sharing
from referentiels.exchange.faults import BadTree
from referentiels.exchange.reading import read_file
from referentiels.exchange.writing import FORMATS
from referentiels.library import offers
from referentiels.models import Referentiel
from referentiels.queries.whole import tree_of
from referentiels.services.making import create
from referentiels.tree import SocleLink
from schools.models import Matiere, Niveau
from tests.referentiels.shown import plain

ClientAs = Callable[[Account], Client]

SHEET = """Domaine;Thème;Item;Coefficient;Socle 2016;Commentaire
Nombres;Fractions;Nommer une fraction;2;1.3;Seul
;;Placer une fraction;;C3 13, C4 4.1;
;Calcul;Ajouter;1;;
Espace;Solides;Décrire un cube;0;;
"""


def known(link: SocleLink) -> bool:
    return link.version != "2016" or link.entry in (13, 41)


def posted(client: Client, maths: Matiere, cm1: Niveau, content: str | bytes, name: str = "r.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    said = {"matiere": maths.pk, "niveau": cm1.pk, "file": SimpleUploadedFile(name, data)}
    return client.post(reverse("referentiels:bring_in"), said)


@pytest.mark.parametrize("code", ["xml", "csv", "xlsx", "ods"])
@pytest.mark.parametrize("offer", ["maths-cm1", "franc-3"])
def test_file_sent_back_gives_the_same_tree_p24_p28(code: str, offer: str) -> None:
    tree = offers()[offer].tree
    reading = read_file(FORMATS[code].write(tree, {}), lambda link: True)
    assert reading.faults == ()
    assert reading.tree == tree


def test_table_of_a_teacher_is_read_with_its_cells_left_empty_p27() -> None:
    reading = read_file(SHEET.encode("cp1252"), known, cycle=3)
    assert reading.faults == ()
    numbers, space = reading.tree.domaines
    assert [(domaine.code, domaine.name) for domaine in (numbers, space)] == [("A", "Nombres"), ("B", "Espace")]
    assert [theme.name for theme in numbers.themes] == ["Fractions", "Calcul"]
    first, second = numbers.themes[0].items
    assert (first.coefficient, first.socle, first.comment) == (2, (SocleLink("2016", 3, 13),), "Seul")
    assert second.socle == (SocleLink("2016", 3, 13), SocleLink("2016", 4, 41))
    assert space.themes[0].items[0].coefficient == 0


def test_lines_with_a_fault_are_named_and_the_others_kept_p27() -> None:
    lines = [
        "Nombres;Fractions;;1;;",
        "Nombres;Fractions;Trop;30;;",
        "Nombres;Fractions;Loin;1;C3 9.9;",
        "Nombres;Fractions;Bon;1;;",
    ]
    header = "Domaine;Thème;Item;Coefficient;Socle 2016;Commentaire"
    reading = read_file("\n".join([header, *lines, ""]).encode(), known)
    assert [str(fault) for fault in reading.faults] == [
        "Ligne 2 : l'item est vide.",
        "Ligne 3 : le coefficient « 30 » n'est pas un nombre entier de 0 à 20.",
        "Ligne 4 : la composante « C3 9.9 » n'existe pas dans le socle de 2016.",
    ]
    assert [item.name for item in reading.tree.items] == ["Bon"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Domaine;Item\nA;B\n", "Il manque la colonne « Th"),
        (b"", "Ce fichier est vide"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><arbre/>", "DOCTYPE"),
        (b"<bulletin/>", "n'est pas un r"),
        (b"<arbre", "XML"),
        (b"PK\x03\x04 rien", ""),
        (b"\x00\x01\x02\x03\xff\xfe\xfd", ""),
    ],
)
def test_file_that_is_no_referentiel_is_refused_in_words_p25(data: bytes, words: str) -> None:
    with pytest.raises(BadTree) as refusal:
        read_file(data, known)
    assert words in str(refusal.value)
    assert len(str(refusal.value)) > 20


def test_nothing_is_written_before_the_tree_was_seen_p27(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    client = client_as(coordinator)
    shown = posted(client, maths, cm1, SHEET + ";;;1;;\n")
    assert "2 domaines, 3 thèmes, 4 items" in plain(shown)
    assert "Ligne 6 : l'item est vide." in plain(shown)
    assert not Referentiel.objects.exists()
    said = {"matiere": maths.pk, "niveau": cm1.pk, "seen": shown.context["kept"]}
    client.post(reverse("referentiels:bring_in"), said)
    made = Referentiel.objects.get()
    assert [item.name for item in tree_of(made).items] == [
        "Nommer une fraction",
        "Placer une fraction",
        "Ajouter",
        "Décrire un cube",
    ]
    assert made.sharing == Sharing.PRIVATE


@pytest.mark.parametrize(
    ("content", "words"),
    [("", "Ce fichier est vide"), ("<bulletin/>", "n'est pas un référentiel"), ("Domaine;Thème\nA;B\n", "Il manque")],
)
def test_refused_file_says_why_on_the_form_p25(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau, content: str, words: str
) -> None:
    answer = posted(client_as(coordinator), maths, cm1, content)
    assert answer.status_code == 422
    assert words in plain(answer)


def test_file_never_replaces_a_referentiel_that_is_there_p26(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    made = create(author=coordinator, matiere=maths, niveau=cm1, tree=offers()["maths-cm1"].tree)
    shown = client_as(coordinator).post(
        reverse("referentiels:bring_in"),
        {"matiere": maths.pk, "niveau": cm1.pk, "seen": FORMATS["xml"].write(offers()["franc-3"].tree, {}).decode()},
    )
    assert "Comparer et compléter" in plain(shown)
    assert tree_of(made) == offers()["maths-cm1"].tree


@pytest.mark.parametrize("code", FORMATS)
def test_referentiel_that_one_reads_is_given_as_a_file_p24_p28(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau, code: str
) -> None:
    made = create(author=coordinator, matiere=maths, niveau=cm1, tree=offers()["maths-cm1"].tree)
    answer = client_as(coordinator).get(reverse("referentiels:export", args=[made.pk, code]))
    assert f"referentiel_maths_cm1.{FORMATS[code].extension}" in answer["Content-Disposition"]
    reading = read_file(answer.content, lambda link: True)
    assert [item.name for item in reading.tree.items] == [item.name for item in tree_of(made).items]


def test_model_of_the_spreadsheet_is_read_whole_p27(client_as: ClientAs, coordinator: Account) -> None:
    answer = client_as(coordinator).get(reverse("referentiels:model"))
    reading = read_file(answer.content, known)
    assert (reading.faults, len(list(reading.tree.items))) == ((), 3)


def test_two_files_at_once_are_refused_in_words(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    files = [SimpleUploadedFile(f"{name}.csv", SHEET.encode()) for name in "ab"]
    answer = client_as(coordinator).post(
        reverse("referentiels:bring_in"), {"matiere": maths.pk, "niveau": cm1.pk, "file": files}
    )
    assert (answer.status_code, "2 fichiers sont arrivés ensemble" in plain(answer)) == (422, True)
    assert Referentiel.objects.count() == 0
