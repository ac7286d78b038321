"""« Regroupements d'items »: made, shared to see or to change, shorter when an item goes."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.merging.merge import merge_accounts
from accounts.models import Account
from referentiels.enums import NodeKind
from referentiels.models import Change, Item, ItemSet, ItemSetMember, Referentiel
from referentiels.queries.item_sets import items_of, set_open_to, sets_open_to
from referentiels.services.editing import delete_nodes
from referentiels.services.item_sets import change_items, save_set
from referentiels.services.making import create
from referentiels.tree import Domaine, Tree
from referentiels.tree import Item as PlainItem
from referentiels.tree import Theme as PlainTheme
from schools.models import Matiere, Niveau, School
from tests.factories import AccountFactory
from tests.referentiels.shown import plain

ClientAs = Callable[[Account], Client]


@pytest.fixture
def maths_cm1(coordinator: Account, maths: Matiere, cm1: Niveau) -> Referentiel:
    theme = PlainTheme("Fractions", items=tuple(PlainItem(f"Item {rank}") for rank in range(10)))
    return create(author=coordinator, matiere=maths, niveau=cm1, tree=Tree((Domaine("A", "Nombres", themes=(theme,)),)))


@pytest.fixture
def colleague(school: School) -> Account:
    return AccountFactory(profile=Profile.ENS, last_name="MARTIN")


@pytest.fixture
def eight(maths_cm1: Referentiel, coordinator: Account, colleague: Account, school: School) -> ItemSet:
    """Eight items, that the colleague sees."""
    made = ItemSet(school=school, name="À revoir")
    save_set(actor=coordinator, item_set=made, readers=[colleague])
    change_items(item_set=made, added=list(Item.objects.values_list("pk", flat=True)[:8]), removed=[])
    return made


def test_set_is_named_filled_and_found_again_p34(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel
) -> None:
    client = client_as(coordinator)
    answer = client.post(reverse("referentiels:add_set"), {"name": "  Révisions  de décembre "})
    made = ItemSet.objects.get()
    assert answer["Location"] == reverse("referentiels:item_set", args=[made.pk])
    chosen = client.get(reverse("referentiels:set_referentiel", args=[made.pk]), {"referentiel": maths_cm1.pk})
    ticked = [item.pk for item in Item.objects.all()[2:5]]
    client.post(chosen["Location"], {"item": ticked})
    assert items_of(made) == ticked
    assert "Révisions de décembre" in plain(client.get(reverse("referentiels:item_sets")))
    client.post(reverse("referentiels:item_set", args=[made.pk]), {"had": ticked, "item": ticked[:1]})
    assert items_of(made) == ticked[:1]


def test_colleague_who_sees_a_set_takes_it_and_cannot_change_it_p34(
    client_as: ClientAs, colleague: Account, eight: ItemSet, maths_cm1: Referentiel
) -> None:
    client, address = client_as(colleague), reverse("referentiels:item_set", args=[eight.pk])
    assert "Item 7" in client.get(address).text
    assert [row.count for row in sets_open_to(colleague)] == [8]
    items = reverse("referentiels:set_items", args=[eight.pk, maths_cm1.pk])
    for refused in (
        client.post(address, {"had": items_of(eight)}),
        client.get(items),
        client.post(items, {}),
        client.get(reverse("referentiels:edit_set", args=[eight.pk])),
        client.post(reverse("referentiels:remove_set", args=[eight.pk]), {}),
    ):
        assert refused.status_code == 403
    assert len(items_of(eight)) == 8


def test_colleague_who_may_change_it_does_and_does_not_share_it_further_p34(
    client_as: ClientAs, coordinator: Account, colleague: Account, eight: ItemSet
) -> None:
    owner = client_as(coordinator)
    said = {"name": "À revoir", "readers": [colleague.pk], "writers": [colleague.pk]}
    owner.post(reverse("referentiels:edit_set", args=[eight.pk]), said)
    client = client_as(colleague)
    had = items_of(eight)
    client.post(reverse("referentiels:item_set", args=[eight.pk]), {"had": had, "item": had[1:]})
    assert items_of(eight) == had[1:]
    assert client.get(reverse("referentiels:edit_set", args=[eight.pk])).status_code == 403


def test_set_that_is_not_shared_is_not_there_p34(client_as: ClientAs, eight: ItemSet, school: School) -> None:
    other = AccountFactory(profile=Profile.ENS, last_name="AUTRE")
    assert client_as(other).get(reverse("referentiels:item_set", args=[eight.pk])).status_code == 404
    assert sets_open_to(other) == []


def test_deleted_item_leaves_seven_and_the_set_says_so_p34(
    client_as: ClientAs, coordinator: Account, eight: ItemSet, maths_cm1: Referentiel
) -> None:
    client = client_as(coordinator)
    gone = items_of(eight)[0]
    question = client.get(reverse("referentiels:remove_node", args=[maths_cm1.pk, "item", gone]))
    assert "1 regroupement d'items" in plain(question)
    delete_nodes(author=coordinator, referentiel=maths_cm1, kind=NodeKind.ITEM, keys=[gone])
    page = plain(client.get(reverse("referentiels:item_set", args=[eight.pk])))
    assert "7 items" in page
    assert "1 item a été retiré de son référentiel" in page
    # « Annuler » gives the item back to the set too.
    client.post(reverse("referentiels:take_back", args=[maths_cm1.pk, Change.objects.latest("pk").gesture]))
    row = set_open_to(coordinator, eight.pk)
    assert row is not None
    assert (row.count, row.missing) == (8, 0)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("x" * 61, "Le nom compte 61 caractères ; 60 au plus."),
        ("", "Donnez un nom au regroupement."),
        ("À revoir", "Vous avez déjà un regroupement « À revoir »"),
    ],
)
def test_name_that_cannot_be_is_refused_in_words_p34(
    client_as: ClientAs, coordinator: Account, eight: ItemSet, name: str, words: str
) -> None:
    answer = client_as(coordinator).post(reverse("referentiels:add_set"), {"name": name})
    assert answer.status_code == 422
    assert words in plain(answer)
    assert ItemSet.objects.count() == 1


def test_item_of_another_referentiel_is_not_put_in_by_a_forged_page_p34(
    client_as: ClientAs, coordinator: Account, maths: Matiere, eight: ItemSet, maths_cm1: Referentiel
) -> None:
    tree = Tree((Domaine("A", "N", themes=(PlainTheme("T", items=(PlainItem("Ailleurs"),)),)),))
    create(author=None, matiere=maths, niveau=Niveau.objects.get(reference="CM2"), tree=tree)
    key = Item.objects.get(name="Ailleurs").pk
    had = items_of(eight)
    said = {"item": [*had, key, "x", 2**70], "had": had}
    client_as(coordinator).post(reverse("referentiels:set_items", args=[eight.pk, maths_cm1.pk]), said)
    assert items_of(eight) == had


def test_end_of_a_set_names_who_loses_it_and_leaves_the_items_p34(
    client_as: ClientAs, coordinator: Account, eight: ItemSet
) -> None:
    client, address = client_as(coordinator), reverse("referentiels:remove_set", args=[eight.pk])
    question = client.get(address)
    assert "1 collègue perdra ce regroupement" in plain(question)
    client.post(address, {"seen": question.context["seen"]})
    assert not ItemSet.objects.exists()
    assert Item.objects.count() == 10


def test_merged_accounts_keep_the_sets_of_both_under_two_names_p34(
    coordinator: Account, colleague: Account, eight: ItemSet, school: School, admin: Account
) -> None:
    save_set(actor=colleague, item_set=ItemSet(school=school, name="À revoir"))
    merge_accounts(kept=coordinator, other=colleague, actor=admin)
    assert sorted(row.item_set.name for row in sets_open_to(coordinator)) == ["À revoir", "À revoir (2)"]
    assert not eight.shares.exists()
    assert ItemSetMember.objects.count() == 8
