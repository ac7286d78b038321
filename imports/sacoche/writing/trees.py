"""Référentiels, their links to the socle, and the regroupements of items."""

from typing import Any

from imports.sacoche.moving.structure import Structure
from imports.sacoche.moving.trees import NewDomaine, NewItem, NewTheme, Pair, Trees
from imports.sacoche.writing.numbers import Numbers
from referentiels.enums import Sharing
from referentiels.models import (
    Domaine,
    Item,
    ItemLink,
    ItemSet,
    ItemSetMember,
    ItemSetShare,
    Referentiel,
    SchoolVersion,
    SocleVersion,
    Theme,
)
from referentiels.socle import entries_by_link
from sacoche.kit.clock import now

_ORIGIN = "SACoche"


def write_trees(plan: Trees, structure: Structure, numbers: Numbers) -> None:
    """Write the trees, all private: what a school shared on its former server, it shares here by itself."""
    trees = numbers.create(Referentiel, plan.trees, [_tree(pair, plan, structure, numbers) for pair in plan.trees])
    above = {each.origin: trees[each.tree] for each in plan.domaines.values()}
    domaines = numbers.create(
        Domaine,
        plan.domaines,
        [
            Domaine(referentiel_id=above[each.origin], code=each.code, name=each.name, **_place(each, numbers))
            for each in plan.domaines.values()
        ],
    )
    themes = numbers.create(
        Theme,
        plan.themes,
        [
            Theme(domaine_id=domaines[each.domaine], name=each.name, **_place(each, numbers))
            for each in plan.themes.values()
        ],
    )
    items = [_item(each, themes[each.theme], numbers) for each in plan.items.values()]
    numbers.items = numbers.create(Item, plan.items, items)
    _write_links(plan, numbers)
    _write_sets(plan, numbers)


def _place(node: NewDomaine | NewTheme | NewItem, numbers: Numbers) -> dict[str, Any]:
    """Where a node stands, and the school's own reference of it."""
    return {"school": numbers.school, "order": node.order, "reference": node.reference}


def _item(item: NewItem, theme: int, numbers: Numbers) -> Item:
    return Item(
        theme_id=theme,
        name=item.name,
        abbreviation=item.abbreviation,
        coefficient=item.coefficient,
        is_requestable=item.is_requestable,
        link=item.link,
        comment=item.comment,
        **_place(item, numbers),
    )


def _tree(pair: Pair, plan: Trees, structure: Structure, numbers: Numbers) -> Referentiel:
    tree = plan.trees[pair]
    shared = f", partagé le {tree.shared_on:%d/%m/%Y}" if tree.shared_on else ""
    is_own = structure.matieres[pair[0]].is_own
    return Referentiel(
        school=numbers.school,
        matiere_id=numbers.matieres[pair[0]],
        niveau_id=numbers.niveaux[structure.niveaux[pair[1]]],
        method=tree.method,
        limit=tree.limit,
        look_back=tree.look_back,
        synthesis=tree.synthesis,
        sharing=(Sharing.LOCAL if is_own else Sharing.PRIVATE).value,
        note=tree.note,
        origin=f"{_ORIGIN}{shared}",
        made_at=now(),
    )


def _write_links(plan: Trees, numbers: Numbers) -> None:
    entries = entries_by_link()
    links = [(item, link) for item, each in plan.links.items() if item in numbers.items for link in each]
    ItemLink.objects.bulk_create(
        [
            ItemLink(school=numbers.school, item_id=numbers.items[item], entry_id=entries[link])
            for item, link in links
            if link in entries
        ],
        batch_size=500,
    )
    used = {link.version for _item, link in links}
    for version in SocleVersion.objects.filter(pk__in=used, is_usual=False):
        SchoolVersion.objects.update_or_create(school=numbers.school, version=version, defaults={"is_on": True})


def _write_sets(plan: Trees, numbers: Numbers) -> None:
    school, accounts = numbers.school, numbers.accounts
    rows = [
        ItemSet(school=school, owner_id=accounts[each.owner], name=each.name, chosen_count=len(each.items))
        for each in plan.sets
    ]
    sets = numbers.create(ItemSet, [each.origin for each in plan.sets], rows)
    ItemSetMember.objects.bulk_create(
        [
            ItemSetMember(school=school, item_set_id=sets[each.origin], item_id=numbers.items[item])
            for each in plan.sets
            for item in each.items
        ]
    )
    ItemSetShare.objects.bulk_create(
        [
            ItemSetShare(
                school=school, item_set_id=sets[each.origin], account_id=accounts[person], may_change=may_change
            )
            for each in plan.sets
            for person, may_change in each.shares.items()
        ]
    )
