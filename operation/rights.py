"""Who may do what crosses a whole school."""

from accounts.rights import ADMINISTRATORS
from sacoche.kit.access import Right, rights

rights.register(Right("operation.open_year", "Initialiser une année scolaire", profiles=ADMINISTRATORS))
