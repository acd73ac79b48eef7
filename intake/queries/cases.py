"""What exists for whom. Every other reading of cases is narrowed from `visible_to`."""

from django.db.models import Exists, OuterRef, Q, Value

from intake.models import Access, CaseMember, Cover, Hold, SecondOpinionRequest, User
from intake.states import CaseStatus, HoldKind, Role


def visible_to(user):
    cases = SecondOpinionRequest.objects.select_related("service", "owner")
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


def glance(user, reference, *, since):
    """What tells whether a page has changed, in one statement; and whether the person has looked since a moment."""
    looked = Access.objects.filter(case=OuterRef("pk"), by=user, at__gte=since)
    death = Hold.objects.filter(case=OuterRef("pk"), kind=HoldKind.DEATH_REPORTED, lifted_at=None)
    rows = visible_to(user).filter(reference=reference).select_related(None)
    marked = rows.annotate(looked=Exists(looked), mourned=Q(status=CaseStatus.DECEASED) | Exists(death))
    columns = ("reference", "event_number", "version", "time_zone", "looked", "mourned")
    return marked.values_list(*columns, named=True).first()


def by_send_key(key):
    """The case that was sent with this key of the form, or None."""
    return SecondOpinionRequest.objects.filter(send_key=key).first() if key else None


def by_reference(reference):
    """For commands of those who run the site; people find cases through `visible_to`."""
    return SecondOpinionRequest.objects.select_related("service").filter(reference=reference).first()


def standing(case):
    """Holds and consents of a case in one statement: rows (what, kind, at, how, language, version, id of who).

    For a page that only looks: policies that ask about the case in hand are answered from it.
    """
    held = case.holds.filter(lifted_at=None).values_list(
        Value("hold"), "kind", "set_at", Value(""), Value(""), Value(0), "set_by"
    )
    given = case.consents.filter(ended_at=None).values_list(
        Value("consent"), "kind", "given_at", "how", "language", "text_version", "given_by"
    )
    rows = list(held.union(given, all=True))
    case._holds = {kind for what, kind, *_ in rows if what == "hold"}
    case._consented = [kind for what, kind, *_ in rows if what == "consent"]
    return sorted(rows, key=lambda row: row[2])


def asked(case):
    """Everything that was asked for on top, in one statement; policies are answered from it as well."""
    case._asks = list(case.asks.select_related("asked_by").order_by("asked_at", "pk"))
    return case._asks


def is_asked(case):
    if "_asks" in case.__dict__:
        return any(ask.answered_at is None and ask.dropped_at is None for ask in case._asks)
    return open_asks(case).exists()


def holds(case):
    """The kinds of hold that are set now."""
    if "_holds" in case.__dict__:
        return case._holds
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
