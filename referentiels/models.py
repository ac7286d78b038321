"""What a school teaches, and the versions of the socle that it can be linked to."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Account
from referentiels import tree
from referentiels.calculation import default_limit, default_look_back, default_method
from referentiels.enums import ChangeVerb, LookBack, MethodChoice, NodeKind, Sharing, Synthesis
from referentiels.wording import method_in_words
from sacoche.kit.clock import now
from sacoche.kit.tenancy import SchoolOwned, SchoolOwnedQuerySet, school_manager
from schools.models import Matiere, Niveau


class SocleVersion(models.Model):
    """A version of the socle commun: national data, the same for every school. « 2006 », « 2016 »."""

    code = models.CharField(max_length=10, primary_key=True)
    label = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField(default=0)
    # An item feeds one entry of it at most; a second choice replaces the first.
    is_single = models.BooleanField(default=False)
    # Whether a school that has chosen nothing uses it.
    is_usual = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.label


class SocleEntry(models.Model):
    """An entry of a version, found by cycle and number; `path` says under what it stands, outermost first.

    A heading (`is_heading`) holds others, and no item is linked to it.
    """

    version = models.ForeignKey(SocleVersion, on_delete=models.CASCADE, related_name="entries")
    # 0 in a version without cycles.
    cycle = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField()
    order = models.PositiveIntegerField()
    label = models.CharField(max_length=255)
    path = models.CharField(max_length=400, blank=True)
    is_heading = models.BooleanField(default=False)
    # The code of the line of the livret scolaire that it stands for, empty for the others.
    lsu_code = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["version", "cycle", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "cycle", "number", "is_heading"], name="socle_entry_number_unique"
            )
        ]

    def __str__(self) -> str:
        return self.label


class SchoolVersion(SchoolOwned):
    """A school has turned a version on or off; without a row, it uses the usual ones. No link is ever deleted."""

    version = models.ForeignKey(SocleVersion, on_delete=models.CASCADE, related_name="+")
    is_on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "version"], name="school_version_unique")]


class ReferentielQuerySet(SchoolOwnedQuerySet):
    def in_order(self) -> "ReferentielQuerySet":
        """By matière, then by niveau: the order of every list."""
        return self.select_related("matiere", "niveau").order_by(
            "matiere__label", "matiere__reference", "niveau__order", "niveau__reference"
        )


class Referentiel(SchoolOwned):
    """What a school teaches of a matière at a niveau; one for each pair."""

    matiere = models.ForeignKey(Matiere, on_delete=models.CASCADE, related_name="referentiels")
    # Only a niveau of the school's own is ever deleted.
    niveau = models.ForeignKey(Niveau, on_delete=models.CASCADE, related_name="+")
    method = models.CharField(max_length=12, choices=MethodChoice, default=default_method)
    # How many of the last results count; 0 for all.
    limit = models.PositiveSmallIntegerField(default=default_limit)
    look_back = models.CharField(max_length=6, choices=LookBack, default=default_look_back)
    synthesis = models.CharField(max_length=8, choices=Synthesis, default=Synthesis.UNKNOWN)
    sharing = models.CharField(max_length=4, choices=Sharing, default=Sharing.PRIVATE)
    shared_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=tree.NOTE_LENGTH, blank=True)
    # Where a copy comes from, in words, and the référentiel of another school that it was made of, as it was then.
    origin = models.CharField(max_length=tree.ORIGIN_LENGTH, blank=True)
    origin_key = models.BigIntegerField(null=True, blank=True)
    origin_revision = models.PositiveIntegerField(default=0)
    # Raised by every change of the tree.
    revision = models.PositiveIntegerField(default=0)
    # Unknown for those of before this was kept.
    made_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = school_manager(ReferentielQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "matiere", "niveau"], name="referentiel_unique"),
            models.CheckConstraint(condition=Q(limit__lte=50), name="referentiel_limit"),
        ]

    def __str__(self) -> str:
        return f"{self.matiere} – {self.niveau}"

    @property
    def calculation(self) -> str:
        """How scores are made of results, in words."""
        return method_in_words(self.method, self.limit)


class Node(SchoolOwned):
    """A place of the tree; `order` is its rank under its parent."""

    order = models.PositiveIntegerField()
    reference = models.CharField(max_length=tree.REFERENCE_LENGTH, blank=True)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class Domaine(Node):
    referentiel = models.ForeignKey(Referentiel, on_delete=models.CASCADE, related_name="domaines")
    code = models.CharField(max_length=tree.CODE_LENGTH)
    name = models.CharField(max_length=tree.GROUP_NAME_LENGTH)

    class Meta(Node.Meta):
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="domaine_has_a_code")]

    def __str__(self) -> str:
        return self.name


class Theme(Node):
    domaine = models.ForeignKey(Domaine, on_delete=models.CASCADE, related_name="themes")
    name = models.CharField(max_length=tree.GROUP_NAME_LENGTH)

    def __str__(self) -> str:
        return self.name


class Item(Node):
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="items")
    name = models.CharField(max_length=tree.ITEM_NAME_LENGTH)
    abbreviation = models.CharField(max_length=tree.ABBREVIATION_LENGTH, blank=True)
    coefficient = models.PositiveSmallIntegerField(default=tree.DEFAULT_COEFFICIENT)
    is_requestable = models.BooleanField(default=True)
    link = models.CharField(max_length=tree.LINK_LENGTH, blank=True)
    comment = models.TextField(blank=True)
    # The lines of its page of resources, in order: see referentiels.resources.
    resources = models.JSONField(default=list, blank=True)

    class Meta(Node.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(coefficient__lte=tree.STORED_COEFFICIENT), name="item_coefficient")
        ]

    def __str__(self) -> str:
        return self.name


class ItemLink(SchoolOwned):
    """An item feeds an entry of the socle."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="socle_links")
    entry = models.ForeignKey(SocleEntry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["school", "item", "entry"], name="item_link_unique")]


