"""The addresses that no application declares for its own grids."""

from django.urls import path

from grids.views import comfort

app_name = "grids"
urlpatterns = [
    path("grilles/affichage/", comfort.comfort, name="comfort"),
    path("grilles/affichage/choix/", comfort.choose, name="choose_comfort"),
]
