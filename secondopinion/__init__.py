from secondopinion.celery import app

__all__ = ["app"]
