"""A Django process beside the server, which makes what tests find when they begin.

One for all of them: starting Django for each school took a third of the time of the browser tests. Each line that it
reads asks for something (JSON), each line that it writes answers.
"""

import io
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


class BackstageFailed(Exception):
    """What was asked for ended with an error, which the message holds."""


class Backstage:
    """Our end of that process, started when first needed with the `environment` of the server."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._environment, self._log = environment, log
        self._process: subprocess.Popen[str] | None = None

    def command(self, *arguments: str) -> str:
        """What a management command prints. Raises BackstageFailed."""
        return str(self._ask({"command": arguments}))

    def evaluate(self, code: str) -> Any:
        """What `answer` holds after `code` ran (JSON values alone). Raises BackstageFailed."""
        return self._ask({"code": code})

    def close(self) -> None:
        """End the process: it stops by itself when nobody can ask any more."""
        if self._process:
            assert self._process.stdin
            self._process.stdin.close()
            self._process.wait(timeout=10)
            self._process = None

    def _ask(self, request: Mapping[str, Any]) -> Any:
        process = self._process = self._process or self._start()
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise BackstageFailed(self._log.read_text(encoding="utf-8"))
        answer = json.loads(line)
        if "failed" in answer:
            raise BackstageFailed(f"{request}\n{answer['failed']}")
        return answer["answer"]

    def _start(self) -> subprocess.Popen[str]:
        with self._log.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.backstage"],
                cwd=ROOT, env=dict(self._environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                text=True, encoding="utf-8",
            )  # fmt: skip


def main() -> None:
    """The other end: answer until there is nothing more to read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sacoche.settings")
    import django
    from django.db import connections

    django.setup()
    # What a test's code prints must not be taken for an answer.
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), file=answers, flush=True)
        connections.close_all()


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"answer": _printed(request["command"]) if "command" in request else _evaluated(request["code"])}
    except (Exception, SystemExit):
        return {"failed": traceback.format_exc()}


def _printed(arguments: list[str]) -> str:
    from django.core.management import call_command

    output = io.StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


def _evaluated(code: str) -> Any:
    names: dict[str, Any] = {}
    exec(code, names)
    return names["answer"]


if __name__ == "__main__":
    main()
