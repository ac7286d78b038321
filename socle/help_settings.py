"""What a school wants of the help to decide, and of its files: reading it, and choosing it."""

from django.db import transaction

from accounts.models import Account
from sacoche.kit.journal import record
from schools.models import School
from socle.models import SocleSettings

_ON = {"proposes": "propose d'après les pourcentages", "locks_items": "verrouille les items d'une compétence validée"}


def socle_settings() -> SocleSettings:
    """The settings of the open school; the usual ones, not stored, until it chooses."""
    return SocleSettings.objects.first() or SocleSettings()


@transaction.atomic
def choose_help(*, actor: Account, school: School, proposes: bool, locks_items: bool) -> None:
    """Make these the settings of the school; nothing that was decided changes."""
    wanted = {"proposes": proposes, "locks_items": locks_items}
    if not _changed(school, wanted):
        return
    said = ", ".join(words for name, words in _ON.items() if wanted[name])
    record("socle.set_help", actor=actor, school=school, settings=said or "rien de plus que l'habituel")


@transaction.atomic
def offer_lpc(*, actor: Account, school: School, offers_lpc: bool) -> None:
    """Whether the school makes files for the LPC."""
    if _changed(school, {"offers_lpc": offers_lpc}):
        record("socle.offer_lpc", actor=actor, school=school, choice="proposé" if offers_lpc else "retiré")


def _changed(school: School, wanted: dict[str, bool]) -> bool:
    """Whether this was to be written, and is."""
    stored = SocleSettings.objects.select_for_update(no_key=True).first() or SocleSettings(school=school)
    if {name: getattr(stored, name) for name in wanted} == wanted:
        return False
    for name, value in wanted.items():
        setattr(stored, name, value)
    stored.save()
    return True
