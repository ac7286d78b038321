"""The table that is checked: for each item of the file, what is proposed, what somebody looked for, what is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imports.results.matching import Known, Match, found_by

# As many as a list that is read at a glance; more words leave fewer.
_SHOWN = 20


@dataclass(frozen=True)
class Row:
    """A line of the table. `words` were typed to look for an item of the school: `found`, and how many there are more.

    `picked` is the item chosen, when it is neither proposed nor found again.
    """

    line: Match
    words: str
    found: Sequence[Known]
    more: int
    picked: Known | None
    chosen: int | None

    @property
    def is_looked_for(self) -> bool:
        return bool(self.words)

    @property
    def by_hand(self) -> Sequence[Known]:
        """What somebody found, the one that he chose before first."""
        return [*([self.picked] if self.picked else []), *self.found]


def first_rows(matches: Sequence[Match]) -> list[Row]:
    """The table as it is proposed."""
    return [Row(line, "", (), 0, None, line.chosen) for line in matches]


def rows_sent(matches: Sequence[Match], known: Sequence[Known], sent: Mapping[str, str]) -> list[Row]:
    """The table as it comes back: `item-<rank>` the item chosen, `mots-<rank>` the words looked for."""
    by_number = {str(each.pk): each for each in known}
    return [_row(line, known, by_number, sent) for line in matches]


def _row(line: Match, known: Sequence[Known], by_number: Mapping[str, Known], sent: Mapping[str, str]) -> Row:
    """An item that is not of the school is none."""
    words = sent.get(f"mots-{line.rank}", "").strip()[:100]
    chosen = by_number.get(sent.get(f"item-{line.rank}", ""))
    proposed = {each.known.pk for each in line.proposals}
    found = [each for each in found_by(words, known) if each.pk not in proposed]
    shown = found[:_SHOWN]
    is_listed = chosen is None or chosen.pk in proposed or chosen in shown
    return Row(
        line, words, shown, len(found) - len(shown), None if is_listed else chosen, chosen.pk if chosen else None
    )
