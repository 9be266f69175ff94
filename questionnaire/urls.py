"""Every address of the site on one screen."""

from django.urls import path

from questionnaire.assessment import views as founder
from questionnaire.cohort import views as cohort
from questionnaire.report import views as report

urlpatterns = [
    # coming in
    path("", founder.landing, name="landing"),
    path("start/", founder.start, name="start"),
    path("r/<str:token>/", founder.resume, name="resume"),
    path("forget/", founder.forget, name="forget"),
    path("home/", founder.home, name="home"),
    path("attach/", founder.attach, name="attach"),
    # answering
    path("a/<uuid:assessment>/", founder.overview, name="overview"),
    path("a/<uuid:assessment>/link/", founder.new_link, name="new-link"),
    path("a/<uuid:assessment>/c/<slug:category>/", founder.category, name="category"),
    path(
        "a/<uuid:assessment>/c/<slug:category>/follow-ups/", founder.follow_ups, name="follow-ups"
    ),
    path("a/<uuid:assessment>/answers/<slug:question>/", founder.save_answer, name="save-answer"),
    # sending
    path("a/<uuid:assessment>/check/", founder.check_answers, name="check-answers"),
    path("a/<uuid:assessment>/receipt/", founder.receipt, name="receipt"),
    path("a/<uuid:assessment>/reopen/", founder.reopen, name="reopen"),
    # reading
    path("method/", report.method, name="method"),
    path("sample/", report.sample_report, name="sample-report"),
    path("a/<uuid:assessment>/live/", report.live, name="live"),
    path("a/<uuid:assessment>/result/", report.partial_result, name="partial-result"),
    path("a/<uuid:assessment>/send/", report.send, name="send"),
    path("reports/<uuid:report>/", report.report, name="report"),
    path("reports/<uuid:report>.json", report.report_json, name="report-json"),
    # reviewing
    path("cohorts/", cohort.cohorts, name="cohorts"),
    path("cohorts/<uuid:cohort>/", cohort.cohort, name="cohort"),
    path("cohorts/<uuid:cohort>/<uuid:enrolment>/", cohort.cohort_report, name="cohort-report"),
]
