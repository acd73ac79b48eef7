"""Whether two written words are the same name: across scripts, accents and spellings, but never a brother's.

A given name on the list of spellings is only what the list says. Other words are one name if they are equal in
Latin letters, or have the same consonants and no vowel that contradicts.
"""

import re
from functools import cache
from pathlib import Path

from anyascii import anyascii

from intake import folding

LIST = Path(__file__).parents[1] / "data" / "name_spellings.txt"
PARTICLES = frozenset("al el ul ibn bin bint ben bn de del della di da dos das la le van von der den ter y e".split())
SERVANT = re.compile(r"\b(abd(?:[aeiu][lr])?)[\s-]+(?:([aeiu][lr])[\s-]+)?(?=\w)", re.IGNORECASE)
ARTICLE = re.compile("^(al|el)(?=[a-z]{4})")
PAIRS = [
    ("chr", "kr"),
    ("ph", "f"),
    ("sch", "S"),
    ("sh", "S"),
    ("ch", "S"),
    ("kh", "H"),
    ("gh", "G"),
    ("th", "t"),
    ("dh", "d"),
]
PAIRS += [("dj", "j"), ("ck", "k"), ("tz", "z"), ("x", "ks"), ("q", "k"), ("v", "b")]
VOWELS = {"a": "a", "e": "ai", "i": "i", "y": "i", "o": "o", "u": "o", "w": "o"}
SOUNDS = re.compile("([^aeiouyw]?)([aeiouyw]*)")
BARE = re.compile("[\u0590-\u07ff\ufb1d-\ufdff\ufe70-\ufeff]")  # Hebrew, Arabic: short vowels are not written
LONG = re.compile("ee|oo|ou|aa|ei|ey|ie|ii|uu|ay|ai")
LEAST, ENOUGH = 2, 3  # consonants: of a name at all; of one whose vowels may be written otherwise


def words(text):
    """The words of a name, folded; particles and articles do not count unless nothing else is there."""
    found = [word for word in folding.words(_joined(text)) if not word.isdigit()]
    kept = [ARTICLE.sub("", word) for word in found if word not in PARTICLES]
    kept = [re.sub("^ال(?=...)", "", word) for word in kept]
    return kept or found


def _joined(text):
    """Servant-of names are one word, however they are written."""
    text = re.sub("(عبد)\\s+(ال)", r"\1\2", text)
    return SERVANT.sub(r"\1\2", text)


def same(one, other, *, given=True):
    """Whether two words may be the same name. Family names may differ in all their vowels."""
    if BARE.search(one) and BARE.search(other):
        return one == other
    first, second = latin(one), latin(other)
    if first == second:
        return True
    if len(first) == 1 or len(second) == 1:
        return first[:1] == second[:1]
    if given and (said := _listed(one, other)) is not None:
        return said
    return _alike(one, other, given)


def _listed(one, other):
    """What the list of spellings says about two given names, or None."""
    first, second = _groups(one), _groups(other)
    if first and second:
        return bool(first & second)
    if (first or second) and bool(BARE.search(one)) != bool(BARE.search(other)) and _both_scripts(first or second):
        return False
    return None


def _both_scripts(groups):
    """The list knows these names in Latin and in Arabic letters: what it does not name is another."""
    scripts = {bool(BARE.search(word)) for word, numbers in _list().items() if numbers & groups}
    return scripts == {True, False}


@cache
def latin(word):
    text = anyascii(word.replace("عبدالل", "عبدال").replace("ا", "a")).lower()
    return re.sub("^abd[eiu]l", "abdal", re.sub("[^a-z]", "", text))


def _groups(word):
    return _list().get(latin(word), frozenset()) if not BARE.search(word) else _list().get(word, frozenset())


@cache
def _list():
    groups = {}
    lines = [line.split() for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for number, spellings in enumerate(lines):
        for word in spellings:
            plain = folding.fold(word)
            key = plain if BARE.search(plain) else latin(plain)
            groups.setdefault(key, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


def _alike(one, other, given):
    """The same consonants, and no vowel that contradicts."""
    first, second = _sounds(one), _sounds(other)
    bare = bool(BARE.search(one)) or -bool(BARE.search(other))
    if bare or not given:  # what a word begins with is not told apart there: Omar, Ibrahim
        first, second = [[part for part in parts if part[0]] for parts in (first, second)]
    if [part[0] for part in first] != [part[0] for part in second] or len(first) < LEAST:
        return False
    if not given:
        return True
    pairs = list(zip([part[1] for part in first], [part[1] for part in second], strict=True))
    if bare:
        return all(_unwritten(*(pair if bare > 0 else reversed(pair))) for pair in pairs)
    strict = {0, len(pairs) - 1} if len(pairs) >= ENOUGH and not first[0][0] else {len(pairs) - 1}
    few = len(pairs) < ENOUGH
    return all(_agree(here, there, few or at in strict) for at, (here, there) in enumerate(pairs))


@cache
def _sounds(word):
    """[(consonant, the vowels after it)], the first consonant may be none."""
    text = latin(word)
    for written, sound in PAIRS:
        text = text.replace(written, sound)
    text = re.sub("c(?=[eiy])", "s", text).replace("c", "k").replace("z", "s")
    text = re.sub("(?<=.)h$", "", text)
    bare = BARE.search(word)  # there Layla and Ali end alike, and a letter written twice is two
    text = re.sub("(?<=.)y$", "ya", text) if bare else re.sub(r"([^aeiouyw])\1+", r"\1", text)
    text = re.sub("^[yw](?=.)" if bare else "^[yw](?=[aeiou])", lambda match: match[0].upper(), text)
    found = [match for match in SOUNDS.findall(text) if any(match)]
    return [(consonant.replace("Y", "j").replace("W", "b"), vowels) for consonant, vowels in found]


def _agree(here, there, strict):
    """Daniel and Daniela are two children, and so are Jan and Jen; Ahmed and Ahmad may be one."""
    if not here or not there:
        return here == there
    one, other = _kinds(here), _kinds(there)
    return one == other if strict else bool(one & other)


def _unwritten(written, spoken):
    """What Arabic leaves out may be any short vowel; a long one is written in both."""
    if not written:
        return not LONG.search(spoken)
    return bool(_kinds(written) & _kinds(spoken))


def _kinds(vowels):
    return {kind for vowel in vowels for kind in VOWELS[vowel]}
