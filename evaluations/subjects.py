"""What the marks of an évaluation are about, as the engine of grids is told: a subject for each évaluation."""

from collections.abc import Collection, Sequence
from functools import cached_property

from accounts.models import Account
from evaluations.alphabet import alphabet_of
from evaluations.models import Evaluation, Mark, MarkChange
from evaluations.queries import current_scale
from evaluations.queries.items import EvaluatedItem, chosen_items, items_of
from evaluations.queries.pupils import members_of
from evaluations.rights import EVALUATE
from evaluations.scale.whole import Scale
from evaluations.services.marks import GESTURES_OF_THE_SERVER, QUIET, lock_evaluation
from evaluations.store import MarkStore
from grids.alphabet import Value
from grids.gestures import Gestures, Named
from grids.services import RefusedSave
from grids.subject import Subject, Thing, Words
from referentiels.models import Item
from sacoche.kit.text import count

GONE = "Cette évaluation a été supprimée : rien n'a été enregistré. Son propriétaire peut la remettre pendant 30 jours."

_GESTURES = Gestures(
    of_pupil=Named("fill_pupil", "cases vides d'un élève"),
    of_thing=Named("fill_item", "cases vides d'un item"),
    of_part=Named("fill_all", "cases vides du tableau"),
    all_but_pupil=Named("all_but_pupil", "tout sauf… (un élève)"),
    all_but_thing=Named("all_but_item", "tout sauf… (un item)"),
    quiet=Named(QUIET, "saisie discrète"),
    others=GESTURES_OF_THE_SERVER,
)
_WORDS = Words(
    saved="Résultats enregistrés",
    unknown="Item inconnu : rien n'a été enregistré. Rechargez la page.",
    closed="Un item n'est plus dans cette évaluation : rien n'a été enregistré.",
    closed_now="cet item n'est plus dans l'évaluation",
    act="évaluer",
    final=("résultat est celui d'un collègue", "résultats sont ceux de collègues"),
    final_kept=(
        "seuls son auteur et le propriétaire de l'évaluation le vident.",
        "seuls leurs auteurs et le propriétaire de l'évaluation les vident.",
    ),
    final_now="résultat d'un collègue",
    outside=("élève n'est plus dans cette évaluation", "élèves ne sont plus dans cette évaluation"),
    outside_now="n'est plus dans l'évaluation",
)


def subject_of(
    evaluation: Evaluation, items: Sequence[EvaluatedItem] | None = None, scale: Scale | None = None
) -> Subject:
    """The subject of an évaluation, whose states are the codes of the school; `items` and `scale` if read already."""
    return _EvaluationSubject(evaluation, items).subject(scale or current_scale())


class _EvaluationSubject:
    """Makes the subject of one évaluation, and answers for its items and its pupils, which change meanwhile."""

    def __init__(self, evaluation: Evaluation, items: Sequence[EvaluatedItem] | None) -> None:
        self._evaluation = evaluation
        self._items = items
        self._store = MarkStore(evaluation)

    @cached_property
    def _things(self) -> dict[int, Thing]:
        """Read when they are named: a save names none."""
        items = chosen_items(items_of(self._evaluation.pk)) if self._items is None else self._items
        return {item.id: _thing(item, rank) for rank, item in enumerate(items)}

    def subject(self, scale: Scale) -> Subject:
        """The subject, whose states are the codes of the school."""
        return Subject(
            key="item",
            name="mark",
            things=Item,
            decisions=Mark,
            changes=MarkChange,
            stored=self._store,
            right=EVALUATE,
            verb="evaluations.save_marks",
            undo_verb="evaluations.undo_marks",
            alphabet=alphabet_of(scale),
            gestures=_GESTURES,
            words=_WORDS,
            thing_of=self._thing_of,
            lines_of=lambda scope: list(self._things),
            closed=self._closed,
            is_keyed=True,
            open_to=self._members_among,
            begin=self._hold,
            keeps=self._keeps,
        )

    def _thing_of(self, pk: int) -> Thing:
        """An item, also one that was taken out since: the history names it."""
        if pk not in self._things:
            [*found] = chosen_items([pk])
            lost = EvaluatedItem(pk, "", "item que son référentiel a perdu", "")
            self._things[pk] = _thing(found[0] if found else lost, len(self._things))
        return self._things[pk]

    def _closed(self, ids: Collection[int]) -> list[int]:
        return sorted(set(ids) - set(items_of(self._evaluation.pk)))

    def _members_among(self, account: Account, pupils: Collection[Account]) -> set[int]:
        asked = [pupil.pk for pupil in pupils]
        return set(members_of(self._evaluation).filter(pk__in=asked).values_list("pk", flat=True))

    def _hold(self, actor: Account) -> None:
        """Whoever changes the évaluation waits for the end of the save, or made it wait."""
        try:
            held = lock_evaluation(self._evaluation.pk)
        except Evaluation.DoesNotExist:
            raise RefusedSave(GONE) from None
        self._evaluation = held
        self._store.hold(held)

    def _keeps(self, actor: Account, wanted: Value, signed_by: int | None) -> bool:
        """A mark is emptied by who gave it, or by the owner of the évaluation."""
        return wanted == "" and actor.pk not in (signed_by, self._evaluation.owner_id)


_ANSWERED = ("demande d'élève traitée", "demandes d'élèves traitées")
_GIVEN_BACK = ("demande d'élève redevient", "demandes d'élèves redeviennent")


def told_of_requests(subject: Subject) -> str:
    """What a save did to the requests of pupils, in words; empty when it touched none."""
    store = subject.store
    assert isinstance(store, MarkStore)
    done, back = store.removed_requests, store.given_back_requests
    said = [f"{count(done, *_ANSWERED)}."] if done else []
    said += [f"{count(back, *_GIVEN_BACK)} à traiter."] if back else []
    return " ".join(said)


def label_of(item: EvaluatedItem) -> str:
    """« 6.N11 Comparer deux fractions »."""
    return f"{item.reference} {item.name}".strip()


def _thing(item: EvaluatedItem, rank: int) -> Thing:
    return Thing(item.id, label_of(item), item.place, 1, "Items", rank)
