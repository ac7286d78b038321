"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OwaspArgon2Hasher(Argon2PasswordHasher):
    """Argon2id at the OWASP minimum (t=2, 19 MiB, p=1): 19 ms each, so that a whole school can be hashed in seconds."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
