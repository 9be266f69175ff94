"""Every address of the site: the founder's here, with what one stage hands another; those of a
stage that needs nothing handed over in its own urls.py."""

from django.conf import settings
from django.urls import include, path

from questionnaire.about import views as about
from questionnaire.apart.urls import urlpatterns as apart
from questionnaire.api import views as access_tokens
from questionnaire.api.routes import addresses
from questionnaire.assessment.views import (
    account,
    answering,
    arriving,
    keeping,
    moving,
    proving,
    sending,
    team,
)
from questionnaire.cohort.benchmark import views as compared
from questionnaire.cohort.sharing import views as sharing
from questionnaire.cohort.standing.actions import rename_and_stand, send_and_stand
from questionnaire.cohort.urls import urlpatterns as of_accelerators
from questionnaire.decision.taken_along import decided_on_a_day
from questionnaire.decision.views import record, walk, writing
from questionnaire.download import views as download
from questionnaire.post import views as post
from questionnaire.release import views as release
from questionnaire.release.standing import stands_today
from questionnaire.release.taken_along import opened_on_a_day
from questionnaire.report import views as report
from questionnaire.report.files import views as files
from questionnaire.report.history import views as history
from questionnaire.report.live import live_lines
from questionnaire.report.page import contradictions
from questionnaire.report.plan import views as plan
from questionnaire.report.sharing import views as links
from questionnaire.report.what_if import views as what_if
from questionnaire.review.founders import told_to_founders
from questionnaire.review.urls import urlpatterns as of_reviews
from questionnaire.workshop.urls import urlpatterns as of_the_desk

DECIDES = {"decides": decided_on_a_day}
TODAY = DECIDES | {"opens": opened_on_a_day}
BESIDE = {"beside": stands_today}
"""A report's page and files take along what its venture decided and plans to open; the report
itself knows nothing of it."""

