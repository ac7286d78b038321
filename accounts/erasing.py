"""A person is forgotten: her account stays, without a name, so that what counts her goes on counting."""

import secrets
from typing import Any

from django.db.models import Q

from accounts.enums import Gender, Profile
from accounts.guardians.services import renumber
from accounts.models import Account, ContactRequest, Guardianship, JournalEntry, OpenSession, OutgoingMail
from accounts.safety.open_sessions import close_other_sessions
from sacoche.kit.journal import verbs
from sacoche.kit.text import unaccent

# What is read wherever her name was.
FORGOTTEN = "personne effacée"
_NAMES = {Profile.ELV: "élève anonyme", Profile.TUT: "responsable anonyme"}
_UNUSABLE = "!"


def anonymous_name(account: Account) -> str:
    """« élève anonyme »."""
    return _NAMES.get(Profile(account.profile), "personnel anonyme")


def names_of(account: Account) -> tuple[str, ...]:
    """Everything by which texts name an account, the longest first."""
    names = (account.full_name, account.display_name, account.login, account.email, account.author_label)
    return tuple(sorted({name for name in names if len(name) > 2}, key=len, reverse=True))


def erase_account(account: Account) -> int:
    """Take away all that says who it was; nobody signs in with it any more."""
    kept = {"pk", "id", "school", "profile", "school_class", "left_on", "created_at", "is_by_hand"}
    for field in Account._meta.concrete_fields:
        if field.name not in kept and not field.primary_key:
            setattr(account, field.name, field.get_default())
    account.last_name, account.first_name = anonymous_name(account), ""
    account.login = f"anonyme-{secrets.token_hex(8)}"
    account.password = _UNUSABLE
    account.gender = Gender.UNKNOWN
    account.save()
    return 1


def erase_sessions(account: Account) -> int:
    """Close what is open, now."""
    close_other_sessions(account=account, kept_key=None)
    number: int = OpenSession.objects.filter(account=account).delete()[0]
    return number


def erase_links(account: Account) -> int:
    """A pupil whose guardian goes has no gap in his ranks."""
    links = Guardianship.objects.filter(Q(pupil=account) | Q(guardian=account))
    pupils = set(links.exclude(pupil=account).order_by().values_list("pupil", flat=True))
    number: int = links.delete()[0]
    for pupil in pupils:
        renumber(list(Guardianship.objects.filter(pupil=pupil).order_by("rank")))
    return number


def erase_mails(account: Account) -> int:
    """Those to her, and those that name her, gone already or not."""
    named = Q()
    for name in names_of(account):
        named |= Q(subject__contains=name) | Q(body__contains=name)
    to_her = Q(recipient__iexact=account.email) if account.email else Q(pk=None)
    number: int = OutgoingMail.objects.filter(to_her | named, school=account.school).delete()[0]
    return number


def erase_contact_requests(account: Account) -> int:
    """What she asked without being signed in: from her address, or under her name."""
    named = Q(last_name__iexact=account.last_name, first_name__iexact=account.first_name)
    by_address = Q(email__iexact=account.email) if account.email else Q(pk=None)
    number: int = ContactRequest.objects.filter(named | by_address).delete()[0]
    return number


def erase_journal(account: Account) -> int:
    """The lines stay, for as long as the journal is kept; nothing in them says any more whom they are about."""
    names = names_of(account)
    about = Q(actor=account)
    for name in names:
        about |= Q(search_text__contains=unaccent(name))
    lines = list(JournalEntry.objects.filter(about))
    return sum(_forget_in(line, account, names) for line in lines)


def _forget_in(line: JournalEntry, account: Account, names: tuple[str, ...]) -> int:
    """Whether the line said something of her."""
    is_hers = line.actor_id == account.pk
    details = without_names(line.details, names)
    label = FORGOTTEN if is_hers else line.actor_label
    address = "" if is_hers else line.address
    if not is_hers and details == line.details:
        return 0
    search_text = unaccent(f"{label} {verbs.get(line.code).told(details)} {address}")
    JournalEntry.objects.forget_names(
        line.pk, actor_label=label, details=details, address=address, search_text=search_text
    )
    return 1


def without_names(value: Any, names: tuple[str, ...]) -> Any:
    """The same JSON value, in whose texts these names are « personne effacée »."""
    if isinstance(value, dict):
        return {key: without_names(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [without_names(each, names) for each in value]
    if not isinstance(value, str):
        return value
    for name in names:
        value = value.replace(name, FORGOTTEN)
    return value
