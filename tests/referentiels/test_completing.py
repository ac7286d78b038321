"""« Comparer et compléter »: a file or a newer version onto a référentiel that is there, and back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account
from referentiels.comparing.differences import compare
from referentiels.comparing.places import incoming
from referentiels.enums import NodeKind
from referentiels.exchange.own import write_own
from referentiels.models import Change, Item, Referentiel, Theme
from referentiels.queries.comparison import places_of
from referentiels.queries.whole import tree_of
from referentiels.services.completing import Outdated, complete
from referentiels.services.editing import add_nodes, edit_node
from referentiels.services.making import Origin, create
from referentiels.services.sharing import share
from referentiels.socle import entries_by_link
from referentiels.tree import Domaine, SocleLink, Tree
from referentiels.tree import Item as PlainItem
from referentiels.tree import Theme as PlainTheme
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import Matiere, Niveau, School
from tests.factories import AccountFactory, MatiereFactory, SchoolFactory
from tests.referentiels.room_above import Result
from tests.referentiels.shown import plain

ClientAs = Callable[[Account], Client]

HERE = Tree(
    (
        Domaine(
            "A",
            "Nombres",
            themes=(
                PlainTheme("Fractions", items=(PlainItem("Nommer une fraction"), PlainItem("Comparer"))),
                PlainTheme("Calcul", items=(PlainItem("Ajouter"),)),
            ),
        ),
    )
)
# Two new items, one renamed, one (« Ajouter ») absent.
SHEET = """Domaine;Thème;Item
Nombres;Fractions;Nommer des fractions
Nombres;Fractions;Lire
Nombres;Fractions;Comparer
Nombres;Mesures;Mesurer
"""


@pytest.fixture
def here(coordinator: Account, maths: Matiere, cm1: Niveau) -> Referentiel:
    return create(author=coordinator, matiere=maths, niveau=cm1, tree=HERE, is_copy=False)


@pytest.fixture
def ajouter_has_five_results(room: None, here: Referentiel) -> None:
    for _rank in range(5):
        Result.objects.create(
            item=Item.objects.get(name="Ajouter"), pupil=AccountFactory(profile=Profile.ELV), code="V", marked_at=now()
        )


def sent(client: Client, here: Referentiel, content: str | bytes = SHEET, name: str = "collegue.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    said = {"matiere": here.matiere_id, "niveau": here.niveau_id, "file": SimpleUploadedFile(name, data)}
    return client.post(reverse("referentiels:bring_in"), said)


def boxes(page: Any) -> dict[str, bool]:
    return {line.name: line.is_ticked for block in page.context["blocks"] for line in block.lines}


def hidden(page: Any) -> dict[str, str]:
    context = page.context
    return {"revision": context["revision"], "held": context["held"], **context["source"].hidden}


def ticked(page: Any, *names: str) -> list[str]:
    """The codes of the boxes of these names; those that are ticked when there are none."""
    lines = [line for block in page.context["blocks"] for line in block.lines]
    return [line.code for line in lines if (line.name in names if names else line.is_ticked)]


def applied(client: Client, here: Referentiel, page: Any, *names: str) -> Any:
    said = hidden(page) | {"tick": ticked(page, *names)}
    return client.post(reverse("referentiels:compare", args=[here.pk]), said, follow=True)


def names_of(referentiel: Referentiel) -> dict[str, list[str]]:
    return {theme.name: [item.name for item in theme.items] for theme in tree_of(referentiel).themes}


def test_file_on_a_referentiel_with_results_completes_it_and_is_annulled_p26(
    client_as: ClientAs, coordinator: Account, here: Referentiel, ajouter_has_five_results: None
) -> None:
    client = client_as(coordinator)
    page = sent(client, here)
    assert boxes(page) == {
        "Mesures": True,
        "Mesurer": True,
        "Lire": True,
        "Nommer une fraction": True,
        "Calcul": False,
        "Ajouter": False,
    }
    assert "5 résultats" in plain(page)
    assert "Tout remplacer" not in page.text
    assert tree_of(here) == HERE
    answer = applied(client, here, page)
    assert "3 ajouts, 1 modification" in plain(answer)
    assert names_of(here) == {
        "Fractions": ["Nommer des fractions", "Lire", "Comparer"],
        "Mesures": ["Mesurer"],
        "Calcul": ["Ajouter"],
    }
    assert "Annuler cet import" in plain(answer)
    assert "Import de « collegue.csv »" in plain(answer)
    gesture = Change.objects.latest("pk").gesture
    client.post(reverse("referentiels:take_back", args=[here.pk, gesture]))
    assert tree_of(here) == HERE


def test_renamed_item_keeps_its_key_p26(client_as: ClientAs, coordinator: Account, here: Referentiel) -> None:
    key = Item.objects.get(name="Nommer une fraction").pk
    client = client_as(coordinator)
    applied(client, here, sent(client, here))
    assert Item.objects.get(name="Nommer des fractions").pk == key


def test_only_what_is_ticked_is_written_and_what_must_hold_it_p26(
    client_as: ClientAs, coordinator: Account, here: Referentiel
) -> None:
    client = client_as(coordinator)
    applied(client, here, sent(client, here), "Mesurer")
    assert names_of(here) == {
        "Fractions": ["Nommer une fraction", "Comparer"],
        "Mesures": ["Mesurer"],
        "Calcul": ["Ajouter"],
    }


def test_theme_that_still_holds_items_is_left_and_named_p26(
    client_as: ClientAs, coordinator: Account, here: Referentiel
) -> None:
    client = client_as(coordinator)
    answer = applied(client, here, sent(client, here), "Calcul", "Lire")
    assert "Laissé, car il contient encore des items : Calcul." in plain(answer)
    assert names_of(here)["Calcul"] == ["Ajouter"]
    answer = applied(client, here, sent(client, here), "Calcul", "Ajouter")
    assert "Calcul" not in names_of(here)


def test_referentiel_without_results_is_replaced_once_confirmed_p26(
    client_as: ClientAs, coordinator: Account, here: Referentiel
) -> None:
    client, address = client_as(coordinator), reverse("referentiels:compare", args=[here.pk])
    page = sent(client, here)
    asked = client.post(address, hidden(page) | {"all": "ask"})
    assert "2 éléments disparaîtront ; aucun n'a servi" in plain(asked)
    assert tree_of(here) == HERE
    client.post(address, hidden(asked) | {"all": "sure"})
    assert names_of(here) == {"Fractions": ["Nommer des fractions", "Lire", "Comparer"], "Mesures": ["Mesurer"]}


def test_forged_replacement_where_there_are_results_is_refused_p26(
    client_as: ClientAs, coordinator: Account, here: Referentiel, ajouter_has_five_results: None
) -> None:
    client = client_as(coordinator)
    page = sent(client, here)
    address = reverse("referentiels:compare", args=[here.pk])
    assert client.post(address, hidden(page) | {"all": "sure"}).status_code == 409
    assert tree_of(here) == HERE


@pytest.mark.parametrize("what", ["tree", "results"])
def test_what_changed_since_it_was_read_is_shown_again_with_its_ticks_p26(
    client_as: ClientAs,
    coordinator: Account,
    room: None,
    here: Referentiel,
    what: str,
    request: pytest.FixtureRequest,
) -> None:
    client = client_as(coordinator)
    page = sent(client, here)
    if what == "results":
        request.getfixturevalue("ajouter_has_five_results")
    else:
        theme = Theme.objects.get(name="Calcul")
        add_nodes(author=None, referentiel=here, kind=NodeKind.ITEM, parent=theme.pk, nodes=[{"name": "Diviser"}])
    before = tree_of(here)
    again = applied(client, here, page, "Ajouter")
    assert again.status_code == 409
    assert "vient de changer" in plain(again)
    assert [name for name, is_ticked in boxes(again).items() if is_ticked] == ["Ajouter"]
    assert tree_of(here) == before


def test_file_that_says_the_same_has_nothing_to_write_p26(
    client_as: ClientAs, coordinator: Account, here: Referentiel
) -> None:
    page = sent(client_as(coordinator), here, write_own(HERE, {}), "arbre.xml")
    assert "Les deux arbres disent la même chose" in plain(page)


def test_file_says_nothing_of_what_it_has_no_column_for_p26(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    """A table of names alone takes away neither comments nor coefficients nor links."""
    item = PlainItem("Lire", 3, False, "Lec", "X", "https://a.fr", "Seul", (SocleLink("2016", 3, 13),))
    rich = Tree((Domaine("K", "Nombres", "NOM", (PlainTheme("Fractions", "F", (item,)),)),))
    made = create(author=coordinator, matiere=maths, niveau=cm1, tree=rich)
    client = client_as(coordinator)
    page = sent(client, made, "Domaine;Thème;Item;Socle 2006\nNombres;Fractions;Lire;\nEspace;Solides;Voir;\n")
    assert boxes(page) == {"Espace": True, "Solides": True, "Voir": True}
    applied(client, made, page)
    numbers, space = tree_of(made).domaines
    assert (numbers, space.code) == (rich.domaines[0], "A")


def test_any_tree_becomes_the_one_that_comes_in_when_all_is_ticked_p26(coordinator: Account, here: Referentiel) -> None:
    """Moves across levels, another order, values and links: all at once, then all taken back."""
    link = SocleLink("2016", 3, 13)
    space = Domaine("E", "Espace", "ESP", (PlainTheme("Calcul", "C", (PlainItem("Ajouter", 4, socle=(link,)),)),))
    numbers = Domaine(
        "A",
        "Nombres",
        themes=(
            PlainTheme("Neuf", items=(PlainItem("Comparer", comment="a\nb"),)),
            PlainTheme("Fractions", items=(PlainItem("Un"), PlainItem("Nommer une fraction"))),
        ),
    )
    wanted = Tree((space, numbers))
    compared = compare(places_of(here), incoming(wanted))
    complete(
        author=coordinator,
        referentiel=here,
        comparison=compared,
        ticked={each.code for each in compared.differences},
        revision=here.revision,
        origin=Origin("essai"),
        entries=entries_by_link(),
    )
    assert tree_of(here) == wanted


def test_tree_that_changed_before_the_lock_is_not_written_p26(coordinator: Account, here: Referentiel) -> None:
    compared = compare(places_of(here), incoming(Tree(())))
    theme = Theme.objects.get(name="Calcul")
    add_nodes(author=None, referentiel=here, kind=NodeKind.ITEM, parent=theme.pk, nodes=[{"name": "Diviser"}])
    with pytest.raises(Outdated):
        complete(
            author=coordinator,
            referentiel=here,
            comparison=compared,
            ticked=set(compared.by_code),
            revision=here.revision,
            origin=Origin("essai"),
            entries={},
        )
    assert names_of(here)["Calcul"] == ["Ajouter", "Diviser"]


# ------------------------------------------------------------ a newer version of what was copied


@pytest.fixture
def elsewhere(school: School) -> Referentiel:
    other = SchoolFactory(number=4321, name="École des Tilleuls", town="Vire")
    with school_scope(other):
        matiere = MatiereFactory(reference="MATHS", label="Mathématiques", is_own=False)
        niveau = Niveau.objects.get(reference="CM1")
        made = create(author=None, matiere=matiere, niveau=niveau, tree=HERE, is_copy=False)
        share(author=None, referentiel=made)
        return made


@pytest.fixture
def copied(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau, elsewhere: Referentiel
) -> Referentiel:
    address = reverse("referentiels:copy", args=[elsewhere.pk])
    client_as(coordinator).post(address, {"matiere": maths.pk, "niveau": cm1.pk})
    return Referentiel.objects.get()


def changed_elsewhere(elsewhere: Referentiel) -> None:
    """The original gains an item, and calls another one otherwise."""
    with school_scope(elsewhere.school):
        theme, item = Theme.objects.get(name="Calcul"), Item.objects.get(name="Nommer une fraction")
        add_nodes(author=None, referentiel=elsewhere, kind=NodeKind.ITEM, parent=theme.pk, nodes=[{"name": "Diviser"}])
        edit_node(
            author=None,
            referentiel=elsewhere,
            kind=NodeKind.ITEM,
            key=item.pk,
            seen={"name": item.name},
            wanted={"name": "Nommer des fractions"},
        )


def test_newer_version_opens_the_comparison_and_ones_own_changes_stay_p29(
    client_as: ClientAs, coordinator: Account, copied: Referentiel, elsewhere: Referentiel
) -> None:
    changed_elsewhere(elsewhere)
    item = Item.objects.get(name="Nommer une fraction")
    edit_node(
        author=coordinator,
        referentiel=copied,
        kind=NodeKind.ITEM,
        key=item.pk,
        seen={"name": item.name},
        wanted={"name": "Nommer une fraction simple"},
    )
    client = client_as(coordinator)
    address = f"{reverse('referentiels:compare', args=[copied.pk])}?partage={elsewhere.pk}"
    assert address in client.get(reverse("referentiels:manage")).text
    page = client.get(address)
    assert boxes(page) == {"Diviser": True, "Nommer une fraction simple": False}
    assert "changé chez vous" in plain(page)
    applied(client, copied, page)
    assert names_of(copied) == {
        "Fractions": ["Nommer une fraction simple", "Comparer"],
        "Calcul": ["Ajouter", "Diviser"],
    }
    assert "plus récente" not in client.get(reverse("referentiels:manage")).text


def test_what_an_import_brought_is_not_taken_for_a_change_of_ones_own_p29(
    client_as: ClientAs, coordinator: Account, copied: Referentiel, elsewhere: Referentiel
) -> None:
    """The second new version of the same item is ticked like the first one."""
    client, address = client_as(coordinator), reverse("referentiels:compare", args=[copied.pk])
    changed_elsewhere(elsewhere)
    applied(client, copied, client.get(address, {"partage": elsewhere.pk}))
    with school_scope(elsewhere.school):
        item = Item.objects.get(name="Nommer des fractions")
        edit_node(
            author=None,
            referentiel=elsewhere,
            kind=NodeKind.ITEM,
            key=item.pk,
            seen={"name": item.name},
            wanted={"name": "Nommer les fractions"},
        )
    assert boxes(client.get(address, {"partage": elsewhere.pk})) == {"Nommer des fractions": True}


def test_version_that_one_does_not_want_is_no_longer_told_p29(
    client_as: ClientAs, coordinator: Account, copied: Referentiel, elsewhere: Referentiel
) -> None:
    changed_elsewhere(elsewhere)
    client = client_as(coordinator)
    page = client.get(reverse("referentiels:compare", args=[copied.pk]), {"partage": elsewhere.pk})
    answer = applied(client, copied, page, "rien de ce nom")
    assert "Cette version ne sera plus signalée" in plain(answer)
    assert tree_of(copied) == HERE
    assert "plus récente" not in client.get(reverse("referentiels:manage")).text


def test_original_that_is_no_longer_shared_or_never_was_is_not_compared_p29(
    client_as: ClientAs, coordinator: Account, copied: Referentiel, elsewhere: Referentiel
) -> None:
    client, address = client_as(coordinator), reverse("referentiels:compare", args=[copied.pk])
    Referentiel._base_manager.filter(pk=elsewhere.pk).update(sharing="non")
    for said in ({"partage": elsewhere.pk}, {"partage": "x"}, {"bibliotheque": "rien"}, {}):
        assert client.get(address, said).status_code == 404


def test_place_that_is_taken_leads_from_a_copy_to_the_comparison_p29(
    client_as: ClientAs, coordinator: Account, here: Referentiel, elsewhere: Referentiel
) -> None:
    said = {"matiere": here.matiere_id, "niveau": here.niveau_id}
    answer = client_as(coordinator).post(reverse("referentiels:copy", args=[elsewhere.pk]), said)
    assert answer["Location"] == f"{reverse('referentiels:compare', args=[here.pk])}?partage={elsewhere.pk}"
    answer = client_as(coordinator).post(reverse("referentiels:add"), said | {"origin": "maths-cm1"})
    assert answer["Location"] == f"{reverse('referentiels:compare', args=[here.pk])}?bibliotheque=maths-cm1"
