"""What a backup does with the tables of Django itself."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session

from sacoche.kit.parts.saved import leave_out

leave_out(Session, "une sauvegarde ne rend à personne une session ouverte")
for unused in (ContentType, Permission, Group, Group.permissions.through):
    leave_out(unused, "Django la remplit pour lui-même ; les droits d'ici sont des déclarations du code")
