"""The import of Base Élèves on its pages, from the choice of the file to the cleaning (S7 to S39, S117 to S123)."""

import csv
import datetime
import io
import json
import os
import re
import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from accounts.models import Account, GroupTeaching, JournalEntry
from documents.models import SealedNote
from imports.models import ImportLine, ImportRun, Status
from imports.services import purge_expired
from sacoche.kit.clock import now, today
from sacoche.kit.journal import verbs
from sacoche.kit.tenancy import school_scope
from schools.models import Group, Niveau, School, SchoolClass, SchoolNiveau
from schools.services.niveaux import save_own_niveau
from tests.factories import AccountFactory, GroupFactory, SchoolClassFactory, TeachingAssignmentFactory
from tests.imports.test_base_eleves_eleves import SAMPLE_S24
from tests.imports.wizard import ECOLE, START, Wizard, activate, counts_of, rows_of, text_of

TITLES = [
    "Étape 1 - Récupération du fichier",
    "Étape 2 - Extraction des données",
    "Étape 3 - Classes (ajouts / modifications / suppressions)",
    "Étape 4 - Utilisateurs (ajouts / modifications / suppressions)",
    "Étape 5 - Nettoyage des fichiers temporaires",
]
WHOLE = ECOLE / "CSVExtraction.csv"


def stepper(response) -> tuple[list[str], list[str]]:
    """The titles of the steps, and those that are current."""
    items = html.fromstring(response.content).xpath("//ol[@class='stepper']/li")
    titles = [item.text_content().replace(" (terminée)", "").strip() for item in items]
    return titles, [title for title, item in zip(titles, items, strict=True) if item.get("aria-current") == "step"]


# --- Step 1 -----------------------------------------------------------------------------------------------------------


def test_start_offers_the_category_the_file_and_the_help_s7_s8_s9_s10(wizard):
    page = html.fromstring(wizard.client.get(START).content)
    assert page.xpath("//h1")[0].text_content() == "Importer des fichiers d'utilisateurs"
    assert page.xpath("//optgroup/@label") == [
        "Fichier extrait de Base Élèves (recommandé pour le premier degré)",
        "Fichiers extraits de Factos (établissements français à l'étranger)",
        "Fichiers extraits de ONDE (ex-Base Élèves) (recommandé pour le premier degré)",
        "Fichiers extraits de Siècle (ex-Sconet) / STS-Web (recommandé pour le second degré)",
        "Fichiers fabriqués avec un tableur (hors Éducation nationale française)",
    ]
    assert page.xpath("//optgroup[1]/option/text()") == [
        "Importer les élèves (avec leurs affectations)",
        "Importer les parents (avec adresses et responsabilités)",
    ]
    assert "Importer professeurs & directeurs (avec leurs affectations)" in page.xpath("//option/text()")
    assert "Indiquer le fichier CSVEXTRACTION.CSV\u00a0:" in page.text_content()
    help_link = page.xpath("//a[@target='_blank']")[0]
    assert help_link.text_content().startswith("DOC : Import d'utilisateurs depuis Base Élèves 1er degré")
    assert wizard.client.get(help_link.get("href")).status_code == 200


def test_school_without_any_niveau_adds_those_of_the_file_without_leaving_the_import(school, admin, client_as):
    wizard = Wizard(client_as(admin))
    wizard.go(b"Nom Eleve;Prenom Eleve;Niveau;Classe\nALPHA;Ana;CP;CP B\nBRAVO;Ben;CM2;X\n", until="extraction")
    page = html.fromstring(wizard.get("classes").content)
    chosen = ["Cours préparatoire (à ajouter)", "Cours moyen 2e année (à ajouter)"]
    assert page.xpath("//option[@selected]/text()") == chosen
    wizard.validate("classes")
    used = SchoolNiveau.objects.values_list("niveau__reference", flat=True)
    assert (sorted(used), sorted(SchoolClass.objects.values_list("niveau__reference", flat=True))) == (
        ["CM2", "CP"],
        ["CM2", "CP"],
    )
    assert JournalEntry.objects.filter(code="schools.activate_niveau").count() == 2


def test_niveau_of_a_class_left_unticked_is_not_added(school, admin, client_as):
    wizard = Wizard(client_as(admin))
    wizard.go(b"Nom Eleve;Prenom Eleve;Niveau;Classe\nALPHA;Ana;CP;CP B\n", until="extraction")
    wizard.validate("classes", tick=[])
    assert not SchoolNiveau.objects.exists()


@pytest.mark.parametrize(
    ("source", "has_views"),
    [
        ("base_eleves_eleves", True),
        ("tableur_professeurs", True),
        ("base_eleves_parents", True),
        ("siecle_nomenclature", False),
        ("siecle_communs", False),
    ],
)
def test_start_asks_how_much_to_show_where_there_is_a_review(school, admin, client_as, source, has_views):
    School.objects.filter(pk=school.pk).update(uai="0123456X")
    page = html.fromstring(client_as(admin).get(START, {"categorie": source}).content)
    assert (len(page.xpath("//input[@name='vue']")) == 2) is has_views


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("liste.pdf", b"%PDF-1.7", "un document PDF"),
        ("CSVExtraction.csv", b"", "vide"),
        ("CSVExtraction.csv", b"%PDF-1.7 pas un tableau", "PDF"),
        ("CSVExtraction.csv", b"<?xml version='1.0'?>", "XML"),
    ],
)
def test_upload_of_what_cannot_be_read_is_refused_on_the_form_s11(wizard, data_dir, name, content, words):
    response = wizard.upload(content, name)
    assert (response.status_code, words in text_of(response)) == (422, True)
    assert (ImportRun.objects.count(), list(data_dir.rglob("*"))) == (0, [])


def test_upload_over_the_limit_is_refused_in_words(wizard, settings):
    settings.MAX_UPLOAD_BYTES = 1024**2
    assert "dépasse 1 Mo" in text_of(wizard.upload(b"a;b\n" * 300_000))


def test_upload_without_file_is_refused_in_words(wizard):
    response = wizard.client.post(START, {"categorie": "base_eleves_eleves"})
    assert (response.status_code, "Choisissez d'abord le fichier à importer" in text_of(response)) == (422, True)


def test_upload_is_acknowledged_and_kept_private_s14(wizard, data_dir):
    wizard.upload(WHOLE)
    page = wizard.get("fichier")
    assert "Votre fichier a été correctement réceptionné." in text_of(page)
    assert "→ Passer à l'étape 2." in text_of(page)
    kept = [path for path in data_dir.rglob("*") if path.is_file()]
    assert [path.stat().st_mode & 0o777 for path in kept] == [0o600]


# --- Every step -------------------------------------------------------------------------------------------------------


