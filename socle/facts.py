"""What the socle keeps about the reader of « Données personnelles »."""

from accounts.enums import Profile
from accounts.models import Account
from accounts.own.queries import FactSource, Rows, fact_sources
from accounts.queries import rows_by_key
from sacoche.kit.text import spaced
from socle.models import ItemValidation, PilierValidation, PupilLanguage


def _facts(account: Account) -> Rows:
    if account.profile == Profile.ELV:
        language = PupilLanguage.objects.filter(pupil=account).first()
        return [
            ("Langue étrangère pour le socle", language.get_language_display() if language else ""),
            ("Décisions prises sur le socle", _number_of("pupil", account)),
        ]
    return [("Décisions signées sur le socle", _number_of("author", account))]


def _number_of(key: str, account: Account) -> str:
    rows = (rows_by_key(model, key).filter(**{key: account}) for model in (ItemValidation, PilierValidation))
    number = sum(each.count() for each in rows)
    return spaced(number) if number else ""


fact_sources.register(FactSource("socle", _facts))
