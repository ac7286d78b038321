"""Addresses of this app."""

from django.urls import path

from socle.views import cancelling, items, languages, live, paliers, piliers, progress, saves

app_name = "socle"

urlpatterns = [
    path("paliers/", paliers.paliers, name="paliers"),
    path("socle/items/", items.choose_items, name="items"),
    path("socle/items/grille/", items.items_grid, name="items_grid"),
    path("socle/items/grille/au/", items.items_grid_on, name="items_grid_on"),
    path("socle/items/histoire/", items.item_history, name="item_history"),
    path("socle/items/enregistrer/", items.save_items, name="save_items"),
    path("socle/items/presence/", live.items_presence, name="items_presence"),
    path("socle/competences/", piliers.choose_piliers, name="piliers"),
    path("socle/competences/grille/", piliers.piliers_grid, name="piliers_grid"),
    path("socle/competences/grille/au/", piliers.piliers_grid_on, name="piliers_grid_on"),
    path("socle/competences/histoire/", piliers.pilier_history, name="pilier_history"),
    path("socle/competences/enregistrer/", piliers.save_piliers, name="save_piliers"),
    path("socle/competences/presence/", live.piliers_presence, name="piliers_presence"),
    path("socle/competences/<int:pupil>/<int:pilier>/items/", piliers.pilier_items, name="pilier_items"),
    path("socle/annulation/", cancelling.choose_cancelling, name="cancelling"),
    path("socle/annulation/grille/", cancelling.cancelling_grid, name="cancelling_grid"),
    path("socle/annulation/annuler/", cancelling.cancel, name="cancel_pilier"),
    path("socle/langues/", languages.languages, name="languages"),
    path("socle/enregistrements/", saves.saves, name="saves"),
    path("socle/enregistrements/<uuid:batch>/", saves.undo, name="undo"),
    path("socle/avancement/", progress.progress, name="progress"),
]
