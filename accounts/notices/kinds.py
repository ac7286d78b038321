"""The kinds of notices. Each application declares its own in its `notices.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from accounts.enums import EVERYBODY
from accounts.models import Account
from sacoche.kit import sentences
from sacoche.kit.registry import Registry

# Under this name in the preferences of an account: what it chose, by the code of the kind.
PREFERENCE = "notices"
# And under these, how it is told, of each kind and of those that it says nothing of: on its home page alone, at the
# school's hour by e-mail too, or once a week.
CHANNEL, CHANNEL_OF_KIND = "notices_by", "notices_by_kind"
AT_HOME, BY_MAIL, WEEKLY = CHANNELS = ("home", "mail", "week")
# Of these rows, whose first names a digest counts: by the key of what a notice is about.
Children = Callable[[Account, Sequence[int]], Mapping[int, Sequence[str]]]


@dataclass(frozen=True)
class NoticeKind:
    """Something that people are told. `sentence` is French and whole, and may hold {names} of the details given.

    `label` names the kind where one chooses what to be told of. `url_name` is its page, to which the key of what it is
    about is given when `is_page_of_target`. `profiles` may be told of it; `is_default` says whether those who chose
    nothing are, and nobody refuses what `is_compulsory`.
    """

    code: str
    label: str
    sentence: str
    url_name: str = ""
    is_page_of_target: bool = True
    profiles: frozenset[str] = EVERYBODY
    is_default: bool = True
    is_compulsory: bool = False
    # Mailed to those who have chosen nothing about mails too; who has refused them, or chosen his page alone, has none.
    is_mailed: bool = False
    # Of a guardian, the children that such notices are about.
    children: Children | None = None

    def is_wanted_by(self, account: Account) -> bool:
        """Whether this account is told of it."""
        if account.profile not in self.profiles:
            return False
        chosen = account.preferences.get(PREFERENCE, {})
        return self.is_compulsory or bool(chosen.get(self.code, self.is_default))

    def channel_for(self, account: Account) -> str:
        """How this account is told of it."""
        chosen = account.preferences
        of_kind = chosen.get(CHANNEL_OF_KIND, {}).get(self.code)
        return str(of_kind or chosen.get(CHANNEL) or (BY_MAIL if self.is_mailed else AT_HOME))

    def told(self, details: Mapping[str, Any]) -> str:
        """The sentence with these details."""
        return sentences.told(self.sentence, details)

    def address(self, target: int) -> str:
        """Where the page of a notice is; empty when it has none."""
        if not self.url_name:
            return ""
        try:
            return reverse(self.url_name, args=[target] if self.is_page_of_target else [])
        except NoReverseMatch:
            return ""


notice_kinds: Registry[NoticeKind] = Registry("kinds of notices")
