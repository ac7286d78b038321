"""Reading ResponsablesAvecAdresses.xml, before and since 2018."""

import re

import pytest

from imports.brought.extraction import (
    Extraction,
    IncomingAddress,
    IncomingChild,
    IncomingGuardian,
    Problem,
    UnreadableFile,
)
from imports.sources.siecle_responsables import SiecleResponsables
from tests.imports.college import FOUND, UAI, college, zipped

SOURCE = SiecleResponsables()
HEAD = "<BEE_RESPONSABLES><PARAMETRES><UAJ>0571234A</UAJ><ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE></PARAMETRES><DONNEES>\n"


def person(identifier: int, content: str = "<NOM>MARTIN</NOM><PRENOM>Paul</PRENOM>") -> str:
    return f'<PERSONNE PERSONNE_ID="{identifier}">{content}</PERSONNE>\n'


def named(identifier: int, name: str) -> str:
    return person(identifier, f"<NOM>{name}</NOM><PRENOM>Paul</PRENOM>")


def link(person: int, pupil: int, said: str = "<RESP_LEGAL>1</RESP_LEGAL>") -> str:
    ids = f"<ELEVE_ID>{pupil}</ELEVE_ID><PERSONNE_ID>{person}</PERSONNE_ID>"
    return f"<RESPONSABLE_ELEVE>{ids}{said}</RESPONSABLE_ELEVE>\n"


def level(number: int, **said: str) -> str:
    others = "".join(f"<{name}>{value}</{name}>" for name, value in said.items())
    return f"<NIVEAU_RESPONSABILITE>{number}</NIVEAU_RESPONSABILITE>{others}"


def read(people: list[str], links: list[str], addresses: str = '<ADRESSE ADRESSE_ID="0"/>') -> Extraction:
    body = (
        f"<PERSONNES>{''.join(people)}</PERSONNES><RESPONSABLES>{''.join(links)}</RESPONSABLES>"
        f"<ADRESSES>{addresses}</ADRESSES>"
    )
    return SOURCE.read(f"{HEAD}{body}</DONNEES></BEE_RESPONSABLES>".encode())


def links_of(extraction: Extraction) -> list[tuple[str, int | None, int]]:
    return [(each.last_name, child.sconet_id, child.rank) for each in extraction.guardians for child in each.children]


@pytest.mark.parametrize("name", ["ResponsablesAvecAdresses.xml", "ResponsablesAvecAdresses_2018.xml"])
def test_read_whole_college_s51(name):
    extraction = SOURCE.read(college(name))
    assert len(extraction.guardians) >= FOUND["ResponsablesAvecAdresses.xml"]["responsables"]
    assert extraction.link_count >= FOUND["ResponsablesAvecAdresses.xml"]["liens"]
    assert (extraction.uai, extraction.year) == (UAI, 2018)


def test_read_export_without_addresses_gives_the_same_links_and_says_so_s51():
    whole, data = SOURCE.read(college("ResponsablesAvecAdresses.xml")), college("ResponsablesAvecAdresses.xml")
    bare = re.sub(rb"<ADRESSES>.*</ADRESSES>|<ADRESSE_ID>[^<]*</ADRESSE_ID>", b"", data, flags=re.DOTALL)
    extraction = SOURCE.read(zipped(("ResponsablesSansAdresses.xml", bare)))
    assert links_of(extraction) == links_of(whole)
    assert (extraction.address_count, len(extraction.guardians)) == (0, len(whole.guardians))
    assert extraction.problems[0] == Problem(
        1, "ce fichier n'a aucune adresse (export « sans adresse ») : celles connues restent."
    )


def test_read_both_layouts_give_the_same_links():
    old, new = (SOURCE.read(college(f"ResponsablesAvecAdresses{layout}.xml")) for layout in ("", "_2018"))
    assert [(each.full_name, each.address, len(each.children)) for each in old.guardians] == [
        (each.full_name, each.address, len(each.children)) for each in new.guardians
    ]


def test_read_every_value_of_a_guardian():
    content = (
        "<NOM_DE_FAMILLE>le gall</NOM_DE_FAMILLE><PRENOM>anne</PRENOM><LC_CIVILITE>MME</LC_CIVILITE>"
        "<MEL>Anne@Example.org</MEL><ADRESSE_ID>9</ADRESSE_ID>"
    )
    address = (
        '<ADRESSE ADRESSE_ID="9"><LIGNE1_ADRESSE>12 RUE DES LILAS</LIGNE1_ADRESSE><CODE_POSTAL>07270</CODE_POSTAL>'
        "<LIBELLE_POSTAL>Saint-Exemple</LIBELLE_POSTAL><LL_PAYS>FRANCE</LL_PAYS></ADRESSE>"
    )
    extraction = read([person(5, content)], [link(5, 71), link(5, 72, "<RESP_LEGAL>2</RESP_LEGAL>")], address)
    assert extraction.guardians == [
        IncomingGuardian(
            line=1,
            last_name="LE GALL",
            first_name="Anne",
            gender="F",
            sconet_id=5,
            email="anne@example.org",
            address=IncomingAddress(
                line1="12 Rue Des Lilas", postal_code="07270", town="SAINT-EXEMPLE", country="FRANCE"
            ),
            children=(IncomingChild(rank=1, sconet_id=71), IncomingChild(rank=1, sconet_id=72)),
        )
    ]
    assert (extraction.address_count, extraction.link_count) == (1, 2)


