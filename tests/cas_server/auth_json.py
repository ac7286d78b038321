"""The people of the ENT: a file of logins, read at each sign-in."""

import json
from typing import Any

from cas_server.auth import AuthUser
from django.conf import settings


class JsonAuth(AuthUser):
    """Somebody of `people.json`: {"login": {"password": "…", "attributes": {"name": "value" or ["values"]}}}."""

    def _record(self) -> dict[str, Any]:
        people = json.loads((settings.FOLDER / "people.json").read_text(encoding="utf-8"))
        return people.get(self.username, {})

    def test_password(self, password: str) -> bool:
        return password == self._record().get("password")

    def attributs(self) -> dict[str, Any]:
        return self._record().get("attributes", {})
