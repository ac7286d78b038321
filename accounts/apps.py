from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and access."""

    name = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from accounts import merge_parts, own_rights, rights  # noqa: F401  (declare what a merge moves, rights, verbs)
        from accounts.access import decide
        from accounts.grids import grids
        from accounts.journal import store_journal_line
        from sacoche.kit.access import plug_decisions
        from sacoche.kit.journal import plug_storage

        plug_storage(store_journal_line)
        plug_decisions(decide)
        grids.discover("accounts.grids")