def test_stepper_shows_the_five_steps_with_one_current_s12_s13_s121(wizard):
    current = [stepper(wizard.client.get(START))]
    wizard.upload(WHOLE)
    current.append(stepper(wizard.get("fichier")))
    wizard.post("extraction")
    current.append(stepper(wizard.get("extraction")))
    current.append(stepper(wizard.get("classes")))
    wizard.validate("classes")
    current.append(stepper(wizard.get("classes")))
    current.append(stepper(wizard.get("utilisateurs")))
    wizard.validate("utilisateurs")
    current.append(stepper(wizard.get("utilisateurs")))
    current.append(stepper(wizard.client.get(reverse("imports:identifiers", args=[wizard.run.uuid]))))
    wizard.post("nettoyage")
    current.append(stepper(wizard.get("nettoyage")))
    expected = [0, 0, 1, 2, 2, 3, 3, 3, 4]
    assert current == [(TITLES, [TITLES[number]]) for number in expected]


def test_every_step_names_the_import_and_offers_to_give_up_s37(wizard):
    wizard.go(until="classes")
    page = wizard.get("utilisateurs")
    assert "Fichier extrait de Base Élèves → Importer les élèves" in text_of(page)
    before = SchoolClass.objects.count()
    wizard.client.post(reverse("imports:cancel", args=[wizard.run.uuid]))
    assert (Account.objects.pupils().count(), SchoolClass.objects.count()) == (0, before)


def test_steps_cannot_be_skipped(wizard):
    wizard.upload(WHOLE)
    answers = [wizard.get(step).url for step in ("extraction", "classes", "utilisateurs", "nettoyage")]
    assert answers == [wizard.url("fichier")] * 4
    assert wizard.post("nettoyage").url == wizard.url("fichier")


# --- Step 2 -----------------------------------------------------------------------------------------------------------


def test_extraction_counts_pupils_and_classes_s16_s17(wizard):
    wizard.go(until="extraction")
    page = text_of(wizard.get("extraction"))
    assert "✔ 151 élèves trouvés." in page
    assert "✔ 9 classes trouvées." in page
    assert "SANSCLASSE Élie n'a pas de classe" in page


def test_extraction_of_one_pupil_is_singular_s16(wizard):
    wizard.go(b"Nom Eleve;Prenom Eleve;Niveau;Classe\nALPHA;Ana;CP;CP B\n", until="extraction")
    page = text_of(wizard.get("extraction"))
    assert "1 élève trouvé." in page
    assert "1 classe trouvée." in page


def test_extraction_writes_nothing_in_the_school_and_deletes_the_file_s15(wizard, data_dir):
    wizard.go(until="extraction")
    assert (SchoolClass.objects.count(), Account.objects.pupils().count()) == (0, 0)
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []


def test_extraction_of_a_file_without_a_column_names_it_and_leaves_nothing_s3(wizard, data_dir):
    wizard.upload(ECOLE / "hostile/missing_column.csv")
    response = wizard.post("extraction")
    assert (response.status_code, "La colonne « Niveau » manque" in text_of(response)) == (422, True)
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []
    assert ImportLine.objects.count() == 0
    assert ImportRun.objects.open().count() == 0


def test_extraction_asked_twice_stages_once(wizard):
    wizard.go(until="extraction")
    wizard.post("extraction")
    assert ImportLine.objects.filter(kind="user").count() == 152


# --- Step 3 -----------------------------------------------------------------------------------------------------------


def test_classes_result_is_that_of_the_procedure_s20_s22_s23_s24_s26_s28(wizard):
    for number in range(8):
        SchoolClassFactory(niveau="CP", reference=f"OLD{number}")
    wizard.go(until="classes")
    page = wizard.get("classes")
    expected = "✔ 8 classes présentes + 9 classes ajoutées − 8 classes supprimées = 9 classes résultantes."
    assert expected in text_of(page)
    assert html.fromstring(page.content).xpath("//thead//th/text()") == ["Niveau", "Référence", "Nom complet"]
    assert rows_of(page) == [
        ["Cours préparatoire", "CP_68932", "[CP] CP B"],
        ["Cours préparatoire", "CP_AB870", "[CP] CP A"],
        ["Cours élémentaire 1e année", "CE1_2DDC", "[CE1] CE1 ET CM1"],
        ["Cours élémentaire 1e année", "CE1_CA59", "[CE1] CE1"],
        ["Cours élémentaire 2e année", "CE2_8C7E", "[CE2] CE2"],
        ["Cours moyen 1e année", "CM1_5C29", "[CM1] CE1 ET CM1"],
        ["Cours moyen 1e année", "CM1_F01A", "[CM1] CM1"],
        ["Cours moyen 2e année", "CM2_7B5F", "[CM2] CM2"],
        ["Classe d'intégration scolaire", "CLIS_FB7", "[CLIS] D'INTÉGRATION"],
    ]


def test_classes_keep_their_long_name_s26(wizard):
    wizard.go(SAMPLE_S24.encode(), until="classes")
    clis = SchoolClass.objects.get(reference="CLIS_FB7")
    assert (clis.name, clis.long_name) == ("[CLIS] D'INTÉGRATION", "[CLIS] Classe d'Intégration Scolaire")


def test_classes_of_the_same_file_again_are_all_kept_s25(wizard):
    wizard.go()
    wizard.go(until="classes")
    expected = "9 classes présentes + 0 classe ajoutée − 0 classe supprimée = 9 classes résultantes."
    assert expected in text_of(wizard.get("classes"))


def test_classes_review_ticks_everything_by_default_s19_s21(wizard):
    SchoolClassFactory(niveau="CP", reference="OLD")
    wizard.go(SAMPLE_S24.encode(), until="extraction")
    assert len(wizard.form("classes")["tick"]) == 10
    assert "OLD" in rows_of(wizard.get("classes"), "//table[@id='a-supprimer']")[0]


def test_classes_to_delete_name_the_teachers_who_lose_them(wizard):
    old = SchoolClassFactory(niveau="CP", reference="OLD")
    for last_name, is_pp, is_by_hand in (("BERGER", True, True), ("ADAM", False, False)):
        teacher = AccountFactory(profile="ENS", last_name=last_name, first_name="Zoé")
        TeachingAssignmentFactory(teacher=teacher, school_class=old, is_pp=is_pp, is_by_hand=is_by_hand)
    wizard.go(SAMPLE_S24.encode(), until="extraction")
    row = rows_of(wizard.get("classes"), "//table[@id='a-supprimer']")[0]
    assert row[-1] == "2 professeurs : ADAM Zoé, BERGER Zoé (professeur principal, à la main)"


