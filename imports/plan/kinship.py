"""What tells guardians of one name apart, who have neither birth date nor class: their children, their address."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from imports.extraction import IncomingAddress, IncomingGuardian
from imports.plan.guardianships import Children


@dataclass(frozen=True)
class Kinship:
    """How the pupils whom the file names are found; for whom each account answers, and where it lives."""

    children: Children = field(default_factory=Children)
    pupils_of: Mapping[int, Collection[int]] = field(default_factory=dict)
    addresses: Mapping[int, IncomingAddress] = field(default_factory=dict)

    def shares_a_child(self, person: IncomingGuardian, account_id: int) -> bool:
        """Whether both answer for one pupil at least."""
        pupils = self.pupils_of.get(account_id, ())
        return bool(pupils) and any(self.children.find(child) in pupils for child in person.children)

    def shares_an_address(self, person: IncomingGuardian, account_id: int) -> bool:
        """Whether both live at one address."""
        return not person.address.is_empty and person.address == self.addresses.get(account_id)

    def has_children(self, account_id: int) -> bool:
        """Whether the account answers for somebody."""
        return bool(self.pupils_of.get(account_id))
