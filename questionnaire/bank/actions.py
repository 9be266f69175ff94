"""What is done to editions: one verb each, atomic, time comes in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from questionnaire.bank.approval import (
    agreed,
    is_editor,
    is_large,
    known_effect,
    locked,
    must_be_draft,
)
from questionnaire.bank.canonical import content_hash
from questionnaire.bank.content import Content
from questionnaire.bank.lint import Finding, lint
from questionnaire.bank.lint_keys import duplicates
from questionnaire.bank.models import Edition
from questionnaire.bank.recording import record, recording
from questionnaire.bank.records import PublishWish
from questionnaire.bank.refused import EditionRefused as EditionRefused
from questionnaire.bank.rows import (
    edition_columns,
    raw_content,
    raw_personas,
    write_personas,
    write_rows,
)
from questionnaire.bank.seed_faults import FileOf, shape_faults
from questionnaire.vocabulary import EditionStatus

if TYPE_CHECKING:
    from questionnaire.people.models import User


def load_edition(
    *, content: Content, at: dt.datetime, publish: bool = True, prove: bool = True
) -> Edition:
    """Bring an authored edition into the database; the same content again changes nothing."""
    if publish and not _is_there(content):
        _must_pass(content, prove=prove)  # takes seconds; nothing is locked meanwhile
    with transaction.atomic():
        known = Edition.objects.select_for_update().filter(key=content.key).first()
        if known is not None:
            return _load_again(known, content, at, publish)
        draft = _draft(content, at)
        return _freeze(draft, content, at=at) if publish else draft


def _is_there(content: Content) -> bool:
    """Whether this very content was published before, with these very personas."""
    same = Edition.objects.filter(key=content.key, content_hash=content_hash(content.document()))
    known = same.first()
    return known is not None and export_edition(known).personas == content.personas


def _load_again(known: Edition, content: Content, at: dt.datetime, publish: bool) -> Edition:
    draft = known.status == EditionStatus.DRAFT
    if draft and export_edition(known) == content:
        return _freeze(known, content, at=at) if publish else known
    if not draft and known.content_hash == content_hash(content.document()):
        if export_edition(known).personas != content.personas:
            with recording(known, by=None, at=at):
                write_personas(known, content)
        return known
    if draft:
        raise EditionRefused(
            _(
                "Edition %(key)s is a draft with other content. Publish or delete the draft, or "
                "give the folder another edition key."
            )
            % {"key": content.key}
        )
    raise EditionRefused(
        _(
            "Edition %(key)s is %(status)s with other content, and a published edition never "
            "changes. Give the folder a new edition key and load it again."
        )
        % {"key": content.key, "status": known.status}
    )


@transaction.atomic
def open_draft(
    *, from_edition: Edition, key: str, at: dt.datetime, by: User | None = None
) -> Edition:
    """A new draft with the content of an edition, under its own key."""
    renamed = _renamed(export_edition(from_edition), key)
    return _draft(renamed, at, based_on=from_edition, by=by)


@transaction.atomic
def import_draft(
    *, content: Content, at: dt.datetime, key: str = "", by: User | None = None
) -> Edition:
    """A new draft with authored content, under the content's own key or under another.

    Never in the place of an edition that is there. Based on the published edition whose key the
    content carries, so that the two can be compared.
    """
    renamed = _renamed(content, key or content.key)
    origin = Edition.objects.filter(key=content.key).exclude(status=EditionStatus.DRAFT).first()
    return _draft(renamed, at, based_on=origin, by=by)


def _renamed(content: Content, key: str) -> Content:
    """The content under another key."""
    try:
        return Content.model_validate({**content.model_dump(by_alias=True), "key": key})
    except ValidationError:
        raise EditionRefused(
            _("%(key)s cannot be an edition's key; write one such as 2027-05.") % {"key": key}
        ) from None


def publish(
    *,
    edition: Edition,
    note: Mapping[str, str],
    at: dt.datetime,
    by: User | None = None,
    prove: bool = True,
) -> Edition:
    """Compile a draft into its document and freeze it, if lint finds no error.

    Where something was sent already, its effect must be known (EffectNeeded); where that is large,
    another editor must have asked for it (SecondEditorNeeded), whose change note is then taken.
    """
    must_be_draft(edition)
    note = _must_say_what_is_new(edition, note)
    content = export_edition(edition)
    _must_pass(content, prove=prove)  # takes seconds; nothing is locked meanwhile
    with transaction.atomic():
        draft = _as_seen(edition, content)
        wish = agreed(draft, content_hash(content.document()), by)
        return _freeze(draft, content, at=at, note=wish.note if wish else note, by=by)


def ask_to_publish(
    *, edition: Edition, note: Mapping[str, str], by: User, at: dt.datetime, prove: bool = True
) -> PublishWish:
    """Ask that a second editor publish a draft just as it is; a later wish takes its place."""
    must_be_draft(edition)
    note = _must_say_what_is_new(edition, note)
    content = export_edition(edition)
    _must_pass(content, prove=prove)
    with transaction.atomic():
        draft = _as_seen(edition, content)
        run = known_effect(draft, content_hash(content.document()))
        if run is None or not is_large(run) or not is_editor(by):
            raise EditionRefused(
                _("Edition %(key)s needs no second editor; publish it.") % {"key": edition.key}
            )
        asked = {"content_hash": run.content_hash, "note": note, "by": by, "at": at}
        wish, _new = PublishWish.objects.update_or_create(edition=draft, defaults=asked)
        record(draft, "publish_wish", None, note, by=by, at=at)
        return wish


@transaction.atomic
def retire(*, edition: Edition, at: dt.datetime, by: User | None = None) -> Edition:
    """Offer an edition no longer; what was answered under it stays as it is."""
    edition = locked(edition)
    if edition.status == EditionStatus.DRAFT:
        raise EditionRefused(_("A draft was never offered; delete it instead."))
    if edition.status != EditionStatus.RETIRED:
        record(edition, "status", edition.status, str(EditionStatus.RETIRED), by=by, at=at)
    edition.status = EditionStatus.RETIRED
    edition.save(update_fields=["status"])
    return edition


@transaction.atomic
def delete_draft(*, edition: Edition, at: dt.datetime, by: User | None = None) -> None:
    """Delete a draft with its rows; that it was there stays in the record."""
    draft = locked(edition)
    must_be_draft(draft)
    draft.delete()
    record(draft, "status", str(EditionStatus.DRAFT), None, by=by, at=at)


def export_edition(edition: Edition) -> Content:
    """The content of an edition: of a draft from its rows, else from its document.

    EditionRefused with every fault where a draft's rows do not fit together.
    """
    if edition.status != EditionStatus.DRAFT:
        frozen = {**(edition.document or {}), "personas": raw_personas(edition)}
        return Content.model_validate(frozen)
    raw = raw_content(edition)
    try:
        return Content.model_validate(raw)
    except ValidationError as error:
        faults = shape_faults(error, raw, FileOf({}, ()))
        raise EditionRefused(
            _("Draft %(key)s has faults.") % {"key": edition.key},
            tuple(Finding("error", "", one.key, one.problem, one.mend) for one in faults),
        ) from None


def _draft(
    content: Content, at: dt.datetime, based_on: Edition | None = None, by: User | None = None
) -> Edition:
    twice = tuple(duplicates(content))
    if twice:  # rows are told apart by key
        raise EditionRefused(_("Edition %(key)s has keys twice.") % {"key": content.key}, twice)
    columns = edition_columns(content)
    draft = Edition(key=content.key, created_at=at, based_on=based_on, **columns)
    try:
        with transaction.atomic():  # two at once: the key's constraint decides
            draft.save(force_insert=True)
    except IntegrityError:
        raise EditionRefused(
            _("There already is an edition %(key)s.") % {"key": content.key}
        ) from None
    write_rows(draft, content)
    record(draft, "status", None, str(EditionStatus.DRAFT), by=by, at=at)
    return draft


def _as_seen(edition: Edition, content: Content) -> Edition:
    """The draft locked, as it was when it was looked at."""
    draft = locked(edition)
    must_be_draft(draft)
    if export_edition(draft) != content:
        raise EditionRefused(_("The draft was changed meanwhile. Look at it and try again."))
    return draft


def _must_say_what_is_new(edition: Edition, note: Mapping[str, str]) -> dict[str, str]:
    """The change note by language; in the edition's first one at least, which stands in for all."""
    said = {code: text.strip() for code, text in note.items() if text.strip()}
    if not said.get(edition.main_language):
        raise EditionRefused(_("Say in the change note what is new in this edition."))
    return said


def _must_pass(content: Content, *, prove: bool) -> None:
    errors = tuple(one for one in lint(content, prove=prove) if one.severity == "error")
    if errors:
        message = _("Edition %(key)s cannot be published yet.") % {"key": content.key}
        raise EditionRefused(message, errors)


def _freeze(
    edition: Edition,
    content: Content,
    *,
    at: dt.datetime,
    note: Mapping[str, str] | None = None,
    by: User | None = None,
) -> Edition:
    edition.document = content.document()
    edition.content_hash = content_hash(edition.document)
    edition.status = EditionStatus.PUBLISHED
    edition.change_note = dict(note or {})
    edition.published_at = at
    edition.published_by = by
    edition.save()
    record(edition, "status", str(EditionStatus.DRAFT), edition.status, by=by, at=at)
    return edition
