from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """64 MiB, three passes, one lane."""

    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 1
