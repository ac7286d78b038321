"""Addresses of the pages that manage people."""

from itertools import chain

from django.urls import URLPattern, path

from accounts.people import views
from accounts.people.kinds import Kind, kinds
from accounts.people.pupil_views import pupil, pupil_pdf
from accounts.people.sign_ins_views import sign_ins


def _pages(kind: Kind) -> list[URLPattern]:
    """The list of the people of that kind, and what is done with one of them."""
    pages: dict[str, tuple[str, views.PeopleView]] = {
        kind.list: ("", views.show_list),
        kind.add: ("ajouter/", views.add),
        kind.edit: ("<int:pk>/modifier/", views.edit),
        kind.give_password: ("<int:pk>/mot-de-passe/", views.give_password),
        kind.retire: ("<int:pk>/sortie/", views.retire),
        kind.reinstate: ("<int:pk>/reintegrer/", views.reinstate),
    }
    if kind.has_factor:
        pages[kind.reset_factor] = ("<int:pk>/second-facteur/", views.reset_factor)
    return [
        path(kind.path + end, views.page_of(kind, view), name=name.removeprefix("accounts:"))
        for name, (end, view) in pages.items()
    ]


urlpatterns = [
    *chain.from_iterable(_pages(kind) for kind in kinds),
    path("dernieres-connexions/", sign_ins, name="sign_ins"),
    path("eleves/<int:pk>/", pupil, name="pupil"),
    path("eleves/<int:pk>/fiche.pdf", pupil_pdf, name="pupil_pdf"),
]
