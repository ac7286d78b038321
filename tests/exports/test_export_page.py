"""« Import Export des validations », the export side: S156 to S162."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import Account, JournalEntry
from documents.models import GeneratedFile
from sacoche.kit.tenancy import school_scope
from schools.models import School, SchoolClass
from socle.models import SchoolPalier
from tests.exports.conftest import JUNE_14
from tests.factories import AccountFactory, SchoolClassFactory

PAGE = reverse("exports:validations")
GENERATE = reverse("exports:generate")
EXPORT = {"procedure": "export-sacoche"}


def html(response: Any) -> str:
    """The page on one line, with its apostrophes as they are read."""
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


def grouping(school_class: SchoolClass) -> str:
    return f"c{school_class.pk}"


@pytest.mark.parametrize("profile", ["admin", "director"])
def test_page_is_in_the_menu_of_administrators_and_directors(profile: str, request: Any, client_as: Any) -> None:
    client = client_as(request.getfixturevalue(profile))
    assert f'href="{PAGE}"' in html(client.get(reverse("home")))
    assert "<h1>Import Export des validations</h1>" in html(client.get(PAGE))


@pytest.mark.parametrize("profile", ["teacher", "pupil"])
def test_page_is_refused_to_others(profile: str, request: Any, client_as: Any) -> None:
    client = client_as(request.getfixturevalue(profile))
    assert [client.get(PAGE).status_code, client.post(GENERATE, EXPORT).status_code] == [403, 403]


def test_procedure_lists_exports_and_imports_in_groups(admin: Account, client_as: Any) -> None:
    page = html(client_as(admin).get(PAGE))
    assert re.findall(r'<optgroup label="([^"]+)">', page) == ["Exporter un fichier", "Importer un fichier"]
    assert re.findall(r'<option value="[a-z]+-[a-z]+">([^<]+)</option>', page) == [
        "Exporter un fichier à destination de SACoche",
        "Importer un fichier en provenance de SACoche",
        "Importer un fichier en provenance de logiciels compatibles (Gibii, Pronote, etc.)",
    ]


def test_groupings_are_the_school_its_levels_and_its_classes(admin: Account, cm2: SchoolClass, client_as: Any) -> None:
    SchoolClassFactory(niveau="CP", reference="CP_A", name="[CP] A")
    page = html(client_as(admin).get(PAGE, EXPORT))
    assert re.findall(r'name="regroupement" value="\w+"> <span>([^<]+)</span>', page) == [
        "Sans classe affectée",
        "Tout l'établissement",
        "Cours préparatoire",
        "Cours moyen 2e année",
        "[CP] A",
        "[CM2] A",
    ]


def pupils_shown(response: Any) -> list[str]:
    return re.findall(r'name="eleve" value="\d+" checked> <span>([^<]+)</span>', html(response))


def test_choosing_groupings_shows_their_active_pupils_ticked(
    admin: Account, cm2: SchoolClass, pupil: Account, client_as: Any
) -> None:
    AccountFactory(last_name="PARTI", school_class=cm2, left_on=JUNE_14)
    client = client_as(admin)
    asked = {grouping(cm2): 3, "d1": 1, "d2": 4, f"n{cm2.niveau_id}": 3}
    shown = {code: pupils_shown(client.get(PAGE, EXPORT | {"regroupement": code})) for code in asked}
    assert {code: len(names) for code, names in shown.items()} == asked
    assert shown[grouping(cm2)] == ["MÉNARD Léa", "MICHEL Tom", "ZIDI Ali"]
    both = client.get(PAGE, EXPORT | {"regroupement": [grouping(cm2), "d1"]})
    assert pupils_shown(both) == ["MARTIN Zoé", "MÉNARD Léa", "MICHEL Tom", "ZIDI Ali"]


def test_choosing_a_grouping_asks_for_the_pupils_alone(admin: Account, cm2: SchoolClass, client_as: Any) -> None:
    headers = {"HX-Request": "true", "HX-Target": "eleves"}
    answer = client_as(admin).get(PAGE, EXPORT | {"regroupement": grouping(cm2)}, headers=headers)
    assert len(pupils_shown(answer)) == 3
    assert "<h1>" not in html(answer)


def test_missing_sconet_identifiers_are_a_warning_that_blocks_nothing(
    admin: Account, cm2: SchoolClass, client_as: Any
) -> None:
    client = client_as(admin)
    page = html(client.get(PAGE, EXPORT | {"regroupement": grouping(cm2)}))
    assert "2 élèves n'ont pas d'identifiant Sconet" in page
    assert '<button class="btn btn-primary">Générer le fichier</button>' in page
    assert client.post(GENERATE, EXPORT | {"regroupement": grouping(cm2)}).status_code == 302


def generate(client: Any, **choice: Any) -> Any:
    return client.post(GENERATE, EXPORT | choice, follow=True)


def test_generate_reports_decisions_and_pupils_and_gives_the_link(
    admin: Account, cm2: SchoolClass, client_as: Any
) -> None:
    page = html(generate(client_as(admin), regroupement=grouping(cm2)))
    file = GeneratedFile.objects.get()
    assert "1 décision de compétence et 3 décisions d'items pour 2 élèves." in page
    assert "1 élève choisi n'a aucune validation" in page
    assert f'href="{reverse("exports:download", args=[file.token])}">Récupérer le fichier au format ZIP</a>' in page
    assert "au bout d'une heure" in page
    assert JournalEntry.objects.filter(code="exports.generate").count() == 1


def test_generate_keeps_the_file_private_and_named_as_the_format_says(
    admin: Account, cm2: SchoolClass, client_as: Any
) -> None:
    generate(client_as(admin), regroupement=grouping(cm2))
    file = GeneratedFile.objects.get()
    name = re.fullmatch(r"import-sacoche_1_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_(\d+)\.zip", file.name)
    assert name
    assert int(name[1]) < 2**31
    assert re.fullmatch(r"[0-9a-f]{32}", file.token)
    path = Path(settings.DATA_DIR) / "exports" / file.token / "content"
    assert (oct(path.stat().st_mode)[-3:], oct(path.parent.stat().st_mode)[-3:]) == ("600", "700")


def test_generate_takes_the_pupils_ticked(admin: Account, cm2: SchoolClass, client_as: Any) -> None:
    tom = Account.objects.get(login="tom")
    generate(client_as(admin), regroupement=grouping(cm2), liste="1", eleve=str(tom.pk))
    file = GeneratedFile.objects.get()
    assert (file.told["silent"], file.told["pupils"], file.told["items"], file.told["piliers"]) == (0, 1, 2, 0)


def counts_of_the_last_file() -> tuple[int, int, int]:
    file = GeneratedFile.objects.latest("pk")
    return file.told["pupils"], file.told["items"], file.told["piliers"]


def test_decisions_of_a_palier_no_longer_used_are_still_in_the_file(
    admin: Account, cm2: SchoolClass, client_as: Any
) -> None:
    SchoolPalier.objects.create(palier_id=2)
    generate(client_as(admin), regroupement=grouping(cm2))
    before = counts_of_the_last_file()

    SchoolPalier.objects.all().delete()
    generate(client_as(admin), regroupement=grouping(cm2))

    assert counts_of_the_last_file() == before == (2, 3, 1)


def test_pupil_who_left_is_in_no_file_until_he_comes_back(admin: Account, cm2: SchoolClass, client_as: Any) -> None:
    tom = Account.objects.filter(login="tom")
    tom.update(left_on=JUNE_14)
    generate(client_as(admin), regroupement="d2")
    assert counts_of_the_last_file() == (1, 1, 1)

    tom.update(left_on=None)
    generate(client_as(admin), regroupement="d2")
    assert counts_of_the_last_file() == (2, 3, 1)


def refusal(client: Any, **choice: Any) -> str:
    answer = client.post(GENERATE, EXPORT | choice)
    assert answer.status_code == 422
    assert GeneratedFile.objects.count() == 0
    return re.findall(r'role="alert">([^<]+)<', html(answer))[0]


def test_generate_without_grouping_is_refused(admin: Account, cm2: SchoolClass, client_as: Any) -> None:
    assert refusal(client_as(admin)) == "Choisissez au moins un regroupement."


@pytest.mark.parametrize("code", ["c999999", "n0", "x", "c", "c1' OR 1=1"])
def test_generate_unknown_grouping_is_refused(admin: Account, cm2: SchoolClass, client_as: Any, code: str) -> None:
    assert "n'existe plus" in refusal(client_as(admin), regroupement=code)


def test_generate_nobody_ticked_is_refused(admin: Account, cm2: SchoolClass, client_as: Any) -> None:
    assert refusal(client_as(admin), regroupement=grouping(cm2), liste="1") == "Cochez au moins un élève."


def test_generate_nobody_decided_is_refused_and_keeps_nothing(
    admin: Account, cm2: SchoolClass, client_as: Any, data_dir: Any
) -> None:
    ali = Account.objects.get(login="ali")
    message = refusal(client_as(admin), regroupement=grouping(cm2), liste="1", eleve=str(ali.pk))
    assert "il n'y a rien à exporter" in message
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []


def test_generate_empty_grouping_is_refused(admin: Account, cm2: SchoolClass, client_as: Any) -> None:
    assert "Aucun élève actif" in refusal(client_as(admin), regroupement="d1")


def test_generate_pupil_of_another_school_is_refused(
    admin: Account, cm2: SchoolClass, other_school: School, client_as: Any
) -> None:
    with school_scope(other_school):
        stranger = AccountFactory()
    message = refusal(client_as(admin), regroupement=["d2"], liste="1", eleve=[str(stranger.pk)])
    assert "La liste des élèves a changé" in message


@pytest.mark.parametrize("procedure", ["", "export-lpc", "import-sacoche", "toto"])
def test_generate_unknown_procedure_is_refused(
    admin: Account, cm2: SchoolClass, client_as: Any, procedure: str
) -> None:
    answer = client_as(admin).post(GENERATE, {"procedure": procedure, "regroupement": "d2"})
    assert (answer.status_code, GeneratedFile.objects.count()) == (422, 0)


def test_page_number_of_queries_does_not_grow_with_pupils(
    admin: Account, cm2: SchoolClass, client_as: Any, django_assert_num_queries: Any
) -> None:
    client = client_as(admin)
    client.get(PAGE)
    for _ in range(2):
        with django_assert_num_queries(5):
            client.get(PAGE, EXPORT | {"regroupement": "d2"})
        AccountFactory.create_batch(30, school_class=cm2)
