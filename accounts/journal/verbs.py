"""What the journal says of itself."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("accounts.download_journal", "a téléchargé {lines:ligne du journal|lignes du journal}"))
