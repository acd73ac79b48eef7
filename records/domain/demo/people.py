"""Who acts in a synthetic case. Service, cover and seats stand from its sending on, so each is looked up once."""

from functools import cached_property

from intake.models import SecondOpinionRequest
from intake.queries import people as queries
from intake.states import Room

from .team import Staff


class People:
    def __init__(self, case, today):
        self.pk, self.today = case.pk, today

    @property
    def case(self):
        return SecondOpinionRequest.objects.select_related("service").get(pk=self.pk)

    @cached_property
    def staff(self):
        return Staff(self.case)

    @cached_property
    def family(self):
        return self._seated(Room.FAMILY)

    @cached_property
    def office(self):
        return self._seated(Room.PHYSICIAN)

    def _seated(self, room):
        seat = queries.seats(self.case, room).first()
        return seat and seat.user

    def sender(self, item):
        """Who has the record: the office where it is invited, the family, else a coordinator who got it by post."""
        if item.party == "family":
            return self.family or self.office
        return (self.office if item.case.office_mail else None) or self.staff.coordinator
