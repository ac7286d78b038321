"""A tree goes into the database and comes out the same, in as many queries whatever its size."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from referentiels.models import SocleEntry
from referentiels.queries.whole import tree_of
from referentiels.services.filling import fill
from referentiels.socle import entries_by_link
from referentiels.tree import Domaine, Item, SocleLink, Theme, Tree
from schools.models import School
from tests.factories import ReferentielFactory


def tree(items: int = 2) -> Tree:
    fed = (SocleLink("2006", 0, 311), SocleLink("2016", 3, 13))
    many = tuple(Item(f"Item {rank}", coefficient=rank % 21, comment="a\nb", socle=fed) for rank in range(items))
    return Tree(
        (
            Domaine("A", "Nombres", "NUM", (Theme("Fractions", "FR", many), Theme("Calcul"))),
            Domaine("B", "Espace", themes=(Theme("Solides", items=(Item("Nommer", requestable=False),)),)),
        )
    )


def test_tree_comes_out_as_it_went_in(school: School) -> None:
    referentiel = ReferentielFactory()
    fill(referentiel=referentiel, tree=tree(), entries=entries_by_link())
    assert tree_of(referentiel) == tree()


@pytest.mark.parametrize("items", [1, 300])
def test_tree_takes_four_queries_whatever_its_size(school: School, items: int) -> None:
    referentiel = ReferentielFactory()
    fill(referentiel=referentiel, tree=tree(items), entries=entries_by_link())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(list(tree_of(referentiel).items)) == items + 1
    assert len(queries) == 4


def test_twenty_components_and_eight_lines_of_the_livret_are_offered_p18(db: None) -> None:
    for cycle in (2, 3, 4):
        of_cycle = SocleEntry.objects.filter(version="2016", cycle=cycle)
        assert of_cycle.filter(is_heading=False).count() == 20
        assert of_cycle.exclude(lsu_code="").count() == 8
    assert SocleEntry.objects.filter(version="2006", is_heading=False).count() == 254
