"""The contacts of schools: told when a school changes its own, written to by letters, left in peace when they ask."""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.mail import queue_mail
from operation.console.journal import BY_SCHOOL, note
from operation.console.models import Letter, LetterRefusal, Operator
from sacoche.kit.addresses import absolute_url
from sacoche.kit.clock import now
from sacoche.kit.text import folded
from schools.models import School

_SALT = "operation.console.letters"
_CHANGED = (
    "Bonjour,\n\n"
    "L'établissement n° {school.number} ({school}) a changé la personne que vous contactez :\n\n"
    "    {contact}\n\n"
    "Sa page : {page}\n"
)
_LETTER = (
    "{text}\n\n"
    "--\n"
    "Vous recevez cette lettre comme contact de « {school} » (établissement n° {school.number}) auprès de son "
    "hébergeur{host}.\n"
    "Ne plus en recevoir : {stop}\n"
)


class AlreadySent(Exception):
    """The letter left already: it is not sent twice."""


def tell_of_contact(school: School) -> None:
    """A school has changed its contact: the journal says it, and the operators get an e-mail."""
    contact = (
        f"{school.contact_first_name} {school.contact_last_name} <{school.contact_email or 'sans adresse'}>".strip()
    )
    details = {"number": school.number, "name": school.name, "contact": contact}
    note("schools.contact", operator=None, who=BY_SCHOOL, school_number=school.number, **details)
    page = absolute_url(reverse("operation:school", args=[school.number]))
    body = _CHANGED.format(school=school, contact=contact, page=page)
    for email in _operators_addresses():
        subject = f"SACoche : le contact de l'établissement n° {school.number} a changé"
        queue_mail(school=None, recipient=email, subject=subject, body=body)


def _operators_addresses() -> list[str]:
    known = [settings.OPERATOR_EMAIL, *Operator.objects.filter(left_at=None).values_list("email", flat=True)]
    return list({folded(email): email for email in known if email}.values())


# --- Letters ----------------------------------------------------------------------------------------------------------


def recipients_of(letter: Letter) -> list[School]:
    """The schools whose contact gets this letter, one school an address: those of its zone that have an address, and
    did not ask for silence.
    """
    schools = School.objects.exclude(contact_email="").order_by("place_key", "number")
    if letter.zone_id:
        schools = schools.filter(zone=letter.zone_id)
    silent = {folded(email) for email in LetterRefusal.objects.values_list("email", flat=True)}
    by_address: dict[str, School] = {}
    for school in schools:
        address = folded(school.contact_email)
        if address not in silent:
            by_address.setdefault(address, school)
    return list(by_address.values())


def letter_text(letter: Letter, school: School, *, host: str = "") -> str:
    """The letter as this school's contact reads it, with the link that stops them."""
    told = f", {host}" if host else ""
    return _LETTER.format(text=letter.text.strip(), school=school, host=told, stop=stop_address(school.contact_email))


def send_letter(*, operator: Operator, letter: Letter, host: str = "") -> int:
    """Queue one e-mail a contact; how many. Raises AlreadySent: two clicks send once."""
    with transaction.atomic():
        if not Letter.objects.filter(pk=letter.pk, sent_at=None).update(sent_at=now()):
            raise AlreadySent(letter.pk)
        schools = recipients_of(letter)
        for school in schools:
            text = letter_text(letter, school, host=host)
            queue_mail(school=None, recipient=school.contact_email, subject=letter.subject, body=text)
        Letter.objects.filter(pk=letter.pk).update(recipients=len(schools))
        note("letters.send", operator=operator, subject=letter.subject, count=len(schools))
    return len(schools)


def stop_address(email: str) -> str:
    """The whole address where whoever reads this mailbox asks for no more letters."""
    return absolute_url(reverse("operation:stop_letters", args=[signing.dumps(folded(email), salt=_SALT)]))


def email_of_stop(token: str) -> str:
    """Whose letters this link stops; empty for a forged one."""
    try:
        return str(signing.loads(token, salt=_SALT))
    except signing.BadSignature:
        return ""


def stop_letters(email: str) -> None:
    """No more letters to this address; harmless twice."""
    LetterRefusal.objects.get_or_create(email=email)
