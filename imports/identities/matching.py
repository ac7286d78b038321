"""Who each line of a file of identifiers is about, and what it would change: pure, like imports.plan."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accounts.enums import Profile
from imports.identities.lines import IdentityLine
from imports.plan.who import contradict, identifier_key, is_witnessed
from sacoche.kit.text import sort_key

# What a file of identifiers may have of numbers, and those who share a register: everybody else is of the staff.
_NUMBERS = ("sconet_id", "elenoet")
_REGISTERS: dict[str, str] = {Profile.ELV: "pupils", Profile.TUT: "guardians"}


class Outcome(StrEnum):
    """What becomes of a line, in the order of the blocks of the preview."""

    MODIFIED = "modified"
    HOMONYMS = "homonyms"
    UNKNOWN = "unknown"
    CONFLICT = "conflict"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class KnownAccount:
    """An account. `held` is what it has in the field that the file is about."""

    id: int
    sort_key: str
    full_name: str
    login: str
    profile: str
    where: str = ""
    sconet_id: int | None = None
    elenoet: str = ""
    reference: str = ""
    held: str = ""
    is_active: bool = True
    # Administrators are handled one by one: they are never found, but what they hold is theirs.
    is_administrator: bool = False

    @property
    def last_name(self) -> str:
        """The last name, without accents or case."""
        return self.sort_key.partition("\t")[0]

    @property
    def first_name(self) -> str:
        """The first name, in the same way."""
        return self.sort_key.partition("\t")[2]

    @property
    def label(self) -> str:
        """« MARTIN Léa, 6A (lea.martin) »."""
        return f"{self.full_name}, {self.where} ({self.login})"


@dataclass(frozen=True)
class LineOutcome:
    """The decision for one line. `candidates`: the homonyms that somebody must choose from; `reason`: of a conflict."""

    line: IdentityLine
    outcome: Outcome
    account: KnownAccount | None = None
    candidates: tuple[KnownAccount, ...] = ()
    reason: str = ""

    @property
    def is_login_changed(self) -> bool:
        return self.account is not None and bool(self.line.value) and self.line.value != self.account.held


def decide(
    lines: Sequence[IdentityLine],
    accounts: Iterable[KnownAccount],
    chosen: Mapping[int, int],
    *,
    is_case_blind: bool = False,
) -> list[LineOutcome]:
    """The decision for each line. `chosen` gives the account that somebody chose, by number of line.

    An identifier that somebody else holds is never taken from him. Logins are told apart whatever their case
    (`is_case_blind`).
    """
    return _Deciding(lines, accounts, chosen, is_case_blind=is_case_blind).outcomes()


class _Deciding:
    def __init__(
        self,
        lines: Sequence[IdentityLine],
        accounts: Iterable[KnownAccount],
        chosen: Mapping[int, int],
        *,
        is_case_blind: bool,
    ) -> None:
        self.lines, self.chosen = lines, chosen
        self.fold = str.lower if is_case_blind else str
        everybody = list(accounts)
        self.holders = {self.fold(account.held): account for account in everybody if account.held}
        self.pool = {account.id: account for account in everybody if not account.is_administrator}
        self.by_name: defaultdict[str, list[KnownAccount]] = defaultdict(list)
        self.by_sconet: defaultdict[int, list[KnownAccount]] = defaultdict(list)
        self.by_elenoet: defaultdict[object, list[KnownAccount]] = defaultdict(list)
        for account in self.pool.values():
            self.by_name[account.sort_key].append(account)
            if account.sconet_id:
                self.by_sconet[account.sconet_id].append(account)
            if account.elenoet:
                self.by_elenoet[identifier_key(account.elenoet)].append(account)

    def outcomes(self) -> list[LineOutcome]:
        found = {line.line: self._candidates(line) for line in self.lines}
        twice = Counter(self.fold(line.value) for line in self.lines if line.value)
        named = Counter(people[0].id for people in found.values() if len(people) == 1)
        return [self._outcome(line, found[line.line], twice, named) for line in self.lines]

    def _candidates(self, line: IdentityLine) -> Sequence[KnownAccount]:
        """Who it may be: the account chosen, else by a number of the ministry, else by name: see imports.plan.who."""
        given = self.pool.get(self.chosen.get(line.line) or line.account_id or 0)
        if given:
            return [given]
        named = self.by_name.get(sort_key(line.last_name, line.first_name), ())
        numbered = self._numbered(line)
        confirmed = [account for identifier, account in numbered if _is_witnessed(account, line, identifier)]
        if confirmed:
            # Somebody else has his very names: number and names say two things.
            return confirmed[:1] if confirmed[0] in named else [confirmed[0], *named]
        others = [account for _, account in numbered if any(_are_numbered_together(account, one) for one in named)]
        if others and all(contradict(one, line, _NUMBERS) for one in named):
            return [*named, *others]
        return named

    def _numbered(self, line: IdentityLine) -> list[tuple[str, KnownAccount]]:
        """Those who have a number of the line, each with which."""
        by_sconet = self.by_sconet.get(line.sconet_id or 0, ())
        by_elenoet = self.by_elenoet.get(identifier_key(line.elenoet), ())
        return [*(("sconet_id", each) for each in by_sconet), *(("elenoet", each) for each in by_elenoet)]

    def _outcome(
        self, line: IdentityLine, people: Sequence[KnownAccount], twice: Counter[str], named: Counter[int]
    ) -> LineOutcome:
        if not people:
            return LineOutcome(line, Outcome.UNKNOWN)
        if len(people) > 1:
            return LineOutcome(line, Outcome.HOMONYMS, candidates=tuple(people))
        account = people[0]
        if twice[self.fold(line.value)] > 1:
            reason = f"« {line.value} » est donné à plusieurs lignes du fichier."
            return LineOutcome(line, Outcome.CONFLICT, account, reason=reason)
        if named[account.id] > 1:
            return LineOutcome(
                line, Outcome.CONFLICT, account, reason="Plusieurs lignes du fichier sont pour ce compte."
            )
        holder = self.holders.get(self.fold(line.value))
        if line.value and holder and holder.id != account.id:
            reason = f"« {line.value} » est déjà à {holder.full_name} ({holder.login})."
            return LineOutcome(line, Outcome.CONFLICT, account, reason=reason)
        is_changed = bool(line.password) or (bool(line.value) and line.value != account.held)
        return LineOutcome(line, Outcome.MODIFIED if is_changed else Outcome.UNCHANGED, account)


def _is_witnessed(account: KnownAccount, line: IdentityLine, identifier: str) -> bool:
    return is_witnessed(account, line, is_pupil=account.profile == Profile.ELV, identifier=identifier)


def _are_numbered_together(one: KnownAccount, other: KnownAccount) -> bool:
    """Pupils, guardians and staff are numbered apart: the number of one says nothing of another."""
    return _REGISTERS.get(one.profile, "staff") == _REGISTERS.get(other.profile, "staff")


def fingerprint(outcomes: Iterable[LineOutcome]) -> str:
    """The mark of what a preview showed: another one means that something has changed since."""
    digest = hashlib.sha256()
    for each in outcomes:
        account = (each.account.id, each.account.held) if each.account else ()
        digest.update(repr((each.line.line, each.outcome, account, each.reason)).encode())
    return digest.hexdigest()[:32]
