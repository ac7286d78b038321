"""What its decisions are about, as the engine is told."""

from grids.alphabet import Alphabet, State
from grids.gestures import Gestures, Named
from grids.subject import Subject, Thing, Typed, Words
from tests.fourth.models import CRITERIA, LONGEST, REMARK, Criterion, Mark, MarkChange
from tests.fourth.rights import RIGHT, SAVE, UNDO


def _state(code: str, word: str, colour: str, key: str) -> State:
    return State(
        code=code,
        sign=code,
        word=word,
        colour=colour,
        keys=(key,),
        verb=f"Mettre « {word} »",
        mass=f"tout « {word} »",
        counted=f"à mettre « {word} »",
        given=f"mises « {word} »",
        pasted=(code.lower(), word),
    )


STATES = (
    _state("A", "toujours", "a", "a"),
    _state("B", "souvent", "b", "b"),
    _state("C", "parfois", "c", "c"),
    _state("D", "rarement", "d", "d"),
    _state("E", "jamais", "e", "e"),
    State(
        code="",
        sign="",
        word="pas observé",
        colour="blank",
        keys=("delete", "backspace"),
        verb="Vider",
        mass="tout vider",
        counted="à vider",
        given="vidées",
        pasted=("", "pas observe"),
    ),
)


def _thing(pk: int) -> Thing:
    return Thing(pk, CRITERIA[pk], "Vie de la classe", 1, "Vie de la classe", pk)


MARKS = Subject(
    key="criterion",
    things=Criterion,
    decisions=Mark,
    changes=MarkChange,
    right=RIGHT,
    verb=SAVE,
    undo_verb=UNDO,
    alphabet=Alphabet(*STATES, understood="A à E, ou vide"),
    gestures=Gestures(
        of_pupil=Named("pupil_arrow", "flèche d'un élève"),
        of_thing=Named("criterion_arrow", "flèche d'un critère"),
        of_part=Named("class_arrow", "flèche de la classe"),
        all_but_pupil=Named("all_but_pupil", "tout sauf… (un élève)"),
        all_but_thing=Named("all_but_crit", "tout sauf… (un critère)"),
    ),
    words=Words(
        saved="Observations enregistrées",
        unknown="Critère inconnu : rien n'a été enregistré.",
        closed="Ce critère n'est plus utilisé.",
        closed_now="ce critère n'est plus utilisé",
        act="observer ces élèves",
    ),
    thing_of=_thing,
    lines_of=lambda scope: list(CRITERIA),
    closed=lambda ids: [],
    typed=Typed(is_typed=lambda pk: pk == REMARK, longest=LONGEST),
    pupils_are_rows=True,
)
