"""Pupils who are no longer in an évaluation, where their marks stay: they left, changed class, or were taken out."""

from accounts.models import Account
from accounts.present import is_present
from sacoche.kit.clock import today


def why_gone(pupil: Account) -> str:
    """« sorti le 15/11/2026 »."""
    if pupil.left_on and not is_present(pupil.left_on, today()):
        return f"sorti le {pupil.left_on:%d/%m/%Y}"
    return "n'est plus dans cette évaluation"