def test_classes_unticked_are_neither_created_nor_deleted_s19(wizard):
    SchoolClassFactory(niveau="CP", reference="OLD")
    wizard.go(SAMPLE_S24.encode(), until="extraction")
    wizard.validate("classes", tick=["n-CP_68932"])
    assert set(SchoolClass.objects.values_list("reference", flat=True)) == {"OLD", "CP_68932"}


def test_classes_every_level_of_the_first_degree_is_found_s29(wizard):
    activate("TPS", "PS", "MS", "ULIS")
    niveaux = ["TOUTE PETITE SECTION", "PETITE SECTION", "MOYENNE SECTION", "GRANDE SECTION", "COURS PREPARATOIRE"]
    niveaux += ["CE1", "CE2", "CM1", "COURS MOYEN 2EME ANNEE", "CLIS", "ULIS"]
    lines = [f"N{rank};A;{niveau};C" for rank, niveau in enumerate(niveaux)]
    wizard.go("\n".join(["Nom Elève;Prénom Elève;Niveau;Classe", *lines]).encode(), until="extraction")
    chosen = [values for name, values in wizard.form("classes").items() if name.startswith("niveau:")]
    assert (len(chosen), [""] in chosen) == (11, False)


def test_classes_unknown_level_waits_for_a_choice_s29(wizard):
    wizard.go(b"Nom Eleve;Prenom Eleve;Niveau;Classe\nALPHA;Ana;MYSTERE;X\n", until="extraction")
    form = wizard.form("classes")
    key = form["tick"][0]
    response = wizard.post("classes", form)
    assert (response.status_code, "1 ligne est à compléter : rien n'a été écrit." in text_of(response)) == (422, True)
    assert SchoolClass.objects.count() == 0
    niveau = html.fromstring(response.content).xpath("//select/option[.='Cours préparatoire']/@value")
    offered = html.fromstring(response.content).xpath("//select/option[contains(., '(à ajouter)')]/text()")
    assert ("Sixième (à ajouter)" in offered, "Cycle 3 (à ajouter)" in offered) == (True, False)
    wizard.post("classes", form | {f"niveau:{key}": niveau, f"nom:{key}": "Les grands"})
    assert list(SchoolClass.objects.values_list("niveau__reference", "name")) == [("CP", "Les grands")]


def test_class_of_a_file_is_given_an_own_niveau_p283(wizard, school):
    save_own_niveau(actor=None, niveau=Niveau(school=school, reference="THEA", label="Atelier théâtre"))
    wizard.go(b"Nom Eleve;Prenom Eleve;Niveau;Classe\nALPHA;Ana;MYSTERE;X\n", until="extraction")
    form = wizard.form("classes")
    key = form["tick"][0]
    niveau = html.fromstring(wizard.get("classes").content).xpath("//select/option[.='Atelier théâtre']/@value")
    wizard.post("classes", form | {f"niveau:{key}": niveau, f"nom:{key}": "Les planches"})
    assert list(SchoolClass.objects.values_list("niveau__reference", "name")) == [("THEA", "Les planches")]


@pytest.mark.parametrize("name", ["", "x" * 21])
def test_classes_name_absent_or_too_long_is_refused_and_kept_on_screen(wizard, name):
    wizard.go(b"Nom Eleve;Prenom Eleve;Niveau;Classe\nALPHA;Ana;CP;CP B\n", until="extraction")
    response = wizard.validate("classes", **{"nom:n-CP_68932": name})
    assert response.status_code == 422
    assert html.fromstring(response.content).xpath("//input[@name='nom:n-CP_68932']/@value") == [name]


def test_classes_reference_with_a_dot_keeps_its_pupils(wizard):
    wizard.go(b"Nom Eleve;Prenom Eleve;Niveau;Classe\nALPHA;Ana;C.P.;A\n", until="extraction")
    form = wizard.form("classes")
    niveau = html.fromstring(wizard.get("classes").content).xpath("//select/option[.='Cours préparatoire']/@value")
    wizard.post("classes", form | {"niveau:n-C.P._622": niveau})
    wizard.validate("utilisateurs")
    assert list(Account.objects.pupils().values_list("school_class__reference", flat=True)) == ["C.P._622"]


# --- Step 4 -----------------------------------------------------------------------------------------------------------


def test_users_first_import_creates_everybody_with_the_logins_of_the_reference(wizard):
    wizard.go(until="utilisateurs")
    made = sorted(Account.objects.pupils().values_list("last_name", "first_name", "login"))
    expected = json.loads((ECOLE / "expected.json").read_text())["initial"]["logins_eleves_ppp.nnnnnnnn"]
    assert made == sorted(map(tuple, expected))


def test_users_result_counts_s32(wizard):
    wizard.go(until="utilisateurs")
    expected = (
        "Avant : 0 compte ouvert, 0 compte fermé. Enregistré : 151 utilisateurs ajoutés, 0 utilisateur modifié, "
        "0 utilisateur retiré. Après : 151 comptes ouverts, 0 compte fermé."
    )
    assert expected in text_of(wizard.get("utilisateurs"))


def test_users_blocks_and_boxes_s31(wizard):
    wizard.go(until="classes")
    page = wizard.get("utilisateurs")
    titles = html.fromstring(page.content).xpath("//tr[@data-block-title]/th/text()[1]")
    assert [title.strip() for title in titles] == [
        "Nouveaux : un compte sera créé",
        "Comptes à fermer : absents du fichier ou sans classe affectée",
        "Connus, à mettre à jour ou à rouvrir",
        "Connus, sans changement",
        "Comptes déjà fermés, sans changement",
        "Laissés de côté : sans classe affectée",
    ]
    assert len(wizard.form("utilisateurs")["tick"]) == 151


def test_users_of_the_same_file_again_are_all_kept(wizard):
    wizard.go()
    wizard.go(until="classes")
    page = wizard.get("utilisateurs")
    assert counts_of(page) == {
        "à ajouter": 0,
        "à retirer": 0,
        "à modifier": 0,
        "à conserver": 151,
        "inactif inchangé": 0,
        "ignoré": 1,
    }


REIMPORT = json.loads((ECOLE / "expected.json").read_text())["reimport"]["reimport"]


def test_users_of_the_school_later_are_compared_and_a_corrected_name_keeps_its_account(wizard):
    wizard.go()
    berger = Account.objects.get(last_name="BERGER", first_name="Anne-Sophie")
    wizard.go(ECOLE / "reimport/CSVExtraction.csv", until="classes")
    page = wizard.get("utilisateurs")
    counts = counts_of(page)
    # Without an identifier in the file, the renaming finds what only an identifier would have told.
    assert {word: counts[f"à {word}"] for word in ("ajouter", "retirer", "modifier")} == REIMPORT[
        "matched_by_identifier"
    ]
    row = next(row for row in rows_of(page, "//tbody[@id='bloc-modify']/..") if "Renommer" in row)
    assert row[1:3] == ["Renommer", "BERGER Anne-Sophie-Marie"]
    assert row[4].startswith("Prénom : Anne-Sophie → Anne-Sophie-Marie")
    wizard.validate("utilisateurs")
    renamed = Account.objects.get(pk=berger.pk)
    assert (renamed.first_name, renamed.login, renamed.is_active) == ("Anne-Sophie-Marie", berger.login, True)
    assert (Account.objects.pupils().active().count(), Account.objects.pupils().inactive().count()) == (150, 3)


