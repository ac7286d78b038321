"""What a backup does with the tables of Django itself, and with those that tell of backups."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session

from operation.models import Backup, Restoration
from sacoche.kit.parts.saved import leave_out

leave_out(Session, "une sauvegarde ne rend à personne une session ouverte")
for unused in (ContentType, Permission, Group, Group.permissions.through):
    leave_out(unused, "Django la remplit pour lui-même ; les droits d'ici sont des déclarations du code")
leave_out(Backup, "chaque serveur note les siennes")
leave_out(Restoration, "elle tient à un fichier de ce serveur, et à une heure")
