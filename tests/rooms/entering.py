"""How a test comes in: by the seat in a case, as far as link or passphrase and code reach."""

from intake.find import LEVELS
from tests import make


def office(client, case, level="link"):
    return _enter(client, case, make.office_of(case), level)


def family(client, case, level="link"):
    return _enter(client, case, make.family_of(case), level)


def _enter(client, case, user, level):
    client.force_login(user)
    session = client.session
    session[LEVELS] = {**session.get(LEVELS, {}), case.reference: level}
    session.save()
    return user
