"""A third work of the clock: bytes without a row go after a day."""

from django.db import migrations, models
from django.utils import timezone


def add(apps, schema_editor):
    apps.get_model("intake", "Sweep").objects.get_or_create(kind="files", defaults={"due_at": timezone.now()})


def remove(apps, schema_editor):
    apps.get_model("intake", "Sweep").objects.filter(kind="files").delete()


def known(*kinds):
    return migrations.AddConstraint(
        model_name="sweep",
        constraint=models.CheckConstraint(condition=models.Q(("kind__in", list(kinds))), name="sweep_kind_known"),
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_site_itself")]
    operations = [
        migrations.RemoveConstraint(model_name="sweep", name="sweep_kind_known"),
        known("priority", "drafts", "files"),
        migrations.RunPython(add, remove),
    ]
