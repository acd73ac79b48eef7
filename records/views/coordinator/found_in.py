"""What a file says of itself, in words for the person who checks it."""

from records.policies import identity, names, studies
from records.queries import albums, checks

HOLDS = {
    "name": "another name",
    "birth_date": "another birth date",
    "sex": "another sex",
    "patient_id": "another record number than this place has for the child",
    "study_date": "a date of the study before the birth or after today",
    "anonymous": "no name and no number",
    "mixed": "more than one person in what was sent together",
    "too_big": "it is too large for the virus scanner: look at where it comes from",
}
NOTES = {
    "order": "The order of the names is turned around.",
    "birth_date_swapped": "Day and month of the birth date are turned around.",
    "no_birth_date": "It names no birth date.",
    "no_name": "It names nobody.",
    "number_known": "Its record number is the one that this place has for the child.",
    "place": "The family has not named the place that made it.",
    "age": "The age in it is more than a year off.",
}
SEX = {"female": "F", "male": "M"}


def why(upload):
    """The reasons of a hold, joined; what a person said who held it stands in the history."""
    found = getattr(upload, "inspection", None)
    if upload.scan != "held" or found is None:
        return ""
    return ", ".join(HOLDS.get(code, code.replace("_", " ")) for code in found.reason.split(",") if code)


def sides(case, upload, facts):
    """Child and file side by side: (what, the child's, the file's, whether to look twice)."""
    said = identity.of_header(facts) if "modality" in facts else identity.of_text(facts.get("text", ""))
    told = getattr(case, "child", None)
    if said is None or told is None:
        return []
    own, theirs = f"{told.first_name} {told.last_name}".strip(), _names(said)
    rows = [
        ("Name", own, theirs, "name"),
        ("Other names", told.other_names, "", ""),
        ("Birth date", told.birth_date, said.birth_date, "birth_date"),
        ("Sex", SEX.get(told.sex, ""), said.sex, "sex"),
        ("Number", "", said.patient_id, "patient_id"),
    ]
    held = set(upload.inspection.reason.split(",")) - {""}
    return [(what, here, there, code in held) for what, here, there, code in rows if here or there]


def _names(said):
    return ", ".join(f"{given} {family}".strip() for family, given in said.names)


def lines(upload, facts):
    """One short sentence each."""
    found = [NOTES[note] for note in facts.get("notes", ()) if note in NOTES]
    if "modality" in facts:
        parts = [facts["modality"], facts["body_part"], facts["study_text"], facts["study_date"], facts["institution"]]
        found.insert(0, ", ".join(part for part in parts if part))
        found += ["Names may stand in the picture itself."] if _may_be_burned_in(facts) else []
    if facts.get("pages"):
        found += [f"{facts['pages']} page{'' if facts['pages'] == 1 else 's'}."]
        found += [] if names.words(facts["text"]) else ["No words in it: a scan of paper."]
    for code, words in FLAGS.items():
        found += [words] if facts.get(code) else []
    if facts.get("absent"):
        found.append(f"{len(facts['absent'])} files that the disc lists are missing.")
    source = getattr(upload, "inspection", None) and upload.inspection.source
    if source and source.kind in albums.KINDS:
        found.append("Made here of the photos that were sent together. They are kept.")
    if "kept" in facts:
        found.append(f"{facts['kept']} files came out of it, {facts['left']} were left inside.")
    return found


def _may_be_burned_in(facts):
    said = facts["burned_in"].upper()
    return said == "YES" or (said != "NO" and facts["modality"] in PHOTOGRAPHED)


def with_others(upload, facts):
    """What it says together with the other files of the case."""
    found = []
    if facts.get("listed") and upload.batch:
        absent = studies.absent(facts["listed"], checks.names(upload))
        found.append(f"The disc's table of contents: {len(facts['listed'])} files, {len(absent)} of them missing.")
    number = facts.get("accession", "")
    if number and len(number) > SHORT:
        told = any(number in words for words in checks.texts(upload.case))
        found += [f"A report that is here names the same study number, {number}."] if told else []
    return found


PHOTOGRAPHED = {"US", "SC", "XA"}  # kinds whose makers write on the picture
SHORT = 3  # signs of a study number that may stand in any report
FLAGS = {
    "mended": "It is damaged and was mended for reading.",
    "scripts": "It holds a script. Open it with care.",
    "embedded": "Other files hide in it.",
    "dark": "The photo is dark.",
    "blurred": "The photo is blurred.",
    "turned": "The photo lies on its side.",
    "slide": "A slide of tissue: it opens in a slide viewer.",
}