def test_users_renaming_refused_gives_two_accounts(wizard):
    wizard.go()
    wizard.go(ECOLE / "reimport/CSVExtraction.csv", until="classes")
    key = html.fromstring(wizard.get("utilisateurs").content).xpath("//input[@name='separate']/@value")
    wizard.validate("utilisateurs", separate=key)
    page = text_of(wizard.get("utilisateurs"))
    expected = REIMPORT["matched_by_name"]
    assert f"{expected['modifier']} utilisateurs modifiés" in page
    assert f"{expected['ajouter']} utilisateurs ajoutés, " in page
    assert f", {expected['retirer']} utilisateurs retirés. Après" in page
    bergers = Account.objects.filter(last_name="BERGER", first_name__startswith="Anne-Sophie").order_by("first_name")
    assert [pupil.is_active for pupil in bergers] == [False, True]


def test_users_renaming_neither_ticked_nor_refused_leaves_the_account_alone(wizard):
    wizard.go(SAMPLE_S24.encode())
    wizard.go(SAMPLE_S24.replace("ALPHA;Ana", "ALPHÀ;Ana").encode(), until="classes")
    wizard.validate("utilisateurs", tick=[])
    assert list(Account.objects.filter(first_name="Ana").values_list("last_name", "left_on")) == [("ALPHA", None)]
    assert "1 ressemblance est restée sans réponse" in text_of(wizard.get("utilisateurs"))


def test_users_arrivals_and_departures_that_nothing_links_bring_a_caution(wizard):
    wizard.go(SAMPLE_S24.encode())
    wizard.go(SAMPLE_S24.replace("ALPHA;Ana", "ZOULOU;Yann").encode(), until="classes")
    assert "une orthographe a-t-elle été corrigée" in text_of(wizard.get("utilisateurs"))


@pytest.mark.parametrize("file", ["reimport/CSVExtraction.csv", "variants/CSVExtraction_one_class_only.csv"])
def test_users_counts_announced_are_those_written(wizard, file):
    wizard.go()
    wizard.go(ECOLE / file, until="classes")
    page, pupils = wizard.get("utilisateurs"), Account.objects.pupils()
    announced = {word: counts_of(page)[f"à {word}"] for word in ("ajouter", "modifier", "retirer")}
    before = dict(pupils.values_list("pk", "last_name"))
    boxes = html.fromstring(page.content).xpath("//input[@name='tick']/@value")
    wizard.validate("utilisateurs", tick=boxes)
    result = wizard.get("utilisateurs").context["result"]
    assert {"ajouter": result["added"], "modifier": result["modified"], "retirer": result["removed"]} == announced
    assert pupils.count() - len(before) == announced["ajouter"]
    assert (pupils.active().count(), pupils.inactive().count()) == (result["active_after"], result["inactive_after"])
    wizard.post("nettoyage")
    wizard.go(ECOLE / file, until="classes")
    again = counts_of(wizard.get("utilisateurs"))
    assert [again[f"à {word}"] for word in ("ajouter", "modifier", "retirer")] == [0, 0, 0]


def test_users_change_is_shown_field_by_field_s31(wizard):
    before = "Nom Elève;Prénom Elève;Niveau;Classe;Sexe\nALPHA;Ana;CP;CP B;\nBETA;Bob;CE2;CE2;\nC;Col;CP;CP B;\n"
    wizard.go(before.encode())
    wizard.go(before.replace("ALPHA;Ana;CP;CP B;", "ALPHA;Ana;CE2;CE2;F").encode(), until="classes")
    row = rows_of(wizard.get("utilisateurs"), "//tbody[@id='bloc-modify']/..")[3]
    assert row[1:] == [
        "Modifier",
        "ALPHA Ana",
        "[CE2] CE2",
        "Civilité : F · Classe : [CP] CP B → [CE2] CE2",
    ]


def test_users_gone_then_back_are_reintegrated_with_their_login(wizard):
    both = b"Nom Eleve;Prenom Eleve;Niveau;Classe\nALPHA;Ana;CP;CP\nBETA;Bob;CP;CP\nC;Col;CP;CP\nD;Did;CP;CP\n"
    wizard.go(both)
    wizard.go(both.replace(b"ALPHA;Ana;CP;CP\n", b""))
    assert list(Account.objects.pupils().inactive().values_list("login", flat=True)) == ["ana.alpha"]
    wizard.go(both, until="classes")
    assert "Réintégrer" in text_of(wizard.get("utilisateurs"))
    wizard.validate("utilisateurs")
    assert sorted(Account.objects.pupils().active().values_list("login", flat=True)) == [
        "ana.alpha",
        "bob.beta",
        "col.c",
        "did.d",
    ]


def test_users_unticked_are_left_alone_s32(wizard):
    wizard.go(SAMPLE_S24.encode(), until="classes")
    wizard.validate("utilisateurs", tick=["n-2", "n-3"])
    assert sorted(Account.objects.pupils().values_list("last_name", flat=True)) == ["ALPHA", "BRAVO"]


def test_users_of_a_class_that_was_not_created_are_ignored(wizard):
    wizard.go(SAMPLE_S24.encode(), until="extraction")
    wizard.validate("classes", tick=["n-CP_68932"])
    assert counts_of(wizard.get("utilisateurs"))["ignorés"] == 8


def test_users_login_taken_by_anybody_gets_a_number(wizard, admin):
    AccountFactory(profile="ENS", login="ANA.alpha")
    wizard.go(SAMPLE_S24.encode(), until="utilisateurs")
    assert Account.objects.get(last_name="ALPHA").login == "ana.alpha1"


def test_users_planned_exit_is_shown_and_left_as_it_is(wizard):
    wizard.go(SAMPLE_S24.encode())
    leaving = today() + datetime.timedelta(days=10)
    Account.objects.filter(last_name="ALPHA").update(left_on=leaving)
    wizard.go(SAMPLE_S24.encode(), until="classes")
    page = wizard.get("utilisateurs")
    assert (counts_of(page)["à conserver"], f"sortie prévue le {leaving:%d/%m/%Y}" in text_of(page)) == (9, True)
    wizard.validate("utilisateurs")
    assert Account.objects.get(last_name="ALPHA").left_on == leaving


