"""Who may follow the work that he asked for: each of the staff, his own."""

from accounts.enums import STAFF
from sacoche.kit.access import Right, rights

rights.register(Right("documents.follow_jobs", "Suivre ses travaux en cours", profiles=STAFF))
