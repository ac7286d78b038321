"""Addresses of what crosses schools, and time: backups, the console, what watches the server, statistics."""

from django.urls import URLPattern, URLResolver, include, path

from operation.backups import views as backups
from operation.checking import views as checking
from operation.console.views import contacts, identity, watching
from operation.leaving import views as leaving
from operation.persons import views as persons
from operation.register import views as register
from operation.retention import views as retention
from operation.statistics import views as statistics
from operation.trial import views as trial
from operation.years import views as years

app_name = "operation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sante", watching.health, name="health"),
    path("sante/annonce", watching.announced, name="announced"),
    path("metrics", watching.metrics, name="metrics"),
    path("mentions-legales/", identity.legal, name="legal"),
    path("installation/logo/<str:digest>/", identity.logo, name="logo"),
    path("lettres/arreter/<str:token>/", contacts.stop_letters, name="stop_letters"),
    path("statistiques/", statistics.own_school, name="statistics_of_school"),
    path("statistiques/fichier/", statistics.own_file, name="statistics_file"),
    path("console/statistiques/", statistics.all_schools_page, name="statistics"),
    path("console/statistiques/fichier/", statistics.all_schools_file, name="statistics_of_all"),
    path("console/statistiques/<int:number>/", statistics.one_school, name="statistics_of_one"),
    path("console/", include("operation.console.urls")),
    path("sauvegarde/", backups.backups, name="backups"),
    path("sauvegarde/fichiers/<str:token>/", backups.backup, name="backup"),
    path("sauvegarde/fichiers/<str:token>/telecharger/", backups.download, name="download_backup"),
    path("sauvegarde/envoyer/", backups.send, name="send_backup"),
    path("sauvegarde/nuits/<int:pk>/", backups.bring, name="bring_backup"),
    path("sauvegarde/restauration/", backups.restoration, name="restoration"),
    path("sauvegarde/restauration/abandonner/", backups.give_up, name="give_up_restoration"),
    path("controle/", checking.check, name="check"),
    path("controle/reparer/", checking.repair, name="repair"),
    path("resilier/", leaving.leave, name="leave"),
    path("resilier/renoncer/", leaving.stay, name="stay"),
    path("annee/", years.open_year, name="year"),
    path("annee/avancement/", years.progress, name="year_progress"),
    path("annee/bilan/", years.done, name="year_done"),
    path("effacer-les-resultats/", trial.erase_results, name="erase_results"),
    path("conservation/", retention.show, name="retention"),
    path("mes-donnees/", persons.own_data, name="own_data"),
    path("mes-donnees/<str:token>/", persons.file, name="person_file"),
    path("mes-donnees/<str:token>/fichier/", persons.download, name="person_download"),
    path("personnes/<int:pk>/donnees/", persons.person, name="person"),
    path("personnes/<int:pk>/effacer/", persons.erase_person, name="erase"),
    path("personnes/<int:pk>/conserver/", persons.hold_person, name="hold"),
    path("fiche-de-registre/", register.show, name="register"),
    *(
        path(f"fiche-de-registre/fiche.{kind}", register.take, {"kind": kind}, name=f"register_{kind}")
        for kind in register.KINDS
    ),
    path("effacements/", persons.receipts, name="receipts"),
    path("effacements/<int:pk>/", persons.receipt, name="receipt"),
]