def test_users_absent_with_a_planned_exit_keep_its_day_unless_somebody_ticks_them(wizard):
    wizard.go(SAMPLE_S24.encode())
    leaving = today() + datetime.timedelta(days=10)
    Account.objects.filter(last_name="ALPHA").update(left_on=leaving)
    wizard.go(SAMPLE_S24.replace("ALPHA;Ana;CP;CP B\n", "").encode(), until="classes")
    expected = f"sortie prévue le {leaving:%d/%m/%Y} : ne cochez que pour l'avancer à aujourd'hui"
    assert expected in text_of(wizard.get("utilisateurs"))
    wizard.validate("utilisateurs")
    assert Account.objects.get(last_name="ALPHA").left_on == leaving


def test_journal_tells_the_import(wizard):
    wizard.go(SAMPLE_S24.encode())
    lines = JournalEntry.objects.filter(code__startswith="imports.").order_by("pk")
    told = [verbs.get(line.code).told(line.details) for line in lines]
    references = ", ".join(SchoolClass.objects.order_by("reference").values_list("reference", flat=True))
    assert told == [
        "a déposé le fichier « CSVExtraction.csv » (Fichier extrait de Base Élèves → Importer les élèves)",
        f"import : 9 classes ajoutées, 0 classe supprimée ({references})",
        "import : 9 comptes ajoutés, 0 modifié, 0 retiré",
        "a terminé l'import du fichier « CSVExtraction.csv »",
    ]


def test_users_removed_by_mistake_lose_nothing(wizard):
    wizard.go(SAMPLE_S24.encode())
    pupil = Account.objects.get(last_name="ALPHA")
    wizard.go(SAMPLE_S24.replace("ALPHA;Ana;CP;CP B\n", "").encode())
    pupil.refresh_from_db()
    assert (pupil.is_active, pupil.login) == (False, "ana.alpha")


def test_users_file_of_one_class_asks_loudly_and_ticks_no_removal_s118(wizard):
    wizard.go()
    wizard.go(ECOLE / "variants/CSVExtraction_one_class_only.csv", until="extraction")
    assert "n'apporte que 21 des 151 élèves actifs" in text_of(wizard.get("extraction"))
    assert "tick" not in wizard.form("classes")
    wizard.validate("classes")
    assert "tick" not in wizard.form("utilisateurs")
    wizard.validate("utilisateurs")
    assert (Account.objects.pupils().active().count(), SchoolClass.objects.count()) == (151, 9)


def test_users_question_answered_ticks_the_usual_boxes_s118(wizard):
    wizard.go()
    wizard.go(ECOLE / "variants/CSVExtraction_one_class_only.csv", until="extraction")
    wizard.post("extraction", {"whole": "1"})
    page = text_of(wizard.get("extraction"))
    assert ("Est-ce bien l'extraction" in page, "celui de toute l'école" in page) == (False, True)
    assert len(wizard.form("classes")["tick"]) == 8
    wizard.validate("classes")
    assert len(wizard.form("utilisateurs")["tick"]) == 130
    wizard.validate("utilisateurs")
    assert (Account.objects.pupils().active().count(), SchoolClass.objects.count()) == (21, 1)


# --- Step 5 -----------------------------------------------------------------------------------------------------------


def test_cleaning_ends_the_import_and_leaves_no_file_s36_s38_s39(wizard, data_dir):
    wizard.go()
    page = wizard.get("nettoyage")
    assert "L'importation est terminée !" in text_of(page)
    assert "✔ Fichiers temporaires effacés, procédure d'import terminée !" in text_of(page)
    assert "→ Retour au départ." in text_of(page)
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []
    assert ImportLine.objects.count() == 0
    assert wizard.client.get(START).context["run"] is None


# --- Leaving, resuming, two people ------------------------------------------------------------------------------------


def test_run_left_is_offered_again_and_resumed_elsewhere(wizard, admin, client_as):
    wizard.go(until="classes")
    elsewhere = client_as(admin)
    page = elsewhere.get(START)
    link = html.fromstring(page.content).xpath("//a[.='Reprendre cet import']/@href")
    assert link == [wizard.url("utilisateurs")]
    Wizard(elsewhere, wizard.run).validate("utilisateurs")
    assert Account.objects.pupils().count() == 151


def test_second_upload_is_refused_while_an_import_is_open(wizard):
    wizard.upload(WHOLE)
    first = wizard.run
    response = wizard.upload(WHOLE)
    assert (response.status_code, "Un import est en cours" in text_of(response)) == (409, True)
    assert list(ImportRun.objects.all()) == [first]


def test_another_administrator_is_told_who_holds_the_import_and_can_take_it_over(wizard, client_as):
    wizard.go(until="extraction")
    other = AccountFactory(profile="ADM", login="admin2")
    theirs = Wizard(client_as(other), wizard.run)
    assert "tenu par Claire MARCHAND" in text_of(theirs.get("classes"))
    assert theirs.post("classes", {}).status_code == 409
    theirs.client.post(reverse("imports:take_over", args=[wizard.run.uuid]))
    assert theirs.get("classes").status_code == 200
    assert wizard.get("classes").status_code == 409


def test_import_that_was_finished_is_not_said_to_be_expired(wizard):
    wizard.go()
    page = wizard.client.get(reverse("imports:labels", args=[wizard.run.uuid]))
    assert (page.status_code, "Cet import est terminé." in text_of(page), "expiré" in text_of(page)) == (
        410,
        True,
        False,
    )


def test_cancelling_says_that_it_is_done_and_what_stays(wizard):
    wizard.go(until="classes")
    page = wizard.client.post(reverse("imports:cancel", args=[wizard.run.uuid]), follow=True)
    said = "Import annulé : « CSVExtraction.csv » est effacé du serveur ; reste ce qui avait été validé (classes)."
    assert said in text_of(page)
    again = wizard.client.post(reverse("imports:cancel", args=[wizard.run.uuid]), follow=True)
    assert "Cet import était déjà terminé" in text_of(again)


def test_title_of_the_tab_names_the_step(wizard):
    wizard.go(until="extraction")
    title = html.fromstring(wizard.get("classes").content).findtext(".//title")
    assert title.startswith("Étape 3 - Classes")


def test_lines_left_out_are_counted_in_the_words_of_the_report(wizard):
    wizard.go(b"Nom Eleve;Prenom Eleve;Niveau;Classe\nALPHA;Ana;CP;CP B\n;Ben;CP;CP A\n", until="extraction")
    assert "dont 1 ligne ignorée" in text_of(wizard.get("extraction"))


