"""A second proof besides a password, whoever owns it: codes of an application (`totp`), passkeys (`passkeys`), recovery
codes (`recovery`), drawn for a telephone by `qr`.

Nothing here knows an account, a request or a table: the caller gives the owner, the hour and what he has kept, and
keeps what is returned. Failures are counted by the caller too (accounts.safety.throttle).
"""
