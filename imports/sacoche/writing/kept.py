"""What has no room here yet, kept as data; the lines put aside; and messages."""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from typing import Any

from accounts.models import HiddenMessage, Message, MessageTarget
from imports.models import KeptTable, MoveIn
from imports.sacoche.moving.kept import ORIGINS, Kept, KeptReader, NewMessage, NewTarget
from imports.sacoche.moving.plan import Plan
from imports.sacoche.writing.numbers import Numbers

# The lines of which something is told: what was put aside, corrected, left.
TOLD = "lignes"
_TOGETHER = 1_000


def write_kept(plan: Plan, move: MoveIn, numbers: Numbers) -> None:
    """Write the messages, then what is kept as data."""
    _write_messages(plan.kept, numbers, plan)
    reader: KeptReader = plan.kept_rows
    for table in (*plan.kept.tables, ORIGINS):
        write_table(move, table, reader.rows(table))
    write_lines(plan, move)


def write_lines(plan: Plan, move: MoveIn) -> None:
    """Keep the lines of which something is told, to be downloaded."""
    KeptTable.objects.filter(move_in=move, table=TOLD).delete()
    write_table(move, TOLD, (asdict(line) for line in plan.ledger.lines))


def write_table(move: MoveIn, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep rows, some at a time: however many there are, few are in memory."""
    iterator = iter(rows)
    rank = 0
    while chunk := list(islice(iterator, _TOGETHER)):
        content = "\n".join(json.dumps(row, ensure_ascii=False) for row in chunk).encode()
        KeptTable(
            school_id=move.school_id,
            move_in=move,
            table=table,
            rank=rank,
            row_count=len(chunk),
            content=zlib.compress(content),
        ).save()
        rank += 1


def rows_kept(move: MoveIn, table: str) -> Iterator[dict[str, Any]]:
    """The rows kept of a table, in order."""
    for kept in KeptTable.objects.filter(move_in=move, table=table).order_by("rank").iterator():
        for line in zlib.decompress(bytes(kept.content)).decode().split("\n"):
            yield json.loads(line)


def _write_messages(kept: Kept, numbers: Numbers, plan: Plan) -> None:
    for each in kept.messages:
        author = plan.people.persons.get(each.author)
        message = Message(
            school=numbers.school,
            author_id=numbers.accounts.get(each.author),
            author_label=f"{author.first_name} {author.last_name}" if author else "SACoche",
            text=each.text,
            profiles=list(each.profiles),
            is_chosen=bool(each.targets),
            starts_on=each.starts_on,
            ends_on=each.ends_on,
        )
        message.save()
        _write_readers(message, each, numbers)


def _write_readers(message: Message, each: NewMessage, numbers: Numbers) -> None:
    of = {"school": numbers.school, "message": message}
    MessageTarget.objects.bulk_create(
        [MessageTarget(**of, audience=target.audience, **_target(target, numbers)) for target in each.targets]
    )
    HiddenMessage.objects.bulk_create(
        [HiddenMessage(**of, account_id=numbers.accounts[person]) for person in each.hidden]
    )


def _target(target: NewTarget, numbers: Numbers) -> dict[str, int]:
    if target.place == "person":
        return {"account_id": numbers.accounts[target.number]}
    if target.place == "class":
        return {"school_class_id": numbers.classes[target.number]}
    return {"group_id": numbers.groups[target.number]}
