"""What the commands that write to the contact of a school share."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, OutputWrapper
from django.core.validators import validate_email


def checked_email(email: str) -> str:
    """The address; CommandError when it is not one, or is too long to be kept."""
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandError(f"« {email} » n'est pas une adresse e-mail.") from error
    if len(email) > 100:
        raise CommandError("L'adresse e-mail a plus de 100 caractères.")
    return email


def say_how_the_link_leaves(stdout: OutputWrapper, *, email: str, link: str) -> None:
    """The e-mail is on its way; a server that sends none gives the link to whoever typed the command."""
    if settings.SENDS_MAIL:
        stdout.write(f"Un courriel part à {email}, avec un lien valable 72 heures.")
    else:
        stdout.write(f"Ce serveur n'envoie pas de courriels (EMAIL_URL) : donnez ce lien, valable 72 heures.\n{link}")
