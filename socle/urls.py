"""Addresses of this app."""

from django.urls import path

from socle.views import items, paliers

app_name = "socle"

urlpatterns = [
    path("paliers/", paliers.paliers, name="paliers"),
    path("socle/items/", items.choose_items, name="items"),
    path("socle/items/grille/", items.items_grid, name="items_grid"),
    path("socle/items/enregistrer/", items.save_items, name="save_items"),
]
