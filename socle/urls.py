"""Addresses of this app."""

from django.urls import path

from grids.views import screens
from grids.views.pages import grid_pages, page_of, saves_pages
from socle.views import cancelling, items, languages, paliers, percentages, piliers, progress, saves

app_name = "socle"

urlpatterns = [
    path("paliers/", paliers.paliers, name="paliers"),
    path("paliers/aide/", paliers.set_help, name="set_help"),
    path("paliers/lpc/", paliers.set_lpc, name="set_lpc"),
    *grid_pages(items.SCREEN, "socle/items/"),
    path("socle/items/<int:pupil>/<int:item>/pourcentage/", percentages.item_percentage, name="item_percentage"),
    *grid_pages(piliers.SCREEN, "socle/competences/"),
    path("socle/competences/<int:pupil>/<int:pilier>/items/", piliers.pilier_items, name="pilier_items"),
    path("socle/annulation/", page_of(cancelling.SCREEN, screens.choose), name="cancelling"),
    path("socle/annulation/grille/", page_of(cancelling.SCREEN, cancelling.validated_grid), name="cancelling_grid"),
    path("socle/annulation/annuler/", cancelling.cancel, name="cancel_pilier"),
    path("socle/langues/", languages.languages, name="languages"),
    *saves_pages(saves.SCREEN, "socle/enregistrements/"),
    path("socle/avancement.pdf", progress.progress_pdf, name="progress_pdf"),
    path("socle/avancement/", progress.progress, name="progress"),
    path("socle/classe/", progress.classes, name="classes"),
    path("socle/classe/<int:school_class>/", progress.of_class, name="class"),
]
