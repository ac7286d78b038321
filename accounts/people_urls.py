"""Addresses of the pages that manage people."""

from itertools import chain

from django.urls import URLPattern, path

from accounts.people_kinds import Kind, kinds
from accounts.views import guardians, merging, people, pupils


def _pages(kind: Kind) -> list[URLPattern]:
    """The list of the people of that kind, and what is done with one of them."""
    pages: dict[str, tuple[str, people.PeopleView]] = {
        kind.list: ("", people.show_list),
        kind.add: ("ajouter/", people.add),
        kind.edit: ("<int:pk>/modifier/", people.edit),
        kind.give_password: ("<int:pk>/mot-de-passe/", people.give_password),
        kind.retire: ("<int:pk>/sortie/", people.retire),
        kind.reinstate: ("<int:pk>/reintegrer/", people.reinstate),
    }
    return [
        path(kind.path + end, people.page_of(kind, view), name=name.removeprefix("accounts:"))
        for name, (end, view) in pages.items()
    ]


_guardian = "eleves/<int:pk>/responsables/<int:guardian_pk>/"

urlpatterns = [
    *chain.from_iterable(_pages(kind) for kind in kinds),
    path("parents/eleves/", guardians.links, name="guardian_links"),
    path("parents/adresses/", guardians.addresses, name="guardian_addresses"),
    path("parents/<int:pk>/adresse/", guardians.address, name="guardian_address"),
    path("eleves/<int:pk>/", pupils.pupil, name="pupil"),
    path("eleves/<int:pk>/responsables/", guardians.pupil_guardians, name="pupil_guardians"),
    path("utilisateurs/rechercher/", merging.search, name="search_people"),
    path("utilisateurs/fusionner/", merging.same_names, name="same_names"),
    path("utilisateurs/<int:pk>/fusionner/", merging.choose_other, name="choose_other"),
    path("utilisateurs/<int:pk>/fusionner/<int:other_pk>/", merging.merge, name="merge"),
    path(f"{_guardian}ajouter/", guardians.add_guardian, name="link_guardian"),
    path(f"{_guardian}avancer/", guardians.move_guardian_up, name="move_guardian_up"),
    path(f"{_guardian}retirer/", guardians.remove_guardian, name="remove_guardian"),
]