urlpatterns = [
    # coming in
    path("", arriving.landing, name="landing"),
    path("start/", arriving.start, name="start"),
    path("r/<str:token>/", arriving.resume, name="resume"),
    path("forget/", arriving.forget, name="forget"),
    path("home/", arriving.home, name="home"),
    path("attach/", arriving.attach, name="attach"),
    path("account/", account.account, name="account"),
    path("account/stay/", account.stay, name="stay"),
    path("account/browsers/", account.browsers, name="browsers"),
    path("account/again/", proving.sign_in_again, name="sign-in-again"),
    path("account/go-on/", proving.go_on, name="go-on"),
    path("account/staff/", proving.staff_factor, name="staff-factor"),
    path("account/delete/", account.delete_account, name="delete-account"),
    path("join/<str:token>/", team.join, name="join"),
    # answering
    path("a/<uuid:assessment>/", arriving.overview, {"strip": live_lines}, name="overview"),
    path("a/<uuid:assessment>/members/", team.members, name="members"),
    path("a/<uuid:assessment>/members/<int:member>/", team.member, name="member"),
    path("a/<uuid:assessment>/invitations/<uuid:invitation>/", team.invitation, name="invitation"),
    path("a/<uuid:assessment>/look-after/", team.look_after, name="look-after"),
    path(
        "a/<uuid:assessment>/answers/<slug:question>/history/",
        team.answer_history,
        name="answer-history",
    ),
    path("a/<uuid:assessment>/link/", keeping.new_link, name="new-link"),
    path(
        "a/<uuid:assessment>/venture/",
        keeping.venture,
        {"rename": rename_and_stand},
        name="venture",
    ),
    path("a/<uuid:assessment>/erase/", keeping.erase, name="erase"),
    path(
        "a/<uuid:assessment>/c/<slug:category>/",
        answering.category,
        {"strip": live_lines},
        name="category",
    ),
    path(
        "a/<uuid:assessment>/c/<slug:category>/follow-ups/", answering.follow_ups, name="follow-ups"
    ),
    path("a/<uuid:assessment>/answers/<slug:question>/", answering.save_answer, name="save-answer"),
    path("a/<uuid:assessment>/answers/<slug:question>/flag/", answering.flag, name="flag"),
    # answering apart
    *apart,
    # moving on
    path("a/<uuid:assessment>/changes/", moving.changes, name="changes"),
    path("a/<uuid:assessment>/move-on/", moving.move_on, name="move-on"),
    path("a/<uuid:assessment>/go-back/", moving.go_back, name="go-back"),
    # sending
    path(
        "a/<uuid:assessment>/check/",
        sending.check_answers,
        {"contradictions": contradictions},
        name="check-answers",
    ),
    path("a/<uuid:assessment>/receipt/", sending.receipt, name="receipt"),
    path("a/<uuid:assessment>/reopen/", sending.reopen, name="reopen"),
    # reading
    path("method/", report.method, name="method"),
    path("privacy/", about.privacy, name="privacy"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("sample/", report.sample_report, name="sample-report"),
    path("a/<uuid:assessment>/live/", report.live, name="live"),
    path("a/<uuid:assessment>/result/", report.partial_result, name="partial-result"),
    path("a/<uuid:assessment>/history/", history.history, name="history"),
    path("a/<uuid:assessment>/compare/", history.compare, name="compare"),
    path("a/<uuid:assessment>/download.json", download.download_json, name="download-json"),
    path("a/<uuid:assessment>/download.html", download.download_html, name="download-html"),
    path("a/<uuid:assessment>/send/", report.send, {"submit": send_and_stand}, name="send"),
    path("reports/<uuid:report>/", report.report, BESIDE, name="report"),
    path("reports/<uuid:report>.pdf", files.report_pdf, TODAY, name="report-pdf"),
    path("reports/<uuid:report>.xlsx", files.report_xlsx, TODAY, name="report-xlsx"),
    path("reports/<uuid:report>.csv", files.report_csv, TODAY, name="report-csv"),
    path("reports/<uuid:report>.json", files.report_json, TODAY, name="report-json"),
    # trying other answers
    path("reports/<uuid:report>/what-if/", what_if.of_report, name="what-if"),
    path("reports/<uuid:report>/scenarios/", what_if.keep, name="keep-scenario"),
    path("a/<uuid:assessment>/what-if/", what_if.of_answers, name="what-if-answers"),
    path("a/<uuid:assessment>/scenarios/", what_if.scenarios, name="scenarios"),
    path("a/<uuid:assessment>/scenarios/<uuid:scenario>/", what_if.scenario, name="scenario"),
    # what is done about it
    path("a/<uuid:assessment>/plan/", plan.plan, name="plan"),
    path("a/<uuid:assessment>/plan/add/", plan.add, name="plan-add"),
    path("a/<uuid:assessment>/plan/<slug:item>/", plan.item, name="plan-item"),
    path("a/<uuid:assessment>/links/", links.report_links, name="report-links"),
    path(
        "a/<uuid:assessment>/links/<uuid:link>/end/", links.end_report_link, name="end-report-link"
    ),
    path("s/<str:token>/", links.shared_link, name="shared-link"),
    path("shared/<uuid:link>/", links.shared_report, name="shared-report"),
    # deciding
    path("a/<uuid:assessment>/decide/", walk.decide, name="decide"),
    path("a/<uuid:assessment>/decide/compare/", walk.compare, name="decide-compare"),
    path("a/<uuid:assessment>/decide/as/<slug:path>/", writing.decide_path, name="decide-path"),
    path("a/<uuid:assessment>/decide/<slug:step>/", walk.step, name="decide-step"),
    path("a/<uuid:assessment>/decision/", record.decision, name="decision"),
    path("a/<uuid:assessment>/decision/<int:number>/", record.decision, name="decision-earlier"),
    # what is opened
    path("a/<uuid:assessment>/release/", release.release, name="release"),
    path("a/<uuid:assessment>/release/read/", release.release_read, name="release-read"),
    path("a/<uuid:assessment>/release/record.yml", release.release_record, name="release-record"),
    path(
        "a/<uuid:assessment>/release/<slug:draft_name>.md",
        release.release_draft,
        name="release-draft",
    ),
    path(
        "a/<uuid:assessment>/release/<int:number>/",
        release.release_earlier,
        name="release-earlier",
    ),
    # accelerators: their members, cohorts and reviews; and what a venture shares with them
    *of_accelerators,
    *of_reviews,
    path(
        "a/<uuid:assessment>/cohorts/<uuid:enrolment>/",
        sharing.sharing,
        {"reviewed": told_to_founders},
        name="sharing",
    ),
    path(
        "a/<uuid:assessment>/cohorts/<uuid:enrolment>/preview/",
        sharing.sharing_preview,
        {"reviewed": told_to_founders},
        name="sharing-preview",
    ),
    path(
        "a/<uuid:assessment>/cohorts/<uuid:enrolment>/benchmark/",
        compared.benchmark,
        name="benchmark",
    ),
    path(
        "a/<uuid:assessment>/cohorts/<uuid:enrolment>/leave/",
        sharing.leave_cohort,
        name="leave-cohort",
    ),
    path("accelerators/<uuid:accelerator>/tokens/", access_tokens.api_tokens, name="api-tokens"),
    path(
        "accelerators/<uuid:accelerator>/tokens/<uuid:token>/end/",
        access_tokens.end_api_token,
        name="end-api-token",
    ),
    path("api/v1/", include(addresses())),
    # editing, beside the workshop's own pages
    *of_the_desk,
]
if settings.OUTBOX:
    urlpatterns += [
        path("outbox/", post.outbox, name="outbox"),
        path("outbox/<uuid:mail>/", post.outbox_mail, name="outbox-mail"),
    ]
