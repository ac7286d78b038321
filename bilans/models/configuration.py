"""How a school wants its official documents: several named configurations, one for each class."""

from django.core.validators import MaxValueValidator
from django.db import models

from bilans.models.entries import LONGEST_TEXT
from bilans.models.statuses import KIND_LENGTH
from sacoche.kit.tenancy import SchoolOwned
from schools.models import SchoolClass

APPRECIATION_LENGTH = 400
_LENGTHS = [MaxValueValidator(LONGEST_TEXT)]


class MeanScale(models.TextChoices):
    """In which unit means are typed and shown."""

    OUT_OF_20 = "20", "note sur 20"
    PERCENT = "100", "pourcentage"


class Layout(models.TextChoices):
    """How the matières of a pupil are laid out."""

    ROWS = "lignes", "une ligne par matière"
    DOMAINES = "domaines", "matières et domaines"


class LookBackChoice(models.TextChoices):
    """Whether results given before the period count too."""

    NO = "non", "non"
    YES = "oui", "oui"
    SCHOOL_YEAR = "annuel", "ceux de l'année scolaire"
    AUTO = "auto", "selon chaque référentiel"


class Configuration(SchoolOwned):
    """A named configuration of a kind of document; what a class without one has is the default of each field."""

    kind = models.CharField(max_length=KIND_LENGTH)
    name = models.CharField("nom", max_length=40)
    # In letters; 0: no such text in the document.
    rubric_length = models.PositiveSmallIntegerField(
        "longueur des appréciations par matière", default=APPRECIATION_LENGTH, validators=_LENGTHS
    )
    general_length = models.PositiveSmallIntegerField(
        "longueur de l'appréciation générale", default=APPRECIATION_LENGTH, validators=_LENGTHS
    )
    class_length = models.PositiveSmallIntegerField(
        "longueur des appréciations sur la classe", default=APPRECIATION_LENGTH, validators=_LENGTHS
    )
    # « {prénom} progresse »: proposed where nothing is written.
    rubric_model = models.CharField("modèle d'appréciation par matière", max_length=LONGEST_TEXT, blank=True)
    general_model = models.CharField("modèle d'appréciation générale", max_length=LONGEST_TEXT, blank=True)
    look_back = models.CharField(
        "prise en compte des résultats antérieurs", max_length=6, choices=LookBackChoice, default=LookBackChoice.NO
    )
    layout = models.CharField("disposition", max_length=8, choices=Layout, default=Layout.ROWS)
    has_totals = models.BooleanField("barre des totaux par matière", default=True)
    has_means = models.BooleanField("moyennes", default=True)
    mean_scale = models.CharField("unité des moyennes", max_length=3, choices=MeanScale, default=MeanScale.OUT_OF_20)
    has_class_mean = models.BooleanField("moyenne de la classe", default=True)
    has_general_mean = models.BooleanField("moyenne générale", default=False)
    is_merged = models.BooleanField("regrouper les niveaux d'une même matière", default=True)
    has_absences = models.BooleanField("ligne « absences et retards »", default=False)
    has_professeur_principal = models.BooleanField("ligne « professeur principal »", default=False)
    extra_line = models.CharField("ligne supplémentaire", max_length=300, blank=True)
    # The references of the matières that have no mean, nor count in the general one.
    without_mean = models.JSONField("matières sans moyenne", default=list, blank=True)
    tells_guardians = models.BooleanField("prévenir les responsables par courriel", default=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "kind", "name"], name="configuration_name_unique"),
            models.CheckConstraint(
                condition=models.Q(
                    rubric_length__lte=LONGEST_TEXT, general_length__lte=LONGEST_TEXT, class_length__lte=LONGEST_TEXT
                ),
                name="configuration_lengths",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClassConfiguration(SchoolOwned):
    """The configuration of a class, for a kind of document."""

    kind = models.CharField(max_length=KIND_LENGTH)
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="+")
    configuration = models.ForeignKey(Configuration, on_delete=models.CASCADE, related_name="classes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "kind", "school_class"], name="class_configuration_unique")
        ]

    def __str__(self) -> str:
        return f"{self.school_class_id} → {self.configuration_id}"
