"""Marks: one narrow table, by the million; their history in a table of its own, where nothing is ever rewritten."""

from django.db import models

from accounts.models import Account
from evaluations.models.evaluation import Evaluation
from grids.models import UNCHECKED, Change, history_indexes
from referentiels.models import Item
from sacoche.kit.tenancy import SchoolOwned
from schools.models import School

# « PA »: asked for, or planned. It stands in a cell without being a result.
PLANNED = "PA"
CODE_LENGTH = 2
MATIERES_LENGTH = 200


class Signature(SchoolOwned):
    """Who gave marks, as he was called then: « DURAND A. ». Marks bear its number, and so outlive the account."""

    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    label = models.CharField(max_length=25)
    # The references of the matières that he taught then, « MATHS PHYS »; empty when it was not known.
    matieres = models.CharField(max_length=MATIERES_LENGTH, blank=True)

    def __str__(self) -> str:
        return self.label


class Mark(SchoolOwned):
    """A result of a pupil on an item in an évaluation. No row means no result. See docs/adr/0039.

    Its key is the pupil, the item and the évaluation: every report reads pupils and items; the évaluation, which entry
    reads, has the one other index. No key points at it. `code` is the number of an ordinary code of the scale (« 3 »),
    or the sigle of a special one. Year, dates and visibility are those of the évaluation, written again when they
    change: a report reads no other table.
    """

    pk = models.CompositePrimaryKey("pupil", "item", "evaluation")
    school = models.ForeignKey(
        School, on_delete=models.CASCADE, related_name="+", verbose_name="établissement", **UNCHECKED
    )
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    # An item that its référentiel lost may come back: its marks wait for it.
    item = models.ForeignKey(Item, on_delete=models.DO_NOTHING, related_name="+", **UNCHECKED)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="marks", db_constraint=False)
    author = models.ForeignKey(Signature, on_delete=models.DO_NOTHING, null=True, related_name="+", **UNCHECKED)
    given_on = models.DateField()
    visible_on = models.DateField()
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=CODE_LENGTH)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(code=""), name="mark_has_a_code")]


class MarkChange(Change):
    """One change of one mark."""

    item = models.ForeignKey(Item, on_delete=models.DO_NOTHING, related_name="+", **UNCHECKED)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.DO_NOTHING, related_name="+", **UNCHECKED)
    # Who had given the mark that was there, so that it comes back with its author.
    before_author = models.ForeignKey(Signature, on_delete=models.DO_NOTHING, null=True, related_name="+", **UNCHECKED)
    before = models.CharField(max_length=CODE_LENGTH, blank=True)
    after = models.CharField(max_length=CODE_LENGTH, blank=True)

    class Meta:
        indexes = history_indexes("mark_history", "item")
