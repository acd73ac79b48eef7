"""Which keys of FILE_KEYS_FILE have sealed something here."""

from django.db import models


class FileKey(models.Model):
    """A canary a key: a start with another key under the same name is noticed before anything is sealed with it."""

    key_id = models.CharField(max_length=40, unique=True)
    canary = models.BinaryField()
    added_at = models.DateTimeField()

    PERSONAL = frozenset()
    PLAIN = frozenset({"id", "key_id", "canary", "added_at"})

    def __str__(self):
        return self.key_id
