"""Those who teach a matière know what others do to its référentiels."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.journal.notices import SENSITIVE
from accounts.models import Account
from accounts.notices.queries import unread_of
from accounts.notices.services import choose_notices
from referentiels.enums import NodeKind
from referentiels.models import Item, Referentiel, Theme
from referentiels.notices import CHANGED, DELETED, LOST
from referentiels.services.editing import add_nodes, change_items, delete_nodes, merge_items
from referentiels.services.making import create, delete
from referentiels.services.moving import change_matiere
from referentiels.tree import Domaine, Tree
from referentiels.tree import Item as PlainItem
from referentiels.tree import Theme as PlainTheme
from schools.models import Matiere, Niveau
from tests.factories import AccountFactory, MatiereFactory, MatiereTeachingFactory

ClientAs = Callable[[Account], Client]
TREE = Tree((Domaine("A", "Nombres", themes=(PlainTheme("Entiers", items=tuple(map(PlainItem, "abcdef"))),)),))


@pytest.fixture
def referentiel(coordinator: Account, maths: Matiere, cm1: Niveau) -> Referentiel:
    return create(author=coordinator, matiere=maths, niveau=cm1, tree=TREE)


@pytest.fixture
def colleague(maths: Matiere) -> Account:
    """He teaches the matière and asked for everything."""
    account: Account = AccountFactory(profile="ENS")
    MatiereTeachingFactory(teacher=account, matiere=maths)
    choose_notices(account, wanted=[CHANGED, LOST, DELETED])
    return account


def told(account: Account) -> list[tuple[str, int]]:
    return [(each.sentence, each.times) for each in unread_of(account).last]


def rename(referentiel: Referentiel, author: Account, name: str) -> None:
    key = Item.objects.order_by("pk").values_list("pk", flat=True)[0]
    change_items(author=author, referentiel=referentiel, keys=[key], values={"name": name})


def test_ten_renames_make_one_notice_for_who_asked_for_it_p15(
    client_as: ClientAs, coordinator: Account, colleague: Account, maths: Matiere, referentiel: Referentiel
) -> None:
    usual, stranger = AccountFactory(profile="ENS"), AccountFactory(profile="ENS")
    MatiereTeachingFactory(teacher=usual, matiere=maths)
    choose_notices(stranger, wanted=[CHANGED])

    for number in range(10):
        rename(referentiel, coordinator, f"Nom {number}")

    expected = ("Paul DURAND a modifié le référentiel Mathématiques – Cours moyen 1e année.", 10)
    assert [told(each) for each in (colleague, usual, stranger, coordinator)] == [[expected], [], [], []]
    client = client_as(colleague)
    [notice] = unread_of(colleague).last
    opened = client.post(reverse("accounts:open_notice", args=[notice.pk]))
    assert opened["Location"] == reverse("referentiels:tree", args=[referentiel.pk])
    assert client.get(opened["Location"]).status_code == 200


def test_items_merged_or_taken_away_are_told_to_all_who_teach_them_p15(
    coordinator: Account, maths: Matiere, referentiel: Referentiel
) -> None:
    usual = AccountFactory(profile="ENS")
    MatiereTeachingFactory(teacher=usual, matiere=maths)
    first, second, *_ = Item.objects.order_by("pk").values_list("pk", flat=True)

    merge_items(author=coordinator, referentiel=referentiel, key=first, target=referentiel, into=second)
    assert told(usual) == [
        ("Paul DURAND a fusionné ou supprimé 1 item du référentiel Mathématiques – Cours moyen 1e année.", 1)
    ]
    theme = Theme.objects.get()
    delete_nodes(author=coordinator, referentiel=referentiel, kind=NodeKind.THEME, keys=[theme.pk])
    assert told(usual) == [
        ("Paul DURAND a fusionné ou supprimé 5 items du référentiel Mathématiques – Cours moyen 1e année.", 2)
    ]


@pytest.mark.parametrize("is_deleted", [True, False])
def test_referentiel_that_leaves_its_matiere_is_told_once_and_its_changes_no_more_p15(
    coordinator: Account, colleague: Account, referentiel: Referentiel, is_deleted: bool
) -> None:
    rename(referentiel, coordinator, "Autre")

    if is_deleted:
        delete(author=coordinator, referentiel=referentiel)
    else:
        change_matiere(author=coordinator, referentiel=referentiel, matiere=MatiereFactory())

    what = "a supprimé" if is_deleted else "a donné à une autre matière"
    assert [(each.sentence, each.url) for each in unread_of(colleague).last] == [
        (f"Paul DURAND {what} le référentiel Mathématiques – Cours moyen 1e année.", reverse("referentiels:in_place"))
    ]


def test_administrators_who_asked_are_told_of_what_is_changed_at_once_p12(
    client_as: ClientAs, coordinator: Account, admin: Account, referentiel: Referentiel
) -> None:
    silent = AccountFactory(profile="ADM")
    choose_notices(admin, wanted=[SENSITIVE])
    keys = list(Item.objects.values_list("pk", flat=True))
    body = {"action": "coefficient", "coefficient": "2", "item": keys}

    client_as(coordinator).post(reverse("referentiels:bulk", args=[referentiel.pk]), body)

    [(sentence, times)] = told(admin)
    assert sentence.endswith(
        "a changé d'un coup 6 items du référentiel Mathématiques – Cours moyen 1e année : coefficient 2."
    )
    assert (times, told(silent)) == (1, [])


def test_adding_to_a_tree_asks_the_database_as_much_whatever_the_colleagues(
    coordinator: Account, maths: Matiere, referentiel: Referentiel, django_assert_max_num_queries
) -> None:
    theme = Theme.objects.get()
    for _ in range(20):
        MatiereTeachingFactory(teacher=AccountFactory(profile="ENS"), matiere=maths)
    with django_assert_max_num_queries(25):
        add_nodes(
            author=coordinator, referentiel=referentiel, kind=NodeKind.ITEM, parent=theme.pk, nodes=[{"name": "g"}]
        )
