"""What a tree that comes in would change in the one that is there: the pairs, the differences, the boxes."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from referentiels.comparing.differences import Act, Comparison, Own, compare
from referentiels.comparing.places import Place, all_of, incoming
from referentiels.enums import NodeKind
from referentiels.tree import Domaine, Item, SocleLink, Theme, Tree

FRACTIONS = ("Nommer une fraction", "Placer une fraction sur une droite", "Comparer des fractions")


def tree(**domaines: dict[str, tuple[Any, ...]]) -> Tree:
    """Domaines by name, their thèmes by name, the names of their items or the items."""
    return Tree(
        tuple(
            Domaine(
                "ABCDEFGH"[rank],
                name,
                themes=tuple(
                    Theme(theme, items=tuple(each if isinstance(each, Item) else Item(each) for each in items))
                    for theme, items in themes.items()
                ),
            )
            for rank, (name, themes) in enumerate(domaines.items())
        )
    )


def differences(before: Tree, after: Tree, own: Own | None = None) -> Comparison:
    return compare(incoming(before), incoming(after), own)


def told(compared: Comparison) -> list[tuple[str, str]]:
    """Each act, on what."""
    return [
        (str(each.act), each.present.name if each.present else each.incoming.name if each.incoming else "")
        for each in compared.differences
    ]


BEFORE = tree(Nombres={"Fractions": FRACTIONS, "Calcul": ("Ajouter",)}, Espace={"Solides": ("Décrire un cube",)})


def test_same_tree_has_no_difference_p26() -> None:
    compared = differences(BEFORE, BEFORE)
    assert compared.differences == ()
    assert compared.same == 10


def test_added_renamed_and_absent_items_are_told_and_the_absent_not_ticked_p26() -> None:
    after = tree(
        Nombres={"Fractions": (FRACTIONS[0], "Placer des fractions sur une droite", "Lire", "Écrire"), "Calcul": ()},
        Espace={"Solides": ("Décrire un cube",)},
    )
    compared = differences(BEFORE, after)
    assert told(compared) == [
        ("change", FRACTIONS[1]),
        ("add", "Lire"),
        ("add", "Écrire"),
        ("gone", FRACTIONS[2]),
        ("gone", "Ajouter"),
    ]
    assert [each.is_ticked for each in compared.differences] == [True, True, True, False, False]


def test_every_value_of_an_item_is_compared_p26() -> None:
    link = SocleLink("2016", 3, 13)
    after = tree(
        Nombres={
            "Fractions": FRACTIONS,
            "Calcul": (Item("Ajouter", 2, False, "Plus", "X", "https://a.fr", "b", (link,)),),
        },
        Espace={"Solides": ("Décrire un cube",)},
    )
    [change] = differences(BEFORE, after).differences
    assert set(change.wanted) == {
        "coefficient",
        "is_requestable",
        "abbreviation",
        "reference",
        "link",
        "comment",
        "entries",
    }


def test_item_that_stands_elsewhere_under_its_name_has_moved_p26() -> None:
    after = tree(Nombres={"Fractions": FRACTIONS, "Calcul": ()}, Espace={"Solides": ("Décrire un cube", "Ajouter")})
    assert told(differences(BEFORE, after)) == [("move", "Ajouter")]


def test_item_of_a_common_name_stays_where_it_is_p26() -> None:
    """« Lire » stands in two thèmes: neither is taken for the other."""
    before = tree(Un={"A": ("Lire",), "B": ("Lire", "Dire")})
    after = tree(Un={"B": ("Lire", "Dire"), "A": ("Lire", "Voir")})
    assert sorted(told(differences(before, after))) == [("add", "Voir"), ("move", "B")]


def test_as_few_nodes_as_can_be_move_in_another_order_p26() -> None:
    before = tree(Un={"A": ("a", "b", "c", "d", "e")})
    after = tree(Un={"A": ("b", "c", "d", "e", "a")})
    assert told(differences(before, after)) == [("move", "a")]


def test_renamed_theme_is_known_by_its_items_p26() -> None:
    after = tree(Nombres={"Quotients": FRACTIONS, "Calcul": ("Ajouter",)}, Espace={"Solides": ("Décrire un cube",)})
    [change] = differences(BEFORE, after).differences
    assert (change.act, change.kind, change.is_rename) == (Act.CHANGE, NodeKind.THEME, True)


def test_other_item_is_never_taken_for_a_renamed_one_p26() -> None:
    """The results of « Ajouter » must not become those of another skill."""
    after = tree(
        Nombres={"Fractions": FRACTIONS, "Calcul": ("Résoudre un problème",)}, Espace={"Solides": ("Décrire un cube",)}
    )
    assert told(differences(BEFORE, after)) == [("add", "Résoudre un problème"), ("gone", "Ajouter")]


def test_what_the_school_changed_itself_is_not_ticked_p29() -> None:
    present = incoming(BEFORE)
    [item] = [each for each in all_of(present, NodeKind.ITEM) if each.name == "Ajouter"]
    after = tree(
        Nombres={"Fractions": (*FRACTIONS, "Multiplier"), "Calcul": (Item("Ajouter", 3),)},
        Espace={"Solides": ("Décrire un cube",)},
    )
    own = Own(frozenset({("item", item.code, "coefficient")}), frozenset({("item", "multiplier")}))
    compared = compare(present, incoming(after), own)
    assert [(each.act, each.is_ticked, each.is_own) for each in compared.differences] == [
        (Act.ADD, False, True),
        (Act.CHANGE, False, True),
    ]


NAMES = st.sampled_from(["Lire", "Lire un texte", "Lire des textes", "Dire", "Écrire", "Compter"])
TREES = st.builds(
    Tree,
    st.lists(
        st.builds(
            Domaine,
            st.just("A"),
            NAMES,
            themes=st.lists(
                st.builds(Theme, NAMES, items=st.lists(st.builds(Item, NAMES), max_size=4).map(tuple)), max_size=3
            ).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
)


@given(TREES, TREES)
def test_each_node_is_told_once_and_in_one_pair_at_most_p26(before: Tree, after: Tree) -> None:
    compared = differences(before, after)
    paired = [(each.kind, each.code) for each in compared.pairs.values()]
    assert len(paired) == len(set(paired))
    gone = {(each.kind, each.present.code) for each in compared.differences if each.act is Act.GONE and each.present}
    assert gone.isdisjoint(paired)
    assert len(gone) + len(paired) == _size(compared.present)
    added = sum(1 for each in compared.differences if each.act is Act.ADD)
    assert added + len(paired) == _size(compared.incoming)


def _size(places: tuple[Place, ...]) -> int:
    return sum(len(all_of(places, kind)) for kind in NodeKind)
