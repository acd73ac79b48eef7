"""The administrator's room is Django's admin, with one door: the role."""

from functools import wraps

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from intake.states import Role
from intake.views import account


class Site(admin.AdminSite):
    site_header = site_title = "Second Opinion settings"
    index_title = "Reference data, services and staff"
    site_url = None

    def has_permission(self, request):
        user = request.user
        return user.is_authenticated and user.is_active and user.role == Role.ADMIN

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        guarded.door = str(Role.ADMIN)
        return guarded

    def get_urls(self):
        urls = super().get_urls()
        for pattern in urls:
            if hasattr(getattr(pattern, "callback", None), "login_url"):
                pattern.callback.login_url = settings.LOGIN_URL  # strangers, without a stop at our own login
        return urls

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """Passwords and codes are asked for in one place, the account pages."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.path.removesuffix("login/")))

    def logout(self, request, extra_context=None):
        return account.logout(request)

    def password_change(self, request, extra_context=None):
        return redirect("account:security")


class Unnamed:
    """What the admin's log keeps of a row: which one it was, and nothing about a person."""

    def __init__(self, row):
        self.pk, self._meta = row.pk, row._meta

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class Guarded(admin.ModelAdmin):
    """Whoever is in the room may; the log holds no personal fact."""

    def has_module_permission(self, request):
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission

    def log_addition(self, request, obj, message):
        return super().log_addition(request, Unnamed(obj), message)

    def log_change(self, request, obj, message):
        return super().log_change(request, Unnamed(obj), message)

    def log_deletions(self, request, queryset):
        return super().log_deletions(request, [Unnamed(obj) for obj in queryset])


site = Site()
