"""What somebody wants to be told of, and how: a choice for each kind of notices that his profile may have."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings

from accounts.models import Account
from accounts.notices.kinds import AT_HOME, BY_MAIL, CHANNELS, WEEKLY
from accounts.notices.queries import KindChoice, choices_of
from sacoche.kit.widgets import Select

# Told of nothing.
NO = "non"
_WORDS = {
    AT_HOME: "sur la page d'accueil",
    BY_MAIL: "et par courriel, le jour même",
    WEEKLY: "et par courriel, le vendredi",
}


class ChoicesForm(forms.Form):
    """A list by kind, named by its code."""

    def __init__(self, account: Account, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.choices = choices_of(account)
        for choice in self.choices:
            self.fields[choice.kind.code] = self._field(account, choice)

    @staticmethod
    def _field(account: Account, choice: KindChoice) -> forms.ChoiceField:
        offered = list(CHANNELS) if settings.SENDS_MAIL and account.email else [AT_HOME]
        refused = [] if choice.kind.is_compulsory else [(NO, "non")]
        refusal = f"« {choice.kind.label} » : ce choix n'est pas possible"
        why = "" if account.email else " sans adresse e-mail"
        return forms.ChoiceField(
            label=choice.kind.label[:1].upper() + choice.kind.label[1:],
            choices=[*refused, *((channel, _WORDS[channel]) for channel in offered)],
            # A kind that the page did not show yet stays as it is.
            required=False,
            initial=_shown(choice, offered),
            widget=Select,
            error_messages={"invalid_choice": f"{refusal}{why}. Rien n'est changé."},
        )

    @property
    def lines(self) -> Iterator[tuple[KindChoice, Any]]:
        """Each kind with its field."""
        for choice in self.choices:
            yield choice, self[choice.kind.code]

    @property
    def wanted(self) -> list[str]:
        """The kinds that are, or stay, wanted."""
        return [code for code, field in self.fields.items() if (self.cleaned_data[code] or field.initial) != NO]

    @property
    def channels(self) -> dict[str, str]:
        """How each kind that is wanted, and was answered, is told."""
        return {code: how for code, how in self.cleaned_data.items() if how not in ("", NO)}


def _shown(choice: KindChoice, offered: list[str]) -> str:
    if not choice.is_wanted:
        return NO
    return choice.channel if choice.channel in offered else AT_HOME
