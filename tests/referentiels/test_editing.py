"""A tree is changed by several people, everything is told, and any gesture is undone."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from accounts.models import Account
from referentiels.enums import ChangeVerb, NodeKind
from referentiels.models import Change, Domaine, Item, Referentiel, Theme
from referentiels.queries.whole import tree_of
from referentiels.services.editing import (
    ChangedMeanwhile,
    TooMany,
    add_nodes,
    change_items,
    delete_nodes,
    edit_node,
    link_items,
    move_node,
)
from referentiels.services.filling import fill
from referentiels.services.log import Gone
from referentiels.services.undoing import Undone, undo
from referentiels.socle import entries_by_link
from referentiels.tree import Domaine as PlainDomaine
from referentiels.tree import Item as PlainItem
from referentiels.tree import SocleLink, Tree
from referentiels.tree import Theme as PlainTheme
from schools.models import School
from tests.factories import ReferentielFactory

DOMAINE, THEME, ITEM = NodeKind.DOMAINE, NodeKind.THEME, NodeKind.ITEM
MATHS = Tree(
    (
        PlainDomaine(
            "A",
            "Nombres",
            themes=(
                PlainTheme("Fractions", items=(PlainItem("A10"), PlainItem("A11", coefficient=2))),
                PlainTheme("Calcul", items=(PlainItem("A20", socle=(SocleLink("2006", 0, 311),)),)),
            ),
        ),
        PlainDomaine(
            "B", "Espace", themes=(PlainTheme("Solides", items=(PlainItem("B10", coefficient=0), PlainItem("B11"))),)
        ),
    )
)


@pytest.fixture
def maths(school: School) -> Referentiel:
    referentiel = ReferentielFactory()
    fill(referentiel=referentiel, tree=MATHS, entries=entries_by_link())
    return referentiel


def item(name: str) -> Item:
    return Item.objects.get(name=name)


def names(referentiel: Referentiel) -> list[list[str]]:
    """The names of the items, thème by thème."""
    return [[each.name for each in theme.items] for theme in tree_of(referentiel).themes]


def last_gesture() -> uuid.UUID:
    change = Change.objects.first()
    assert change is not None
    return change.gesture


def rename(referentiel: Referentiel, old: str, new: str, author: Account, seen: str | None = None) -> None:
    edit_node(
        author=author,
        referentiel=referentiel,
        kind=ITEM,
        key=item(old).pk,
        seen={"name": seen or old},
        wanted={"name": new},
    )


def test_lines_pasted_make_items_in_their_order_and_one_undo_takes_them_away_p6(
    maths: Referentiel, teacher: Account
) -> None:
    pasted = [f"Item {rank}" for rank in range(20)]
    theme = Theme.objects.get(name="Calcul")
    add_nodes(author=teacher, referentiel=maths, kind=ITEM, parent=theme.pk, nodes=[{"name": line} for line in pasted])
    assert names(maths)[1] == ["A20", *pasted]
    assert undo(author=teacher, referentiel=maths, gesture_id=last_gesture()) == Undone(20, ())
    assert tree_of(maths) == MATHS


def test_item_moved_to_another_domaine_leaves_no_hole_p9(maths: Referentiel, teacher: Account) -> None:
    solides = Theme.objects.get(name="Solides")
    move_node(author=teacher, source=maths, target=maths, kind=ITEM, key=item("A10").pk, parent=solides.pk, order=1)
    assert names(maths) == [["A11"], ["A20"], ["B10", "A10", "B11"]]
    assert item("A11").order == 0
    assert [each.order for each in solides.items.order_by("order")] == [0, 1, 2]


def test_item_dropped_on_its_own_place_changes_nothing_p9(maths: Referentiel, teacher: Account) -> None:
    move_node(
        author=teacher, source=maths, target=maths, kind=ITEM, key=item("A10").pk, parent=item("A10").theme_id, order=0
    )
    assert tree_of(maths) == MATHS
    assert not Change.objects.exists()


def test_domaine_moves_to_another_referentiel_with_all_it_holds_and_back_p10(
    maths: Referentiel, teacher: Account
) -> None:
    other = ReferentielFactory()
    domaine = Domaine.objects.get(name="Nombres")
    move_node(author=teacher, source=maths, target=other, kind=DOMAINE, key=domaine.pk, parent=other.pk, order=1)
    assert names(other) == [["A10", "A11"], ["A20"]]
    assert names(maths) == [["B10", "B11"]]
    assert undo(author=teacher, referentiel=other, gesture_id=last_gesture()) == Undone(1, ())
    assert tree_of(maths) == MATHS


def test_two_people_on_one_item_lose_nothing_p16(maths: Referentiel, teacher: Account, director: Account) -> None:
    rename(maths, "A10", "Partager", teacher)
    solides = Theme.objects.get(name="Solides")
    move_node(
        author=director, source=maths, target=maths, kind=ITEM, key=item("Partager").pk, parent=solides.pk, order=0
    )
    assert names(maths)[2] == ["Partager", "B10", "B11"]
    with pytest.raises(ChangedMeanwhile) as told:
        rename(maths, "Partager", "Couper", director, seen="A10")
    [stale] = told.value.stale
    assert (stale.seen, stale.present, stale.wanted) == ("A10", "Partager", "Couper")
    assert names(maths)[2][0] == "Partager"


def test_item_moved_while_its_theme_is_deleted_is_told_gone(maths: Referentiel, teacher: Account) -> None:
    moving = item("A20")
    delete_nodes(author=teacher, referentiel=maths, kind=THEME, keys=[moving.theme_id])
    with pytest.raises(Gone, match="quelqu'un vient de le retirer"):
        move_node(author=teacher, source=maths, target=maths, kind=ITEM, key=moving.pk, parent=moving.theme_id, order=0)


def test_deletion_comes_back_under_the_same_keys_p14(maths: Referentiel, teacher: Account) -> None:
    keys = set(Item.objects.values_list("pk", flat=True))
    delete_nodes(
        author=teacher, referentiel=maths, kind=DOMAINE, keys=list(Domaine.objects.values_list("pk", flat=True))
    )
    assert tree_of(maths) == Tree()
    assert undo(author=teacher, referentiel=maths, gesture_id=last_gesture()).left == ()
    assert tree_of(maths) == MATHS
    assert set(Item.objects.values_list("pk", flat=True)) == keys


def test_bulk_change_is_one_undo_and_tells_how_many_changed_p12(maths: Referentiel, teacher: Account) -> None:
    keys = list(Item.objects.values_list("pk", flat=True))
    assert change_items(author=teacher, referentiel=maths, keys=keys, values={"coefficient": 2}) == 4
    assert {each.coefficient for each in Item.objects.all()} == {2}
    assert undo(author=teacher, referentiel=maths, gesture_id=last_gesture()) == Undone(4, ())
    assert tree_of(maths) == MATHS


def test_link_to_the_socle_is_added_once_and_removed_p18(maths: Referentiel, teacher: Account) -> None:
    entry = entries_by_link()[SocleLink("2016", 4, 13)]
    keys = list(Item.objects.values_list("pk", flat=True))
    assert link_items(author=teacher, referentiel=maths, keys=keys, entry=entry, is_added=True) == 5
    assert link_items(author=teacher, referentiel=maths, keys=keys, entry=entry, is_added=True) == 0
    assert item("A20").socle_links.count() == 2
    assert link_items(author=teacher, referentiel=maths, keys=keys, entry=entry, is_added=False) == 5
    assert tree_of(maths) == MATHS


def test_undo_leaves_and_names_what_changed_since_p14(maths: Referentiel, teacher: Account, director: Account) -> None:
    rename(maths, "A10", "Partager", teacher)
    first = last_gesture()
    rename(maths, "Partager", "Couper", director)
    assert undo(author=teacher, referentiel=maths, gesture_id=first) == Undone(0, ("Partager",))
    assert item("Couper").pk


def test_every_change_says_who_when_what_p15(maths: Referentiel, teacher: Account) -> None:
    edit_node(
        author=teacher,
        referentiel=maths,
        kind=ITEM,
        key=item("A10").pk,
        seen={"name": "A10", "coefficient": 1},
        wanted={"name": "Partager", "coefficient": 2},
    )
    [change] = Change.objects.all()
    assert (change.author, change.author_label, change.verb) == (teacher, teacher.author_label, ChangeVerb.EDIT)
    assert (change.before, change.after) == (
        {"name": "A10", "coefficient": 1},
        {"name": "Partager", "coefficient": 2},
    )
    maths.refresh_from_db()
    assert maths.revision == 1


def test_tree_that_would_be_too_large_is_refused(
    maths: Referentiel, teacher: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("referentiels.services.editing.MAX_ITEMS", 6)
    with pytest.raises(TooMany, match="6 items au plus ; celui-ci en a 5"):
        add_nodes(
            author=teacher,
            referentiel=maths,
            kind=ITEM,
            parent=item("A10").theme_id,
            nodes=[{"name": "x"}, {"name": "y"}],
        )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(some.lists(some.tuples(some.sampled_from("amedb"), some.integers(0, 50), some.integers(0, 50)), max_size=6))
def test_any_gestures_undone_in_reverse_give_the_first_tree(
    school: School, teacher: Account, gestures: list[tuple[str, int, int]]
) -> None:
    referentiel = ReferentielFactory()
    fill(referentiel=referentiel, tree=MATHS, entries=entries_by_link())
    for what, one, other in gestures:
        _do(what, one, other, referentiel, teacher)
        _check_ranks(referentiel)
    made = list(Change.objects.filter(referentiel=referentiel).order_by("-pk").values_list("gesture", flat=True))
    for gesture_id in dict.fromkeys(made):
        assert undo(author=teacher, referentiel=referentiel, gesture_id=gesture_id).left == ()
    assert tree_of(referentiel) == MATHS


def _do(what: str, one: int, other: int, referentiel: Referentiel, author: Account) -> None:
    items = list(Item.objects.filter(theme__domaine__referentiel=referentiel).order_by("pk"))
    themes = list(Theme.objects.filter(domaine__referentiel=referentiel).order_by("pk"))
    at = {"author": author, "referentiel": referentiel}
    if not items or not themes:
        return
    chosen, theme = items[one % len(items)], themes[other % len(themes)]
    if what == "a":
        add_nodes(**at, kind=ITEM, parent=theme.pk, nodes=[{"name": f"n{one}"}, {"name": "m"}], order=one % 5)
    elif what == "m":
        move_node(
            author=author, source=referentiel, target=referentiel, kind=ITEM, key=chosen.pk, parent=theme.pk,
            order=other % 4,
        )  # fmt: skip
    elif what == "e":
        edit_node(**at, kind=ITEM, key=chosen.pk, seen={"name": chosen.name}, wanted={"name": f"e{other}"})
    elif what == "d":
        delete_nodes(**at, kind=THEME, keys=[theme.pk])
    else:
        change_items(**at, keys=[each.pk for each in items], values={"coefficient": other % 21})


def _check_ranks(referentiel: Referentiel) -> None:
    for theme in Theme.objects.filter(domaine__referentiel=referentiel):
        assert [each.order for each in theme.items.order_by("order", "pk")] == list(range(theme.items.count()))