class Change(SchoolOwned):
    """One change of one node, never modified: who, when, what, before and after. Undoing writes the contrary change.

    `gesture` is what one click did, one change or many. The key of the node outlives it, so that it comes back under
    the same one; the label of the author is frozen for the same reason.
    """

    referentiel = models.ForeignKey(Referentiel, on_delete=models.CASCADE, related_name="changes")
    gesture = models.UUIDField()
    made_at = models.DateTimeField()
    author = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    author_label = models.CharField(max_length=100)
    verb = models.CharField(max_length=6, choices=ChangeVerb)
    kind = models.CharField(max_length=7, choices=NodeKind)
    node = models.BigIntegerField()
    # Values by name; of an addition nothing before, of a deletion nothing after.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    # The gesture that this one undoes.
    undoes = models.UUIDField(null=True, blank=True)
    # What brought the gesture, in words (a file, the référentiel of another school); empty for one made by hand.
    brought_by = models.CharField(max_length=tree.ORIGIN_LENGTH, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["school", "referentiel", "made_at"], name="referentiel_change_by_time"),
            models.Index(fields=["school", "gesture"], name="referentiel_change_by_gesture"),
        ]


class Remains(SchoolOwned):
    """What an item held in a table of a room above when a gesture took it away: « Annuler » puts it back.

    `rows` are those that went, value by value; `moved` the numbers of those that went to the item `into`.
    """

    referentiel = models.ForeignKey(Referentiel, on_delete=models.CASCADE, related_name="+")
    gesture = models.UUIDField()
    taken_at = models.DateTimeField()
    item = models.BigIntegerField()
    # The code of its ItemPart.
    part = models.CharField(max_length=100)
    rows = models.JSONField(default=list)
    moved = models.JSONField(default=list)
    into = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["school", "gesture"], name="referentiel_remains")]


class ResourceFile(SchoolOwned):
    """A file that items give; its content is in the private folder of the school, under its key."""

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    content_type = models.CharField(max_length=100)
    # In bytes.
    size = models.PositiveIntegerField()
    kept_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="resource_file_unique")]

    def __str__(self) -> str:
        return self.name


class ItemSet(SchoolOwned):
    """« Regroupement d'items »: items that somebody names, to take them again in an évaluation."""

    owner = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=tree.SET_NAME_LENGTH)
    # How many items somebody last left in it: fewer are there when some were taken out of their référentiel since.
    chosen_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "owner", "name"], name="item_set_name_unique")]

    def __str__(self) -> str:
        return self.name


class ItemSetMember(SchoolOwned):
    """An item of a regroupement."""

    item_set = models.ForeignKey(ItemSet, on_delete=models.CASCADE, related_name="members")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["school", "item_set", "item"], name="item_set_member_unique")]


class ItemSetShare(SchoolOwned):
    """A colleague uses a regroupement, or changes it too."""

    item_set = models.ForeignKey(ItemSet, on_delete=models.CASCADE, related_name="shares")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    may_change = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["school", "item_set", "account"], name="item_set_share_unique")]


class HostedReferentiel(models.Model):
    """A référentiel that the operator of the server offers to every school; no school's data."""

    # The name of its file: what addresses show.
    code = models.SlugField(max_length=60, unique=True)
    # References of the national lists.
    matiere = models.CharField(max_length=10)
    niveau = models.CharField(max_length=10)
    item_count = models.PositiveIntegerField()
    # In our own format.
    content = models.TextField()

    class Meta:
        ordering = ["matiere", "niveau", "code"]

    def __str__(self) -> str:
        return self.code
