"""What the pages of identifiers read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.enums import EVERYBODY, STAFF, Profile
from accounts.logins import is_login
from accounts.models import Account, AccountQuerySet, Guardianship
from accounts.present import is_present
from imports.identities.drafts import Draft
from imports.identities.matching import KnownAccount, LineOutcome, Outcome, decide
from imports.identities.objectives import objectives
from imports.queries import NO_PASSWORD
from sacoche.kit.clock import today
from schools.labels import short_label
from schools.models import SchoolClass


def outcomes(draft: Draft) -> list[LineOutcome]:
    """What each line of a draft would change now."""
    objective = objectives.get(draft.objective)
    is_login = objective.field == "login"
    found = decide(draft.lines, known_accounts(objective.field), draft.chosen, is_case_blind=is_login)
    return [_checked(each) for each in found] if is_login else found


def _checked(found: LineOutcome) -> LineOutcome:
    """The same, refused when nobody may have this login or this password."""
    reason = _refusal(found) if found.outcome == Outcome.MODIFIED else ""
    return replace(found, outcome=Outcome.CONFLICT, reason=reason) if reason else found


def _refusal(found: LineOutcome) -> str:
    line, account = found.line, found.account
    if line.value and not is_login(line.value):
        return f"« {line.value} » : un identifiant n'a que des lettres sans accent, des chiffres, « . », « - », « _ »."
    try:
        if line.password and account:
            person = Account(profile=account.profile, login=line.value or account.login, last_name=line.last_name)
            validate_password(line.password, person)
    except ValidationError as error:
        return f"Mot de passe refusé : {' '.join(error.messages)}"
    return ""


def known_accounts(field: str) -> list[KnownAccount]:
    """Every account of the school, those who left too, with what it has in `field`, in the order of names."""
    day = today()
    rows = Account.objects.in_name_order().values_list(
        *("pk", "sort_key", "last_name", "first_name", "login", "profile", "school_class__reference"),
        *("sconet_id", "elenoet", "reference", "left_on", field),
    )
    return [
        KnownAccount(
            id=pk,
            sort_key=sort_key,
            full_name=f"{last_name} {first_name}",
            login=login,
            profile=profile,
            where=_where(profile, class_reference, is_active=is_present(left_on, day)),
            sconet_id=sconet_id,
            elenoet=elenoet,
            reference=reference,
            held=held,
            is_active=is_present(left_on, day),
            is_administrator=profile == Profile.ADM,
        )
        for (
            pk,
            sort_key,
            last_name,
            first_name,
            login,
            profile,
            class_reference,
            sconet_id,
            elenoet,
            reference,
            left_on,
            held,
        ) in rows
    ]


def _where(profile: str, class_reference: str | None, *, is_active: bool) -> str:
    said = class_reference or str(Profile(profile).label)
    return said if is_active else f"{said}, parti"


def copied_values(field: str) -> Iterator[tuple[Account, str]]:
    """The accounts that have something in a field, with it; administrators are handled one by one."""
    accounts: AccountQuerySet = Account.objects.exclude(profile=Profile.ADM).in_name_order()
    for account in accounts.exclude(**{field: ""}):
        yield account, getattr(account, field)


def account_by_label(label: str, accounts: Sequence[KnownAccount]) -> KnownAccount | None:
    """The account that a person chose in the list: by the login that ends its label, or that was typed alone."""
    typed = label.strip()
    login = typed.rpartition("(")[2].removesuffix(")") if typed.endswith(")") else typed
    found = [account for account in accounts if account.login.lower() == login.lower() and not account.is_administrator]
    return found[0] if found else None


# --- Generating -------------------------------------------------------------------------------------------------------

# Administrators never appear in mass tools.
PROFILES = [profile for profile in Profile if profile in EVERYBODY and profile != Profile.ADM]


# The grouping of those who cannot sign in yet.
WITHOUT_PASSWORD = "sans"  # noqa: S105 (no password, but a word of an address)


def people_of(profile: str, grouping: str, *, but: Account) -> AccountQuerySet:
    """The active people of a profile, in the order of names: all, or those of a class (`class:12`) or group, or those
    who have no password yet (WITHOUT_PASSWORD).

    Guardians are those of the children there. Nobody gets `but` himself.
    """
    people: AccountQuerySet = Account.objects.filter(profile=profile).active().exclude(pk=but.pk)
    people = people.select_related("school_class").in_name_order()
    if grouping == WITHOUT_PASSWORD:
        return people.filter(password=NO_PASSWORD)
    kind, _, number = grouping.partition(":")
    if kind not in ("classe", "groupe") or not number.isascii() or not number.isdigit() or len(number) > 9:
        return people
    if profile == Profile.TUT:
        pupils = _members(Account.objects.pupils().active(), kind, int(number))
        guardians = Guardianship.objects.filter(pupil__in=pupils.values("pk")).values("guardian")
        return people.filter(pk__in=guardians)
    return _members(people, kind, int(number))


def _members(people: AccountQuerySet, kind: str, number: int) -> AccountQuerySet:
    if kind == "classe":
        in_class = {"assignments__school_class": number}
        return people.filter(school_class=number) | people.filter(**in_class)
    return people.filter(group_memberships__group=number) | people.filter(group_teachings__group=number)


def login_rows() -> list[tuple[str, str, str, str, str, str]]:
    """The file of logins to edit: login, empty password, name, first name, profile, class."""
    people = Account.objects.filter(profile__in=PROFILES).active().in_name_order()
    classes = {each.pk: short_label(each) for each in SchoolClass.objects.order_by()}
    rows = people.values_list("login", "last_name", "first_name", "profile", "school_class")
    return [
        (login, "", last_name, first_name, str(Profile(profile).label), classes.get(class_id, ""))
        for login, last_name, first_name, profile, class_id in rows
    ]


def profile_heading(account: Account) -> str:
    """What heads the label of a person: the class of a pupil, the profile of anybody else."""
    if account.profile == Profile.ELV:
        return account.school_class.label if account.school_class else "Sans classe"
    return str(account.get_profile_display()).upper() if account.profile in STAFF else "RESPONSABLE LÉGAL"
