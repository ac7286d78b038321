"""docs/droits.md says who may do what."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

DOCUMENT = Path(__file__).parent.parent / "docs" / "droits.md"


def test_document_of_the_rights_is_that_of_their_declarations() -> None:
    written = StringIO()
    call_command("rights_table", stdout=written)

    assert DOCUMENT.read_text(encoding="utf-8") == written.getvalue(), "run `make rights`"
