"""A PDF of ours as an answer: shown in the browser, kept by nobody on the way."""

from django.http import HttpResponse


def shown(content, name):
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; sandbox"
    return response
