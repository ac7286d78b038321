"""The addresses of « Groupes de besoin » and of the tick grids, which have a page and a save each."""

from django.urls import path

from accounts.grids import grids
from accounts.views import besoins
from accounts.views.grids import page_of, save_of

urlpatterns = [
    path("groupes-de-besoin/", besoins.besoins, name="besoins"),
    path("groupes-de-besoin/ajouter/", besoins.add_besoin, name="add_besoin"),
    path("groupes-de-besoin/<int:pk>/modifier/", besoins.edit_besoin, name="edit_besoin"),
    path("groupes-de-besoin/<int:pk>/supprimer/", besoins.remove_besoin, name="remove_besoin"),
]
urlpatterns += [
    route
    for grid in grids
    for route in (
        path(grid.address, page_of(grid), name=grid.code),
        path(f"{grid.address}enregistrer/", save_of(grid), name=f"save_{grid.code}"),
    )
]
