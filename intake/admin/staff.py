"""Services, cover and staff. Families and physicians are users too; they are never shown here."""

from django import forms
from django.contrib import admin
from django.utils import timezone

from intake.domain import team
from intake.models import Cover, Service, User
from intake.queries import reference
from intake.states import ROOM_OF_ROLE, Role, Room

from .site import Guarded, site

OUTSIDE = {Room.FAMILY, Room.PHYSICIAN, Room.SYSTEM}
SIGHT = {"role", "services", "is_active"}  # what decides which cases a coordinator sees
STAFF_ROLES = [role for role in Role if ROOM_OF_ROLE[role] not in OUTSIDE]


class LowerEmail(forms.EmailField):
    def to_python(self, value):
        return super().to_python(value).lower()


class UserAdmin(Guarded):
    fields = ("email", "name", "role", "services", "language", "is_active", "notify")
    filter_horizontal = ("services",)
    list_display = ("email", "name", "role", "is_active")
    list_filter = ("role", "services", "is_active")
    search_fields = ("email", "name")
    ordering = ("email",)

    def get_queryset(self, request):
        return super().get_queryset(request).filter(role__in=STAFF_ROLES)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "role":
            kwargs["choices"] = [(str(role), role.label) for role in STAFF_ROLES]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "email":
            return LowerEmail()
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_at = timezone.now()
            obj.set_unusable_password()  # `manage.py invite` makes the link that sets one
        super().save_model(request, obj, form, change)
        team.person_changed(obj, by=request.user, now=timezone.now())

    def save_related(self, request, form, formsets, change):
        before = set(form.instance.services.all())
        super().save_related(request, form, formsets, change)
        if not change or SIGHT & set(form.changed_data):
            services = before | set(form.instance.services.all())
            team.services_changed(services, by=request.user, now=timezone.now())

    def has_delete_permission(self, request, obj=None):
        return False  # what a person did stays theirs; is_active ends the way in


class CoverAdmin(Guarded):
    list_display = ("user", "service", "group")
    list_filter = ("service", "group")
    ordering = ("service", "group")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        for service, group in {(obj.service, obj.group), _before(form, obj)}:
            team.cover_changed(service, group, by=request.user, now=timezone.now())

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        team.cover_changed(obj.service, obj.group, by=request.user, now=timezone.now())

    def delete_queryset(self, request, queryset):
        for cover in queryset.select_related("service"):
            self.delete_model(request, cover)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "user":
            field.queryset = field.queryset.filter(role=Role.ONCOLOGY)
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "group":
            groups = reference.current().checklist_groups.values()
            return forms.ChoiceField(choices=[(row.checklist_group, row.label_en) for row in groups])
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def _before(form, cover):
    """The service and group that the cover was for."""
    service = form.initial.get("service")
    known = form.fields["service"].queryset.filter(pk=service).first()
    return (known, form.initial["group"]) if known else (cover.service, cover.group)


@admin.register(Service, site=site)
class ServiceAdmin(Guarded):
    list_display = ("code", "name_en", "groups", "is_default")
    fields = ("code", ("name_en", "name_es", "name_ar"), "groups", "is_default")
    ordering = ("code",)


site.register(User, UserAdmin)
site.register(Cover, CoverAdmin)
