"""« Voir au … », and a whole référentiel that goes to another matière."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, JournalEntry
from referentiels.enums import NodeKind, Sharing
from referentiels.models import Change, Domaine, Item, Referentiel, SocleEntry, Theme
from referentiels.queries.pages import DomaineRow, rows_of
from referentiels.queries.past import rows_at
from referentiels.services.editing import (
    add_nodes,
    change_items,
    delete_nodes,
    edit_node,
    link_items,
    merge_items,
    move_node,
)
from referentiels.services.making import create
from referentiels.services.moving import change_matiere
from referentiels.services.sharing import share
from referentiels.services.undoing import undo
from referentiels.tree import Domaine as PlainDomaine
from referentiels.tree import Item as PlainItem
from referentiels.tree import SocleLink, Tree
from referentiels.tree import Theme as PlainTheme
from sacoche.kit.clock import now, today
from schools.models import Matiere, Niveau, SchoolNiveau
from tests.factories import MatiereFactory, MatiereTeachingFactory
from tests.referentiels.shown import plain

ClientAs = Callable[[Account], Client]
DOMAINE, THEME, ITEM = NodeKind.DOMAINE, NodeKind.THEME, NodeKind.ITEM
START = datetime.datetime(2026, 9, 1, 8, tzinfo=datetime.UTC)


def tree(*domaines: str) -> Tree:
    """Each domaine with two thèmes of three items, one of which feeds 1.3 of cycle 3."""
    return Tree(
        tuple(
            PlainDomaine(
                name[0],
                name,
                themes=tuple(
                    PlainTheme(
                        f"{name} {theme}",
                        items=tuple(
                            PlainItem(f"{name} {theme}{item}", socle=(SocleLink("2016", 3, 13),) if item == 1 else ())
                            for item in range(3)
                        ),
                    )
                    for theme in range(2)
                ),
            )
            for name in domaines
        )
    )


@pytest.fixture
def cm1_tree(coordinator: Account, maths: Matiere, cm1: Niveau) -> Referentiel:
    return create(author=coordinator, matiere=maths, niveau=cm1, tree=tree("Nombres", "Espace"))


@pytest.fixture
def cm2_tree(coordinator: Account, maths: Matiere, school: Any) -> Referentiel:
    niveau = Niveau.objects.get(reference="CM2")
    SchoolNiveau(school=school, niveau=niveau).save()
    return create(author=coordinator, matiere=maths, niveau=niveau, tree=tree("Calcul"))


def key(model: Any, name: str) -> int:
    return int(model.objects.get(name=name).pk)


def said(rows: list[DomaineRow]) -> list[Any]:
    """All that a page shows of a tree."""
    return [
        (
            domaine.domaine.pk,
            domaine.reference,
            domaine.domaine.name,
            [
                (
                    theme.theme.pk,
                    theme.reference,
                    theme.theme.name,
                    [
                        (row.item.pk, row.reference, row.item.name, row.item.coefficient, row.item.comment, row.marks)
                        for row in theme.items
                    ],
                )
                for theme in domaine.themes
            ],
        )
        for domaine in rows
    ]


def gestures(author: Account, one: Referentiel, other: Referentiel) -> list[Callable[[], Any]]:
    """A month of work in two référentiels, nodes that go from one to the other and back."""
    entry = SocleEntry.objects.get(version="2016", cycle=3, number=41).pk
    edit = {"author": author, "referentiel": one}
    return [
        lambda: edit_node(
            **edit, kind=ITEM, key=key(Item, "Nombres 00"), seen={"name": "Nombres 00"}, wanted={"name": "Renommé"}
        ),
        lambda: change_items(
            **edit, keys=[key(Item, "Renommé"), key(Item, "Espace 11")], values={"coefficient": 2, "comment": "Seul"}
        ),
        lambda: link_items(**edit, keys=[key(Item, "Renommé")], entry=entry, is_added=True),
        lambda: add_nodes(
            **edit, kind=ITEM, parent=key(Theme, "Nombres 0"), nodes=[{"name": "Ajouté"}, {"name": "Et un"}], order=1
        ),
        lambda: move_node(
            author=author,
            source=one,
            target=other,
            kind=THEME,
            key=key(Theme, "Nombres 0"),
            parent=key(Domaine, "Calcul"),
            order=1,
        ),
        lambda: edit_node(
            author=author,
            referentiel=other,
            kind=ITEM,
            key=key(Item, "Ajouté"),
            seen={"name": "Ajouté"},
            wanted={"name": "Ajouté, puis parti"},
        ),
        lambda: delete_nodes(**edit, kind=DOMAINE, keys=[key(Domaine, "Espace")]),
        lambda: merge_items(
            author=author,
            referentiel=other,
            key=key(Item, "Renommé"),
            target=other,
            into=key(Item, "Calcul 02"),
        ),
        lambda: undo(
            author=author,
            referentiel=one,
            gesture_id=Change.objects.filter(referentiel=one, verb="delete").first().gesture,
        ),
        lambda: move_node(
            author=author, source=one, target=one, kind=DOMAINE, key=key(Domaine, "Espace"), parent=one.pk, order=1
        ),
        lambda: delete_nodes(author=author, referentiel=other, kind=ITEM, keys=[key(Item, "Calcul 11")]),
    ]


def test_tree_of_each_evening_of_a_month_is_found_again_p15(
    coordinator: Account, cm1_tree: Referentiel, cm2_tree: Referentiel
) -> None:
    both = (cm1_tree, cm2_tree)
    evenings = [(START, [said(rows_of(each)) for each in both])]
    for number, gesture in enumerate(gestures(coordinator, *both), 1):
        last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        gesture()
        moment = START + datetime.timedelta(days=number)
        Change.objects.filter(pk__gt=last).update(made_at=moment)
        evenings.append((moment, [said(rows_of(each)) for each in both]))

    assert [evening for _moment, evening in evenings[1:]] != [evening for _moment, evening in evenings[:-1]]
    for moment, expected in evenings:
        assert [said(rows_at(each, moment)) for each in both] == expected, moment


def test_page_shows_the_tree_of_an_evening_reading_only_p15(
    client_as: ClientAs, coordinator: Account, cm1_tree: Referentiel, pupil: Account
) -> None:
    Referentiel.objects.update(made_at=START)
    edit_node(
        author=coordinator,
        referentiel=cm1_tree,
        kind=ITEM,
        key=key(Item, "Nombres 00"),
        seen={"name": "Nombres 00"},
        wanted={"name": "Renommé depuis"},
    )
    client, address = client_as(coordinator), reverse("referentiels:tree", args=[cm1_tree.pk])
    then = plain(client.get(address, {"au": "12/10/2026"}))
    assert "Tel qu'il était le 12/10/2026 au soir." in then
    assert ("Nombres 00" in then, "Renommé depuis" in then, "Exporter" in then) == (True, False, False)
    for present in ("", f"{today()}", "2030-01-01", "hier", "0001-01-01"):
        assert "Renommé depuis" in plain(client.get(address, {"au": present})), present
    assert "Donnez un jour" in plain(client.get(address, {"au": "hier"}))
    assert "n'existait pas encore le 31/08/2026" in plain(client.get(address, {"au": "2026-08-31"}))


# --- A whole référentiel ----------------------------------------------------------------------------------------------


@pytest.fixture
def own_matiere(coordinator: Account) -> Matiere:
    made: Matiere = MatiereFactory(reference="LOC", label="Mathématiques du collège", is_own=True)
    MatiereTeachingFactory(teacher=coordinator, matiere=made, is_coordonnateur=True)
    return made


def test_whole_referentiel_of_an_own_matiere_goes_to_a_national_one_p10(
    client_as: ClientAs, coordinator: Account, own_matiere: Matiere, maths: Matiere, cm1: Niveau
) -> None:
    made = create(author=coordinator, matiere=own_matiere, niveau=cm1, tree=tree("Nombres"))
    items = set(Item.objects.values_list("pk", flat=True))
    client, address = client_as(coordinator), reverse("referentiels:change_matiere", args=[made.pk])
    assert "6 items, et l'histoire" in plain(client.get(address))
    done = client.post(address, {"matiere": maths.pk}, follow=True)
    assert "est maintenant « Mathématiques – Cours moyen 1e année »" in plain(done)
    made.refresh_from_db()
    assert (made.matiere, made.sharing) == (maths, Sharing.PRIVATE)
    assert set(Item.objects.filter(theme__domaine__referentiel=made).values_list("pk", flat=True)) == items
    assert JournalEntry.objects.filter(code="referentiels.change_matiere").count() == 1


def test_pair_that_is_taken_is_refused_and_domaine_by_domaine_proposed_p10(
    client_as: ClientAs, coordinator: Account, own_matiere: Matiere, cm1_tree: Referentiel, cm1: Niveau
) -> None:
    made = create(author=coordinator, matiere=own_matiere, niveau=cm1, tree=tree("Calcul"))
    address = reverse("referentiels:change_matiere", args=[made.pk])
    answer = client_as(coordinator).post(address, {"matiere": cm1_tree.matiere_id})
    assert (answer.status_code, "déplacez-y les domaines un à un" in plain(answer)) == (422, True)
    made.refresh_from_db()
    assert made.matiere == own_matiere


def test_matiere_of_others_is_not_offered_nor_taken_p10(
    client_as: ClientAs, coordinator: Account, own_matiere: Matiere, cm1_tree: Referentiel
) -> None:
    french = MatiereFactory(reference="FRANC", label="Français")
    client, address = client_as(coordinator), reverse("referentiels:change_matiere", args=[cm1_tree.pk])
    assert "Français" not in plain(client.get(address))
    assert client.post(address, {"matiere": french.pk}).status_code == 422
    cm1_tree.refresh_from_db()
    assert cm1_tree.matiere.reference == "MATHS"


def test_shared_referentiel_that_becomes_the_schools_own_is_shared_no_more(
    coordinator: Account, own_matiere: Matiere, maths: Matiere, cm1: Niveau
) -> None:
    made = create(author=coordinator, matiere=maths, niveau=cm1, tree=tree("Nombres"), is_copy=False)
    share(author=coordinator, referentiel=made)
    moved = change_matiere(author=coordinator, referentiel=made, matiere=own_matiere)
    assert (moved.sharing, moved.shared_on) == (Sharing.LOCAL, None)
    assert made.made_at is not None
    assert made.made_at <= now()
