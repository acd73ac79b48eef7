"""A fourth work of the clock: sessions, codes and counts whose time is over."""

from django.db import migrations, models
from django.utils import timezone


def add(apps, schema_editor):
    apps.get_model("intake", "Sweep").objects.get_or_create(kind="spent", defaults={"due_at": timezone.now()})


def remove(apps, schema_editor):
    apps.get_model("intake", "Sweep").objects.filter(kind="spent").delete()


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_queue_indexes")]
    operations = [
        migrations.RemoveConstraint(model_name="sweep", name="sweep_kind_known"),
        migrations.AddConstraint(
            model_name="sweep",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["priority", "drafts", "files", "spent"])), name="sweep_kind_known"
            ),
        ),
        migrations.RunPython(add, remove),
    ]
