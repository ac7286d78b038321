"""What an owner may prove himself with besides his password, whatever tables keep it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Application = TypeVar("Application")
Passkey = TypeVar("Passkey")
# A key at home, one at work, a telephone, and some to spare.
MOST_PASSKEYS = 10


class FactorRefused(Exception):
    """What was given proves nothing, or the factor stays as it is; the argument is the sentence to show."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Held(Generic[Application, Passkey]):
    """An application of codes, passkeys, and how many of the ten recovery codes are left."""

    application: Application | None
    passkeys: tuple[Passkey, ...]
    codes_left: int

    def __bool__(self) -> bool:
        """Whether there is a factor. Recovery codes alone are none: they replace what is lost."""
        return self.application is not None or bool(self.passkeys)
