"""What the journal says of what a school decides of its access."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.open_profile", "a ouvert le profil {profile}"))
verbs.register(Verb("accounts.close_profile", "a fermé le profil {profile}"))
verbs.register(Verb("accounts.give_right", "a donné le droit « {right} » au profil {profile}"))
verbs.register(Verb("accounts.take_right", "a retiré le droit « {right} » au profil {profile}"))
verbs.register(Verb("accounts.restrict_right", "a restreint le droit « {right} » : {restriction}"))
verbs.register(Verb("accounts.widen_right", "a levé la restriction du droit « {right} » : {restriction}"))
verbs.register(Verb("accounts.reset_right", "a remis le droit « {right} » à son réglage par défaut"))
verbs.register(Verb("accounts.set_login_patterns", "a choisi le format des identifiants : {patterns}"))
verbs.register(Verb("accounts.set_idle_minutes", "a choisi le délai avant déconnexion : {minutes}"))
verbs.register(Verb("accounts.close_school", "a fermé les connexions (profils : {profiles}) : « {reason} »"))
verbs.register(Verb("accounts.reopen_school", "a rouvert les connexions"))
verbs.register(Verb("accounts.set_sign_out_url", "a choisi la redirection après déconnexion : {url}"))
verbs.register(Verb("accounts.set_notices_hour", "a choisi l'heure des notifications : {hour}"))
verbs.register(Verb("accounts.set_factor_rules", "a choisi ce qui est demandé du second facteur : {rules}"))
verbs.register(Verb("accounts.open_cards", "a ouvert la connexion des élèves par une carte"))
verbs.register(Verb("accounts.close_cards", "a fermé la connexion des élèves par une carte"))
