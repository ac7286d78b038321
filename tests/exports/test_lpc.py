"""The export to the LPC of the ministry, unsigned and off by default (P278, S157)."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import etree

from accounts.models import Account
from documents.models import GeneratedFile
from schools.models import School, SchoolClass
from socle.models import PilierValidation, SocleSettings
from tests.exports.conftest import JUNE_14, decide
from tests.factories import AccountFactory

PAGE, GENERATE = reverse("exports:validations"), reverse("exports:generate")
OFFER = reverse("socle:set_lpc")
ROOT = (
    '<lpc xmlns="urn:ac-grenoble.fr:lpc:import:v1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="urn:ac-grenoble.fr:lpc:import:v1.0 import-lpc.xsd">'
)
SPACE = "{urn:ac-grenoble.fr:lpc:import:v1.0}"


def html(response: Any) -> str:
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


def offered(school: School, uai: str = "0341234G") -> None:
    SocleSettings.objects.create(offers_lpc=True)
    school.uai = uai
    school.save()


def make(client: Any, school_class: SchoolClass) -> tuple[str, bytes]:
    asked = {"procedure": "export-lpc", "regroupement": f"c{school_class.pk}"}
    page = html(client.post(GENERATE, asked, follow=True))
    link = re.search(r'href="(/fichiers/[0-9a-f]{32}/)"', page)
    return page, b"".join(client.get(link[1]).streaming_content) if link else b""


def test_export_is_off_until_an_administrator_wants_it_p278(admin: Account, cm2: SchoolClass, client_as: Any) -> None:
    client = client_as(admin)
    assert "Sconet-LPC" not in html(client.get(PAGE))
    assert client.post(GENERATE, {"procedure": "export-lpc", "regroupement": f"c{cm2.pk}"}).status_code == 422
    client.post(OFFER, {"offers_lpc": "on"})
    assert "Exporter un fichier à destination de Sconet-LPC" in html(client.get(PAGE))
    client.post(OFFER, {})
    assert "Sconet-LPC" not in html(client.get(PAGE))


def test_what_helps_to_decide_is_not_touched_by_that_choice_p278(admin: Account, client_as: Any) -> None:
    client = client_as(admin)
    client.post(reverse("socle:set_help"), {"proposes": "on"})
    client.post(OFFER, {"offers_lpc": "on"})
    client.post(reverse("socle:set_help"), {"locks_items": "on"})
    kept = SocleSettings.objects.get()
    assert (kept.proposes, kept.locks_items, kept.offers_lpc) == (False, True, True)


def test_page_says_that_it_is_unsigned_and_that_lpc_stopped_p278(
    admin: Account, cm2: SchoolClass, school: School, client_as: Any
) -> None:
    offered(school)
    client = client_as(admin)
    for page in (html(client.get(PAGE, {"procedure": "export-lpc"})), make(client, cm2)[0]):
        assert "n'est pas signé" in page
        assert "arrêtée depuis la rentrée 2016" in page


def test_positives_of_pupils_with_a_sconet_number_alone_p278(
    admin: Account, cm2: SchoolClass, school: School, client_as: Any
) -> None:
    offered(school)
    michel = Account.objects.get(login="tom")
    decide(michel, 2113, state=0)
    PilierValidation.objects.create(pupil=michel, pilier_id=8, state=1, decided_on=JUNE_14, author_label="DURAND A.")
    page, content = make(client_as(admin), cm2)
    tree = etree.fromstring(content)
    assert [pupil.get("nom") for pupil in tree.iter(f"{SPACE}eleve")] == ["MICHEL"]
    assert [item.get("id") for item in tree.iter(f"{SPACE}item")] == ["2111", "2112"]
    assert "2 élèves choisis n'ont pas d'identifiant Sconet : ils ne sont pas dans le fichier" in page


def test_bytes_are_those_of_the_format_p278(admin: Account, cm2: SchoolClass, school: School, client_as: Any) -> None:
    offered(school)
    Account.objects.filter(login="tom").update(last_name="SACRÉ-CŒUR", first_name="Łucja")
    PilierValidation.objects.create(
        pupil=Account.objects.get(login="tom"), pilier_id=8, state=1, decided_on=JUNE_14, author_label="DURAND A."
    )
    _page, content = make(client_as(admin), cm2)
    assert content.decode("iso8859-15").split("\r\n") == [
        '<?xml version="1.0" encoding="ISO-8859-15"?>',
        ROOT,
        "\t<entete>",
        "\t\t<editeur>SACOCHE LIBRE</editeur>",
        "\t\t<application>SACOCHE LIBRE</application>",
        "\t\t<etablissement>0341234G</etablissement>",
        "\t</entete>",
        "\t<donnees>",
        '\t\t<eleve id="77" nom="SACRÉ-CŒUR" prenom="&#321;ucja">',
        '\t\t\t<palier id="2">',
        '\t\t\t\t<competence id="8">',
        "\t\t\t\t\t<validation>",
        "\t\t\t\t\t\t<date>2013-06-14</date>",
        "\t\t\t\t\t</validation>",
        *(
            line
            for item in ("2111", "2112")
            for line in (
                f'\t\t\t\t\t<item id="{item}">',
                "\t\t\t\t\t\t<renseignement>",
                "\t\t\t\t\t\t\t<date>2013-05-30</date>",
                "\t\t\t\t\t\t</renseignement>",
                "\t\t\t\t\t</item>",
            )
        ),
        "\t\t\t\t</competence>",
        "\t\t\t</palier>",
        "\t\t</eleve>",
        "\t</donnees>",
        "</lpc>",
        "",
    ]
    # One byte, that of ISO-8859-15 and of no other alphabet.
    assert b"C\xbcUR" in content
    assert re.fullmatch(rf"import-lpc-\d{{10}}_{school.number}_\d+\.xml", GeneratedFile.objects.get().name)


def test_item_that_changed_number_has_the_one_that_lpc_asked_for_p278(
    admin: Account, cm2: SchoolClass, school: School, client_as: Any
) -> None:
    offered(school)
    decide(Account.objects.get(login="tom"), 2451)
    _page, content = make(client_as(admin), cm2)
    assert [each.get("id") for each in etree.fromstring(content).iter(f"{SPACE}item")] == ["2111", "2112", "2453"]


def test_school_without_uai_makes_no_file_p278(
    admin: Account, cm2: SchoolClass, school: School, client_as: Any
) -> None:
    offered(school, uai="")
    client = client_as(admin)
    assert "n'a pas d'UAI" in html(client.get(PAGE, {"procedure": "export-lpc"}))
    page, content = make(client, cm2)
    assert "n'a pas d'UAI" in page
    assert (content, GeneratedFile.objects.count()) == (b"", 0)


def test_nothing_positive_or_nobody_known_to_sconet_is_said_p278(
    admin: Account, cm2: SchoolClass, school: School, client_as: Any
) -> None:
    offered(school)
    client = client_as(admin)
    Account.objects.filter(login="tom").update(sconet_id=None)
    assert "Aucun de ces élèves n'a d'identifiant Sconet" in make(client, cm2)[0]
    AccountFactory(last_name="ARRIVÉ", school_class=cm2, sconet_id=78)
    assert "il n'y a rien à exporter" in make(client, cm2)[0]


def test_our_own_import_reads_it_as_that_of_other_products_p278(
    admin: Account, cm2: SchoolClass, school: School, client_as: Any
) -> None:
    offered(school)
    client = client_as(admin)
    _page, content = make(client, cm2)
    sent = {"procedure": "import-compatible", "fichier": SimpleUploadedFile("import-lpc.xml", content)}
    assert "aucune validation n'a changé" in html(client.post(reverse("exports:import_file"), sent))
