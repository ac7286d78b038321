"""What a backup does with the tables of the console: they are the server's, not a school's."""

from operation.console.models import (
    Decided,
    Letter,
    LetterRefusal,
    Operator,
    OperatorApplication,
    OperatorCode,
    OperatorEntry,
    OperatorPasskey,
    SchoolFigures,
)
from sacoche.kit.parts.saved import leave_out

leave_out(Operator, "un exploitant a son compte sur le serveur, pas dans un établissement")
for _factor in (OperatorApplication, OperatorPasskey, OperatorCode):
    leave_out(_factor, "le second facteur d'un exploitant tient à son compte, sur ce serveur")
leave_out(OperatorEntry, "le journal de l'exploitant est celui du serveur")
leave_out(Decided, "ce que l'exploitant a décidé de son serveur n'est pas d'un établissement")
leave_out(SchoolFigures, "elles se comptent à nouveau")
leave_out(Letter, "les lettres de l'exploitant sont celles du serveur")
leave_out(LetterRefusal, "un refus de lettres vaut pour le serveur qui les envoie")
