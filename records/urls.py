"""One list of paths per namespace, named as the namespace."""

from django.urls import path

from records.views import family as family_views

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
