"""Constraints that several tables share."""

from django.db.models import CheckConstraint, Q


def one_of(column, values):
    """The column holds one of the codes."""
    codes = [str(value) for value in values]
    return CheckConstraint(condition=Q(**{f"{column}__in": codes}), name=f"%(class)s_{column}_known")


def both_or_neither(stem):
    """`<stem>_at` and `<stem>_by` are set together."""
    neither = Q(**{f"{stem}_at__isnull": True, f"{stem}_by__isnull": True})
    both = Q(**{f"{stem}_at__isnull": False, f"{stem}_by__isnull": False})
    return CheckConstraint(condition=neither | both, name=f"%(class)s_{stem}_paired")