def test_people_of_the_review_are_in_the_order_of_names(wizard):
    wizard.go(
        "Nom Elève;Prénom Elève;Niveau;Classe\nZOLA;Ana;CP;A\nÉTÉ;Ben;CP;B\nALPHA;Zoé;CP;C\n".encode(),
        until="classes",
    )
    rows = html.fromstring(wizard.get("utilisateurs").content).xpath("//tbody[@id='bloc-add']//td/strong/text()")
    assert rows == ["ALPHA", "ÉTÉ", "ZOLA"]


def test_expired_run_says_to_begin_again_and_leaves_nothing(wizard, data_dir):
    wizard.upload(WHOLE)
    ImportRun.objects.update(expires_at=now())
    page = wizard.get("fichier")
    assert (page.status_code, "Import expiré, recommencez." in text_of(page)) == (410, True)
    assert wizard.post("extraction").status_code == 410
    wizard.upload(SAMPLE_S24.encode())
    assert len([path for path in data_dir.rglob("*") if path.is_file()]) == 1
    assert list(ImportRun.objects.order_by("pk").values_list("status", flat=True)) == [Status.EXPIRED, Status.OPEN]


def test_purge_deletes_the_files_that_no_import_owns(wizard, data_dir):
    wizard.upload(WHOLE)
    orphan, recent = data_dir / "imports" / "orphan", data_dir / "imports" / "recent"
    for folder in (orphan, recent):
        folder.mkdir()
        (folder / "fichier").write_bytes(b"x")
    os.utime(orphan / "fichier", (0, 0))
    purge_expired()
    assert sorted(path.name for path in (data_dir / "imports").iterdir()) == sorted([wizard.run.key, "recent"])


def test_purge_ends_the_imports_left_for_a_day(wizard, data_dir):
    wizard.upload(WHOLE)
    ImportRun.objects.update(expires_at=now())
    assert (purge_expired(), purge_expired()) == (1, 0)
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []


def test_file_lost_by_the_server_is_said_and_ends_the_import(wizard, data_dir):
    wizard.upload(WHOLE)
    for path in data_dir.rglob("fichier"):
        path.unlink()
    response = wizard.post("extraction")
    assert (response.status_code, "n'est plus sur le serveur" in text_of(response)) == (422, True)
    assert ImportRun.objects.open().count() == 0


def test_cancelled_run_leaves_nothing_and_says_who_cancelled_it_and_when(wizard, data_dir):
    wizard.go(until="classes")
    wizard.client.post(reverse("imports:cancel", args=[wizard.run.uuid]))
    assert ImportLine.objects.count() == 0
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []
    page = wizard.get("utilisateurs")
    assert page.status_code == 410
    assert f"Import annulé. Cet import a été annulé par Claire MARCHAND le {today():%-d} " in text_of(page)


def test_import_of_a_colleague_is_taken_over_before_it_is_cancelled(wizard, client_as, data_dir):
    wizard.go(SAMPLE_S24.encode(), until="utilisateurs")
    wizard.client.post(reverse("imports:make_identifiers", args=[wizard.run.uuid]))
    theirs = Wizard(client_as(AccountFactory(profile="ADM", login="admin2", last_name="DURAND")), wizard.run)
    addresses = [reverse(f"imports:{name}", args=[wizard.run.uuid]) for name in ("cancel", "take_over")]
    page = theirs.client.get(START)
    assert html.fromstring(page.content).xpath("//main//form/@action") == addresses[1:]
    refused = theirs.client.post(addresses[0])
    assert refused.status_code == 409
    assert "Cet import est tenu par Claire MARCHAND" in text_of(refused)
    assert "Claire MARCHAND a demandé des mots de passe" in text_of(refused)
    assert html.fromstring(refused.content).xpath("//main//form/@action") == addresses[1:]
    assert SealedNote.objects.count() == 1
    theirs.client.post(addresses[1])
    [question] = html.fromstring(theirs.client.get(START).content).xpath("//main//form/@data-confirm")
    assert "Les mots de passe préparés par Claire MARCHAND seront effacés" in question
    theirs.client.post(addresses[0])
    assert [path.name for path in data_dir.rglob("*") if path.is_file()] == []
    assert SealedNote.objects.count() == 0
    assert "DURAND le" in text_of(wizard.get("utilisateurs"))


def test_import_cancelled_twice_leads_to_the_start(wizard):
    wizard.upload(WHOLE)
    address = reverse("imports:cancel", args=[wizard.run.uuid])
    assert [wizard.client.post(address).url for _ in range(2)] == [START, START]


def test_refusal_of_a_file_read_again_says_the_reason_again(wizard):
    wizard.upload((ECOLE / "hostile" / "missing_column.csv").read_bytes())
    first, again = wizard.post("extraction"), wizard.post("extraction")
    assert (first.status_code, again.status_code, wizard.get("extraction").status_code) == (422, 410, 410)
    assert "« Niveau »" in text_of(first)
    assert text_of(again) == text_of(wizard.get("extraction")) == text_of(first)


# --- Double clicks, Back, stale screens -------------------------------------------------------------------------------


def test_each_step_sent_twice_writes_once(wizard):
    wizard.go(SAMPLE_S24.encode(), until="extraction")
    classes = wizard.form("classes")
    assert [wizard.post("classes", classes).status_code for _ in range(2)] == [302, 302]
    users = wizard.form("utilisateurs")
    assert [wizard.post("utilisateurs", users).status_code for _ in range(2)] == [302, 302]
    assert [wizard.post("nettoyage").status_code for _ in range(2)] == [302, 302]
    assert (SchoolClass.objects.count(), Account.objects.pupils().count()) == (9, 9)


def test_old_screen_sent_after_the_end_changes_nothing(wizard):
    wizard.go(SAMPLE_S24.encode(), until="extraction")
    classes = wizard.form("classes")
    wizard.validate("classes")
    wizard.validate("utilisateurs")
    wizard.post("nettoyage")
    response = wizard.post("classes", classes | {"tick": []})
    assert (response.status_code, SchoolClass.objects.count()) == (302, 9)


def test_classes_screen_out_of_date_is_shown_again(wizard):
    wizard.go(SAMPLE_S24.encode(), until="extraction")
    form = wizard.form("classes")
    SchoolClassFactory(niveau="CP", reference="CP_68932")
    response = wizard.post("classes", form)
    assert (response.status_code, "L'établissement a changé" in text_of(response)) == (409, True)
    assert SchoolClass.objects.count() == 1


def test_class_to_delete_is_shown_again_when_pupils_or_a_teacher_came_into_it(wizard):
    old = SchoolClassFactory(niveau="CP", reference="OLD")
    wizard.go(SAMPLE_S24.encode(), until="extraction")
    for came in (AccountFactory, TeachingAssignmentFactory):
        form = wizard.form("classes")
        came(school_class=old)
        response = wizard.post("classes", form)
        assert (response.status_code, "L'établissement a changé" in text_of(response)) == (409, True)
    assert SchoolClass.objects.get() == old


