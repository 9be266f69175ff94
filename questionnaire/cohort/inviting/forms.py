"""What managers fill in: a cohort, its invitations, links and reminders; nothing here saves."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from questionnaire.assessment.entry import clean_line, clean_text
from questionnaire.assessment.forms import MOST_NAME
from questionnaire.bank.models import Edition
from questionnaire.bare_form import BareForm
from questionnaire.cohort.asking import asked_disclosure, cohort_categories
from questionnaire.cohort.disclosure import NOTHING, PARTS
from questionnaire.cohort.inviting.actions import MOST_JOINING, CohortSettings
from questionnaire.cohort.inviting.pasted import MOST_BYTES, Unusable, decoded, must_be_small
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.sharing.forms import TickForm, Ticks
from questionnaire.vocabulary import EditionStatus, RoundKind

MOST_WHY = 2000
LASTS = [
    (14, gettext_lazy("14 days")),
    (30, gettext_lazy("30 days")),
    (90, gettext_lazy("90 days")),
]
ROUND_WORDS = {
    RoundKind.INTAKE: gettext_lazy("Intake"),
    RoundKind.MIDTERM: gettext_lazy("Mid-term"),
    RoundKind.DEMODAY: gettext_lazy("Demo day"),
}


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


def _lasts() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=gettext_lazy("Valid for"), choices=LASTS, coerce=int, initial=30
    )


class CohortForm(TickForm):
    """A cohort: name, edition, dates, rounds, what everybody answers, what is asked for and why."""

    name = forms.CharField(label=gettext_lazy("Name of the cohort"), max_length=MOST_NAME)
    edition = forms.ChoiceField(
        label=gettext_lazy("Questions"),
        help_text=gettext_lazy("It stays once a venture is in the cohort."),
    )
    starts_on = _day(gettext_lazy("Begins on"))
    ends_on = _day(gettext_lazy("Ends on"))
    required = Ticks(label=gettext_lazy("Categories that everybody answers"), required=False)
    why = forms.CharField(
        label=gettext_lazy("Why you ask, and what you do with it"),
        required=False,
        max_length=MOST_WHY,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Founders read it before they join, and where they decide."),
    )

    def __init__(
        self, data: QueryDict | None = None, *, cohort: Cohort | None = None, fixed: bool = False
    ) -> None:
        editions = _editions(cohort)
        names = {
            key: str(name)
            for edition in editions
            for key, name in cohort_categories(edition.pk).items()
        }
        asks = asked_disclosure(cohort) if cohort is not None else NOTHING
        super().__init__(
            data, choices=list(names.items()), shared=asks, initial=_said(cohort, editions)
        )
        offered = [one for one in editions if not fixed or (cohort and one.pk == cohort.edition_id)]
        self.fields["edition"].choices = _titles(offered)  # type: ignore[attr-defined]
        self.fields["required"].choices = list(names.items())  # type: ignore[attr-defined]
        for kind in RoundKind:
            word = str(ROUND_WORDS[kind])
            self.fields[f"{kind}_opens"] = _day(
                _("%(round)s opens on") % {"round": word}, required=False
            )
            self.fields[f"{kind}_closes"] = _day(
                _("%(round)s closes on") % {"round": word}, required=False
            )

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that stand first."""
        return [self[name] for name in ("name", "edition", "starts_on", "ends_on")]

    @property
    def rounds(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The rounds, each with its two days."""
        return [
            (str(ROUND_WORDS[kind]), [self[f"{kind}_opens"], self[f"{kind}_closes"]])
            for kind in RoundKind
        ]

    def clean_name(self) -> str:
        """The name on one line, without what nobody can see."""
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write a name."))
        return name

    def clean_why(self) -> str:
        """The words without what nobody can see."""
        return clean_text(self.cleaned_data["why"])

    def clean(self) -> dict[str, Any]:
        """Days in order; a round has both or none."""
        said = super().clean()
        self._must_be_asked(said)
        starts, ends = said.get("starts_on"), said.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("A cohort ends after it began."))
        for kind in RoundKind:
            opens, closes = said.get(f"{kind}_opens"), said.get(f"{kind}_closes")
            if bool(opens) is not bool(closes):
                missing = f"{kind}_closes" if opens else f"{kind}_opens"
                self.add_error(missing, _("A round has both days, or none."))
            elif opens and closes and closes < opens:
                self.add_error(f"{kind}_closes", _("A round closes after it opened."))
        return said

    def _must_be_asked(self, said: dict[str, Any]) -> None:
        """Nothing is asked for that the chosen questions do not have."""
        if not said.get("edition"):
            return
        known = set(cohort_categories(uuid.UUID(said["edition"])))
        for name in (*PARTS, "required"):
            if not set(said.get(name, ())) <= known:
                self.add_error(name, _("The chosen questions have no such category."))

    @property
    def settings(self) -> CohortSettings:
        """What was said."""
        said = self.cleaned_data
        return CohortSettings(
            name=said["name"], edition_id=uuid.UUID(said["edition"]),
            starts_on=said["starts_on"], ends_on=said["ends_on"], required=said["required"],
            asks=self.disclosure, why=said["why"],
            rounds={
                kind: (said[f"{kind}_opens"], said[f"{kind}_closes"])
                for kind in RoundKind
                if said[f"{kind}_opens"]
            },
        )  # fmt: skip


def _editions(cohort: Cohort | None) -> list[Edition]:
    """Those that may be chosen: published ones, the newest first, and the cohort's own."""
    published = Edition.objects.filter(status=EditionStatus.PUBLISHED)
    own = Edition.objects.filter(pk=cohort.edition_id) if cohort is not None else published.none()
    return list((published | own).defer("document").order_by("-published_at", "key"))


def _titles(editions: Sequence[Edition]) -> list[tuple[str, str]]:
    """What each is called; with its key where two are called alike, as all of a name is to be read
    on a phone."""
    lang = get_language() or "en"
    named = [(one, one.title.get(lang) or one.title.get("en") or one.key) for one in editions]
    times = Counter(title for _one, title in named)
    return [
        (str(one.pk), title if times[title] == 1 else f"{title} ({one.key})")
        for one, title in named
    ]


def _said(cohort: Cohort | None, editions: Sequence[Edition]) -> dict[str, Any]:
    """What stands in the form at first."""
    if cohort is None:
        return {"edition": str(editions[0].pk) if editions else ""}
    said = {
        "name": cohort.name, "edition": str(cohort.edition_id), "starts_on": cohort.starts_on,
        "ends_on": cohort.ends_on, "required": cohort.required, "why": cohort.why,
    }  # fmt: skip
    for one in cohort.rounds.all():
        said |= {f"{one.kind}_opens": one.opens_on, f"{one.kind}_closes": one.closes_on}
    return said


class ListForm(BareForm):
    """A list of addresses, pasted or in a file; the file counts where there is one."""

    addresses = forms.CharField(
        label=gettext_lazy("Addresses, one in each line"),
        required=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "With or without a name: ada@example.org; Almendra Speech. 1,000 lines at most."
        ),
    )
    table = forms.FileField(
        label=gettext_lazy("Or a CSV file"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("One address in each line, with or without a line of heads."),
        widget=forms.ClearableFileInput({"accept": ".csv,.txt,text/csv,text/plain"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the mail"), choices=[])
    lasts = _lasts()

    def __init__(self, data: QueryDict | None = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"language": get_language() or "en"})
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The file's text stands in the list's place from here on."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("table") is not None:
            try:
                must_be_small(said["table"].size)
                said["addresses"] = decoded(said["table"].read(MOST_BYTES + 1))
            except Unusable as unusable:
                self.add_error("table", str(unusable))
        return said


class JoinLinkForm(BareForm):
    """How many may join by a link, and for how long."""

    most = forms.IntegerField(
        label=gettext_lazy("How many ventures may join by it"),
        min_value=1,
        max_value=MOST_JOINING,
        initial=30,
    )
    lasts = _lasts()


class ReminderForm(BareForm):
    """Which round, and how many days before it closes; without days it goes out at once."""

    round = forms.ChoiceField(label=gettext_lazy("Round"))
    days_before = forms.IntegerField(
        label=gettext_lazy("Days before it closes"), min_value=0, max_value=60, initial=3
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language, where the invitation says none"), choices=[]
    )

    def __init__(self, data: QueryDict | None = None, *, rounds: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, initial={"language": get_language() or "en"})
        self.fields["round"].choices = rounds  # type: ignore[attr-defined]
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]


def days(number: int) -> dt.timedelta:
    """How long something is valid."""
    return dt.timedelta(days=number)
