"""Addresses of what crosses a whole school."""

from django.urls import path

from operation.persons import views as persons
from operation.years import views as years

app_name = "operation"
urlpatterns = [
    path("annee/", years.open_year, name="year"),
    path("annee/avancement/", years.progress, name="year_progress"),
    path("annee/bilan/", years.done, name="year_done"),
    path("mes-donnees/", persons.own_data, name="own_data"),
    path("mes-donnees/<str:token>/", persons.file, name="person_file"),
    path("mes-donnees/<str:token>/fichier/", persons.download, name="person_download"),
    path("personnes/<int:pk>/donnees/", persons.person, name="person"),
    path("personnes/<int:pk>/effacer/", persons.erase_person, name="erase"),
    path("effacements/", persons.receipts, name="receipts"),
    path("effacements/<int:pk>/", persons.receipt, name="receipt"),
]
