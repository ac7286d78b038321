"""The national grids of the socle of 2006 (arrêté du 14 juin 2010), and the decisions of the school."""

from django.db import models
from django.db.models import Q

from accounts.models import Account
from grids.models import UNCHECKED, Change, Decision, history_indexes
from sacoche.kit.tenancy import SchoolOwned


class Palier(models.Model):
    """Palier 1 (fin CE1), 2 (fin CM2), 3 (fin troisième). The ids are national, files exchange them."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    label = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label


class Pilier(models.Model):
    """A compétence of a palier. `ref` is what teachers say (1, 2, 3a…); the id is what files exchange."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    palier = models.ForeignKey(Palier, on_delete=models.CASCADE, related_name="piliers")
    order = models.PositiveSmallIntegerField()
    ref = models.CharField(max_length=2)
    label = models.CharField(max_length=128)

    class Meta:
        ordering = ["palier_id", "order"]

    def __str__(self) -> str:
        return f"Compétence {self.ref} – {self.label}"


class Domaine(models.Model):
    """A part of a compétence (Dire, Lire…). Its id is never in a file."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    pilier = models.ForeignKey(Pilier, on_delete=models.CASCADE, related_name="domaines")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=165)

    class Meta:
        ordering = ["pilier_id", "order"]

    def __str__(self) -> str:
        return self.label


class Item(models.Model):
    """An item of a domaine; its id is what files exchange."""

    id = models.PositiveIntegerField(primary_key=True)
    domaine = models.ForeignKey(Domaine, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=235)

    class Meta:
        ordering = ["domaine_id", "order"]

    def __str__(self) -> str:
        return self.label


class SchoolPalier(SchoolOwned):
    """A palier that the school works with. Without the row the palier is hidden; nothing of it is ever deleted."""

    palier = models.ForeignKey(Palier, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "palier"], name="school_palier_unique")]


class SocleSettings(SchoolOwned):
    """What a school wants of its grids of the socle and of its files; without a row, nothing of it."""

    # Percentages may fill the cells that nobody decided, as proposals.
    proposes = models.BooleanField(default=False)
    # The items of a compétence that is validated are changed by no grid.
    locks_items = models.BooleanField(default=False)
    # The file that the ministry's LPC read until 2016 is offered among the exports.
    offers_lpc = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="socle_settings_unique")]


class State(models.IntegerChoices):
    """The three states of a cell, with the values that the files and the grids exchange."""

    REFUSED = 0, "non validé"
    VALIDATED = 1, "validé"
    UNDECIDED = 2, "aucune décision"


class Language(models.IntegerChoices):
    """The foreign languages of the socle, by name; the numbers are those of the original's files."""

    ALLEMAND = 109, "allemand"
    ANGLAIS = 132, "anglais"
    ARABE = 201, "arabe"
    CHINOIS = 216, "chinois"
    DANOIS = 101, "danois"
    ESPAGNOL = 134, "espagnol"
    ITALIEN = 127, "italien"
    JAPONAIS = 217, "japonais"
    NEERLANDAIS = 135, "néerlandais"
    POLONAIS = 122, "polonais"
    PORTUGAIS = 139, "portugais"
    RUSSE = 123, "russe"

    @property
    def badge(self) -> str:
        """Three letters, where a flag would take one country for a language: « ANG »."""
        return self.label[:3].upper()


class Validation(Decision):
    """A decision on the socle: validated, or not."""

    state = models.PositiveSmallIntegerField(choices=[(s.value, s.label) for s in (State.REFUSED, State.VALIDATED)])

    class Meta:
        abstract = True


class ItemValidation(Validation):
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", **UNCHECKED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pupil", "item"], name="item_validation_unique"),
            models.CheckConstraint(condition=Q(state__in=[0, 1]), name="item_validation_state"),
        ]


class PilierValidation(Validation):
    pilier = models.ForeignKey(Pilier, on_delete=models.PROTECT, related_name="+", **UNCHECKED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pupil", "pilier"], name="pilier_validation_unique"),
            models.CheckConstraint(condition=Q(state__in=[0, 1]), name="pilier_validation_state"),
        ]


class PupilLanguage(SchoolOwned):
    """The foreign language of a pupil, for the compétence that is about one. No row: nobody has chosen it yet."""

    pupil = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="socle_language")
    language = models.PositiveSmallIntegerField(choices=Language.choices)

    def __str__(self) -> str:
        return f"{self.pupil_id} : {self.get_language_display()}"


class Gesture(models.TextChoices):
    """What made a change."""

    CELL = "cell", "case par case"
    PUPIL_ARROW = "pupil_arrow", "flèche d'un élève"
    ITEM_ARROW = "item_arrow", "flèche d'un item"
    DOMAINE_ARROW = "domaine_arrow", "flèche d'un domaine"
    ALL_BUT_PUPIL = "all_but_pupil", "tout valider sauf… (un élève)"
    ALL_BUT_ITEM = "all_but_item", "tout valider sauf… (un item)"
    PASTE = "paste", "collage"
    PROPOSAL = "proposal", "proposé d'après les pourcentages"
    UNDO = "undo", "annulation"
    IMPORT = "import", "import d'un fichier"
    MERGE = "merge", "fusion de deux comptes"
    CANCEL = "cancel", "annulation d'une compétence validée"


class ValidationChange(Change):
    """One change of one decision on the socle."""

    before = models.PositiveSmallIntegerField(choices=State.choices)
    after = models.PositiveSmallIntegerField(choices=State.choices)

    class Meta:
        abstract = True


class ItemChange(ValidationChange):
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", **UNCHECKED)

    class Meta:
        indexes = history_indexes("item_change", "item")


class PilierChange(ValidationChange):
    pilier = models.ForeignKey(Pilier, on_delete=models.PROTECT, related_name="+", **UNCHECKED)

    class Meta:
        indexes = history_indexes("pilier_change", "pilier")
