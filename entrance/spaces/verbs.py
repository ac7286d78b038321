"""What the journal says of the spaces of schools."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.invite", "lien de premier accès envoyé à {email} pour le compte « {login} »"))
verbs.register(Verb("schools.create", "a ouvert l'espace de l'établissement n° {number} ({name})"))
