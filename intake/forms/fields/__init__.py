"""Form fields with the input rules of this product: plain text in, plain text out, every refusal in plain words.

All take, by name: label, help_text, required, initial, asks, unknown, reveals (choices only), width, autocomplete.
`asks` holds a question's own words: `object` ("your child's first name"), `noun` ("Child's first name"), or a whole
sentence under an error's code ("late": "Date of birth must be in the past").
"""

from .address import Address, Postal
from .base import Field
from .choices import Choice, Country, MultiChoice, Select, State, Tick
from .contact import Email, Phone, TelOrEmail, e164
from .dates import Month, PartDate
from .files import File, Files
from .numbers import Decimal, Integer, Weight
from .text import Code, Line, Name, Npi, Paragraph, Password, Trap

__all__ = [
    "Address",
    "Choice",
    "Code",
    "Country",
    "Decimal",
    "Email",
    "Field",
    "File",
    "Files",
    "Integer",
    "Line",
    "Month",
    "MultiChoice",
    "Name",
    "Npi",
    "Paragraph",
    "PartDate",
    "Password",
    "Phone",
    "Postal",
    "Select",
    "State",
    "TelOrEmail",
    "Tick",
    "Trap",
    "Weight",
    "e164",
]
