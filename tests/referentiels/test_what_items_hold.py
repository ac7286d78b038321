"""Items that serve: what rooms above keep about them is counted, carried by a merge, put back by « Annuler »."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account, JournalEntry
from referentiels.enums import NodeKind
from referentiels.item_parts import parts
from referentiels.losses import losses_of_node, losses_of_referentiel
from referentiels.models import Change, Item, ItemLink, Referentiel, Remains
from referentiels.services.editing import CannotMerge, delete_nodes, merge_items
from referentiels.services.making import create, delete
from referentiels.services.remains import forget_old_remains
from referentiels.services.undoing import Undone, undo
from referentiels.tree import Domaine, Tree
from referentiels.tree import Item as PlainItem
from referentiels.tree import Theme as PlainTheme
from sacoche.kit.clock import now
from schools.losses import losses_of
from schools.models import Matiere, Niveau
from tests.factories import AccountFactory, MatiereTeachingFactory, SchoolClassFactory
from tests.referentiels.room_above import Result, Sitting, Wish
from tests.referentiels.shown import plain

ClientAs = Callable[[Account], Client]


@pytest.fixture
def maths_cm1(room: None, coordinator: Account, maths: Matiere, cm1: Niveau) -> Referentiel:
    theme = PlainTheme("Fractions", items=(PlainItem("Nommer"), PlainItem("Nommer une fraction"), PlainItem("Lire")))
    solids = PlainTheme("Solides", items=(PlainItem("Décrire"),))
    tree = Tree((Domaine("A", "Nombres", themes=(theme,)), Domaine("B", "Espace", themes=(solids,))))
    return create(author=coordinator, matiere=maths, niveau=cm1, tree=tree)


@pytest.fixture
def pupils(school: Any) -> list[Account]:
    return [AccountFactory(profile=Profile.ELV, last_name=name) for name in ("ALPHA", "BRAVO", "CHARLI")]


def item(name: str) -> Item:
    found: Item = Item.objects.get(name=name)
    return found


def mark(name: str, sitting: Sitting | None, pupil: Account, author: Account | None = None) -> Result:
    at = datetime.datetime(2026, 9, 15, 10, 30, 0, 123456, tzinfo=datetime.UTC)
    row: Result = Result.objects.create(
        item=item(name), sitting=sitting, pupil=pupil, author=author, code="V", marked_at=at
    )
    return row


@pytest.fixture
def marked(maths_cm1: Referentiel, pupils: list[Account], coordinator: Account) -> None:
    """« Nommer » has 9 results, « Nommer une fraction » 6; two are of one pupil in one évaluation. A wish on each."""
    sittings = [Sitting.objects.create(title=f"D{number}") for number in range(1, 6)]
    for sitting in sittings[:3]:
        for pupil in pupils:
            mark("Nommer", sitting, pupil, coordinator)
    for sitting in sittings[3:]:
        for pupil in pupils[:2]:
            mark("Nommer une fraction", sitting, pupil)
    for pupil in pupils[:2]:
        mark("Nommer une fraction", sittings[0], pupil)
    Wish.objects.create(item=item("Nommer"), pupil=pupils[2])
    Wish.objects.create(item=item("Nommer une fraction"), pupil=pupils[2])


def rows(model: Any = Result) -> list[tuple[Any, ...]]:
    return list(model.objects.order_by("pk").values_list())


def merge(maths_cm1: Referentiel, author: Account, name: str = "Nommer", into: str = "Nommer une fraction") -> str:
    return merge_items(author=author, referentiel=maths_cm1, key=item(name).pk, target=maths_cm1, into=item(into).pk)


def last_gesture(referentiel: Referentiel) -> Any:
    return Change.objects.filter(referentiel=referentiel).latest("pk").gesture


@pytest.mark.usefixtures("marked")
def test_merge_moves_thirteen_results_and_drops_the_two_doubles_p11(
    maths_cm1: Referentiel, coordinator: Account
) -> None:
    kept = {row.pk for row in Result.objects.filter(item=item("Nommer une fraction"))}
    assert merge(maths_cm1, coordinator) == "Nommer"

    assert Result.objects.filter(item=item("Nommer une fraction")).count() == Result.objects.count() == 13
    assert kept < set(Result.objects.values_list("pk", flat=True))
    assert Wish.objects.get().item == item("Nommer une fraction")
    assert list(Item.objects.filter(theme__name="Fractions").values_list("name", "order")) == [
        ("Nommer une fraction", 0),
        ("Lire", 1),
    ]
    line = JournalEntry.objects.get(code="referentiels.merge")
    assert line.details["held"].replace("\xa0", " ") == "9 résultats de 3 élèves, 1 demande"


@pytest.mark.usefixtures("marked")
def test_annulled_merge_gives_nine_and_six_results_again_with_their_dates_and_authors_p14(
    maths_cm1: Referentiel, coordinator: Account
) -> None:
    before, wishes, key = rows(), rows(Wish), item("Nommer").pk
    merge(maths_cm1, coordinator)
    assert undo(author=coordinator, referentiel=maths_cm1, gesture_id=last_gesture(maths_cm1)) == Undone(1, ())

    assert (rows(), rows(Wish), item("Nommer").pk) == (before, wishes, key)
    assert not Remains.objects.exists()


@pytest.mark.usefixtures("marked")
def test_what_was_done_to_results_since_a_merge_stays_and_is_said(
    maths_cm1: Referentiel, coordinator: Account, pupils: list[Account]
) -> None:
    merge(maths_cm1, coordinator)
    gesture = last_gesture(maths_cm1)
    emptied = Result.objects.filter(item=item("Nommer une fraction"), sitting__title="D2", pupil=pupils[0]).get()
    emptied.delete()
    first = Sitting.objects.get(title="D1")
    Result.objects.filter(sitting=first).delete()
    first.delete()
    Result.objects.filter(sitting__title="D3").update(code="RR")

    undone = undo(author=coordinator, referentiel=maths_cm1, gesture_id=gesture)
    # D1: two doubles and one that was moved.
    assert [words[0] for words in undone.left] == ["4"]
    assert set(Result.objects.filter(item=item("Nommer")).values_list("sitting__title", "pupil", "code")) == {
        ("D2", pupils[1].pk, "V"),
        ("D2", pupils[2].pk, "V"),
        *(("D3", pupil.pk, "RR") for pupil in pupils),
    }


@pytest.mark.usefixtures("marked")
def test_author_who_left_is_no_reason_to_lose_a_result(maths_cm1: Referentiel, coordinator: Account) -> None:
    other = AccountFactory(profile=Profile.ENS)
    Result.objects.filter(item=item("Nommer")).update(author=other)
    delete_nodes(author=coordinator, referentiel=maths_cm1, kind=NodeKind.ITEM, keys=[item("Nommer").pk])
    other.delete()
    assert undo(author=coordinator, referentiel=maths_cm1, gesture_id=last_gesture(maths_cm1)).left == ()
    assert set(Result.objects.filter(item=item("Nommer")).values_list("author", flat=True)) == {None}


def test_results_without_an_evaluation_are_never_doubles(
    maths_cm1: Referentiel, coordinator: Account, pupils: list[Account]
) -> None:
    """Those of the years before, which a new year takes the évaluations of away."""
    for name in ("Nommer", "Nommer une fraction"):
        mark(name, None, pupils[0])
    merge(maths_cm1, coordinator)
    assert Result.objects.filter(item=item("Nommer une fraction")).count() == 2


def test_item_does_not_merge_with_itself_nor_with_one_that_is_gone(
    client_as: ClientAs, maths_cm1: Referentiel, coordinator: Account
) -> None:
    with pytest.raises(CannotMerge, match="lui-même"):
        merge(maths_cm1, coordinator, "Nommer", "Nommer")
    address = reverse("referentiels:merge", args=[maths_cm1.pk, item("Nommer").pk])
    client = client_as(coordinator)
    for wrong in (item("Nommer").pk, 987654, "", "un", "9" * 30):
        assert client.get(address, {"avec": wrong}).status_code == 404


@pytest.mark.usefixtures("marked")
def test_merge_is_chosen_among_near_names_then_counted_before_it_is_done_p11(
    client_as: ClientAs, maths_cm1: Referentiel, coordinator: Account, pupils: list[Account]
) -> None:
    client, kept = client_as(coordinator), item("Nommer une fraction")
    address = reverse("referentiels:merge", args=[maths_cm1.pk, item("Nommer").pk])
    near = plain(client.get(address))
    assert "Nommer une fraction" in near
    assert "Décrire" not in near
    assert "Décrire" in plain(client.get(address, {"mots": "solides"}))

    page = client.get(address, {"avec": kept.pk})
    shown = plain(page)
    assert "Passera à « Nommer une fraction » : 7 résultats de 3 élèves ; il en aura 13 résultats." in shown
    assert "Sera perdu : 2 résultats de 2 élèves" in shown
    assert f"{pupils[0].full_name} (D1)" in shown
    assert "Sera perdu : 1 demande." in shown
    mark("Nommer", Sitting.objects.get(title="D5"), pupils[2])
    stale = client.post(address, {"avec": kept.pk, "seen": page.context["seen"]})
    assert stale.status_code == 409
    assert "8 résultats de 3 élèves" in plain(stale)
    assert Item.objects.filter(name="Nommer").exists()

    done = client.post(address, {"avec": kept.pk, "seen": stale.context["seen"]}, follow=True)
    assert "« Nommer » fusionné dans « Nommer une fraction »" in plain(done)
    changes = plain(client.get(reverse("referentiels:changes", args=[maths_cm1.pk])))
    assert "fusionné : Nommer → Nommer une fraction" in changes
    history = plain(client.get(reverse("referentiels:node", args=[maths_cm1.pk, "item", kept.pk])))
    assert "fusionné : Nommer → Nommer une fraction" in history


def test_item_of_a_matiere_of_others_is_not_offered_nor_taken(
    client_as: ClientAs, maths_cm1: Referentiel, coordinator: Account, cm1: Niveau
) -> None:
    french = MatiereTeachingFactory(teacher=AccountFactory(profile=Profile.ENS)).matiere
    theme = PlainTheme("Lecture", items=(PlainItem("Nommer les lettres"),))
    create(author=None, matiere=french, niveau=cm1, tree=Tree((Domaine("A", "Lire", themes=(theme,)),)))
    client, address = client_as(coordinator), reverse("referentiels:merge", args=[maths_cm1.pk, item("Nommer").pk])
    assert "lettres" not in plain(client.get(address, {"mots": "nommer"}))
    assert client.get(address, {"avec": item("Nommer les lettres").pk}).status_code == 404
    assert client.post(address, {"avec": item("Nommer les lettres").pk}).status_code == 404


# --- Deletions --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("marked")
def test_deletion_counts_results_and_brings_them_back_p13_p14(
    client_as: ClientAs, maths_cm1: Referentiel, coordinator: Account, pupils: list[Account]
) -> None:
    theme = item("Nommer").theme
    said = losses_of_node(theme)[-1].sentence.replace("\xa0", " ")
    assert said == "Avec ce qui s'y rattache : 15 résultats de 3 élèves, 2 demandes."
    client = client_as(coordinator)
    address = reverse("referentiels:remove_node", args=[maths_cm1.pk, "theme", theme.pk])
    seen = client.get(address).context["seen"]
    mark("Lire", None, pupils[0])
    before = rows()
    again = client.post(address, {"seen": seen})
    assert (again.status_code, "16 résultats" in plain(again)) == (409, True)
    client.post(address, {"seen": again.context["seen"]})
    assert not Result.objects.exists()

    assert undo(author=coordinator, referentiel=maths_cm1, gesture_id=last_gesture(maths_cm1)).left == ()
    assert rows() == before


@pytest.mark.usefixtures("marked")
def test_results_of_other_referentiels_are_untouched_by_the_end_of_one_p13(
    maths_cm1: Referentiel, coordinator: Account, maths: Matiere, pupils: list[Account]
) -> None:
    cm2 = create(
        author=coordinator,
        matiere=maths,
        niveau=Niveau.objects.get(reference="CM2"),
        tree=Tree((Domaine("A", "Nombres", themes=(PlainTheme("Calcul", items=(PlainItem("Diviser"),)),)),)),
    )
    stays = mark("Diviser", None, pupils[0])
    assert any("15 résultats" in each.sentence.replace("\xa0", " ") for each in losses_of_referentiel(maths_cm1))
    assert any("16 résultats" in each.sentence.replace("\xa0", " ") for each in losses_of(maths))
    delete(author=coordinator, referentiel=maths_cm1)
    assert list(Result.objects.all()) == [stays]
    assert cm2.domaines.exists()


@pytest.mark.usefixtures("marked")
def test_staff_read_how_much_each_item_serves_and_pupils_do_not_p33(
    client_as: ClientAs, maths_cm1: Referentiel, coordinator: Account, school: Any
) -> None:
    address = reverse("referentiels:tree", args=[maths_cm1.pk])
    assert "9 résultats, 1 demande" in plain(client_as(coordinator).get(address))
    pupil = AccountFactory(profile=Profile.ELV, school_class=SchoolClassFactory(niveau="CM1", name="CM1"))
    assert "9 résultats" not in plain(client_as(pupil).get(address))


@pytest.mark.usefixtures("marked")
def test_results_follow_an_item_and_a_domaine_that_move_p9_p10(
    client_as: ClientAs, maths_cm1: Referentiel, coordinator: Account, maths: Matiere
) -> None:
    niveau = Niveau.objects.get(reference="CM2")
    cm2 = create(author=coordinator, matiere=maths, niveau=niveau, tree=Tree((Domaine("A", "Ailleurs"),)))
    before, domaine = rows(), item("Nommer").theme.domaine
    client = client_as(coordinator)
    single = reverse("referentiels:move", args=[maths_cm1.pk, "item", item("Nommer").pk])
    assert "9 résultats de 3 élèves, 1 demande" in plain(client.get(single))
    moved = client.post(single, {"place": f"{maths_cm1.pk}:{item('Décrire').theme_id}"}, follow=True)
    assert "CM1.A10 → CM1.B11" in plain(moved)
    assert list(Item.objects.filter(theme__name="Fractions").values_list("order", flat=True)) == [0, 1]

    whole = reverse("referentiels:move", args=[maths_cm1.pk, "domaine", domaine.pk])
    assert "6 résultats de 2 élèves" in plain(client.get(whole))
    client.post(whole, {"place": f"{cm2.pk}:{cm2.pk}"})
    domaine.refresh_from_db()
    assert (domaine.referentiel, rows()) == (cm2, before)


def test_addition_that_serves_already_is_not_undone(
    maths_cm1: Referentiel, coordinator: Account, pupils: list[Account], client_as: ClientAs
) -> None:
    address = reverse("referentiels:add_under", args=[maths_cm1.pk, "item", item("Lire").theme_id])
    client_as(coordinator).post(address, {"lines": "Écrire"})
    gesture = last_gesture(maths_cm1)
    mark("Écrire", None, pupils[0])
    assert undo(author=coordinator, referentiel=maths_cm1, gesture_id=gesture) == Undone(0, ("Écrire",))
    assert Result.objects.count() == 1


@pytest.mark.usefixtures("marked")
def test_what_no_gesture_can_put_back_any_more_is_forgotten(maths_cm1: Referentiel, coordinator: Account) -> None:
    delete_nodes(author=coordinator, referentiel=maths_cm1, kind=NodeKind.ITEM, keys=[item("Nommer").pk])
    assert forget_old_remains() == 0
    Remains.objects.update(taken_at=now() - datetime.timedelta(days=31))
    assert forget_old_remains() == 2


def test_every_key_to_an_item_says_what_becomes_of_it() -> None:
    """But the links to the socle, which the history keeps with the item itself."""
    keys = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Item and model is not ItemLink
    }
    assert {part.code for part in parts} == keys
    assert [part.code for part in parts if part.words is None and part.whose] == []
