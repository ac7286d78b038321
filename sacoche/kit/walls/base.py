"""Django's PostgreSQL, told with each statement which school is open: the engine of `ROW_SECURITY=1`."""

from typing import Any

from django.db.backends.postgresql import base

from sacoche.kit.walls.state import SETTING, open_school_code

# The rest (savepoints, SET, EXPLAIN of a maintenance…) asks for no row: were it otherwise, it would find none.
_ASKING = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "(", "EXPLAIN")


# Its stubs know psycopg2 alone.
_Cursor: Any = base.Cursor


class WalledCursor(_Cursor):
    """Sends the school that is open in front of each statement, in the same message.

    PostgreSQL runs what one message holds in one transaction, and forgets there what was said for that transaction
    alone: through PgBouncer nothing is left on the connection for whoever has it next, and a page opens no transaction
    of its own.
    """

    is_walled = True

    def execute(self, query: Any, params: Any = None, **kwargs: Any) -> Any:
        if not (isinstance(query, str) and query[:80].lstrip().upper().startswith(_ASKING)):
            return super().execute(query, params, **kwargs)
        super().execute(f"SELECT set_config('{SETTING}', '{open_school_code()}', true); {query}", params, **kwargs)
        # Past the answer of set_config, to that of the statement.
        self.nextset()
        return self

    def executemany(self, query: Any, params_seq: Any, **kwargs: Any) -> None:
        # Psycopg would send them in a pipeline, one statement a message.
        for params in params_seq:
            self.execute(query, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL as the role whose rows are chosen by the policies of `manage.py walls`."""

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": WalledCursor}
