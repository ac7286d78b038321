"""People named by who writes to them, a line each: « DURAND Paul », or a login."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from accounts.models import Account, AccountQuerySet
from accounts.safety.owners import plain_login
from sacoche.kit.text import sort_key

# More people than that are a class, a group or a profile.
LONGEST_LIST = 60


class Unfound(Exception):
    """Some lines name nobody, or several people; `faults` says which, in French, a sentence for each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = list(faults)


def people_named(text: str, *, among: AccountQuerySet) -> list[Account]:
    """The people of these lines, in their order, each once. Raises Unfound."""
    lines = list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
    if len(lines) > LONGEST_LIST:
        raise Unfound([f"{LONGEST_LIST} personnes au plus : cochez plutôt une classe, un groupe ou un profil."])
    wanted = [plain_login(line) for line in lines]
    keys = {key for line in lines for key in _sort_keys(line)}
    found = list(among.filter(Q(login__in=wanted) | Q(sort_key__in=keys)))
    named, faults = [], []
    for line, login in zip(lines, wanted, strict=True):
        same = _named(line, login, found)
        if len(same) == 1:
            named += same
        else:
            faults.append(_fault(line, same))
    if faults:
        raise Unfound(faults)
    return list(dict.fromkeys(named))


def lines_of(people: Iterable[Account]) -> list[str]:
    """What names each of them again: the name, or the login where another one of them has the same name."""
    listed = list(people)
    names = [each.full_name for each in listed]
    return [each.full_name if names.count(each.full_name) == 1 else each.login for each in listed]


def _sort_keys(line: str) -> list[str]:
    """A line does not say where the family name ends: « LE GALL Anne » is tried as « LE » and as « LE GALL »."""
    words = line.split()
    return [sort_key(" ".join(words[:end]), " ".join(words[end:])) for end in range(1, len(words))]


def _named(line: str, login: str, found: Sequence[Account]) -> list[Account]:
    by_login = [each for each in found if plain_login(each.login) == login]
    keys = _sort_keys(line)
    return by_login or [each for each in found if each.sort_key in keys]


def _fault(line: str, same: Sequence[Account]) -> str:
    if not same:
        return f"« {line[:60]} » n'est le nom d'aucune personne à qui vous pouvez écrire : relisez-le."
    logins = ", ".join(each.login for each in same[:5])
    return f"« {line[:60]} » : {len(same)} personnes portent ce nom. Écrivez l'identifiant de la bonne : {logins}."
