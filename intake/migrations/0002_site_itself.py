"""The row that stands for the site itself, and the work that its clock owes."""

from django.db import migrations
from django.utils import timezone

SWEEPS = ["priority", "drafts"]


def add(apps, schema_editor):
    now = timezone.now()
    apps.get_model("intake", "User").objects.get_or_create(
        role="system", defaults={"name": "This site", "password": "!", "created_at": now}
    )
    for kind in SWEEPS:
        apps.get_model("intake", "Sweep").objects.get_or_create(kind=kind, defaults={"due_at": now})


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
