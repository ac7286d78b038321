"""Addresses of the tick grids: a page and a save each."""

from django.urls import path

from accounts.grids import grids
from accounts.grids.views import page_of, save_of

urlpatterns = [
    route
    for grid in grids
    for route in (
        path(grid.address, page_of(grid), name=grid.code),
        path(f"{grid.address}enregistrer/", save_of(grid), name=f"save_{grid.code}"),
    )
]
