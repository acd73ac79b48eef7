"""The staff of the demonstration: enrolled, with passwords and seeds that stay the same."""

from functools import cached_property

from intake import passphrases
from intake.domain import reference as tables
from intake.domain import sign_in
from intake.domain.sign_in import factors
from intake.models import Cover, User
from intake.queries import people, reference
from intake.states import Role


def load(known, *, now):
    """Make or mend every account. `known`: what the private file remembers. -> the accounts, as it keeps them"""
    remembered = {account["email"]: account for account in known}
    return [_account(row, remembered.get(row["email"]), now) for row in tables.read("team_cover")]


def _account(row, account, now):
    user = people.staff_by_email(row["email"])
    if account is None:
        account = {
            "role": row["role"], "email": row["email"],
            "password": passphrases.draw("en").replace(" ", "-"), "totp_secret": factors.new_secret(),
        }  # fmt: skip
    if user is None or not _works(user, account):
        services, groups = ([part for part in row[name].split(";") if part] for name in ("service", "groups"))
        user, _token = sign_in.invite(row["email"], row["role"], services=services, groups=groups, now=now)
        sign_in.accept(user, name=_name(row["email"]), password=account["password"], now=now)
        factors.enroll(user, account["totp_secret"], now=now)
    return account | _shown(user)


def _works(user, account):
    return user.is_active and user.check_password(account["password"]) and factors.has(user, account["totp_secret"])


def _name(email):
    """coordinator1@example.org -> Coordinator Demo 1"""
    word = email.partition("@")[0]
    number = "".join(sign for sign in word if sign.isdigit())
    return " ".join(filter(None, [word.rstrip("0123456789").title(), "Demo", number]))


def _shown(user):
    names = user.services.order_by("pk").values_list("name_en", flat=True)
    groups = [cover.group.replace("_", " ") for cover in Cover.objects.filter(user=user).order_by("pk")]
    covers = ", ".join(dict.fromkeys(groups)) or ("no group" if user.role == Role.ONCOLOGY else "")
    label = reference.current().roles[user.role].label_en
    return {"label": label, "name": user.name, "services": ", ".join(names), "covers": covers}


class Staff:
    """Who of them works on a case."""

    def __init__(self, case):
        self.case = case

    @cached_property
    def coordinator(self):
        return self._first(User.objects.filter(role=Role.COORDINATOR, services=self.case.service))

    @cached_property
    def oncologist(self):
        covers = Cover.objects.filter(service=self.case.service, group=self.case.group, user__role=Role.ONCOLOGY)
        return self._first(User.objects.filter(pk__in=covers.values("user")))

    def _first(self, users):
        return users.filter(email__in=[row["email"] for row in tables.read("team_cover")]).order_by("pk").get()
