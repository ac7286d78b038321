"""« Liens socle »: items × components, one entry of 2006, suggestions, what nothing feeds, versions as data."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Account, JournalEntry
from referentiels.enums import NodeKind
from referentiels.library import offers
from referentiels.models import Change, Item, ItemLink, Referentiel, SocleEntry, SocleVersion
from referentiels.queries.socle import offered_entries, parts_offered
from referentiels.services.editing import edit_node, link_items, set_links
from referentiels.services.making import create
from referentiels.services.undoing import undo
from referentiels.tree import Domaine, SocleLink, Tree
from referentiels.tree import Item as PlainItem
from referentiels.tree import Theme as PlainTheme
from schools.models import Matiere, Niveau, School
from socle.paliers import choose_paliers
from tests.factories import MatiereFactory
from tests.referentiels.shown import plain

ClientAs = Callable[[Account], Client]


@pytest.fixture
def maths_cm1(coordinator: Account, maths: Matiere, cm1: Niveau) -> Referentiel:
    """« Nommer » feeds 1.3 of cycle 3; « Comparer » 311 of 2006; « Décrire » nothing."""
    items = (
        PlainItem("Nommer", socle=(SocleLink("2016", 3, 13),)),
        PlainItem("Comparer", socle=(SocleLink("2006", 0, 311),)),
        PlainItem("Décrire"),
    )
    tree = Tree((Domaine("A", "Nombres", themes=(PlainTheme("Fractions", items=items),)),))
    return create(author=coordinator, matiere=maths, niveau=cm1, tree=tree)


@pytest.fixture
def paliers(school: School) -> Callable[..., None]:
    def use(*keys: int) -> None:
        choose_paliers(actor=None, school=school, palier_ids=keys)

    return use


def item(name: str) -> Item:
    found: Item = Item.objects.get(name=name)
    return found


def entry(version: str, number: int, cycle: int = 0) -> int:
    return int(SocleEntry.objects.get(version=version, number=number, cycle=cycle, is_heading=False).pk)


def links(name: str) -> list[tuple[str, int, int]]:
    rows = ItemLink.objects.filter(item__name=name).order_by("pk")
    return list(rows.values_list("entry__version", "entry__cycle", "entry__number"))


def address(referentiel: Referentiel, name: str = "links", *more: int) -> str:
    return reverse(f"referentiels:{name}", args=[referentiel.pk, *more])


# --- Items × components -----------------------------------------------------------------------------------------------


def test_cells_of_one_gesture_are_saved_together_and_undone_together_p19(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel
) -> None:
    one, other = entry("2016", 13, 3), entry("2016", 41, 3)
    cells = [[item(name).pk, key, "on"] for name in ("Nommer", "Décrire") for key in (one, other)]
    answer = client_as(coordinator).post(
        address(maths_cm1, "save_links"), {"cells": cells}, content_type="application/json"
    )
    assert answer.json()["counts"][str(one)] == answer.json()["counts"][str(other)] == 2
    assert links("Nommer") == links("Décrire") == [("2016", 3, 13), ("2016", 3, 41)]

    [gesture] = set(Change.objects.values_list("gesture", flat=True))
    undo(author=coordinator, referentiel=maths_cm1, gesture_id=gesture)
    assert (links("Nommer"), links("Décrire")) == ([("2016", 3, 13)], [])


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ([], 400),
        ("un", 400),
        ([[1, 2, "peut-être"]], 400),
        ([["ITEM", 987654, "on"]], 404),
        ([[987654, "ENTRY", "on"]], 409),
    ],
)
def test_cells_that_make_no_sense_change_nothing(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel, cells: Any, status: int
) -> None:
    known = {"ITEM": item("Décrire").pk, "ENTRY": entry("2016", 13, 3)}
    sent = [[known.get(each, each) for each in cell] for cell in cells] if isinstance(cells, list) else cells
    answer = client_as(coordinator).post(
        address(maths_cm1, "save_links"), {"cells": sent}, content_type="application/json"
    )
    assert answer.status_code == status
    assert not Change.objects.exists()


def test_page_shows_the_cycle_of_the_niveau_and_the_items_without_link_alone_p19(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel
) -> None:
    client = client_as(coordinator)
    page = client.get(address(maths_cm1))
    assert page.context["part"].label == "Socle de 2016, cycle 3"
    shown = plain(page)
    assert "2 items sans lien" in shown
    assert "CM1.A12 Décrire" in shown
    narrowed = plain(client.get(address(maths_cm1), {"sans": "1"}))
    assert ("Décrire" in narrowed, "CM1.A10 Nommer" in narrowed) == (True, False)
    assert "3 items sans lien" in plain(client.get(address(maths_cm1), {"socle": "2016.4"}))


def test_sixty_items_take_no_more_queries_than_three_p19(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel, django_assert_max_num_queries: Any
) -> None:
    theme = item("Nommer").theme
    Item.objects.bulk_create(Item(theme=theme, order=order, name=f"Item {order}") for order in range(3, 60))
    client = client_as(coordinator)
    client.get(address(maths_cm1))
    with django_assert_max_num_queries(20):
        assert "60 items" in plain(client.get(address(maths_cm1)))


# --- One entry of 2006 ------------------------------------------------------------------------------------------------


def test_second_choice_replaces_the_entry_of_2006_wherever_it_is_made_p17(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel, paliers: Callable[..., None]
) -> None:
    paliers(1, 2, 3)
    client, key = client_as(coordinator), item("Nommer").pk
    part = next(each for each in parts_offered() if entry("2006", 311) in each.keys)
    page = address(maths_cm1, "link_one", key)
    assert "Hors socle" in plain(client.get(page, {"socle": part.code}))
    client.post(page, {"socle": part.code, "entry": entry("2006", 311)})
    assert links("Nommer") == [("2016", 3, 13), ("2006", 0, 311)]
    client.post(page, {"socle": part.code, "entry": part.keys[0]})
    [_first, second] = links("Nommer")
    assert second != ("2006", 0, 311)
    client.post(page, {"socle": part.code, "entry": 0})
    assert links("Nommer") == [("2016", 3, 13)]

    link_items(author=coordinator, referentiel=maths_cm1, keys=[item("Comparer").pk], entry=part.keys[1], is_added=True)
    assert len(links("Comparer")) == 1
    set_links(author=coordinator, referentiel=maths_cm1, cells={(item("Comparer").pk, part.keys[2]): True})
    assert [number for _version, _cycle, number in links("Comparer")] == [part.choices[2].number]


def test_sheet_of_an_item_keeps_the_last_choice_of_2006_alone_p17(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel, paliers: Callable[..., None]
) -> None:
    paliers(1, 2, 3)
    first, second, third = entry("2006", 311), *[each.pk for each in offered_entries().filter(version="2006")[:2]]
    page = reverse("referentiels:node", args=[maths_cm1.pk, "item", item("Comparer").pk])
    body = {"name": "Comparer", "coefficient": "1"}
    refused = client_as(coordinator).post(page, body | {"entries": [first, second, third]})
    assert "Un item a une seule entrée du socle de 2006" in plain(refused)
    client_as(coordinator).post(page, body | {"entries": [first, second]})
    assert list(ItemLink.objects.filter(item__name="Comparer").values_list("entry", flat=True)) == [second]


def test_inactive_palier_hides_its_entries_and_keeps_the_links_p17(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel, paliers: Callable[..., None]
) -> None:
    client, comparer = client_as(coordinator), item("Comparer")
    sheet = reverse("referentiels:node", args=[maths_cm1.pk, "item", comparer.pk])
    label = SocleEntry.objects.get(version="2006", number=311).label
    palier = next(number for number in (1, 2, 3) if _holds(paliers, number, entry("2006", 311)))
    assert label in plain(client.get(sheet))
    paliers(*({1, 2, 3} - {palier}))
    hidden = plain(client.get(sheet))
    assert label not in hidden
    assert "1 lien avec une partie du socle que l'établissement n'utilise pas est gardé." in hidden
    assert "311" not in plain(client.get(reverse("referentiels:tree", args=[maths_cm1.pk])))
    client.post(sheet, {"name": "Comparer deux nombres", "coefficient": "1"})
    assert links("Comparer deux nombres") == [("2006", 0, 311)]
    paliers(palier)
    assert label in plain(client.get(sheet))
    assert "311" in plain(client.get(reverse("referentiels:tree", args=[maths_cm1.pk])))


def _holds(paliers: Callable[..., None], number: int, key: int) -> bool:
    paliers(number)
    return offered_entries().filter(pk=key).exists()


# --- Suggestions and coverage -----------------------------------------------------------------------------------------


def test_near_labels_are_suggested_and_linked_only_once_ticked(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel, paliers: Callable[..., None]
) -> None:
    paliers(2)
    part = next(each for each in parts_offered() if each.version == "2006")
    near = next(choice for choice in part.choices if len(choice.label.split()) > 6)
    edit_node(
        author=coordinator,
        referentiel=maths_cm1,
        kind=NodeKind.ITEM,
        key=item("Décrire").pk,
        seen={"name": "Décrire"},
        wanted={"name": near.label[:120]},
    )
    page = client_as(coordinator).get(address(maths_cm1), {"socle": part.code})
    [suggested] = [each for each in page.context["suggestions"] if each.row.item.pk == item(near.label[:120]).pk]
    assert suggested.choice == near
    assert "rien n'est relié sans vous" in plain(page)
    assert links(near.label[:120]) == []

    follow = address(maths_cm1, "follow_suggestions")
    client = client_as(coordinator)
    assert "Cochez d'abord" in plain(client.post(follow, {"socle": part.code, "link": "x:y"}, follow=True))
    ticked = {"socle": part.code, "link": f"{suggested.row.item.pk}:{near.key}"}
    assert "1 item relié" in plain(client.post(follow, ticked, follow=True))
    assert [number for _version, _cycle, number in links(near.label[:120])] == [near.number]


def test_item_like_one_of_the_library_is_suggested_its_component(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel
) -> None:
    like = next(each for each in offers()["maths-cm1"].tree.items if any(link.version == "2016" for link in each.socle))
    Item.objects.filter(name="Décrire").update(name=like.name)
    page = client_as(coordinator).get(address(maths_cm1), {"socle": "2016.3"})
    [suggested] = [each for each in page.context["suggestions"] if each.row.item.name == like.name]
    assert suggested.choice.number in {link.entry for link in like.socle if link.version == "2016"}
    assert "dans la bibliothèque" in plain(page)


def test_coverage_tells_what_nothing_feeds(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel, director: Account, pupil: Account
) -> None:
    page = client_as(director).get(reverse("referentiels:coverage"), {"socle": "2016.3"})
    assert "Mathématiques – Cours moyen 1e année (1)" in plain(page)
    assert "19 entrées que rien n'alimente" in plain(page)
    narrowed = client_as(director).get(reverse("referentiels:coverage"), {"socle": "2016.3", "sans": "1"})
    assert [row.choice.number for row in narrowed.context["rows"] if row.choice.number == 13] == []
    assert len(narrowed.context["rows"]) == 19
    assert client_as(pupil).get(reverse("referentiels:coverage")).status_code == 403


# --- Versions as data -------------------------------------------------------------------------------------------------

ESSAI = """cycle,number,order,label,parent,lsu_code
0,1,1,Parler,,
0,11,2,Raconter une histoire,1,
0,2,3,Compter,,
0,21,4,Dénombrer une collection,2,
0,3,5,Bouger,,
0,31,6,Sauter loin,3,
"""


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., None]:
    def from_text(text: str, code: str = "essai") -> None:
        file = tmp_path / "essai.csv"
        file.write_text(text, encoding="utf-8")
        call_command("socle_version", code, "Socle à l'essai", str(file), verbosity=0)

    return from_text


def test_version_of_a_file_is_linked_to_once_the_school_turns_it_on_p20(
    client_as: ClientAs, admin: Account, coordinator: Account, maths_cm1: Referentiel, load: Callable[..., None]
) -> None:
    load(ESSAI)
    teacher, key = client_as(coordinator), item("Décrire").pk
    sheet = reverse("referentiels:node", args=[maths_cm1.pk, "item", key])
    assert "Sauter loin" not in plain(teacher.get(sheet))
    jump = SocleEntry.objects.get(label="Sauter loin").pk
    refused = teacher.post(sheet, {"name": "Décrire", "coefficient": "1", "entries": [jump]})
    assert "Cette entrée du socle n'existe pas" in plain(refused)

    page = reverse("referentiels:versions")
    assert "Socle à l'essai" in plain(client_as(admin).get(page))
    client_as(admin).post(page, {"version": ["2016", "essai", "inconnue"]})
    assert JournalEntry.objects.get(code="referentiels.choose_versions").details["versions"].count("Socle") == 2
    assert {part.label for part in parts_offered() if part.version == "essai"} == {"Socle à l'essai"}
    teacher.post(sheet, {"name": "Décrire", "coefficient": "1", "entries": [jump]})
    assert links("Décrire") == [("essai", 0, 31)]
    assert "Sauter loin" in plain(teacher.get(address(maths_cm1), {"socle": "essai.0"}))

    client_as(admin).post(page, {"version": ["2016"]})
    assert "Sauter loin" not in plain(teacher.get(address(maths_cm1), {"socle": "essai.0"}))
    assert links("Décrire") == [("essai", 0, 31)]
    assert teacher.get(page).status_code == 403


def test_school_without_any_version_is_told_so(
    client_as: ClientAs, admin: Account, coordinator: Account, maths_cm1: Referentiel
) -> None:
    client_as(admin).post(reverse("referentiels:versions"), {})
    assert "n'utilise aucune version du socle" in plain(client_as(coordinator).get(address(maths_cm1)))
    assert "n'utilise aucune version du socle" in plain(client_as(coordinator).get(reverse("referentiels:coverage")))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cycle,number\n0,1\n", "Colonne absente : order, label, parent, lsu_code"),
        (ESSAI.replace("11,2", "onze,2"), "Ligne 3"),
        (ESSAI.replace("Dénombrer une collection,2", "Dénombrer une collection,9"), "Ligne 5"),
        (ESSAI.replace("0,31,6", "0,21,6"), "donnée deux fois"),
        (ESSAI.replace("Sauter loin", "x" * 256), "255 caractères"),
        ("cycle,number,order,label,parent,lsu_code\n", "aucune entrée"),
    ],
)
def test_file_that_makes_no_version_is_refused_in_words(load: Callable[..., None], text: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        load(text)
    assert not SocleVersion.objects.filter(code="essai").exists()


@pytest.mark.django_db
def test_versions_of_the_product_are_not_replaced(load: Callable[..., None]) -> None:
    with pytest.raises(CommandError, match="celle du produit"):
        load(ESSAI, code="2016")


def test_entry_of_another_matiere_is_not_written(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel, cm1: Niveau
) -> None:
    theme = PlainTheme("Lecture", items=(PlainItem("Lire"),))
    french = create(
        author=None, matiere=MatiereFactory(), niveau=cm1, tree=Tree((Domaine("A", "Lire", themes=(theme,)),))
    )
    client, key = client_as(coordinator), entry("2016", 11, 3)
    assert client.get(address(french)).status_code == 404
    follow = address(maths_cm1, "follow_suggestions")
    client.post(follow, {"socle": "2016.3", "link": f"{item('Lire').pk}:{key}"})
    assert links("Lire") == []
