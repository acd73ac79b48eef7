"""One list of paths per namespace, named as the namespace."""

from django.urls import path

from records.views import coordinator as coordinator_views
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
    path("<str:reference>/sign/", family_views.sign, name="sign"),
    path("<str:reference>/sign/<int:number>/", family_views.permission, name="permission"),
    path("<str:reference>/sign/<int:number>/copy/", family_views.permission_copy, name="permission_copy"),
    path("<str:reference>/sign/<int:number>/again/", family_views.sign_again, name="sign_again"),
    path("<str:reference>/sign/<int:number>/revoke/", family_views.revoke, name="revoke"),
    path("<str:reference>/sign/<int:number>/form/", family_views.own_form, name="own_form"),
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
    path("<str:reference>/permission/", physician_views.permission, name="permission"),
    path("<str:reference>/questions/<int:ask>/", physician_views.answer, name="answer"),
    path("<str:reference>/files/<uuid:key>/remove/", physician_views.remove, name="remove_file"),
]
files = [
    path("<uuid:key>/", files_views.download, name="download"),
]
coordinator = [
    path("", coordinator_views.queue, name="queue"),
    path("new/", coordinator_views.new, name="new"),
    path("<str:reference>/", coordinator_views.case, name="case"),
    path("<str:reference>/step/", coordinator_views.step, name="step"),
    path("<str:reference>/assign/", coordinator_views.assign, name="assign"),
    path("<str:reference>/ask/", coordinator_views.ask, name="ask"),
    path("<str:reference>/go-on/", coordinator_views.go_on, name="go_on"),
    path("<str:reference>/gaps/", coordinator_views.gaps, name="gaps"),
    path("<str:reference>/priority/", coordinator_views.priority, name="priority"),
    path("<str:reference>/newest/", coordinator_views.newest, name="newest"),
    path("<str:reference>/note/", coordinator_views.note, name="note"),
    path("<str:reference>/decline/", coordinator_views.decline, name="decline"),
    path("<str:reference>/withdraw/", coordinator_views.withdraw, name="withdraw"),
    path("<str:reference>/death/", coordinator_views.death, name="death"),
    path("<str:reference>/death/report/", coordinator_views.report_death, name="report_death"),
    path("<str:reference>/death/lift/", coordinator_views.lift_death, name="lift_death"),
    path("<str:reference>/office/", coordinator_views.office, name="office"),
    path("<str:reference>/guardian/", coordinator_views.guardian, name="guardian"),
    path("<str:reference>/code/", coordinator_views.code, name="code"),
    path("<str:reference>/called/", coordinator_views.called, name="called"),
    path("<str:reference>/retry/", coordinator_views.retry, name="retry"),
    path("<str:reference>/upload/", coordinator_views.upload, name="upload"),
    path("<str:reference>/files/<uuid:key>/", coordinator_views.file, name="file"),
    path("<str:reference>/records/add/", coordinator_views.add, name="add"),
    path("<str:reference>/letters/", coordinator_views.letters, name="letters"),
    path("<str:reference>/letters/<int:number>/", coordinator_views.letter, name="letter"),
    path("<str:reference>/letters/<int:number>/sent/", coordinator_views.letter_sent, name="letter_sent"),
    path("<str:reference>/permissions/", coordinator_views.permissions, name="permissions"),
    path("<str:reference>/permissions/new/", coordinator_views.new_permission, name="new_permission"),
    path("<str:reference>/permissions/<int:number>/", coordinator_views.permission, name="permission"),
    path("<str:reference>/permissions/<int:number>/copy/", coordinator_views.permission_copy, name="permission_copy"),
    path("<str:reference>/permissions/<int:number>/paper/", coordinator_views.on_paper, name="on_paper"),
    path("<str:reference>/permissions/<int:number>/place/", coordinator_views.place, name="place"),
    path("<str:reference>/records/<int:number>/", coordinator_views.record, name="record"),
]