def test_read_foreign_address():
    address = (
        '<ADRESSE ADRESSE_ID="9"><LIGNE1_ADRESSE>1 CHAUSSÉE</LIGNE1_ADRESSE>'
        "<COMMUNE_ETRANGERE>1000 BRUXELLES</COMMUNE_ETRANGERE><LL_PAYS>BELGIQUE</LL_PAYS></ADRESSE>"
    )
    content = "<NOM>MARTIN</NOM><PRENOM>Paul</PRENOM><ADRESSE_ID>9</ADRESSE_ID>"
    found = read([person(5, content)], [link(5, 71)], address).guardians[0].address
    assert (found.postal_code, found.town, found.country) == ("1000", "BRUXELLES", "BELGIQUE")


def test_read_mere_contact_is_nobody():
    extraction = read([named(1, "MÈRE"), named(2, "VOISIN")], [link(1, 71), link(2, 71, "<RESP_LEGAL>0</RESP_LEGAL>")])
    assert (links_of(extraction), extraction.problems) == ([("MÈRE", 71, 1)], [])


def test_read_ranks_of_recent_files_are_those_of_responsibility():
    extraction = read(
        [named(1, "CHARGÉ"), named(2, "PAYEUR"), named(3, "PREMIER"), named(4, "CONTACT")],
        [
            link(1, 71, level(2)),
            link(2, 71, level(1, PAIE_FRAIS_SCOLAIRES="true")),
            link(3, 71, level(1, A_CONTACTER_EN_PRIORITE="1")),
            link(4, 71, level(3)),
        ],
    )
    assert links_of(extraction) == [("CHARGÉ", 71, 3), ("PAYEUR", 71, 2), ("PREMIER", 71, 1)]


def test_read_two_guardians_of_one_rank_are_numbered_and_it_is_said():
    extraction = read([named(1, "UN"), named(2, "DEUX")], [link(1, 71), link(2, 71)])
    assert links_of(extraction) == [("DEUX", 71, 2), ("UN", 71, 1)]
    message = "deux responsables de rang 1 pour l'élève d'Id Sconet 71 : numérotés dans l'ordre du fichier."
    assert [problem.message for problem in extraction.problems] == [message]


def test_read_real_file_with_two_guardians_of_one_rank():
    extraction = SOURCE.read(college("hostile/two_legal_rank_1.xml"))
    ranks: dict[int | None, list[int]] = {}
    for _name, pupil, rank in links_of(extraction):
        ranks.setdefault(pupil, []).append(rank)
    assert [sorted(found) for found in ranks.values() if sorted(found) != list(range(1, len(found) + 1))] == []


def test_read_parent_of_nobody_is_named():
    extraction = read([named(1, "UN"), named(2, "SEUL")], [link(1, 71)])
    assert [each.last_name for each in extraction.guardians] == ["UN"]
    assert extraction.problems == [Problem(3, "SEUL Paul n'est responsable d'aucun élève : ignoré.")]


def test_read_link_of_somebody_who_is_not_in_the_file_is_named():
    extraction = read([named(1, "UN")], [link(1, 71), link(9, 71)])
    assert [problem.message for problem in extraction.problems] == [
        "responsable d'Id Sconet « 9 » absent du fichier : lien ignoré."
    ]


def test_read_two_people_with_one_identifier_keeps_the_first():
    extraction = read([named(1, "UN"), named(1, "DEUX")], [link(1, 71)])
    assert [each.last_name for each in extraction.guardians] == ["UN"]
    assert extraction.problems == [Problem(3, "DEUX Paul a le même Id Sconet que la ligne 2 : personne ignorée.")]


def test_read_wrong_email_and_long_address_are_left_out_by_line():
    content = "<NOM>MARTIN</NOM><PRENOM>Paul</PRENOM><MEL>pas une adresse</MEL><ADRESSE_ID>9</ADRESSE_ID>"
    address = f'<ADRESSE ADRESSE_ID="9"><LIGNE1_ADRESSE>{"x" * 101}</LIGNE1_ADRESSE></ADRESSE>'
    extraction = read([person(1, content)], [link(1, 71)], address)
    assert (extraction.guardians[0].email, extraction.guardians[0].address.is_empty) == ("", True)
    assert [problem.message for problem in extraction.problems] == [
        "adresse e-mail « pas une adresse » incorrecte : non reprise.",
        "ligne d'adresse de plus de 100 caractères : non repris.",
    ]


def test_read_file_without_any_guardian_is_refused():
    with pytest.raises(UnreadableFile, match="aucun responsable légal"):
        read([named(1, "UN")], [])


@pytest.mark.parametrize(
    ("name", "words"), [("ElevesSansAdresses.xml", "élèves de Siècle"), ("tableur_parents.csv", "pas un fichier XML")]
)
def test_read_another_file_is_refused_and_named_s52(name, words):
    with pytest.raises(UnreadableFile, match=words):
        SOURCE.read(college(name))
