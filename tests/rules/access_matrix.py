"""Who gets what from which kind of page. One row a kind; a route without a kind fails.

Actors: AN anonymous, FL family with the link alone, FO with passphrase or the sending browser, FX another family,
PI invited office, PX another office, CO coordinator of the case's service, CX coordinator of another, OC oncologist who
covers the group, OX another oncologist, AD administrator, DE deactivated.

ok: 200, 302 within the room, 409 or 422 (a refusal in words); in: sent to that room's way in; up: sent to passphrase or
code; 404: not yours, the same as made up; 403: a door without a reference.
"""

ACTORS = ("AN", "FL", "FO", "FX", "PI", "PX", "CO", "CX", "OC", "OX", "AD", "DE")


def row(text):
    return dict(zip(ACTORS, text.split(), strict=True))


#                    AN  FL  FO  FX  PI  PX  CO  CX  OC  OX  AD  DE
KINDS = {
    "public": row("ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok"),
    "family": row("in  ok  ok  404 404 404 404 404 404 404 404 in"),
    "family, read back": row("in  up  ok  404 404 404 404 404 404 404 404 in"),
    "office": row("in  404 404 404 ok  404 404 404 404 404 404 in"),
    "office door": row("in  403 403 403 ok  ok  403 403 403 403 403 in"),
    "coordinator door": row("in  403 403 403 403 403 ok  ok  403 403 403 in"),
    "coordinator scan": row("in  403 403 403 403 403 ok  ok  403 403 403 in"),
    "coordinator case": row("in  404 404 404 404 404 ok  404 404 404 404 in"),
    "leads' door": row("in  403 403 403 403 403 403 403 403 403 403 in"),
    "leads' case": row("in  404 404 404 404 404 404 404 404 404 404 in"),
    "oncology door": row("in  403 403 403 403 403 403 403 ok  ok  403 in"),
    "oncology case": row("in  404 404 404 404 404 404 404 ok  404 404 in"),
    "half in": row("in  in  in  in  in  in  in  in  in  in  in  in"),
    "staff": row("in  403 403 403 403 403 ok  ok  ok  ok  ok  in"),
    "file": row("in  404 404 404 404 404 ok  404 ok  404 404 in"),
    "upload client": row("401 404 404 404 404 404 404 404 404 404 404 401"),
    "own file": row("in  404 ok  404 404 404 ok  404 ok  404 404 in"),
}


def of(kind, namespace, names):
    return {f"{namespace}:{name}": kind for name in names.split()}


KIND_OF = {
    **of("public", "public", "start language theme theme_css help privacy accessibility"),
    **of("public", "account", "login invitation"),
    **of("half in", "account", "code logout enroll qr"),
    **of("public", "health", "live ready"),
    **of("public", "family", "start start_place return link"),
    **of("public", "physician", "return link refer"),
    **of("staff", "account", "home security end_session kept"),
    **of("family", "family", "case status records upload others record unlock lost_words leave asked places"),
    **of("family", "family", "died confirm"),
    **of("family, read back", "family", "sign permission permission_copy sign_again revoke own_form"),
    **of(
        "coordinator case",
        "coordinator",
        "post packing_sheet letters letter letter_sent permissions new_permission permission permission_copy on_paper"
        " place",
    ),
    **of("family", "family", "end_upload"),
    **of("family, read back", "family", "kept batch"),
    **of("family, read back", "family", "check sent code passphrase delete remove_file page withdraw reopen too_old"),
    **of(
        "office",
        "physician",
        "permission exchange packing_sheet case code upload ship sent leave record answer remove_file batch end_upload"
        " kept",
    ),
    **of("coordinator door", "coordinator", "queue new calls arrivals tray"),
    **of(
        "coordinator case", "coordinator", "case step assign ask go_on gaps priority newest note decline withdraw death"
    ),
    **of(
        "coordinator case", "coordinator", "report_death lift_death office guardian code called retry upload file add"
    ),
    **of("coordinator case", "coordinator", "record check preview contact snooze batch end_upload checks sort"),
    **of("leads' door", "coordinator", "incidents"),
    **of("leads' case", "coordinator", "incident incident_file"),
    **of("coordinator scan", "coordinator", "scan scan_file"),
    **of("oncology door", "oncology", "inbox"),
    **of("oncology case", "oncology", "case start_review note ask accept reject waive"),
    **of("own file", "files", "download"),
    **of("upload client", "files", "uploads upload"),
}
