"""The national lists: counts of the grids, numbers, labels; loading twice writes nothing."""

from django.db.models import Count

import schools.nomenclature
from schools.models import Niveau
from socle import nomenclature
from socle.grids import grid_items, items_by_file_id
from socle.models import Domaine, Item, Palier, Pilier

ITEMS_BY_DOMAINE = {
    16: (3, 5, 3, 5, 4, 3),
    17: (8, 6, 3, 2),
    18: (1, 3),
    8: (5, 10, 4, 4, 3, 3),
    9: (4, 3, 3, 2, 5),
    10: (8, 4, 4, 3),
    11: (3, 8, 1),
    12: (1, 1, 2, 3, 1),
    13: (4, 2, 1, 5),
    14: (3, 2),
    15: (4, 1, 3),
    1: (5, 4, 4),
    2: (4, 2, 3, 2, 5),
    3: (4, 4, 5, 1),
    4: (3, 4, 4, 3, 3),
    5: (5, 4, 3, 4),
    6: (6, 5),
    7: (3, 4, 4),
}


def test_load_gives_the_grids_of_the_three_paliers(db: None) -> None:
    sizes: dict[int, tuple[int, ...]] = {}
    for domaine in Domaine.objects.annotate(size=Count("items")).order_by("pilier__palier", "pilier__order", "order"):
        sizes[domaine.pilier_id] = (*sizes.get(domaine.pilier_id, ()), domaine.size)
    assert list(sizes.items()) == list(ITEMS_BY_DOMAINE.items())
    assert (Palier.objects.count(), Pilier.objects.count(), Item.objects.count()) == (3, 18, 254)


def test_load_numbers_competences_domaines_and_items_from_one(db: None) -> None:
    assert list(Pilier.objects.filter(palier=2).values_list("order", "ref")) == [
        (1, "1"),
        (2, "2"),
        (3, "3a"),
        (4, "3b"),
        (5, "4"),
        (6, "5"),
        (7, "6"),
        (8, "7"),
    ]
    assert list(Domaine.objects.filter(pilier=11).values_list("order", flat=True)) == [1, 2, 3]
    assert list(Item.objects.filter(domaine__pilier=12, domaine__order=4).values_list("order", flat=True)) == [1, 2, 3]


def test_national_lists_without_a_query_say_what_the_tables_say(db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        paliers = nomenclature.national_paliers()
        piliers = [pilier for palier in paliers for pilier in nomenclature.national_piliers(palier.pk)]
    fields = ("pk", "palier_id", "order", "ref", "label")
    assert [(palier.pk, palier.label) for palier in paliers] == list(Palier.objects.values_list("pk", "label"))
    assert [tuple(getattr(pilier, name) for name in fields) for pilier in piliers] == list(
        Pilier.objects.values_list(*fields)
    )


def test_load_keeps_labels_to_the_letter(db: None) -> None:
    item = Item.objects.get(pk=2111)
    assert str(item.domaine.pilier.palier) == "Palier 2 (fin CM2)"
    assert str(item.domaine.pilier) == "Compétence 1 – La maîtrise de la langue française"
    assert (str(item.domaine), str(item)) == (
        "Dire",
        "S'exprimer à l'oral comme à l'écrit dans un vocabulaire approprié et précis",
    )


def test_load_twice_writes_nothing(db: None) -> None:
    assert (nomenclature.load(), schools.nomenclature.load()) == (0, 0)


def test_load_mends_what_was_changed_and_keeps_what_was_added(db: None) -> None:
    Item.objects.filter(pk=2111).update(label="autre")
    Niveau.objects.create(reference="ZZ", label="Z", family="Z", category="classes", order=999, holds_classes=True)
    Niveau.objects.filter(reference="CM2").update(order=1)
    assert (nomenclature.load(), schools.nomenclature.load()) == (1, 1)
    assert Item.objects.get(pk=2111).label.startswith("S'exprimer")
    assert Niveau.objects.filter(reference="ZZ").exists()


def test_load_levels_of_the_primary_school(db: None) -> None:
    holds = Niveau.objects.filter(family="Primaire", holds_classes=True)
    assert list(holds.values_list("reference", flat=True))[:9] == [
        "TPS",
        "PS",
        "MS",
        "GS",
        "CP",
        "CE1",
        "CE2",
        "CM1",
        "CM2",
    ]
    assert not Niveau.objects.get(reference="P2").holds_classes


def test_file_numbers_every_item_and_the_one_that_changed() -> None:
    assert len(items_by_file_id()) == 255
    assert items_by_file_id()[2453] is items_by_file_id()[2451]
    assert [item.id for item in grid_items() if item.pilier_id == 4 and item.domaine_order == 5] == [453, 454, 455]
