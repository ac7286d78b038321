"""What somebody asks, from an address: whom it is about, with which options, and what he may read of it.

The page, the explanation of a figure and the maker of files ask the same thing the same way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict  # noqa: TID251 (a type: nothing is served from here)

from accounts.models import Account
from bilans.paper.pieces import Paper
from bilans.queries.choosing import Chosen, choose, whole_school, with_former
from bilans.reports.asked import Asked
from bilans.reports.options import Options, WrongOption
from bilans.reports.printed import PRINTING
from bilans.reports.registry import Page, Report
from bilans.reports.shown import forced, shown_from
from bilans.rights import FAMILIES, OWN, SEE_SCORES
from grids.forms import read_pupil_wishes
from grids.forms.choice import read_ids
from sacoche.kit.access import may
from sacoche.kit.clock import today
from schools.models import School

# As an address says it, as a form sends it.
_TICKED = ("oui", "on")


@dataclass
class Asking:
    """A document that an account asks. Raises NotOpen when it may not read whom it asks about."""

    report: Report
    page: Page
    account: Account
    school: School
    chosen: Chosen
    words: Mapping[str, str]

    @property
    def options(self) -> Options:
        return Options(self.words)

    @cached_property
    def asked(self) -> Asked:
        """The same, for who computes. Raises WrongOption."""
        return self.about(self.chosen.pupils)

    def about(self, pupils: Sequence[Account]) -> Asked:
        """The same, about some of the pupils alone."""
        accounts: Any = Account.objects.pupils().filter(pk__in=[pupil.pk for pupil in pupils])
        shown = shown_from(self.options)
        if self.chosen.is_family:
            shown = forced(shown, lambda option: may(self.account, OWN[option]))
        if not may(self.account, SEE_SCORES):
            shown = replace(shown, scores=False)
        return Asked(
            self.school,
            accounts,
            self.options,
            self.chosen.held,
            seen_on=today() if self.chosen.is_family else None,
            shown=shown,
            reader=self.account,
            where=self.chosen.where,
            like=self.chosen.like,
        )

    def paper(self) -> Paper:
        """The document, computed then laid out. Raises WrongOption."""
        return self.page.lay(self.asked, self.document)

    @cached_property
    def document(self) -> Any:
        """What was computed, once. Raises WrongOption."""
        return self.report.make(self.asked).document

    @property
    def query(self) -> str:
        """What follows « ? » in the address of the document."""
        return query_of(self.chosen, self.words)


def query_of(chosen: Chosen, words: Mapping[str, str]) -> str:
    """The query of an address: the place, the pupils when they are not all, the options."""
    whom: list[tuple[str, str]] = [("classe", chosen.place.code)] if chosen.place else []
    is_one_of = chosen.is_family and len(chosen.offered) > 1
    if is_one_of or (not chosen.is_family and not chosen.are_all):
        whom += [("eleve", str(pupil.pk)) for pupil in chosen.pupils]
    return urlencode([*whom, *words.items()])


def asking_of(report: Report, page: Page, *, account: Account, school: School, query: QueryDict) -> Asking:
    """What an address asks. Raises NotOpen, WrongOption for an option that the document does not take."""
    words = words_of(report, page, query)
    chosen = chosen_for(account, school, page, read_wishes(query), words)
    return Asking(report, page, account, school, chosen, words)


def chosen_for(
    account: Account, school: School, page: Page, wishes: Mapping[str, Sequence[int]], words: Mapping[str, str]
) -> Chosen:
    """The pupils that are asked for, those of the period too when they are wanted. Raises NotOpen."""
    if not page.has_pupils:
        return whole_school()
    if words.get("anciens") not in _TICKED or account.profile in FAMILIES:
        return choose(account, wishes, page.right)
    chosen = choose(account, {**wishes, "eleve": []}, page.right)
    dated = Asked(school, Account.objects.none(), Options(words), chosen.held)
    try:
        window = dated.window().window
    except WrongOption:
        # The page will say it of the dates themselves.
        return choose(account, wishes, page.right)
    assert window.start
    assert window.end
    return with_former(chosen, window.start, window.end, wishes["eleve"])


def words_of(report: Report, page: Page, query: QueryDict) -> dict[str, str]:
    """The options that an address holds; what it holds besides is no option."""
    taken = {*report.options, *page.display, *PRINTING}
    return {name: str(query[name]) for name in query if name in taken}


def read_wishes(params: QueryDict) -> dict[str, list[int]]:
    """What an address asks: a class, a group, several classes (kind « plusieurs »), pupils."""
    several = [value[1:] for value in params.getlist("classe") if value.startswith("n")]
    wishes: dict[str, Any] = read_pupil_wishes(params)
    return {**wishes, "plusieurs": read_ids(several)}
