"""What tells guardians of one name apart, who have neither birth date nor class: their children, their address."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from imports.brought.extraction import IncomingAddress, IncomingGuardian
from imports.plan.guardianships import Children


@dataclass(frozen=True)
class Kinship:
    """How the pupils whom the file names are found; for whom each account answers, and where it lives."""

    children: Children = field(default_factory=Children)
    pupils_of: Mapping[int, Collection[int]] = field(default_factory=dict)
    addresses: Mapping[int, IncomingAddress] = field(default_factory=dict)

    def children_of(self, person: IncomingGuardian) -> Iterable[int]:
        """The active pupils for whom the file says that he answers."""
        return [found for child in person.children if (found := self.children.find(child)) is not None]

    def address_of(self, person: IncomingGuardian) -> Iterable[IncomingAddress]:
        """Where the file says that he lives; nothing when it does not."""
        return () if person.address.is_empty else (person.address,)

    def home_of(self, account_id: int) -> Iterable[IncomingAddress]:
        """Where the account lives; nothing when nobody knows."""
        address = self.addresses.get(account_id)
        return (address,) if address else ()

    def has_children(self, account_id: int) -> bool:
        """Whether the account answers for somebody."""
        return bool(self.pupils_of.get(account_id))

    def has_active_children(self, account_id: int) -> bool:
        """Whether it answers for somebody who is still there."""
        return any(self.children.is_there(pupil) for pupil in self.pupils_of.get(account_id, ()))
