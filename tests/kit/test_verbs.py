"""The verbs of the journal live in the room that writes them."""

import ast
from pathlib import Path

from sacoche.kit.access import rights
from sacoche.kit.journal import verbs

ROOT = Path(__file__).parents[2]
APPLICATIONS = [path.parent for path in ROOT.glob("*/apps.py")]
DECLARING = ("verbs.py", "rights.py")


def nodes(path):
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def declared(path):
    """The codes of the verbs that a module declares."""
    calls = (node for node in nodes(path) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Verb")
    # Those of the console, which are written one after the other from a table, are in a journal of their own.
    return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}


def named(path):
    """The codes of verbs that a module names. Where a right has the same code, nothing tells one from the other."""
    texts = {node.value for node in nodes(path) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if text in verbs and text not in rights}


def room_of(path):
    """« accounts/own » for what stands in a room that declares verbs, « accounts » for the rest."""
    application, room, *_ = [*path.relative_to(ROOT).parts, ""]
    return f"{application}/{room}" if (ROOT / application / room / "verbs.py").is_file() else application


def test_every_verb_is_declared_in_the_room_that_writes_it():
    modules = [path for folder in APPLICATIONS for path in folder.rglob("*.py")]
    rooms = {code: room_of(path) for path in modules if path.name in DECLARING for code in declared(path)}
    writing = {(code, room_of(path)) for path in modules if path.name not in DECLARING for code in named(path)}

    assert sorted(pair for pair in writing if pair[1] != rooms[pair[0]]) == []
    assert rooms.keys() == {verb.code for verb in verbs}
