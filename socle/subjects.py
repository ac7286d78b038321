"""What decisions of the socle are about: its items, and its compétences."""

from collections.abc import Collection

from grids.alphabet import Alphabet, State
from grids.gestures import Gestures, Named
from grids.subject import Subject, Words
from socle.grids import WHOLE_PALIER, grid_items, palier_of_pilier, whole_palier
from socle.help_settings import socle_settings
from socle.models import Gesture, Item, ItemChange, ItemValidation, Pilier, PilierChange, PilierValidation
from socle.models import State as Validation
from socle.paliers import active_paliers
from socle.things import item_thing, pilier_thing

_UNDERSTOOD = "V, R ou vide ; 1 ou 0 ; oui ou non ; validé ou non validé"


def _named(gesture: Gesture) -> Named:
    return Named(gesture.value, str(gesture.label))


_GESTURES = Gestures(
    of_pupil=_named(Gesture.PUPIL_ARROW),
    of_thing=_named(Gesture.ITEM_ARROW),
    of_part=_named(Gesture.DOMAINE_ARROW),
    all_but_pupil=_named(Gesture.ALL_BUT_PUPIL),
    all_but_thing=_named(Gesture.ALL_BUT_ITEM),
    proposal=_named(Gesture.PROPOSAL),
    others={Gesture.CANCEL.value: str(Gesture.CANCEL.label)},
)
_CLOSED_NOW = "ce palier n'est plus utilisé par l'établissement"
_CLOSED = "Ce palier n'est plus activé dans l'établissement : rien n'a été enregistré. Voyez votre administrateur."


def _states(*, feminine: bool) -> tuple[State, ...]:
    """The three states of a validation; validating a compétence is final."""
    e = "e" if feminine else ""
    return _validated(e, is_final=feminine), _refused(e), _UNDECIDED


def _validated(e: str, *, is_final: bool) -> State:
    return State(
        code=Validation.VALIDATED.value,
        sign="✓",
        word=f"validé{e}",
        decided="validé",
        colour="ok",
        keys=("v",),
        verb="Valider",
        mass="tout valider",
        counted="à valider",
        given="validées",
        pasted=("v", "valide", "validee", "1", "oui", "vrai", "✓"),
        is_final=is_final,
    )


def _refused(e: str) -> State:
    return State(
        code=Validation.REFUSED.value,
        sign="✗",
        word=f"non validé{e}",
        decided="non validé",
        colour="no",
        keys=("r",),
        verb=f"Mettre non validé{e}",
        mass="tout non validé",
        counted="à mettre non validé",
        given="mises non validées",
        pasted=("r", "non valide", "non validee", "0", "non", "faux", "✗"),
    )


_UNDECIDED = State(
    code=Validation.UNDECIDED.value,
    sign="",
    word="aucune décision",
    colour="blank",
    keys=("delete", "backspace"),
    verb="Effacer la décision",
    mass="tout effacer",
    counted="à effacer",
    given="remises sans décision",
    pasted=("", "vide", "aucune decision"),
)


def _items_of(scope_id: int) -> list[int]:
    """The items of a compétence, or of a whole palier."""
    return [item.id for item in grid_items() if scope_id in (item.pilier_id, whole_palier(item.palier_id))]


def _scopes_sharing(scope_id: int) -> set[int]:
    """Of a palier, its compétences too; of a compétence, its palier too."""
    if scope_id > WHOLE_PALIER:
        return {
            scope_id,
            *(pilier for pilier, palier in palier_of_pilier().items() if whole_palier(palier) == scope_id),
        }
    palier = palier_of_pilier().get(scope_id)
    return {scope_id} if palier is None else {scope_id, whole_palier(palier)}


def _piliers_of(palier_id: int) -> list[int]:
    return list(dict.fromkeys(item.pilier_id for item in grid_items() if item.palier_id == palier_id))


def _closed_items(ids: Collection[int]) -> list[int]:
    """Those of a palier that the school does not work with."""
    paliers = set(active_paliers().values_list("pk", flat=True))
    return [item.id for item in grid_items() if item.id in ids and item.palier_id not in paliers]


def _shut_items(cells: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of a compétence that is validated, where the school locks them."""
    if not socle_settings().locks_items:
        return set()
    piliers = {item.id: item.pilier_id for item in grid_items()}
    pupils = {pupil for pupil, _item in cells}
    validated = set(
        PilierValidation.objects.filter(pupil__in=pupils, state=Validation.VALIDATED).values_list(
            "pupil_id", "pilier_id"
        )
    )
    return {(pupil, item) for pupil, item in cells if (pupil, piliers.get(item)) in validated}


def _closed_piliers(ids: Collection[int]) -> list[int]:
    paliers = set(active_paliers().values_list("pk", flat=True))
    closed = (item.pilier_id for item in grid_items() if item.pilier_id in ids and item.palier_id not in paliers)
    return list(dict.fromkeys(closed))


ITEMS = Subject(
    key="item",
    things=Item,
    decisions=ItemValidation,
    changes=ItemChange,
    right="socle.validate_items",
    verb="socle.save_items",
    undo_verb="socle.undo_save",
    alphabet=Alphabet(*_states(feminine=False), understood=_UNDERSTOOD),
    gestures=_GESTURES,
    words=Words(
        saved="Validations enregistrées",
        unknown="Item du socle inconnu : rien n'a été enregistré.",
        closed=_CLOSED,
        closed_now=_CLOSED_NOW,
        final=("item est verrouillé", "items sont verrouillés"),
        final_kept=(
            "sa compétence est validée, il n'a pas été changé.",
            "leur compétence est validée, ils n'ont pas été changés.",
        ),
        shut_now="sa compétence est validée, et votre établissement en verrouille les items",
        act="faire ces validations",
    ),
    thing_of=item_thing,
    lines_of=_items_of,
    closed=_closed_items,
    shut=_shut_items,
    scopes_sharing=_scopes_sharing,
)

# « Valider » a compétence is final: only « Annuler une compétence validée » takes it away.
PILIERS = Subject(
    key="pilier",
    things=Pilier,
    decisions=PilierValidation,
    changes=PilierChange,
    right="socle.validate_piliers",
    verb="socle.save_piliers",
    undo_verb="socle.undo_save",
    alphabet=Alphabet(*_states(feminine=True), understood=_UNDERSTOOD),
    gestures=_GESTURES,
    words=Words(
        saved="Validations enregistrées",
        unknown="Compétence du socle inconnue : rien n'a été enregistré.",
        closed=_CLOSED,
        closed_now=_CLOSED_NOW,
        act="faire ces validations",
        final=("compétence validée est définitive", "compétences validées sont définitives"),
        final_kept=("elle n'a pas été changée.", "elles n'ont pas été changées."),
        final_now="compétence validée, donc verrouillée : seule « Annuler une compétence validée » la retire",
    ),
    thing_of=pilier_thing,
    lines_of=_piliers_of,
    closed=_closed_piliers,
)

SUBJECTS = (ITEMS, PILIERS)
