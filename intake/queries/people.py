"""Who is told what about a case."""

from functools import cache

from django.db.models import Exists, OuterRef, Q, Subquery

from intake.models import CaseMember, Contact, Cover, Service, User
from intake.states import Role, Room

COORDINATORS = [Role.COORDINATOR, Role.LEAD_COORDINATOR]


@cache
def system():
    """The row that stands for the site itself. Raises User.DoesNotExist before the reference data are loaded."""
    return User.objects.get(role=Role.SYSTEM)


def staff(pk):
    """A member of staff who may come in, or None."""
    return User.objects.filter(pk=pk, is_active=True).exclude(email=None).first()


def staff_by_email(email):
    return User.objects.filter(email=email).first()


def service_codes():
    return set(Service.objects.values_list("code", flat=True))


def default_services():
    return list(Service.objects.filter(is_default=True).values_list("code", flat=True))


class Audience:
    """Everybody who may be told about a case, read in one statement: each with `seat` and `has_mail`."""

    def __init__(self, case):
        of_user = {"user": OuterRef("pk")}
        seats = CaseMember.objects.filter(case=case, removed_at=None)
        covers = Cover.objects.filter(service=case.service_id, group=case.group)
        serving = User.services.through.objects.filter(service=case.service_id)
        seat = seats.filter(**of_user)
        mail = Contact.objects.filter(case=case, kind=OuterRef("contact")).exclude(email="")
        # Few keys out of three indexes: without them every user of the site would be looked at.
        near = seats.values("user").union(covers.values("user"), serving.values("user"))
        self.people = list(
            User.objects.filter(is_active=True, pk__in=near)
            .annotate(
                seat=Subquery(seat.values("kind")[:1]),
                has_mail=Exists(seat.filter(Exists(mail) | ~Q(mail=""))) | Q(email__isnull=False),
                serves_it=Exists(serving.filter(**of_user)),
                covers_it=Exists(covers.filter(**of_user)),
            )
            .filter(
                Q(seat__isnull=False) | Q(covers_it=True, role=Role.ONCOLOGY) | Q(serves_it=True, role__in=COORDINATORS)
            )
            .order_by("pk")
        )

    def of(self, room):
        """The people of a room who are told."""
        match room:
            case Room.ONCOLOGY:
                return self.team()
            case Room.COORDINATOR:
                return [user for user in self.people if user.role in COORDINATORS]
        return [user for user in self.people if user.seat == room]

    def covered(self):
        """Whether an oncologist of the service covers the group."""
        return any(user.role == Role.ONCOLOGY for user in self.people)

    def team(self):
        """Those who cover the group; else the leads of the service; else all leads."""
        covering = [user for user in self.people if user.role == Role.ONCOLOGY]
        return covering or [user for user in self.people if user.is_lead] or all_leads()


def all_leads():
    leads = User.objects.filter(role=Role.LEAD_COORDINATOR, is_active=True).order_by("pk")
    return list(leads.annotate(has_mail=Exists(User.objects.filter(pk=OuterRef("pk")))))


def assignable(case):
    """The coordinators who may own a case of this service."""
    return User.objects.filter(role__in=COORDINATORS, services=case.service_id, is_active=True).order_by("name", "pk")


def has_phone(case):
    """Whether a family can be called back on a number that it gave us."""
    return case.contacts.filter(kind="guardian").exclude(phone_digits="").exists()


def seat(case, user):
    """The person's place in the case, or None."""
    return CaseMember.objects.filter(case=case, user=user, removed_at=None).select_related("user").first()


def seats(case, kind):
    return CaseMember.objects.filter(case=case, kind=kind, removed_at=None).select_related("user").order_by("pk")
