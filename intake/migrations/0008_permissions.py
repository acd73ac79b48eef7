"""One more work of the clock: permissions are warned of before they end."""

from django.db import migrations, models
from django.utils import timezone


def add(apps, schema_editor):
    apps.get_model("intake", "Sweep").objects.get_or_create(kind="permissions", defaults={"due_at": timezone.now()})


def remove(apps, schema_editor):
    apps.get_model("intake", "Sweep").objects.filter(kind="permissions").delete()


def known(*kinds):
    return migrations.AddConstraint(
        model_name="sweep",
        constraint=models.CheckConstraint(condition=models.Q(("kind__in", list(kinds))), name="sweep_kind_known"),
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0007_alarms_are_repeated")]
    operations = [
        migrations.RemoveConstraint(model_name="sweep", name="sweep_kind_known"),
        known("alarms", "priority", "drafts", "files", "permissions", "spent"),
        migrations.RunPython(add, remove),
    ]
