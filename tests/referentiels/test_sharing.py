"""Two schools of a server: one shares, the other finds, reads, copies; the format of synthèse."""

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from referentiels.enums import NodeKind, Sharing, Synthesis
from referentiels.library import offers
from referentiels.models import Referentiel, Theme
from referentiels.queries.shared import Wanted, shared_elsewhere
from referentiels.queries.whole import tree_of
from referentiels.services.editing import add_nodes
from referentiels.services.making import create
from referentiels.services.sharing import CannotShare, share
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import Matiere, Niveau, School
from schools.national_matieres import national_matieres
from tests.factories import MatiereFactory, SchoolFactory
from tests.referentiels.shown import plain

ClientAs = Callable[[Account], Client]


@pytest.fixture
def elsewhere(school: School) -> Referentiel:
    """A référentiel of another school, not shared."""
    other = SchoolFactory(number=4321, name="École des Tilleuls", town="Vire")
    with school_scope(other):
        maths = MatiereFactory(reference="MATHS", label="Mathématiques", is_own=False)
        return create(
            author=None,
            matiere=maths,
            niveau=Niveau.objects.get(reference="CM1"),
            tree=offers()["maths-cm1"].tree,
            is_copy=False,
        )


def shared(referentiel: Referentiel, note: str = "") -> None:
    with school_scope(referentiel.school):
        share(author=None, referentiel=referentiel, note=note)


def test_referentiel_is_read_by_no_other_school_before_it_is_shared_p29(
    client_as: ClientAs, coordinator: Account, cm1: Niveau, elsewhere: Referentiel
) -> None:
    client = client_as(coordinator)
    assert "Tilleuls" not in client.get(reverse("referentiels:shared")).text
    assert client.get(reverse("referentiels:copy", args=[elsewhere.pk])).status_code == 404
    assert client.post(reverse("referentiels:copy", args=[elsewhere.pk]), {}).status_code == 404


def test_shared_referentiel_is_found_read_and_copied_without_any_person_p29(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau, elsewhere: Referentiel
) -> None:
    shared(elsewhere, note="Revu avec le collège")
    client = client_as(coordinator)
    found = plain(client.get(reverse("referentiels:shared"), {"words": "tilleuls maths"}))
    assert all(words in found for words in ("École des Tilleuls, Vire", "Revu avec le collège", f"{today():%d/%m/%Y}"))
    assert "Tilleuls" not in client.get(reverse("referentiels:shared"), {"words": "musique"}).text
    address = reverse("referentiels:copy", args=[elsewhere.pk])
    assert "27 items" in plain(client.get(address))
    client.post(address, {"matiere": maths.pk, "niveau": cm1.pk})
    copied = Referentiel.objects.get()
    assert tree_of(copied) == offers()["maths-cm1"].tree
    assert (copied.sharing, copied.origin) == (Sharing.COPIED, "École des Tilleuls, Vire : Mathématiques, " + cm1.label)
    assert not copied.changes.exists()


def test_shared_referentiels_are_looked_for_by_family_niveau_and_day_p29(
    client_as: ClientAs, coordinator: Account, cm1: Niveau, elsewhere: Referentiel
) -> None:
    shared(elsewhere)
    client, day = client_as(coordinator), datetime.timedelta(days=1)

    def found(**asked: object) -> bool:
        answer = client.get(reverse("referentiels:shared"), asked)
        return answer.status_code == 200 and "Tilleuls" in answer.text

    family = national_matieres()["MATHS"].family
    assert [found(family=name) for name in (family, "Langues vivantes")] == [True, False]
    assert [found(since=when) for when in (today(), today() + day)] == [True, False]
    assert found(niveau=cm1.pk)
    refused = client.get(reverse("referentiels:shared"), {"family": "Inconnue", "since": "32/13/2026"})
    assert refused.status_code == 422
    assert all(words in plain(refused) for words in ("Cette famille n'existe pas", "Donnez un jour : 12/10/2026."))


