"""Addresses of what crosses a whole school."""

from django.urls import path

from operation.years import views as years

app_name = "operation"
urlpatterns = [
    path("annee/", years.open_year, name="year"),
    path("annee/avancement/", years.progress, name="year_progress"),
    path("annee/bilan/", years.done, name="year_done"),
]
