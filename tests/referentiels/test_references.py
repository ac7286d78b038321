"""What people call an item: displayed references, and what is said when several items have the same."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from accounts.models import Account
from referentiels.models import Item
from referentiels.services.making import create
from referentiels.tree import Domaine, Theme, Tree
from referentiels.tree import Item as PlainItem
from schools.models import Matiere, Niveau
from tests.referentiels.shown import plain

ClientAs = Callable[[Account], Client]


def test_items_of_one_displayed_reference_both_work_and_are_told_p5(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    items = (PlainItem("Lire", reference="1"), PlainItem("Écrire", reference="1"), PlainItem("Compter"))
    theme = Theme("Fractions", reference="FR", items=items)
    tree = Tree((Domaine("A", "Calcul", reference="CAL", themes=(theme,)),))
    made = create(author=coordinator, matiere=maths, niveau=cm1, tree=tree)
    client, address = client_as(coordinator), reverse("referentiels:content", args=[made.pk])

    said = plain(client.get(address))
    # The one without a reference of its own is completed by its rank.
    assert all(reference in said for reference in ("CALFR1", "CALFR2"))
    assert "1 référence est celle de plusieurs items : CALFR1." in said
    Item.objects.filter(name="Écrire").update(reference="2b")
    assert "de plusieurs items" not in plain(client.get(address))
