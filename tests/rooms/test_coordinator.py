"""The coordinators' room: the queue."""

import pytest
from django.urls import reverse

from tests import make

QUEUE = "/coordinator/"


@pytest.fixture
def coordinator(db, client):
    return sign_in(client, make.person("coordinator", name="Cora Sample"))


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def page(client, case, name="case", *more):
    return client.get(reverse(f"coordinator:{name}", args=[case.reference, *more]))
