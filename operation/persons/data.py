"""What is kept of a person, as one JSON document: docs/mes-donnees.md, written from the same declarations."""

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import Account
from sacoche.kit.parts.person import PersonPart, person_parts

FORMAT, VERSION = "sacoche-mes-donnees", 1


def data_of(person: Account, *, at: datetime.datetime) -> dict[str, Any]:
    """Everything, section by section; sections that hold nothing are empty lists."""
    school = person.school
    assert school
    sections = {part.section: list(part.given(person, on=at.date())) for part in in_order() if part.columns}
    return {
        "format": FORMAT,
        "version": VERSION,
        "fait_le": at,
        "etablissement": {"nom": school.name, "commune": school.town, "uai": school.uai},
        "sections": sections,
    }


def in_order() -> Sequence[PersonPart]:
    """Who it is first, then what she does and what is said of her."""
    parts = person_parts()
    return sorted(parts, key=lambda part: part.section != "identite")


def as_json(data: Mapping[str, Any]) -> bytes:
    """UTF-8, dates in ISO 8601."""
    return json.dumps(data, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document."""
    sections = {part.section: _section(part) for part in in_order() if part.columns}
    plain = {"type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Mes données",
        "type": "object",
        "required": ["format", "version", "fait_le", "etablissement", "sections"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "fait_le": {"type": "string", "format": "date-time"},
            "etablissement": {
                "type": "object",
                "required": ["nom", "commune", "uai"],
                "additionalProperties": False,
                "properties": {"nom": plain, "commune": plain, "uai": plain},
            },
            "sections": {
                "type": "object",
                "required": list(sections),
                "additionalProperties": False,
                "properties": sections,
            },
        },
    }


def _section(part: PersonPart) -> dict[str, Any]:
    columns = {key: {"type": ["string", "number", "boolean", "object", "array", "null"]} for key in part.columns}
    line = {"type": "object", "required": list(columns), "additionalProperties": False, "properties": columns}
    return {"description": part.label, "type": "array", "items": line}
