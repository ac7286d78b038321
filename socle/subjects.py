"""What decisions are about: the items of the socle, and its compétences. One engine serves both grids."""

from dataclasses import dataclass

from socle.models import Decision, Item, ItemValidation, Pilier, PilierValidation, State


@dataclass(frozen=True)
class Subject:
    """A kind of thing that is decided on.

    `name` is the field that holds the thing, in a decision as in a line of history; `path_to_palier` leads from the
    thing to its palier. A stored decision in one of the `final_states` can be changed by no grid.
    """

    name: str
    things: type[Item] | type[Pilier]
    decisions: type[Decision]
    path_to_palier: str
    right: str
    verb: str
    unknown: str
    final_states: frozenset[int] = frozenset()

    @property
    def key(self) -> str:
        return f"{self.name}_id"


ITEMS = Subject(
    name="item",
    things=Item,
    decisions=ItemValidation,
    path_to_palier="domaine__pilier__palier",
    right="socle.validate_items",
    verb="socle.save_items",
    unknown="Item du socle inconnu : rien n'a été enregistré.",
)

# « Valider » a compétence is final: only « Annuler une compétence validée » takes it away.
PILIERS = Subject(
    name="pilier",
    things=Pilier,
    decisions=PilierValidation,
    path_to_palier="palier",
    right="socle.validate_piliers",
    verb="socle.save_piliers",
    unknown="Compétence du socle inconnue : rien n'a été enregistré.",
    final_states=frozenset({State.VALIDATED.value}),
)