def test_group_to_delete_is_shown_again_when_a_teacher_took_it(wizard):
    wizard.source = "tableur_eleves"
    group = GroupFactory(niveau="CP", reference="OLD")
    header = "numéro;genre;nom;prénom;date;courriel;classe;groupes\n"
    wizard.go(f"{header}E1;F;ALPHA;Ana;;;CP A;LATIN\n".encode(), until="classes")
    form = wizard.form("groupes")
    assert f"c-{group.pk}" in form["tick"]
    GroupTeaching.objects.create(teacher=AccountFactory(profile="ENS"), group=group)
    assert wizard.post("groupes", form).status_code == 409
    assert Group.objects.get() == group


def test_pupil_to_remove_is_shown_again_when_somebody_renamed_him_meanwhile(wizard):
    wizard.go(SAMPLE_S24.encode())
    wizard.go(SAMPLE_S24.replace("ALPHA;Ana;CP;CP B\n", "").encode(), until="classes")
    form = wizard.form("utilisateurs")
    Account.objects.filter(last_name="ALPHA").update(last_name="OMEGA", sort_key="omega ana")
    assert wizard.post("utilisateurs", form).status_code == 409
    assert Account.objects.get(last_name="OMEGA").is_active


def test_users_screen_out_of_date_is_shown_again(wizard):
    wizard.go(SAMPLE_S24.encode(), until="classes")
    form = wizard.form("utilisateurs")
    AccountFactory(last_name="ALPHA", first_name="Ana")
    response = wizard.post("utilisateurs", form)
    assert (response.status_code, "L'établissement a changé" in text_of(response)) == (409, True)
    assert Account.objects.pupils().count() == 1


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["DIR", "ENS", "ELV"])
def test_only_administrators_import(school, client_as, profile):
    assert client_as(AccountFactory(profile=profile)).get(START).status_code == 403


def test_run_of_another_school_is_not_found(wizard, other_school, client_as):
    wizard.upload(WHOLE)
    with school_scope(other_school):
        client = client_as(AccountFactory(profile="ADM"))
    for name in ("identifiers", "labels", "identifiers_csv"):
        assert client.get(reverse(f"imports:{name}", args=[wizard.run.uuid])).status_code == 404
    for name in ("cancel", "take_over", "make_identifiers"):
        assert client.post(reverse(f"imports:{name}", args=[wizard.run.uuid])).status_code == 404
    assert client.get(wizard.url("fichier")).status_code == 404


# --- Every file of the generator --------------------------------------------------------------------------------------


# What the person reads; None for a file that is read, with its lines refused by number.
REFUSALS = {
    "empty.csv": "Ce fichier est vide",
    "only_header.csv": "ne contient aucun élève",
    "missing_column.csv": "La colonne « Niveau » manque",
    "binary.csv": "n'est pas un fichier texte",
    "names.csv": None,
    "not_xml.xml": "C'est un fichier XML",
    "xxe.xml": "C'est un fichier XML ou une page web",
    "entity_expansion.xml": "C'est un fichier XML ou une page web",
    "not_a_zip.zip": "illisible ou abîmée",
    "zip_bomb.zip": "se déplie au-delà",
    "zip_traversal.zip": "nom suspect",
}


def send_and_read(wizard, data, name):
    """The answer of the step that refuses the file, or that has read it."""
    response = wizard.upload(data, name)
    return wizard.post("extraction") if response.status_code == 302 else response


def assert_refused(response, words, data_dir, status=422):
    assert (response.status_code, words in text_of(response)) == (status, True), text_of(response)
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []
    assert (ImportLine.objects.count(), ImportRun.objects.open().count()) == (0, 0)
    assert (Account.objects.pupils().count(), SchoolClass.objects.count()) == (0, 0)


def test_hostile_files_are_all_in_the_table():
    assert {path.name for path in (ECOLE / "hostile").iterdir()} == set(REFUSALS)


@pytest.mark.parametrize(("name", "words"), [item for item in REFUSALS.items() if item[1]])
def test_hostile_file_is_refused_in_words_and_leaves_nothing(wizard, data_dir, name, words):
    assert_refused(send_and_read(wizard, ECOLE / "hostile" / name, name), words, data_dir)


@pytest.mark.parametrize(("name", "words"), [item for item in REFUSALS.items() if not item[0].endswith(".csv")])
def test_hostile_file_under_the_expected_name_is_refused_too(wizard, data_dir, name, words):
    assert_refused(send_and_read(wizard, ECOLE / "hostile" / name, "CSVExtraction.csv"), words, data_dir)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["zip_bomb.zip", "entity_expansion.xml"])
def test_hostile_file_that_would_grow_is_refused_without_growing(wizard, name):
    data = (ECOLE / "hostile" / name).read_bytes()
    send_and_read(wizard, data, "CSVExtraction.csv")
    tracemalloc.start()
    send_and_read(wizard, data, "CSVExtraction.csv")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * len(data) + 5 * 1024 * 1024


def test_hostile_names_are_read_and_those_refused_are_named_by_line(wizard):
    wizard.go(ECOLE / "hostile/names.csv", until="extraction")
    problems = rows_of(wizard.get("extraction"), "//details//table")
    assert [line for line, _ in problems] == ["7", "10", "11"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("ONDE_CSVExtraction.csv", "extraction des élèves d'ONDE"), ("CSVExtraction_Parents.csv", "responsables légaux")],
)
def test_file_of_another_kind_is_named(wizard, data_dir, name, words):
    assert_refused(send_and_read(wizard, ECOLE / name, name), words, data_dir)


@pytest.mark.parametrize(
    ("name", "header", "words"),
    [
        (
            "ONDE parents",
            "Civilité Responsable;Nom responsable;Prénom responsable;Nom de famille élève",
            "responsables",
        ),
        ("tableur", "Nom;Prénom;Classe", "Les colonnes"),
        ("identifiants", "Classe;Nom;Prénom;Identifiant;Mot de passe", "Les colonnes"),
    ],
)
def test_other_table_says_what_it_lacks(wizard, data_dir, name, header, words):
    assert_refused(send_and_read(wizard, f"{header}\n{'x;' * header.count(';')}x\n".encode(), "x.csv"), words, data_dir)


@pytest.mark.parametrize("root", ["BEE_ELEVES", "BEE_RESPONSABLES", "STS_EDT"])
def test_xml_of_the_second_degree_is_refused_as_xml(wizard, data_dir, root):
    data = f'<?xml version="1.0" encoding="ISO-8859-15"?><{root}></{root}>'.encode()
    assert_refused(send_and_read(wizard, data, "CSVExtraction.csv"), "C'est un fichier XML", data_dir)


