"""Password hashing."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OwaspArgon2Hasher(Argon2PasswordHasher):
    """Argon2id at the OWASP minimum, so that a thousand labels stay affordable.

    Of the equal settings of the OWASP password storage sheet, the one that takes the least memory: two processors
    hashing at once dispute it less.
    """

    time_cost = 5
    memory_cost = 7_168  # KiB
    parallelism = 1
