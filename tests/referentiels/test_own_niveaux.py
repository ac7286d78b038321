"""A niveau of the school's own holds référentiels like any other; other schools see nothing of it (P283)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account
from referentiels.enums import Sharing
from referentiels.exchange.reading import read_file
from referentiels.exchange.writing import FORMATS
from referentiels.library import offers
from referentiels.models import Referentiel
from referentiels.queries.whole import tree_of
from referentiels.services.filling import fill
from referentiels.services.making import create
from referentiels.socle import entries_by_link
from referentiels.tree import Domaine, Item, Theme, Tree
from schools.models import Matiere, Niveau, School
from schools.services.niveaux import save_own_niveau
from tests.factories import AccountFactory, GroupFactory, GroupMembershipFactory, SchoolClassFactory
from tests.referentiels.shown import plain

ClientAs = Callable[[Account], Client]
TREE = Tree((Domaine("A", "Jouer", themes=(Theme("Voix", items=(Item("Porter sa voix"),)),)),))


def own_niveau(school: School) -> Niveau:
    made = Niveau(school=school, reference="THEA", label="Atelier théâtre")
    save_own_niveau(actor=None, niveau=made)
    return made


def test_own_niveau_holds_a_referentiel_which_is_not_shared_p283(
    client_as: ClientAs, coordinator: Account, maths: Matiere, school: School
) -> None:
    atelier = own_niveau(school)
    client = client_as(coordinator)

    client.post(reverse("referentiels:add"), {"matiere": maths.pk, "niveau": atelier.pk})

    made = Referentiel.objects.get()
    assert (made.niveau, made.sharing) == (atelier, Sharing.LOCAL)
    fill(referentiel=made, tree=TREE, entries=entries_by_link())
    refusal = plain(client.post(reverse("referentiels:share", args=[made.pk]), {"note": ""}))
    assert "Un niveau propre à l'établissement n'existe pas ailleurs" in refusal
    assert "THEA.A10" in plain(client.get(reverse("referentiels:tree", args=[made.pk])))


def test_pupil_of_a_group_of_an_own_niveau_reads_its_referentiel_p283(
    client_as: ClientAs, coordinator: Account, maths: Matiere, school: School
) -> None:
    atelier = own_niveau(school)
    made = create(author=coordinator, matiere=maths, niveau=atelier)
    actor, other = (AccountFactory(profile=Profile.ELV, school_class=SchoolClassFactory()) for _ in range(2))
    GroupMembershipFactory(pupil=actor, group=GroupFactory(niveau=atelier))

    answers = [client_as(each).get(reverse("referentiels:tree", args=[made.pk])) for each in (actor, other)]

    assert [answer.status_code for answer in answers] == [200, 404]


@pytest.mark.parametrize("code", FORMATS)
def test_referentiel_of_an_own_niveau_goes_out_and_comes_back_p283(
    client_as: ClientAs, coordinator: Account, maths: Matiere, school: School, code: str
) -> None:
    made = create(author=coordinator, matiere=maths, niveau=own_niveau(school), tree=offers()["maths-cm1"].tree)

    answer = client_as(coordinator).get(reverse("referentiels:export", args=[made.pk, code]))

    assert f"referentiel_maths_thea.{FORMATS[code].extension}" in answer["Content-Disposition"]
    again = read_file(answer.content, lambda link: True)
    assert [item.name for item in again.tree.items] == [item.name for item in tree_of(made).items]
