"""The operator names a folder of référentiels to offer: all of it or nothing, to every school."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from referentiels.exchange.own import write_own
from referentiels.library import offers
from referentiels.models import HostedReferentiel, Referentiel
from referentiels.queries.whole import tree_of
from referentiels.tree import Domaine, Item, SocleLink, Theme, Tree
from schools.models import Matiere, Niveau
from tests.referentiels.shown import plain

ClientAs = Callable[[Account], Client]

ITEM = Item("Compter", 2, False, comment="Seul", socle=(SocleLink("2016", 3, 13),))
TREE = Tree((Domaine("A", "Nombres", themes=(Theme("Dénombrer", items=(ITEM,)),)),))
IN_JSON = {
    "format": 1,
    "matiere": "MATHS",
    "niveau": "CM1",
    "domaines": [
        {
            "code": "A",
            "nom": "Nombres",
            "themes": [
                {
                    "nom": "Dénombrer",
                    "items": [
                        {
                            "nom": "Compter",
                            "coefficient": 2,
                            "demande": False,
                            "commentaire": "Seul",
                            "socle": [{"version": "2016", "cycle": 3, "entree": 13}],
                        }
                    ],
                }
            ],
        }
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Maths du réseau.xml").write_bytes(write_own(TREE, {"matiere": "MATHS", "niveau": "CM1"}))
    (tmp_path / "autre.json").write_text(json.dumps(IN_JSON))
    (tmp_path / "LISEZMOI.txt").write_text("rien")
    return tmp_path


def test_folder_of_the_operator_is_offered_beside_the_library_p31(
    client_as: ClientAs,
    coordinator: Account,
    maths: Matiere,
    cm1: Niveau,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("library", str(folder))
    assert "2 référentiels proposés (2 nouveaux" in capsys.readouterr().out.replace("\u202f", " ")
    client = client_as(coordinator)
    page = plain(client.get(reverse("referentiels:manage")))
    assert "Proposés par l'hébergeur" in page
    assert "Compter" in plain(client.get(reverse("referentiels:offer", args=["h-maths-du-reseau"])))
    for code in ("h-maths-du-reseau", "h-autre"):
        client.post(reverse("referentiels:add"), {"matiere": maths.pk, "niveau": cm1.pk, "origin": code})
        made = Referentiel.objects.get()
        assert tree_of(made) == TREE
        assert made.origin == "Proposé par l'hébergeur : Mathématiques, CM1"
        made.delete()


def test_folder_loaded_again_replaces_what_was_offered_and_leaves_the_copies_p31(db: None, folder: Path) -> None:
    call_command("library", str(folder))
    (folder / "autre.json").unlink()
    call_command("library", str(folder))
    assert [row.code for row in HostedReferentiel.objects.all()] == ["maths-du-reseau"]
    call_command("library", "--clear")
    assert not HostedReferentiel.objects.exists()


def test_dry_run_checks_everything_and_writes_nothing_p31(db: None, folder: Path) -> None:
    call_command("library", str(folder), "--dry-run")
    assert not HostedReferentiel.objects.exists()


def test_faults_are_told_by_file_and_place_and_nothing_is_written_p31(db: None, folder: Path) -> None:
    call_command("library", str(folder))
    HostedReferentiel.objects.filter(code="autre").delete()
    (folder / "mauvais.xml").write_text(
        '<referentiel format="1" matiere="RIEN" niveau="CM1">\n<domaine code="A" nom="N">\n<theme nom="T">\n'
        '<item nom="I" coefficient="21"/></theme></domaine></referentiel>'
    )
    bad = json.loads(json.dumps(IN_JSON))
    bad["domaines"][0]["themes"][0]["items"][0]["socle"][0]["entree"] = 99
    (folder / "mauvais.json").write_text(json.dumps(bad))
    (folder / "coupé.xml").write_text("<referentiel")
    (folder / "arbre.xml").write_text('<arbre id="SACoche"></arbre>')
    with pytest.raises(CommandError) as refusal:
        call_command("library", str(folder))
    said = str(refusal.value)
    for words in (
        "mauvais.xml : Ligne 4 : le coefficient « 21 »",
        "mauvais.xml : ligne 1 : la matière « RIEN » n'est pas de la liste nationale.",
        "mauvais.json : domaine 1, thème 1, item 1 : l'entrée 99 du socle de 2016 n'existe pas.",
        "coupé.xml : Ce fichier XML est mal formé",
        "arbre.xml : Ce fichier XML n'est pas un référentiel",
        "rien n'est écrit",
    ):
        assert words in said, said
    assert [row.code for row in HostedReferentiel.objects.all()] == ["maths-du-reseau"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[1]", "un objet est attendu"),
        ('{"format": 1,\n', "mal formé (ligne 2)"),
        ("[" * 100_000, "mal formé"),
        ('{"format": 1, "domaines": [3]}', "liste d'objets"),
        ('{"format": 1, "domaines": [{"nom": ["x"]}]}', "domaine 1 : une valeur"),
        ('{"format": 1, "domaines": [{"nom": "\\u0001"}]}', "ne s'affiche pas"),
        ('{"format": 9}', "format « 9 »"),
        ('{"format": 1, "matiere": "MATHS", "niveau": "CM1", "domaines": []}', "aucun item"),
    ],
)
def test_file_of_another_shape_is_refused_in_words_p31(db: None, tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(CommandError) as refusal:
        call_command("library", str(tmp_path))
    assert words in str(refusal.value)


def test_names_that_make_one_code_are_told_p31(db: None, folder: Path) -> None:
    (folder / "Autre.xml").write_bytes(write_own(TREE, {"matiere": "MATHS", "niveau": "CM1"}))
    with pytest.raises(CommandError) as refusal:
        call_command("library", str(folder))
    assert "a déjà ce nom" in str(refusal.value)


@pytest.mark.parametrize("arguments", [[], ["/nulle/part"], ["--clear", "x"]])
def test_command_says_what_it_wants_p31(db: None, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("library", *arguments)


def test_library_of_the_product_is_read_in_a_moment() -> None:
    offers.cache_clear()
    before = time.perf_counter()
    assert len(offers()) >= 30
    assert time.perf_counter() - before < 5
