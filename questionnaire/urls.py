"""Every address of the site on one screen."""

from django.urls import path

from questionnaire.assessment import views as founder

urlpatterns = [
    # coming in
    path("", founder.landing, name="landing"),
    path("start/", founder.start, name="start"),
    path("r/<str:token>/", founder.resume, name="resume"),
    path("forget/", founder.forget, name="forget"),
    path("home/", founder.home, name="home"),
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
]
