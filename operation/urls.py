"""Addresses of this app."""

from django.urls import path

from operation.backups import views as backups
from operation.checking import views as checking
from operation.leaving import views as leaving

app_name = "operation"

urlpatterns = [
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
]
