"""Factors that a school brings from another server, whose key sealed them: nothing here can verify them."""

from dataclasses import dataclass

from accounts.models import Account, Application, Passkey
from sacoche.kit.sealing import Unsealed, unseal
from sacoche.kit.text import count


@dataclass(frozen=True)
class Brought:
    """How many accounts of a school have an application that this server cannot read, and how many a passkey, which
    serves at the address where it was made alone.
    """

    sealed: int
    passkeys: int

    @property
    def sentence(self) -> str:
        """What the operator is told, empty when there is nothing to say."""
        if not self.sealed and not self.passkeys:
            return ""
        told = []
        if self.sealed:
            owners = count(self.sealed, "compte a une application", "comptes ont une application")
            told.append(f"{owners} de codes scellée par la clé d'un autre serveur : elle n'ouvre pas ici.")
        if self.passkeys:
            owners = count(self.passkeys, "compte a une clé d'accès", "comptes ont une clé d'accès")
            told.append(f"{owners} : elle n'ouvre qu'à l'adresse où elle a été faite.")
        return f"{' '.join(told)} Pour les retirer : manage.py second_factor, ou la page de l'établissement."


def is_of_another_server(account: Account) -> bool:
    """Whether the application of this account was sealed by a key that this server does not have."""
    found = Application.objects.filter(account=account).first()
    return found is not None and not _opens(found)


def brought_from_elsewhere() -> Brought:
    """Those of the open school."""
    sealed = sum(not _opens(each) for each in Application.objects.iterator())
    return Brought(sealed, Passkey.objects.order_by().values("account").distinct().count())


def _opens(application: Application) -> bool:
    try:
        unseal(bytes(application.secret))
    except Unsealed:
        return False
    return True
