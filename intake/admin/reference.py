"""Reference tables: an edit makes a new version, a delete retires, nothing is overwritten."""

from django.contrib import admin
from django.db import models
from django.forms import IntegerField, Textarea, TextInput
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join

from intake.domain import reference as domain
from intake.models.reference import TABLES, PriorityRule, Text, key
from intake.queries import reference

from . import columns
from .site import Guarded, site


class ReferenceAdmin(Guarded):
    list_per_page = 100
    save_as_continue = False
    formfield_overrides = {
        models.TextField: {"widget": Textarea(attrs={"rows": 3, "cols": 50})},
        models.CharField: {"widget": TextInput(attrs={"size": 40})},
    }

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        names = columns.editable(model)
        self.list_display = columns.listed(model)
        self.search_fields = columns.searched(model)
        self.list_filter = ["active", *(name for name in columns.FILTERS if name in names and key(model) != (name,))]
        self.ordering = ["order"] if "order" in names else list(key(model))

    def get_queryset(self, request):
        return super().get_queryset(request).filter(until=None)

    def get_fieldsets(self, request, obj=None):
        rows = columns.rows_of(self.model)
        return [(None, {"fields": rows if obj is None else [*rows, "versions"]})]

    def get_readonly_fields(self, request, obj=None):
        chosen = [] if obj is None else [*key(self.model), *self.model.FIXED, "versions"]
        return [*self.model.SPEC, *chosen]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        values = columns.closed(self.model, db_field.name)
        if values:
            return columns.box(db_field, values(reference.current()))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        for name, field in form.base_fields.items():
            if isinstance(field, IntegerField) and obj is not None:
                field.required = getattr(obj, name) is not None  # a rule without its number would be another rule
            if name.endswith("_ar"):
                field.widget.attrs |= {"dir": "rtl", "lang": "ar"}
        return form

    def save_model(self, request, obj, form, change):
        values = {name: form.cleaned_data[name] for name in form.cleaned_data}
        by, now = request.user, timezone.now()
        if change:
            row = domain.change(obj, values, by=by, now=now) if form.changed_data else obj
        else:
            row = domain.add(self.model, values, by=by, now=now)
        obj.pk = row.pk

    def delete_model(self, request, obj):
        domain.retire(obj, by=request.user, now=timezone.now())

    def delete_queryset(self, request, queryset):
        for row in queryset:
            domain.retire(row, by=request.user, now=timezone.now())

    def response_change(self, request, obj):
        # The row that was open is closed now: what goes on is its new version.
        if "_continue" in request.POST:
            return HttpResponseRedirect(
                reverse(f"admin:{obj._meta.label_lower.replace('.', '_')}_change", args=[obj.pk])
            )
        return super().response_change(request, obj)

    @admin.display(description="Versions")
    def versions(self, obj):
        rows = list(reference.versions(self.model, **{column: getattr(obj, column) for column in key(self.model)}))
        names = columns.editable(self.model)
        lines = [
            (row.since, _by_and_at(row), columns.told(older, row, names) if older else "")
            for row, older in zip(rows, [*rows[1:], None], strict=True)
        ]
        return format_html_join("", "<div>Version {}: {}. {}</div>", lines)


class PriorityRuleAdmin(ReferenceAdmin):
    """A rule is a function in the code, so none can be added here; `active` turns one off."""

    def has_add_permission(self, request):
        return False


class TextAdmin(ReferenceAdmin):
    actions = ("approve",)

    def get_list_display(self, request):
        return [*self.list_display, "approved_at", "approved_by"]

    @admin.action(description="Approve selected texts for live use, in your name")
    def approve(self, request, queryset):
        for text in queryset:
            domain.approve(text, by=request.user, now=timezone.now())


def _by_and_at(row):
    return f"{row.edited_by.name or row.edited_by.pk}, {row.edited_at:%Y-%m-%d}" if row.edited_by else "as shipped"


ADMINS = {PriorityRule: PriorityRuleAdmin, Text: TextAdmin}
for table in TABLES.values():
    site.register(table, ADMINS.get(table, ReferenceAdmin))