def test_day_of_a_change_is_that_of_the_wall_p29(
    client_as: ClientAs, coordinator: Account, cm1: Niveau, elsewhere: Referentiel
) -> None:
    """A change at half past midnight is told under its own day."""
    shared(elsewhere)
    with time_machine.travel("2027-03-09 23:30+00:00", tick=False), school_scope(elsewhere.school):
        theme = Theme.objects.first()
        assert theme is not None
        add_nodes(author=None, referentiel=elsewhere, kind=NodeKind.ITEM, parent=theme.pk, nodes=[{"name": "Neuf"}])
    [one] = shared_elsewhere(coordinator.school, Wanted())
    assert one.changed_on == datetime.date(2027, 3, 10)


def test_newer_version_is_told_to_who_copied_and_his_changes_stay_p29(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau, elsewhere: Referentiel
) -> None:
    shared(elsewhere)
    client, address = client_as(coordinator), reverse("referentiels:copy", args=[elsewhere.pk])
    client.post(address, {"matiere": maths.pk, "niveau": cm1.pk})
    assert "plus récente" not in client.get(reverse("referentiels:manage")).text
    with school_scope(elsewhere.school):
        theme = Theme.objects.first()
        assert theme is not None
        add_nodes(author=None, referentiel=elsewhere, kind=NodeKind.ITEM, parent=theme.pk, nodes=[{"name": "Neuf"}])
    assert "Une version plus récente existe" in plain(client.get(reverse("referentiels:manage")))
    assert "Neuf" in client.get(address).text
    assert tree_of(Referentiel.objects.get()) == offers()["maths-cm1"].tree


def test_copy_has_no_interest_until_its_tree_changes_p30(coordinator: Account, maths: Matiere, cm1: Niveau) -> None:
    made = create(author=coordinator, matiere=maths, niveau=cm1, tree=offers()["maths-cm1"].tree)
    with pytest.raises(CannotShare):
        share(author=coordinator, referentiel=made)
    theme = Theme.objects.first()
    assert theme is not None
    add_nodes(author=coordinator, referentiel=made, kind=NodeKind.ITEM, parent=theme.pk, nodes=[{"name": "Neuf"}])
    share(author=coordinator, referentiel=made)
    made.refresh_from_db()
    assert made.get_sharing_display() == "Partagé"


def test_own_matiere_has_no_share_button_and_a_forged_one_is_refused_p30(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    Matiere.objects.filter(pk=maths.pk).update(is_own=True)
    maths.refresh_from_db()
    made = create(author=coordinator, matiere=maths, niveau=cm1, tree=offers()["maths-cm1"].tree)
    client, address = client_as(coordinator), reverse("referentiels:share", args=[made.pk])
    page = plain(client.get(reverse("referentiels:manage")))
    assert "Non partageable" in page
    assert address not in page
    assert "propre à l'établissement" in plain(client.post(address, {"note": ""}))
    made.refresh_from_db()
    assert made.sharing == Sharing.LOCAL


def test_note_of_129_characters_is_refused_p30(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    tree = offers()["maths-cm1"].tree
    made = create(author=coordinator, matiere=maths, niveau=cm1, tree=tree, is_copy=False)
    client, address = client_as(coordinator), reverse("referentiels:share", args=[made.pk])
    assert "129 caractères ; 128 au plus" in plain(client.post(address, {"note": "x" * 129}))
    client.post(address, {"note": "x" * 128})
    made.refresh_from_db()
    assert made.sharing == Sharing.SHARED
    client.post(reverse("referentiels:unshare", args=[made.pk]))
    made.refresh_from_db()
    assert made.sharing == Sharing.PRIVATE


def test_format_of_synthesis_is_chosen_and_the_unknown_ones_counted_p23(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    made = create(author=coordinator, matiere=maths, niveau=cm1)
    client, address = client_as(coordinator), reverse("referentiels:synthesis")
    assert "1 référentiel sans format de synthèse" in plain(client.get(address))
    client.post(address, {f"format-{made.pk}": "domaine"})
    made.refresh_from_db()
    assert made.synthesis == Synthesis.DOMAINE
    client.post(address, {f"format-{made.pk}": "par hasard"})
    made.refresh_from_db()
    assert made.synthesis == Synthesis.DOMAINE
    assert "sans format" not in plain(client.get(address))
