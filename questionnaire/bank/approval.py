"""When a draft may be published: its effect is known, and where it is large two editors agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from questionnaire.bank.models import Edition
from questionnaire.bank.records import EffectRun, PublishWish
from questionnaire.bank.refused import EditionRefused, EffectNeeded, SecondEditorNeeded
from questionnaire.scoring.scorecard import SCORING_VERSION
from questionnaire.vocabulary import EditionStatus, RunState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from questionnaire.people.models import User

LARGE = 0.10
"""The share of submissions with another path above which a second editor confirms."""


def must_be_draft(edition: Edition) -> None:
    """Raises EditionRefused where an edition can no longer be changed."""
    if edition.status != EditionStatus.DRAFT:
        raise EditionRefused(_("Edition %(key)s is published already.") % {"key": edition.key})


def locked(edition: Edition) -> Edition:
    """The edition as it stands now, held until the transaction ends; refused where it is gone."""
    try:
        return Edition.objects.select_for_update().get(pk=edition.pk)
    except Edition.DoesNotExist:
        raise EditionRefused(
            _("Edition %(key)s was deleted meanwhile.") % {"key": edition.key}
        ) from None


def something_was_sent() -> bool:
    """Whether there is any submission that a new edition could read otherwise."""
    return Edition.objects.filter(submissions__isnull=False).exists()


def effect_of(edition: Edition, content_hash: str) -> EffectRun | None:
    """The effect as counted for exactly this state of a draft, by today's scoring."""
    runs = EffectRun.objects.filter(edition=edition, state=RunState.DONE)
    return runs.filter(content_hash=content_hash, scoring_version=SCORING_VERSION).last()


def is_large(run: EffectRun) -> bool:
    """Whether one editor alone may not publish it."""
    return run.share > LARGE


def wish_for(edition: Edition, content_hash: str) -> PublishWish | None:
    """The wish to publish exactly this state of a draft."""
    wishes = PublishWish.objects.filter(edition=edition, content_hash=content_hash)
    return wishes.select_related("by").first()


def is_editor(user: User | AnonymousUser | None) -> bool:
    """Whether somebody edits the bank."""
    return bool(
        user is not None
        and user.is_active
        and user.is_staff
        and user.has_perm("questionnaire.change_edition")
    )


def known_effect(edition: Edition, content_hash: str) -> EffectRun | None:
    """The effect of a draft; None where nothing was sent yet. Raises EffectNeeded."""
    if not something_was_sent():
        return None
    run = effect_of(edition, content_hash)
    if run is None:
        raise EffectNeeded(
            _(
                "First see what edition %(key)s changes about what was sent: compute its effect "
                "for the draft as it stands now."
            )
            % {"key": edition.key}
        )
    return run


def agreed(edition: Edition, content_hash: str, by: User | None) -> PublishWish | None:
    """The first editor's wish that ``by`` may confirm; None where one editor is enough.

    Raises EffectNeeded and SecondEditorNeeded.
    """
    run = known_effect(edition, content_hash)
    if run is None or not is_large(run):
        return None
    wish = wish_for(edition, content_hash)
    if wish is None or by is None or wish.by_id == by.pk or not _both_edit(wish, by):
        raise SecondEditorNeeded(
            _(
                "Edition %(key)s changes the recommended path of %(changed)s of %(seen)s "
                "submissions, more than one in ten. One editor asks for it to be published as it "
                "is, and another editor confirms."
            )
            % {"key": edition.key, "changed": run.changed_path, "seen": run.seen}
        )
    return wish


def _both_edit(wish: PublishWish, by: User) -> bool:
    return is_editor(wish.by) and is_editor(by)
