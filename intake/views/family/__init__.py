"""The family's room, as far as it needs no records: beginning, coming back, keeping or leaving."""

from .coming_back import come_back, link, lost_words, unlock
from .keeping import delete, kept, leave, passphrase
from .start import place, start

__all__ = ["come_back", "delete", "kept", "leave", "link", "lost_words", "passphrase", "place", "start", "unlock"]
