"""What a worker can be asked to do: one declaration in the room of its subject, one function that does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from accounts.models import Account
from documents.models import GeneratedFile
from sacoche.kit.registry import Registry
from schools.models import School

Asked = Mapping[str, Any]


class JobRefused(Exception):
    """The work cannot be done; the message says why and what to do, in French. Nothing is half-written."""


class JobStopped(Exception):
    """Somebody cancelled the job, or it was given to another worker: whoever does it must write nothing more."""


class Work(Protocol):
    """A job being done, as its function sees it. Its school is open."""

    school: School
    owner: Account
    asked: Asked

    def progress(self, done: int, total: int) -> None:
        """Say how far it is, as often as one likes. Raises JobStopped."""
        ...

    def hold(self) -> None:
        """In a transaction: nobody cancels the job or gives it back before its end. Raises JobStopped."""
        ...

    def conclude(self, outcome: "Outcome") -> None:
        """In the transaction that writes the work: the job ends with it, so that nobody cancels what is done.

        Raises JobStopped.
        """
        ...


@dataclass(frozen=True)
class Outcome:
    """What came out: a French sentence, a file of its owner, and the address of the page to go to."""

    sentence: str
    address: str = ""
    document: GeneratedFile | None = None


@dataclass(frozen=True)
class JobKind:
    """`version` changes with what `asked` holds: a job of another version is refused in words, not misread.

    `run` may be begun again from the start after a worker was killed: each of its steps is done once. It raises
    JobRefused for what the person must know. `right` is what the owner must still have when the work begins.
    `shuts_school`: the work itself keeps everybody out, and is begun again though it does.
    """

    code: str
    version: int
    right: str
    run: Callable[[Work], Outcome]
    shuts_school: bool = False


kinds: Registry[JobKind] = Registry("kinds of jobs")
