"""Who may write what, by the status of the class: the whole law, in one place, pure."""

from dataclasses import dataclass

from bilans.models import Status

_RUBRICS = frozenset({Status.TEACHERS, Status.MIXED})
_GENERAL = frozenset({Status.MIXED, Status.SYNTHESIS})
_CORRECTIONS = frozenset({Status.TEACHERS, Status.MIXED, Status.SYNTHESIS})

_SHUT = {
    Status.UNDEFINED: "ce document n'est pas prévu pour cette classe",
    Status.EMPTY: "les saisies ne sont pas encore ouvertes",
    Status.TEACHERS: "seuls les professeurs écrivent, dans leurs matières",
    Status.SYNTHESIS: "les saisies par matière sont closes : seule l'appréciation générale est ouverte",
    Status.COMPLETE: "le document est complet : plus personne n'y écrit",
}


@dataclass(frozen=True, slots=True)
class Powers:
    """What somebody may do with a document, by right alone, whatever its status."""

    writes: bool = False
    concludes: bool = False
    corrects: bool = False
    sets_status: bool = False


def why_no_rubric(status: Status) -> str:
    """Why nobody writes in a matière at this status; empty when its teachers do."""
    return "" if status in _RUBRICS else _SHUT[status]


def why_no_synthesis(status: Status) -> str:
    """Why nobody writes the general appreciation at this status; empty when those who may do."""
    return "" if status in _GENERAL else _SHUT[status]


def why_no_correction(status: Status) -> str:
    """Why nobody corrects a colleague's text at this status; empty when those who may do."""
    return "" if status in _CORRECTIONS else _SHUT[status]
