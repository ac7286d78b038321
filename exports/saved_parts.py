"""What a backup does with the files made for people."""

from exports.models import GeneratedFile
from sacoche.kit.parts.saved import leave_out

leave_out(GeneratedFile, "un fichier à télécharger ne reste qu'une heure sur le serveur : il se refait")
