"""A fifth work of the clock: a very urgent case that nobody has opened is said again."""

from django.db import migrations, models
from django.utils import timezone


def add(apps, schema_editor):
    apps.get_model("intake", "Sweep").objects.get_or_create(kind="alarms", defaults={"due_at": timezone.now()})


def remove(apps, schema_editor):
    apps.get_model("intake", "Sweep").objects.filter(kind="alarms").delete()


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_calls")]
    operations = [
        migrations.RemoveConstraint(model_name="sweep", name="sweep_kind_known"),
        migrations.AddConstraint(
            model_name="sweep",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["alarms", "priority", "drafts", "files", "spent"])),
                name="sweep_kind_known",
            ),
        ),
        migrations.RunPython(add, remove),
    ]
