"""What the room of absences holds of one person."""

from bilans.models import Attendance, AttendanceChange, AttendanceSave
from sacoche.kit.parts.person import Erased, person

_OF_PERIOD = {"annee": "year", "periode": "period__name"}
_FIGURES = {
    "demi_journees": "half_days",
    "non_justifiees": "unjustified",
    "retards": "lates",
    "retards_non_justifies": "unjustified_lates",
}

person(
    Attendance,
    "pupil",
    section="absences",
    label="absences et retards",
    fate=Erased.GONE,
    columns=_OF_PERIOD | _FIGURES,
)
person(
    AttendanceChange,
    "pupil",
    section="histoire_des_absences",
    label="histoire des absences et retards",
    fate=Erased.GONE,
    columns={"avant": "before", "apres": "after", "le": "save_made__at", "par": "save_made__actor_label"},
)
person(
    AttendanceSave,
    "actor",
    section="absences_enregistrees",
    label="enregistrements d'absences faits",
    fate=Erased.SIGNED,
    columns={"le": "at", "origine": "origin"} | _OF_PERIOD,
)
