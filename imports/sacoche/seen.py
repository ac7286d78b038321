"""What the pages tell of a backup before it is taken, as plain values."""

from typing import Any

from accounts.enums import Profile
from accounts.present import is_present
from imports.sacoche.fates import Fate
from imports.sacoche.moving.kept import KEPT
from imports.sacoche.moving.plan import Plan
from imports.sacoche.wording import label_of
from imports.sacoche.writing.settings import rights_that_differ
from sacoche.kit.access import Grant, restrictions
from sacoche.kit.parts.moved import parts

_SHOWN = 200


def seen(plan: Plan) -> dict[str, Any]:
    """Everything that is shown, and kept with the move: no value of a password is in it."""
    summary, people = plan.summary, plan.people
    return {
        "school": summary.school,
        "uai": summary.uai,
        "version": f"{summary.version:%d/%m/%Y}",
        "tables": len(summary.rows),
        "rows": plan.ledger.total,
        "warnings": summary.warnings,
        "people": _people(plan),
        "figures": figures(plan),
        "boxes": {fate.value: plan.ledger.box(fate) for fate in Fate},
        "by_table": [
            {"table": table, "label": label_of(table), **{fate.value: counted[fate] for fate in Fate}}
            for table, counted in plan.ledger.by_table()
        ],
        "told": len(plan.ledger.lines),
        "questions": [{"key": each.key, "label": each.label, "proposed": each.proposed} for each in _asked(plan)],
        "damaged": [list(pair) for pair in plan.reading.damaged],
        "damaged_count": plan.reading.damaged_count,
        "sharing": people.sharing,
        "guessable": people.guessable,
        "without_password": len(people.without_password),
        "linked": sum(1 for _ in plan.reading.records("user_switch")),
        "rights": [
            {"label": right.label, "there": _in_words(grant), "here": _in_words(right.default)}
            for right, grant in rights_that_differ(plan.settings)
        ],
        **_rooms(plan),
        "kept": [{"label": KEPT[table], "rows": number} for table, number in plan.kept.tables.items()],
        "absent": _absent(plan),
        "inactive_matieres": [plan.structure.matieres[each].label for each in plan.structure.inactive_matieres],
    }


def _rooms(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """What the rooms beside take, and what the school decides of."""
    taken, met = plan.rooms.taken, plan.rooms.met
    asked = [part for part in parts if part.asked and met[part.code]]
    return {
        "rooms": [
            {"code": part.code, "label": part.label, "rows": taken[part.code]} for part in parts if taken[part.code]
        ],
        "asked_parts": [{"code": part.code, "label": part.asked, "rows": met[part.code]} for part in asked],
    }


def _asked(plan: Plan) -> list[Any]:
    return plan.reading.questions[:_SHOWN]


def figures(plan: Plan) -> dict[str, int]:
    """How much of everything would be written, by what the page of figures counts again afterwards."""
    structure, people, trees, evaluations = plan.structure, plan.people, plan.trees, plan.evaluations
    return {
        "accounts": len(people.persons),
        "classes": len(structure.classes),
        "groups": len(structure.groups),
        "periods": len(structure.periods),
        "guardianships": sum(map(len, people.guardians.values())),
        "addresses": len(people.addresses),
        "referentiels": len(trees.trees),
        "domaines": len(trees.domaines),
        "themes": len(trees.themes),
        "items": len(trees.items),
        "links": sum(map(len, trees.links.values())),
        "evaluations": len(evaluations.evaluations),
        "marks": evaluations.marks.total(),
        "orphan_marks": evaluations.orphans,
        "requests": len(plan.requests),
        "item_validations": len(plan.decisions.items),
        "pilier_validations": len(plan.decisions.piliers),
    }


def _people(plan: Plan) -> list[dict[str, Any]]:
    """Accounts by profile, in the order of our screens."""
    persons = list(plan.people.persons.values())
    told = []
    for profile in Profile:
        of_it = [person for person in persons if person.profile == profile]
        if of_it:
            left = sum(not is_present(person.left_on, plan.reading.today) for person in of_it)
            told.append({"profile": profile.value, "label": profile.label, "count": len(of_it), "left": left})
    return told


def _absent(plan: Plan) -> dict[str, int]:
    """What is only named in a backup: addresses of files that stayed on the former server."""
    comments = sum(1 for _ in plan.reading.records("jointure_devoir_eleve"))
    held = plan.evaluations.evaluations.values()
    documents = sum(bool(each.subject) + bool(each.answers) for each in held)
    return {"comments": comments, "documents": documents}


def _in_words(grant: Grant) -> str:
    labels = [str(profile.label) for profile in Profile if profile in grant.profiles]
    narrowed = [restrictions.get(code).label for code in sorted(grant.restrictions)]
    return ", ".join(labels + narrowed) or "personne"
