"""400 patients for the wrong-patient guard: 200 files that are the child's, 200 that are another's. All invented."""

import random
from datetime import date, timedelta

from records.policies.guard import Found, Patient

GIVEN = "Nia Zoë José Łukasz Amélie Søren Björn Renée Anaïs Chloë Iñaki Héctor Åsa Jürgen Noémie Óscar".split()
GIVEN += "Avery Quinn Rosalind Theodore Marguerite Bartholomew Ingrid Octavia Leopold Cordelia".split()
FAMILY = "Sample Fixture Demo Müller García Nuñez O'Neil Smith-Jones Kowalski Brontë Dvořák Østergård".split()
FAMILY += ["de la Cruz", "van den Berg", "Al-Masri", "D'Angelo-Ruiz", "St. John", "Nguyễn"]
MIDDLE = "Grace Luis Anne Marie Paul Ruth Jean Alba Rose Ivo".split()
ARABIC = [
    ("محمد", "Mohammed"), ("محمد", "Muhammad"), ("أحمد", "Ahmed"), ("أحمد", "Ahmad"), ("حسن", "Hasan"),
    ("حسين", "Hussein"), ("حسين", "Husayn"), ("علي", "Ali"), ("عمر", "Omar"), ("عمر", "Umar"),
    ("يوسف", "Youssef"), ("يوسف", "Yusuf"), ("إبراهيم", "Ibrahim"), ("فاطمة", "Fatima"), ("فاطمة", "Fatma"),
    ("عائشة", "Aisha"), ("عائشة", "Ayesha"), ("مريم", "Maryam"), ("مريم", "Mariam"), ("ليلى", "Layla"),
    ("ليلى", "Leila"), ("زينب", "Zaynab"), ("زينب", "Zeinab"), ("نور", "Noor"), ("نور", "Nour"),
    ("عبد الله", "Abdullah"), ("عبدالله", "Abd Allah"), ("عبد الرحمن", "Abdul Rahman"), ("خالد", "Khaled"),
    ("خالد", "Khalid"), ("سليمان", "Suleiman"), ("رغد", "Raghad"), ("غسان", "Ghassan"), ("شهد", "Shahd"),
    ("ريان", "Rayan"), ("بشار", "Bashar"), ("وسيم", "Waseem"), ("فراس", "Firas"), ("طلال", "Talal"), ("نزار", "Nizar"),
    ("لمى", "Lama"), ("جنى", "Jana"),
]  # fmt: skip
ARABIC_FAMILY = [("المصري", "Al-Masri"), ("الأحمد", "Alahmad"), ("حداد", "Haddad"), ("السيد", "El Sayed")]
SIBLINGS = [
    ("Hassan", "Hussein"), ("Mohammed", "Mahmoud"), ("محمد", "Mahmoud"), ("حسن", "Hussein"), ("حسين", "Hassan"),
    ("كرم", "Karim"), ("Amir", "Omar"), ("Amira", "Amir"), ("Salim", "Salem"), ("Sami", "Samir"), ("Hamad", "Hamid"),
    ("Daniel", "Daniela"), ("Julian", "Juliana"), ("Gabriel", "Gabriela"), ("Alexander", "Alexandra"),
    ("Christian", "Christina"), ("Maria", "Mario"), ("Maria", "Marie"), ("Jan", "Jane"), ("Jon", "Jan"),
    ("Emma", "Emily"), ("Anna", "Hannah"), ("Ella", "Ellie"), ("Leo", "Lea"), ("Luca", "Lucas"),
    ("Maria Fernanda", "Maria Jose"), ("John Michael", "James Michael"), ("Omar Khalid", "Ahmad Khalid"),
    ("Mohamed Ali", "Mohamed Hassan"), ("Alan", "Ellen"), ("Kirsten", "Kristen"), ("Tim", "Tom"), ("Marlen", "Marlon"),
    ("Nadia", "Nada"), ("Zayn", "Zaynab"), ("Martin", "Martina"), ("Eric", "Erica"), ("Rania", "Rana"),
    ("Yasin", "Yasmin"), ("Mia", "Maya"),
]  # fmt: skip


def matching(seed=20261124):
    """[(how, child, what the file says)]: 200 of the child's own."""
    rng = random.Random(seed)
    made = []
    for number in range(40):
        given, family, born, sex = _person(rng)
        child = Patient(given, family, "", born, sex)
        middle = rng.choice(MIDDLE)
        made += [
            ("case", child, _found(rng.choice([str.upper, str.lower])(family), given.upper(), born, sex)),
            ("accents", child, _found(_plain(family), _plain(given), born, sex)),
            ("order", child, _found(given, family, born, sex) if number % 2 else _found(f"{given} {family}", "", born)),
            (
                "middle",
                child._replace(given=f"{given} {middle}") if number % 2 else child,
                _found(family, f"{given} {rng.choice([middle[0], middle]) if number % 3 else ''}", born, sex),
            ),
        ]
        arabic, latin = ARABIC[number]
        family_arabic, family_latin = rng.choice(ARABIC_FAMILY)
        sides = [(arabic, family_arabic), (latin, family_latin)]
        (own, own_family), (theirs, their_family) = sides if number % 2 else reversed(sides)
        made.append(("scripts", Patient(own, own_family, "", born, sex), _found(their_family, theirs, born, sex)))
    return made


def mismatched(seed=20261124):
    """[(how, child, what the file says)]: 200 of other children."""
    rng = random.Random(seed)
    made = []
    for number in range(40):
        given, family, born, sex = _person(rng)
        child = Patient(given, family, "", born, sex)
        one, other = SIBLINGS[number]
        kin_sex = "" if number % 2 else sex  # half of the files do not say it
        another = rng.choice([name for name in GIVEN if name[0] != given[0]])
        stranger = rng.choice([name for name in FAMILY if name[0] != family[0]])
        made += [
            ("twin", child._replace(given=one), _found(family, other, born, kin_sex)),
            ("given", child, _found(family, another, born, sex)),
            ("family", child, _found(stranger, given, born, sex)),
            ("birth date", child, _found(family, given, born + timedelta(days=rng.choice([1, -1, 365, 700])), sex)),
            ("sex", child, _found(family, given, born, "male" if sex == "female" else "female")),
        ]
    return made


def _person(rng):
    born = date(2008, 1, 1) + timedelta(days=rng.randrange(6000))
    return rng.choice(GIVEN), rng.choice(FAMILY), born, rng.choice(["female", "male"])


def _found(family, given, born, sex=""):
    return Found(((family, given),), born, sex[:1].upper(), date(2026, 10, 1))


def _plain(text):
    """As an old machine writes it: no accents, no signs."""
    table = str.maketrans("ëéŁøïñÅüÓčřØåæèÉóńłćçŽůíễöô", "eeLoinAuOcrOaaeEonlccZuieoo", "'")
    return text.translate(table).replace("-", " ")
