"""One list of paths per namespace, named as the namespace."""

from django.urls import path

from records.views import family as family_views
from records.views import files as files_views
from records.views import oncology as oncology_views
from records.views import physician as physician_views

family = [
    path("<str:reference>/", family_views.case, name="case"),
    path("<str:reference>/check/", family_views.check, name="check"),
    path("<str:reference>/sent/", family_views.sent, name="sent"),
    path("<str:reference>/status/", family_views.status, name="status"),
    path("<str:reference>/code/", family_views.code, name="code"),
    path("<str:reference>/asked/", family_views.asked, name="asked"),
    path("<str:reference>/records/", family_views.records, name="records"),
    path("<str:reference>/records/upload/", family_views.upload, name="upload"),
    path("<str:reference>/records/others/", family_views.others, name="others"),
    path("<str:reference>/records/<int:number>/", family_views.record, name="record"),
    path("<str:reference>/files/<uuid:key>/remove/", family_views.remove, name="remove_file"),
    path("<str:reference>/too-old/", family_views.too_old, name="too_old"),
    path("<str:reference>/withdraw/", family_views.withdraw, name="withdraw"),
    path("<str:reference>/died/", family_views.died, name="died"),
    path("<str:reference>/confirm/", family_views.confirm, name="confirm"),
    path("<str:reference>/reopen/", family_views.reopen, name="reopen"),
    path("<str:reference>/doctors/", family_views.places, name="places"),
    path("<str:reference>/<str:page>/", family_views.page, name="page"),
]
oncology = [
    path("", oncology_views.inbox, name="inbox"),
    path("<str:reference>/", oncology_views.case, name="case"),
    path("<str:reference>/review/", oncology_views.start_review, name="start_review"),
    path("<str:reference>/note/", oncology_views.note, name="note"),
    path("<str:reference>/ask/", oncology_views.ask, name="ask"),
    path("<str:reference>/records/<int:number>/accept/", oncology_views.accept, name="accept"),
    path("<str:reference>/records/<int:number>/reject/", oncology_views.reject, name="reject"),
    path("<str:reference>/records/<int:number>/waive/", oncology_views.waive, name="waive"),
]
physician = [
    path("refer/", physician_views.refer, name="refer"),
    path("<str:reference>/", physician_views.case, name="case"),
    path("<str:reference>/upload/", physician_views.upload, name="upload"),
    path("<str:reference>/ship/", physician_views.ship, name="ship"),
    path("<str:reference>/sent/", physician_views.sent, name="sent"),
    path("<str:reference>/leave/", physician_views.leave, name="leave"),
    path("<str:reference>/records/<int:number>/", physician_views.record, name="record"),
    path("<str:reference>/questions/<int:ask>/", physician_views.answer, name="answer"),
    path("<str:reference>/files/<uuid:key>/remove/", physician_views.remove, name="remove_file"),
]
files = [
    path("<uuid:key>/", files_views.download, name="download"),
]
