"""What the pages of both apps need beside intake's own tags."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def upload_words():
    """What the rows of an upload say; numbers, units and plurals are the browser's."""
    return {
        "count": _("Files: {count}"),
        "waiting": _("Press Upload to send"),
        "turn": _("Waits for its turn"),
        "progress": _("{percent} of {size}, {speed}, about {left} left"),
        "sent": _("Sent"),
        "total": _("{percent} of all files is sent"),
        "open": _("Keep this page open."),
        "dark": _("This photo looks dark. Take it again in daylight, or send it as it is."),
        "blurred": _("This photo looks blurred. Hold still and take it again, or send it as it is."),
        "pause": _("Pause"),
        "paused": _("Paused"),
        "goOn": _("Go on"),
        "retry": _("Try again"),
        "remove": _("Remove"),
        "item": _("Select which record it is, or that you are not sure"),
        "offline": _("You are offline. We will go on when you are back."),
        "session": _("You were signed out. Open your link again and choose the same file: it goes on from here."),
        "failed": _("The file did not get through. Try again in a few minutes, or call us."),
    }