@pytest.mark.parametrize(
    ("megabytes", "status", "words"),
    [(20.5, 422, "« CSVExtraction.csv » dépasse 20 Mo"), (30, 413, "un fichier ne dépasse pas 20 Mo")],
)
def test_file_of_thirty_megabytes_is_refused_in_words(wizard, data_dir, megabytes, status, words):
    data = WHOLE.read_bytes()
    response = wizard.upload((data * 1200)[: int(megabytes * 1024**2)])
    assert_refused(response, words, data_dir, status)


def test_file_saved_again_by_a_spreadsheet_gives_the_same_pupils_s117(wizard):
    wizard.go()
    text = WHOLE.read_bytes().decode("cp1252")
    # A mark, commas, no quotes where none is needed, dates turned round, zeros of the INE lost.
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    saved = io.StringIO()
    csv.writer(saved).writerows([[_as_a_spreadsheet(cell) for cell in row] for row in rows])
    wizard.go(saved.getvalue().encode("utf-8-sig"), until="classes")
    assert counts_of(wizard.get("utilisateurs"))["à conserver"] == 151


def _as_a_spreadsheet(cell: str) -> str:
    date = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", cell)
    return f"{date[3]}-{date[2]}-{date[1]} 00:00:00" if date else re.sub(r"^0+(?=\d)", "", cell)


@pytest.mark.parametrize("place", [-200, -100, -20, -10])
def test_file_cut_in_the_middle_of_a_line_is_refused_with_its_line(wizard, data_dir, place):
    response = send_and_read(wizard, WHOLE.read_bytes()[:place], "CSVExtraction.csv")
    assert_refused(response, "coupé ou abîmé", data_dir)


def test_names_of_a_hundred_ligatures_fit(wizard):
    wizard.go(f"Nom Elève;Prénom Elève;Niveau;Classe\n{'œ' * 100};{'ﬃ' * 100};CP;CP\n".encode(), until="utilisateurs")
    assert Account.objects.pupils().get().last_name == "Œ" * 100


def test_class_name_typed_with_a_null_is_cleaned(wizard):
    wizard.go(SAMPLE_S24.encode(), until="extraction")
    wizard.validate("classes", tick=["n-CP_68932"], **{"nom:n-CP_68932": " Les\0 grands "})
    assert list(SchoolClass.objects.values_list("name", flat=True)) == ["Les grands"]


def test_help_is_open_to_everybody(client, db):
    assert "Obtenir le fichier" in text_of(client.get("/aide/import-base-eleves/"))


def test_hostile_names_are_escaped_on_every_screen(wizard):
    wizard.go(ECOLE / "hostile/names.csv", until="classes")
    pages = [wizard.get("utilisateurs")]
    wizard.validate("utilisateurs")
    pages.append(wizard.get("utilisateurs"))
    assert [b"<SCRIPT>" in page.content for page in pages] == [False, False]
    assert [b"&lt;SCRIPT&gt;" in page.content for page in pages] == [True, True]


# Pupils and classes that each variant brings; the others bring the whole school.
VARIANTS = {"one_class_only": (21, 1), "tricky_classes": (8, 8), "oe_iso-8859-15": (5, 5)}


@pytest.mark.parametrize("path", sorted((ECOLE / "variants").iterdir()), ids=lambda path: path.name)
def test_variant_gives_the_pupils_and_classes_of_the_table(wizard, path):
    activate("INIT", "UPE2A")
    wizard.go(path, until="extraction")
    form = wizard.form("classes")
    niveau = html.fromstring(wizard.get("classes").content).xpath("//select/option[.='Cours préparatoire']/@value")
    wizard.post("classes", {name: value if any(value) else niveau for name, value in form.items()})
    wizard.validate("utilisateurs")
    wizard.post("nettoyage")
    expected = VARIANTS.get(path.stem.removeprefix("CSVExtraction_"), (151, 9))
    assert (Account.objects.pupils().count(), SchoolClass.objects.count()) == expected


def test_row_written_twice_gives_one_pupil_and_a_line_of_the_report(wizard):
    wizard.go(ECOLE / "variants/CSVExtraction_duplicate_row.csv", until="extraction")
    told = dict(rows_of(wizard.get("extraction"), "//details//table"))
    assert told["154"] == "PELLETIER Léo est déjà à la ligne 2 : un seul élève, avec sa dernière classe."
    wizard.validate("classes")
    wizard.validate("utilisateurs")
    assert Account.objects.filter(last_name="PELLETIER", first_name="Léo").count() == 1


# --- Queries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["extraction", "classes", "utilisateurs"])
def test_review_asks_as_many_queries_whatever_the_number_of_pupils(wizard, step):
    previous = {"extraction": "extraction", "classes": "extraction", "utilisateurs": "classes"}[step]
    counted = []
    for file in (SAMPLE_S24.encode(), WHOLE):
        wizard.go(file, until=previous)
        with CaptureQueriesContext(connection) as queries:
            wizard.get(step)
        counted.append(len(queries))
        wizard.client.post(reverse("imports:cancel", args=[wizard.run.uuid]), follow=True)
    assert counted[0] == counted[1]


def test_apply_does_not_ask_a_query_for_each_pupil(wizard):
    counted = []
    for file in (SAMPLE_S24.encode(), WHOLE):
        wizard.go(file, until="classes")
        form = wizard.form("utilisateurs")
        with CaptureQueriesContext(connection) as queries:
            wizard.post("utilisateurs", form)
        counted.append(len(queries))
        wizard.post("nettoyage")
    # SQLite takes new accounts by fifty: 142 more pupils are a few more batches.
    assert counted[1] - counted[0] < 10


def test_identifiers_of_somebody_to_remove_or_to_change_are_shown_in_the_review(wizard):
    known = {"sconet_id": 77, "elenoet": "0042", "reference": "123ABC"}
    AccountFactory(last_name="PARTANT", first_name="Zoé", is_by_hand=False, **known)
    AccountFactory(last_name="SANSNUMERO", first_name="Ana", is_by_hand=False)
    wizard.go(b"Nom Eleve;Prenom Eleve;Niveau;Classe\nALPHA;Ana;CP;CP B\n", until="classes")
    page = html.fromstring(wizard.get("utilisateurs").content)
    removed = {
        row.xpath("string(td[3]/strong)"): " ".join(row.xpath("string(td[3])").split())
        for row in page.xpath("//tbody[@id='bloc-remove']/tr[@data-search]")
    }
    assert removed == {"PARTANT": "PARTANT Zoé 77 / 0042 / 123ABC", "SANSNUMERO": "SANSNUMERO Ana"}
