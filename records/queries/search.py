"""Searching cases: by reference, names, birth date, phone or mail. Only what the person may see counts."""

from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q

from intake.models import Contact, SearchWord
from intake.queries import cases

MOST = 501  # a name that fits more cases than this needs a second word
SHORTEST = 2  # one letter is a whole word


class Sought(NamedTuple):
    """What was typed, read in every way that it can be meant; what is filled must fit."""

    reference: str = ""
    begun: str = ""  # the beginning of a reference
    births: tuple = ()
    phones: tuple = ()
    email: str = ""
    words: tuple = ()
    like: bool = False  # no word begins like this: look for words that resemble it


def read_again(user, sought):
    """The same, by likeness if nothing fits and names were among it."""
    if not sought.words or cases.visible_to(user).filter(match(user, sought)).exists():
        return sought
    return sought._replace(like=True)


def match(user, sought):
    """The condition that a case fits."""
    wanted = Q() if any(sought[:-1]) else Q(pk__in=[])
    if sought.reference:
        wanted &= Q(reference=sought.reference)
    if sought.begun:
        wanted &= Q(reference__startswith=sought.begun)
    if sought.births:
        wanted &= Q(birth_date__in=sought.births)
    if sought.phones:
        wanted &= Q(pk__in=Contact.objects.filter(phone_digits__in=sought.phones).values("case"))
    if sought.email:
        wanted &= Q(pk__in=Contact.objects.filter(email__iexact=sought.email).values("case"))
    if sought.words:
        wanted &= Q(pk__in=_named(user, sought))
    return wanted


def _named(user, sought):
    """The newest cases in which every word is one of a name; capped, so that no name is slow."""
    first, *others = sorted(set(sought.words), key=len, reverse=True)
    rows = SearchWord.objects.filter(_word(first, sought.like), case__in=cases.visible_to(user).values("pk"))
    for word in others:
        rows = rows.filter(Exists(SearchWord.objects.filter(_word(word, sought.like), case=OuterRef("case"))))
    newest = (F("case_id") + 0).desc()  # not by the table of cases, which a rare name would read whole
    return rows.order_by(newest).values("case")[:MOST]


def _word(word, like):
    if like:
        return Q(word__trigram_similar=word)
    return Q(word__startswith=word) if len(word) >= SHORTEST else Q(word=word)
