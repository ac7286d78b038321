"""Who has which classes, groups and matières."""

from django.db import models

from accounts.models.people import Account
from sacoche.kit.tenancy import SchoolOwned
from schools.models import Group, Matiere, SchoolClass


class TeachingAssignment(SchoolOwned):
    """A teacher has a class; `is_pp` makes him its professeur principal."""

    teacher = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="assignments")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="assignments")
    is_pp = models.BooleanField("professeur principal", default=False)
    is_by_hand = models.BooleanField(default=True, editable=False)
    # Of a professeur principal: no file ever said that he is, whoever made the link.
    is_pp_by_hand = models.BooleanField("professeur principal", default=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "teacher", "school_class"], name="teaching_assignment_unique")
        ]


class GroupTeaching(SchoolOwned):
    """A teacher has a group; `is_owner` when it is a « groupe de besoin » of his own making."""

    teacher = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="group_teachings")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="teachings")
    is_owner = models.BooleanField(default=False)
    is_by_hand = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "teacher", "group"], name="group_teaching_unique")]

    def __str__(self) -> str:
        return f"{self.teacher_id} → {self.group_id}"


class GroupMembership(SchoolOwned):
    """A pupil is in a group."""

    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="group_memberships")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    is_by_hand = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "pupil", "group"], name="group_membership_unique")]

    def __str__(self) -> str:
        return f"{self.pupil_id} → {self.group_id}"


class MatiereTeaching(SchoolOwned):
    """A teacher teaches a matière; `is_coordonnateur` when he coordinates it."""

    teacher = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="matiere_teachings")
    matiere = models.ForeignKey(Matiere, on_delete=models.CASCADE, related_name="teachings")
    is_coordonnateur = models.BooleanField("coordonnateur", default=False)
    is_by_hand = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "teacher", "matiere"], name="matiere_teaching_unique")]

    def __str__(self) -> str:
        return f"{self.teacher_id} → {self.matiere_id}"
