"""« Modifier le contenu »: gestures of the tree, pages of its nodes, two people at once, undo."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from referentiels.enums import NodeKind
from referentiels.models import Change, Item, Referentiel, SocleEntry, Theme
from referentiels.queries.pages import rows_of
from referentiels.services.editing import edit_node
from referentiels.services.making import create
from referentiels.tree import Domaine, SocleLink, Tree
from referentiels.tree import Item as PlainItem
from referentiels.tree import Theme as PlainTheme
from sacoche.kit.clock import now
from schools.models import Matiere, Niveau
from tests.factories import MatiereFactory, MatiereTeachingFactory
from tests.referentiels.shown import plain

ClientAs = Callable[[Account], Client]


@pytest.fixture
def maths_cm1(coordinator: Account, maths: Matiere, cm1: Niveau) -> Referentiel:
    """Domaine A: « Fractions » (two items) and « Calcul » (one); domaine B: « Solides » (one)."""
    fractions = PlainTheme(
        "Fractions", items=(PlainItem("Nommer", socle=(SocleLink("2016", 3, 13),)), PlainItem("Lire"))
    )
    numbers = Domaine("A", "Nombres", themes=(fractions, PlainTheme("Calcul", items=(PlainItem("Ajouter"),))))
    space = Domaine("B", "Espace", themes=(PlainTheme("Solides", items=(PlainItem("Décrire"),)),))
    return create(author=coordinator, matiere=maths, niveau=cm1, tree=Tree((numbers, space)))


@pytest.fixture
def gesture(client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel) -> Callable[..., Any]:
    client = client_as(coordinator)

    def send(**said: Any) -> Any:
        address = reverse("referentiels:act", args=[maths_cm1.pk])
        return client.post(address, {"cursor": 0} | said, content_type="application/json")

    return send


def names(referentiel: Referentiel) -> dict[str, list[str]]:
    return {
        theme.theme.name: [row.item.name for row in theme.items]
        for domaine in rows_of(referentiel)
        for theme in domaine.themes
    }


def page_of(referentiel: Referentiel, node: Any, name: str = "node") -> str:
    kind = type(node).__name__.lower()
    return reverse(f"referentiels:{name}", args=[referentiel.pk, kind, node.pk])


def test_lines_pasted_are_items_in_their_order_and_one_undo_takes_them_away_p6(
    gesture: Callable[..., Any], maths_cm1: Referentiel
) -> None:
    calcul = Theme.objects.get(name="Calcul")
    lines = [f"Ligne {number}" for number in range(20)]
    answer = gesture(verb="add", kind="item", parent=calcul.pk, order=1, names=lines)
    assert answer.status_code == 200
    assert answer.json()["said"] == "20 items ajoutés.".replace(" ", answer.json()["said"][2], 1)
    assert names(maths_cm1)["Calcul"] == ["Ajouter", *lines]
    assert "20" in gesture(verb="undo").json()["said"]
    assert names(maths_cm1)["Calcul"] == ["Ajouter"]


def test_whole_tree_is_typed_level_after_level_p6(gesture: Callable[..., Any], maths_cm1: Referentiel) -> None:
    domaine = gesture(verb="add", kind="domaine", parent=maths_cm1.pk, order=3, names=["Mesures"]).json()["focus"]
    key = int(domaine.split("-")[1])
    theme = gesture(verb="add", kind="theme", parent=key, order=1, names=["Durées"]).json()["focus"]
    gesture(verb="add", kind="item", parent=int(theme.split("-")[1]), order=0, names=["Lire l'heure"])
    last = rows_of(maths_cm1)[-1]
    assert (last.domaine.code, last.domaine.name, last.themes[0].items[0].reference) == ("C", "Mesures", "CM1.C10")


def test_gesture_answers_the_domaines_that_changed_alone(gesture: Callable[..., Any], maths_cm1: Referentiel) -> None:
    lire = Item.objects.get(name="Lire")
    cursor = Change.objects.count() and Change.objects.latest("pk").pk
    answer = gesture(verb="rename", kind="item", key=lire.pk, seen="Lire", name="Lire et écrire", cursor=cursor).json()
    assert list(answer["domaines"]) == [str(lire.theme.domaine_id)]
    assert "Lire et écrire" in answer["domaines"][str(lire.theme.domaine_id)]


def test_moved_item_lists_its_old_and_new_references_p9(gesture: Callable[..., Any], maths_cm1: Referentiel) -> None:
    nommer, solides = Item.objects.get(name="Nommer"), Theme.objects.get(name="Solides")
    answer = gesture(verb="move", kind="item", key=nommer.pk, parent=solides.pk, order=0).json()
    assert "CM1.A10 → CM1.B10" in answer["said"]
    assert names(maths_cm1) == {"Fractions": ["Lire"], "Calcul": ["Ajouter"], "Solides": ["Nommer", "Décrire"]}
    assert [row.reference for row in rows_of(maths_cm1)[0].themes[0].items] == ["CM1.A10"]


def test_node_dropped_on_its_own_place_changes_nothing_p9(gesture: Callable[..., Any], maths_cm1: Referentiel) -> None:
    nommer = Item.objects.get(name="Nommer")
    gesture(verb="move", kind="item", key=nommer.pk, parent=nommer.theme_id, order=nommer.order)
    assert not Change.objects.filter(referentiel=maths_cm1).exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"verb": "add", "kind": "item", "names": ["x" * 256]}, "256 caractères ; 255 au plus"),
        ({"verb": "add", "kind": "theme", "names": ["x" * 129]}, "129 caractères ; 128 au plus"),
        ({"verb": "add", "kind": "item", "names": [""]}, "Donnez un nom."),
        ({"verb": "add", "kind": "item", "names": []}, "De 1 à 500 lignes à la fois."),
        ({"verb": "explode"}, "Demande incomprise"),
        ({"verb": "move", "kind": "item", "key": 2**70, "parent": 1, "order": 0}, "Demande incomprise"),
        ({"verb": "undo"}, "Vous n'avez rien à annuler ici."),
    ],
)
def test_gesture_that_cannot_be_is_refused_in_words_p4(gesture: Any, said: dict[str, Any], words: str) -> None:
    theme = Theme.objects.get(name="Calcul")
    answer = gesture(**{"parent": theme.pk, "order": 0} | said)
    assert answer.status_code == 422
    assert words in answer.json()["error"]
    assert not Change.objects.exists()


def test_item_stands_in_a_theme_of_this_referentiel_alone_p4(
    gesture: Callable[..., Any], maths_cm1: Referentiel, coordinator: Account, maths: Matiere
) -> None:
    other = create(author=coordinator, matiere=maths, niveau=Niveau.objects.get(reference="CM2"))
    answer = gesture(verb="add", kind="item", parent=other.pk + 10_000, names=["Perdu"])
    assert answer.status_code == 409
    assert "n'est plus" in answer.json()["error"]


def test_two_people_who_rename_the_same_item_see_both_names_p16(
    gesture: Callable[..., Any], maths_cm1: Referentiel, coordinator: Account
) -> None:
    lire = Item.objects.get(name="Lire")
    gesture(verb="rename", kind="item", key=lire.pk, seen="Lire", name="Lire et dire")
    answer = gesture(verb="rename", kind="item", key=lire.pk, seen="Lire", name="Lire à voix haute")
    assert (answer.status_code, answer.json()["present"]) == (409, "Lire et dire")
    gesture(verb="rename", kind="item", key=lire.pk, seen="Lire et dire", name="Lire à voix haute")
    lire.refresh_from_db()
    assert lire.name == "Lire à voix haute"


def test_colleague_sees_what_was_added_and_by_whom_p16(
    gesture: Callable[..., Any], maths_cm1: Referentiel, client_as: ClientAs, coordinator: Account
) -> None:
    colleague = AccountOfMaths(maths_cm1)
    client = client_as(colleague)
    address = reverse("referentiels:presence", args=[maths_cm1.pk])
    assert client.get(address, {"depuis": 0}).status_code == 204
    gesture(verb="add", kind="item", parent=Theme.objects.get(name="Calcul").pk, names=["Tout neuf"])
    news = client.get(address, {"depuis": 0}).json()
    assert news["authors"] == [coordinator.author_label]
    assert "Tout neuf" in "".join(news["domaines"].values())
    assert client.get(address, {"depuis": news["cursor"]}).status_code == 204


def AccountOfMaths(referentiel: Referentiel) -> Account:
    from tests.factories import AccountFactory

    colleague = AccountFactory(profile="ENS", last_name="MARTIN", first_name="Zoé")
    MatiereTeachingFactory(teacher=colleague, matiere=referentiel.matiere, is_coordonnateur=True)
    return colleague


def item_form(**said: Any) -> dict[str, Any]:
    return {"name": "Lire", "coefficient": "1", "is_requestable": "on"} | said


def test_panel_keeps_all_that_an_item_says_p8(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel
) -> None:
    lire = Item.objects.get(name="Lire")
    entries = list(SocleEntry.objects.filter(version="2016", is_heading=False)[:2].values_list("pk", flat=True))
    said = {
        "name": "Lire une fraction",
        "abbreviation": "Lire frac.",
        "reference": "LF",
        "coefficient": "2",
        "link": "https://exemple.fr/a",
        "comment": "Seul\r\n<b>Avec</b> de l'aide",
        "entries": entries,
    }
    client_as(coordinator).post(page_of(maths_cm1, lire), said)
    lire.refresh_from_db()
    assert (lire.name, lire.abbreviation, lire.reference, lire.coefficient) == (
        "Lire une fraction",
        "Lire frac.",
        "LF",
        2,
    )
    assert (lire.is_requestable, lire.link, lire.comment) == (False, said["link"], "Seul\n<b>Avec</b> de l'aide")
    assert list(lire.socle_links.values_list("entry", flat=True)) == entries
    assert "&lt;b&gt;Avec&lt;/b&gt;" in client_as(coordinator).get(page_of(maths_cm1, lire)).text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"coefficient": "21"}, "entier de 0 à 20"),
        ({"coefficient": "-1"}, "entier de 0 à 20"),
        ({"coefficient": "1,5"}, "entier de 0 à 20"),
        ({"abbreviation": "x" * 16}, "16 caractères ; 15 au plus"),
        ({"reference": "ABCD"}, "4 caractères ; 3 au plus"),
        ({"link": "javascript:alert(1)"}, "n'est pas une adresse http"),
        ({"link": "https://exemple.fr/" + "a" * 240}, "255 au plus"),
        ({"entries": ["999999"]}, "n'existe pas"),
    ],
)
def test_values_out_of_bounds_are_refused_and_kept_on_the_form_p5_p7_p8(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel, said: dict[str, Any], words: str
) -> None:
    answer = client_as(coordinator).post(page_of(maths_cm1, Item.objects.get(name="Lire")), item_form(**said))
    assert answer.status_code == 422
    assert words in plain(answer)
    assert not Change.objects.exists()


def test_panel_shows_the_value_of_a_colleague_beside_ones_own_p16(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel
) -> None:
    lire = Item.objects.get(name="Lire")
    edit_node(
        author=None,
        referentiel=maths_cm1,
        kind=NodeKind.ITEM,
        key=lire.pk,
        seen={"coefficient": 1},
        wanted={"coefficient": 5},
    )
    seen = {"seen": "1", "seen-name": "Lire", "seen-coefficient": "1", "seen-is_requestable": "True"}
    client = client_as(coordinator)
    answer = client.post(page_of(maths_cm1, lire), item_form(coefficient="3", **seen))
    assert answer.status_code == 422
    assert "Il y a « 5 » ; vous écrivez « 3 »." in plain(answer)
    renamed = client.post(page_of(maths_cm1, lire), item_form(name="Lire mieux", coefficient="1", **seen))
    assert renamed.status_code == 302
    lire.refresh_from_db()
    assert (lire.name, lire.coefficient) == ("Lire mieux", 5)


def test_lines_of_a_page_are_shown_before_they_are_added_p6(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel
) -> None:
    calcul = Theme.objects.get(name="Calcul")
    address = reverse("referentiels:add_under", args=[maths_cm1.pk, "item", calcul.pk])
    client, text = client_as(coordinator), "Un\n\n\tDeux\t3\nTrois"
    shown = client.post(address, {"lines": text})
    assert "3 items" in plain(shown)
    assert names(maths_cm1)["Calcul"] == ["Ajouter"]
    client.post(address, {"lines": text, "is_seen": "on"})
    assert names(maths_cm1)["Calcul"] == ["Ajouter", "Un", "Deux", "Trois"]
    refused = client.post(address, {"lines": "Bon\n" + "x" * 256})
    assert "Ligne 2 : Le nom compte 256 caractères" in plain(refused)


def test_theme_goes_to_another_referentiel_that_one_may_change_p10(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel, cm1: Niveau
) -> None:
    other = MatiereFactory(reference="TECHN", label="Technologie")
    MatiereTeachingFactory(teacher=coordinator, matiere=other, is_coordonnateur=True)
    target = create(author=coordinator, matiere=other, niveau=cm1, tree=Tree((Domaine("T", "Objets"),)))
    objets = target.domaines.get()
    fractions = Theme.objects.get(name="Fractions")
    answer = client_as(coordinator).post(
        page_of(maths_cm1, fractions, "move"), {"place": f"{target.pk}:{objets.pk}"}, follow=True
    )
    assert "CM1.A10 → CM1.T10" in plain(answer)
    assert names(target) == {"Fractions": ["Nommer", "Lire"]}


def test_place_in_a_referentiel_of_others_is_not_offered_nor_taken_p10(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel, cm1: Niveau
) -> None:
    theirs = create(
        author=None,
        matiere=MatiereFactory(reference="MUSIQ", label="Musique"),
        niveau=cm1,
        tree=Tree((Domaine("M", "Chant"),)),
    )
    fractions, chant = Theme.objects.get(name="Fractions"), theirs.domaines.get()
    client = client_as(coordinator)
    assert "Chant" not in client.get(page_of(maths_cm1, fractions, "move")).text
    assert client.post(page_of(maths_cm1, fractions, "move"), {"place": f"{theirs.pk}:{chant.pk}"}).status_code == 422


def test_deleted_theme_counts_its_items_and_comes_back_p13_p14(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel
) -> None:
    before = names(maths_cm1)
    fractions = Theme.objects.get(name="Fractions")
    client, address = client_as(coordinator), page_of(maths_cm1, fractions, "remove_node")
    question = client.get(address)
    assert "2 items disparaîtront" in plain(question)
    assert "1 lien avec le socle disparaîtra" in plain(question)
    client.post(address, {"seen": question.context["seen"]})
    assert "Fractions" not in names(maths_cm1)
    changes = client.get(reverse("referentiels:changes", args=[maths_cm1.pk]))
    assert "1 thème supprimé, 2 items supprimés" in plain(changes)
    gesture = Change.objects.latest("pk").gesture
    client.post(reverse("referentiels:take_back", args=[maths_cm1.pk, gesture]))
    assert names(maths_cm1) == before


def test_change_of_more_than_thirty_days_is_no_longer_undone_p14(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel
) -> None:
    client = client_as(coordinator)
    lire = Item.objects.get(name="Lire")
    client.post(page_of(maths_cm1, lire), item_form(name="Autre"))
    gesture = Change.objects.latest("pk").gesture
    Change.objects.update(made_at=now() - datetime.timedelta(days=366))
    answer = client.post(reverse("referentiels:take_back", args=[maths_cm1.pk, gesture]), follow=True)
    assert "Un changement s'annule pendant 30 jours." in plain(answer)
    lire.refresh_from_db()
    assert lire.name == "Autre"


def test_bulk_changes_the_items_of_a_domaine_at_once_and_is_undone_at_once_p12(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel
) -> None:
    client, address = client_as(coordinator), reverse("referentiels:bulk", args=[maths_cm1.pk])
    numbers = maths_cm1.domaines.get(code="A")
    Item.objects.filter(name="Lire").update(coefficient=7)
    answer = client.post(address, {"domaine": numbers.pk, "action": "coefficient", "coefficient": "2"}, follow=True)
    assert "3 items modifiés." in plain(answer)
    held = Item.objects.filter(theme__domaine=numbers)
    assert set(held.values_list("coefficient", flat=True)) == {2}
    client.post(reverse("referentiels:take_back", args=[maths_cm1.pk, Change.objects.latest("pk").gesture]))
    assert sorted(held.values_list("coefficient", flat=True)) == [1, 1, 7]


def test_bulk_adds_and_removes_a_link_with_the_socle_p12(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel
) -> None:
    client, address = client_as(coordinator), reverse("referentiels:bulk", args=[maths_cm1.pk])
    fractions = Theme.objects.get(name="Fractions")
    entry = SocleEntry.objects.get(version="2016", cycle=3, number=13)
    answer = client.post(address, {"theme": fractions.pk, "action": "link", "entry": entry.pk}, follow=True)
    assert "1 item modifié." in plain(answer)
    client.post(address, {"theme": fractions.pk, "action": "unlink", "entry": entry.pk})
    assert not fractions.items.exclude(socle_links=None).exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"action": "coefficient", "coefficient": "21"}, "entier de 0 à 20"),
        ({"action": "coefficient"}, "entier de 0 à 20"),
        ({"action": "link"}, "Choisissez l'entrée du socle."),
        ({"item": "", "action": "allow"}, "Cochez d'abord"),
    ],
)
def test_bulk_that_lacks_something_says_what(
    client_as: ClientAs, coordinator: Account, maths_cm1: Referentiel, said: dict[str, Any], words: str
) -> None:
    item = Item.objects.get(name="Lire")
    answer = client_as(coordinator).post(
        reverse("referentiels:bulk", args=[maths_cm1.pk]), {"item": item.pk} | said, follow=True
    )
    assert words in plain(answer)
    assert not Change.objects.exists()


def test_tree_of_two_thousand_items_takes_ten_queries_at_most_p38(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau, django_assert_max_num_queries: Any
) -> None:
    themes = tuple(
        PlainTheme(f"T{rank}", items=tuple(PlainItem(f"Item {one}") for one in range(50))) for rank in range(10)
    )
    tree = Tree(tuple(Domaine(code, f"Domaine {code}", themes=themes) for code in "ABCD"))
    made = create(author=coordinator, matiere=maths, niveau=cm1, tree=tree)
    client = client_as(coordinator)
    address = reverse("referentiels:content", args=[made.pk])
    client.get(address)
    with django_assert_max_num_queries(10):
        page = client.get(address)
    assert page.text.count('data-kind="item"') == 2000


def test_teacher_of_another_matiere_gets_nothing_of_it_p2(
    client_as: ClientAs, maths_cm1: Referentiel, second_coordinator: Account
) -> None:
    client = client_as(second_coordinator)
    assert client.get(reverse("referentiels:content", args=[maths_cm1.pk])).status_code == 404
    answer = client.post(
        reverse("referentiels:act", args=[maths_cm1.pk]), {"verb": "undo", "cursor": 0}, content_type="application/json"
    )
    assert answer.status_code == 404


@pytest.fixture
def second_coordinator(db: None, maths_cm1: Referentiel) -> Account:
    from tests.factories import AccountFactory

    account = AccountFactory(profile="ENS")
    MatiereTeachingFactory(teacher=account, matiere=MatiereFactory(reference="EPS"), is_coordonnateur=True)
    return account
