"""A référentiel goes out in a file and comes back the same; what is wrong in a file is told by line."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from referentiels.exchange.arbre import read_arbre, write_2012
from referentiels.exchange.faults import BadTree, Reading
from referentiels.exchange.own import read_own, write_own
from referentiels.exchange.walking import root_of
from referentiels.tree import Domaine, Item, SocleLink, Theme, Tree
from sacoche.kit.files.xml import BadXml, HasDoctype

GOLDEN = Path(__file__).parent.parent / "data" / "golden" / "referentiels"


def known(link: SocleLink) -> bool:
    """The entries that these tests use; 9999 is none."""
    return link.entry < 9000


def arbre(content: str | bytes) -> Reading:
    return read_arbre(root_of(io.BytesIO(content.encode() if isinstance(content, str) else content)), known)


def own(content: str | bytes) -> Reading:
    return read_own(root_of(io.BytesIO(content.encode() if isinstance(content, str) else content)), known)


def one_item(attributes: str, inside: str = "") -> str:
    """A file of 2012 with one item, on line 4."""
    return (
        f'<arbre>\n<domaine ref="A" nom="D">\n<theme nom="T">\n<item {attributes}>{inside}</item>\n'
        "</theme></domaine></arbre>"
    )


# ---------------------------------------------------------------- 2012 and 2017


@pytest.mark.parametrize("name", ["export_207_17.xml", "export_9902_18.xml"])
def test_exports_of_2012_come_out_byte_for_byte_p24(name: str) -> None:
    content = (GOLDEN / name).read_bytes()
    reading = arbre(content)
    assert reading.faults == ()
    assert write_2012(reading.tree) == content


def test_values_that_2012_would_have_cut_are_named_by_line_p25() -> None:
    reading = arbre((GOLDEN / "case_12.xml").read_bytes())
    assert [fault.message for fault in reading.faults] == [
        "le coefficient « 25 » n'est pas un nombre entier de 0 à 20.",
        "le coefficient « 300 » n'est pas un nombre entier de 0 à 20.",
        "le nom de l'item compte 300 caractères ; 255 au plus.",
    ]
    assert list(reading.tree.items) == []


def test_missing_attribute_is_named_p25() -> None:
    reading = arbre((GOLDEN / "case_14.xml").read_bytes())
    assert list(map(str, reading.faults)) == ["Ligne 1 : l'attribut « lien » manque à l'élément « item »."]


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ('socle="9999" nom="i" coef="1" cart="1" lien=""', "l'entrée 9999 du socle de 2006 n'existe pas."),
        ('socle="x" nom="i" coef="1" cart="1" lien=""', "« socle » n'est pas un nombre : « x »."),
        (
            'socle="0" nom="i" coef="21" cart="1" lien=""',
            "le coefficient « 21 » n'est pas un nombre entier de 0 à 20.",
        ),
        (
            'socle="0" nom="i" coef="-1" cart="1" lien=""',
            "le coefficient « -1 » n'est pas un nombre entier de 0 à 20.",
        ),
        (
            'socle="0" nom="i" coef="1,5" cart="1" lien=""',
            "le coefficient « 1,5 » n'est pas un nombre entier de 0 à 20.",
        ),
        (
            'socle="0" nom="i" coef="1" cart="2" lien=""',
            "« 2 » ne dit pas si l'item peut être demandé : 1 pour oui, 0 pour non.",
        ),
        ('socle="0" nom=" " coef="1" cart="1" lien=""', "le nom de l'item est vide."),
        (
            'socle="0" nom="i" coef="1" cart="1" lien="javascript:alert(1)"',
            "le lien « javascript:alert(1) » n'est pas une adresse http:// ou https://.",
        ),
        (
            'socle="0" nom="i" coef="1" cart="1" lien="data:text/html,x"',
            "le lien « data:text/html,x » n'est pas une adresse http:// ou https://.",
        ),
    ],
)
def test_wrong_value_is_told_with_its_line_and_the_item_is_left_out_p25(attributes: str, message: str) -> None:
    reading = arbre(one_item(attributes))
    assert list(map(str, reading.faults)) == [f"Ligne 4 : {message}"]
    assert list(reading.tree.items) == []


def test_limits_of_names_p4() -> None:
    def faults(domaine: int, theme: int, item: int) -> int:
        content = (
            f'<arbre><domaine ref="A" nom="{"d" * domaine}"><theme nom="{"t" * theme}">'
            f'<item socle="0" nom="{"i" * item}" coef="1" cart="1" lien="" /></theme></domaine></arbre>'
        )
        return len(arbre(content).faults)

    assert faults(128, 128, 255) == 0
    assert [faults(129, 128, 255), faults(128, 129, 255), faults(128, 128, 256)] == [1, 1, 1]


@pytest.mark.parametrize("entry", [2451, 2453])
def test_item_renumbered_in_2015_is_one_entry_p25(entry: int) -> None:
    reading = arbre(one_item(f'socle="{entry}" nom="i" coef="1" cart="1" lien=""'))
    assert [item.socle for item in reading.tree.items] == [(SocleLink("2006", 0, 2451),)]


def test_file_of_2017_brings_references_comments_and_each_link_once_p25() -> None:
    reading = arbre(
        '<arbre id="SACoche"><domaine code="A" ref="CAL" nom="Calcul"><theme ref="FR" nom="Fractions">'
        '<item ref="1" nom="Simplifier" abrev="Simpl." coef="0" cart="0" lien="" comm="Peu&#10;Beaucoup">'
        '<socle cycle="4" composante="13" /><socle cycle="4" composante="13" /><socle cycle="3" composante="41" />'
        "</item></theme></domaine></arbre>"
    )
    assert reading.faults == ()
    item = Item(
        "Simplifier", 0, requestable=False, abbreviation="Simpl.", reference="1", comment="Peu\nBeaucoup",
        socle=(SocleLink("2016", 4, 13), SocleLink("2016", 3, 41)),
    )  # fmt: skip
    assert reading.tree == Tree((Domaine("A", "Calcul", "CAL", (Theme("Fractions", "FR", (item,)),)),))


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        ("<autre/>", BadTree, "il commence par « autre »"),
        ('<arbre id="Autre"/>', BadTree, "n'est pas un référentiel"),
        ("<arbre><domaine", BadXml, "mal formé"),
        ("Domaine;Thème;Item", BadXml, "XML"),
        ('<!DOCTYPE arbre [<!ENTITY e SYSTEM "file:///etc/passwd">]><arbre>&e;</arbre>', HasDoctype, "DOCTYPE"),
        ("", BadXml, "vide|XML"),
    ],
)
def test_file_that_is_no_referentiel_is_refused_in_its_own_words_p25(
    content: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        arbre(content)


def test_element_out_of_its_place_is_told() -> None:
    reading = arbre('<arbre>\n<item socle="0" nom="i" coef="1" cart="1" lien=""/></arbre>')
    assert list(map(str, reading.faults)) == [
        "Ligne 2 : l'élément « item » n'a pas sa place ici ; « domaine » est attendu."
    ]


# ---------------------------------------------------------------- our own

names = some.text(some.characters(blacklist_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn")), min_size=1, max_size=40)
links = some.builds(SocleLink, some.sampled_from(["2006", "2016"]), some.integers(0, 4), some.integers(1, 4000))
comments = some.lists(names, max_size=3).map("\n".join)
items = some.builds(
    Item, names, some.integers(0, 20), some.booleans(), names.map(lambda name: name[:15]) | some.just(""),
    names.map(lambda name: name[:3]) | some.just(""), some.sampled_from(["", "https://exemple.fr/a?x=1&y=2"]),
    comments, some.lists(links, max_size=3, unique=True).map(tuple),
)  # fmt: skip
themes = some.builds(Theme, names, some.just(""), some.lists(items, max_size=3).map(tuple))
domaines = some.builds(
    Domaine, some.sampled_from("ABC&<"), names, some.just("CAL"), some.lists(themes, max_size=2).map(tuple)
)
trees = some.builds(Tree, some.lists(domaines, max_size=2).map(tuple))


@given(trees)
def test_tree_comes_back_the_same_from_our_format_and_goes_out_in_the_same_bytes_p24(tree: Tree) -> None:
    about = {"matiere": "MATHS", "niveau": "CM1", "methode": "geometrique"}
    content = write_own(tree, about)
    reading = own(content)
    assert reading.faults == ()
    assert reading.tree == tree
    assert write_own(reading.tree, {name: reading.about[name] for name in about}) == content


def test_later_format_is_refused_in_words() -> None:
    with pytest.raises(BadTree, match="format « 2 »"):
        own('<referentiel format="2"/>')
