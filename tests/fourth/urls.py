"""Its addresses, and those of the product."""

from django.urls import include, path

from grids.views.pages import grid_pages, saves_pages
from sacoche import urls
from sacoche.urls import handler400, handler403, handler404, handler500  # noqa: F401
from tests.fourth.screens import SAVES, SCREEN

_pages = ([*grid_pages(SCREEN, "observer/"), *saves_pages(SAVES, "observer/enregistrements/")], "fourth")
urlpatterns = [path("", include(_pages)), *urls.urlpatterns]
