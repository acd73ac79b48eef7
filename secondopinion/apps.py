from importlib import import_module

from django.apps import AppConfig


class SecondOpinionConfig(AppConfig):
    name = "secondopinion"

    def ready(self) -> None:
        import_module("secondopinion.checks")
