"""Places that are asked by a signed permission have a seat of their own kind."""

from django.db import migrations, models


def known(column, *values):
    return migrations.AddConstraint(
        model_name="casemember",
        constraint=models.CheckConstraint(
            condition=models.Q((f"{column}__in", list(values))), name=f"casemember_{column}_known"
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0008_permissions")]
    operations = [
        migrations.AddField(
            "casemember", "mail", models.CharField(blank=True, default="", max_length=254), preserve_default=False
        ),
        migrations.AlterField(
            "casemember",
            "kind",
            models.CharField(
                choices=[("family", "Family"), ("physician", "Physician"), ("facility", "Place")], max_length=10
            ),
        ),
        migrations.RemoveConstraint(model_name="casemember", name="casemember_kind_known"),
        migrations.RemoveConstraint(model_name="casemember", name="casemember_contact_known"),
        known("kind", "family", "physician", "facility"),
        known("contact", "guardian", "guardian2", "patient", "office", "facility"),
    ]
