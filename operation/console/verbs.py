"""What the journal of the operators says."""

from sacoche.kit.journal import Verb
from sacoche.kit.registry import Registry

verbs: Registry[Verb] = Registry("verbs of operators")

for _code, _sentence in (
    ("operators.first", "a fait le premier compte de la console, {login}"),
    ("operators.add", "a créé le compte de console « {login} » ({name})"),
    ("operators.link", "a redonné un lien d'entrée au compte de console « {login} »"),
    ("operators.close", "a fermé le compte de console « {login} » ({name})"),
    ("operators.password", "a choisi son mot de passe de console"),
    ("operators.sign_in", "est entré dans la console"),
    ("operators.sign_in_failed", "échec de connexion à la console"),
    ("factor.add", "a ajouté un second facteur : {what}"),
    ("factor.remove", "a retiré un second facteur du compte de console « {login} »"),
    ("factor.codes", "a fait dix nouveaux codes de secours"),
    ("factor.recovery", "est entré par un code de secours, {left:reste|restent}"),
    ("factor.failed", "échec du second facteur à la console"),
    ("schools.open", "a créé l'établissement n° {number} ({name})"),
    ("schools.import", "a importé une liste : {count:établissement créé|établissements créés}"),
    ("schools.edit", "a modifié l'établissement n° {number} ({name}) : {fields}"),
    ("schools.block", "a fermé l'établissement n° {number} ({name}) : {reason}"),
    ("schools.unblock", "a rouvert l'établissement n° {number} ({name})"),
    ("schools.invite", "a envoyé à {email} un lien d'administrateur de l'établissement n° {number} ({name})"),
    ("schools.factor", "a retiré le second facteur de « {login} », établissement n° {number} ({name})"),
    ("schools.move", "a dit que l'établissement n° {number} ({name}) est maintenant à {address}"),
    ("schools.delete", "a supprimé l'établissement n° {number} ({name}), {uai}"),
    ("schools.contact", "l'établissement n° {number} ({name}) a changé son contact : {contact}"),
    ("zones.add", "a ajouté la zone « {name} »"),
    ("zones.edit", "a modifié la zone « {name} »"),
    ("zones.remove", "a supprimé la zone « {name} »"),
    ("letters.send", "a envoyé la lettre « {subject} » à {count:contact|contacts}"),
    ("maintenance.set", "a prévu une maintenance le {begins} : {reason}"),
    ("maintenance.lift", "a levé la maintenance"),
    ("identity.edit", "a modifié l'identité de l'installation : {fields}"),
    ("identity.logo", "a changé le logo de l'installation"),
    ("limits.edit", "a changé les tailles et les durées : {fields}"),
    ("mail.test", "a demandé un courriel d'essai"),
    ("mail.off", "a coupé l'envoi des courriels"),
    ("mail.on", "a rétabli l'envoi des courriels"),
    ("mail.clear", "a effacé {count:courriel|courriels} en attente"),
    ("mail.bounce", "adresse marquée comme refusée : {email}"),
    ("mail.address", "a changé l'adresse de retour des courriels : {email}"),
    ("statistics.download", "a téléchargé les statistiques des établissements"),
):
    verbs.register(Verb(_code, _sentence))
