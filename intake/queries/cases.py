"""What exists for whom. Every other reading of cases is narrowed from `visible_to`."""

from django.db.models import Exists, OuterRef, Q

from intake.models import CaseMember, Cover, SecondOpinionRequest, User
from intake.states import CaseStatus, HoldKind, Role


def visible_to(user):
    cases = SecondOpinionRequest.objects.select_related("service")
    sent = cases.exclude(status=CaseStatus.DRAFT).exclude(submitted_at=None)
    match user.role:
        case Role.FAMILY | Role.PHYSICIAN:
            mine = CaseMember.objects.filter(user=user, removed_at=None)
            return cases.filter(pk__in=mine.values("case"))
        case Role.COORDINATOR:
            return sent.filter(service__in=user.services.all())
        case Role.LEAD_COORDINATOR:
            # A case that nobody covers must have eyes: where its service has no lead, every lead has it.
            led = User.objects.filter(role=Role.LEAD_COORDINATOR, is_active=True, services=OuterRef("service"))
            return sent.filter(Q(service__in=user.services.all()) | Q(covered=False) & ~Exists(led))
        case Role.ONCOLOGY:
            cover = Cover.objects.filter(user=user, service=OuterRef("service"), group=OuterRef("group"))
            return sent.filter(Exists(cover))
    return cases.none()


def by_send_key(key):
    """The case that was sent with this key of the form, or None."""
    return SecondOpinionRequest.objects.filter(send_key=key).first() if key else None


def by_reference(reference):
    """For commands of those who run the site; people find cases through `visible_to`."""
    return SecondOpinionRequest.objects.select_related("service").filter(reference=reference).first()


def holds(case):
    """The kinds of hold that are set now."""
    return set(case.holds.filter(lifted_at=None).values_list("kind", flat=True))


def is_mourned(case):
    """The child has died, or somebody has told us so."""
    return case.status == CaseStatus.DECEASED or HoldKind.DEATH_REPORTED in holds(case)


def confirmed(case):
    return HoldKind.GUARDIAN_NOT_CONFIRMED not in holds(case)


def open_asks(case):
    return case.asks.filter(answered_at=None, dropped_at=None)


def of_child(case):
    """All cases of the same family seat: a death stops contact in every one of them."""
    users = CaseMember.objects.filter(case=case, kind="family", removed_at=None).values("user")
    same = Q(pk=case.pk) | Q(members__user__in=users, name_folded=case.name_folded, birth_date=case.birth_date)
    return SecondOpinionRequest.objects.filter(same).distinct()


def notes(case):
    """What staff wrote, newest first; who wrote is loaded."""
    return case.notes.select_related("written_by").order_by("-written_at", "-pk")
