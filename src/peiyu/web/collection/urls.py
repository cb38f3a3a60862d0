"""Addresses of collection: what goes out here, what comes in in `incoming_urls`."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.collection import incoming_urls
from peiyu.web.collection.pages import chasing, drafts, overview, rounds, taking, units

app_name = "collection"
DRAFT = "<slug:number>/"
UNIT = "<slug:number>/units/<int:pk>/"
outgoing: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("new/", overview.new, name="new"),
    path("burden/", taking.account, name="burden"),
    path("extensions/", chasing.extensions, name="extensions"),
    path("extensions/<int:pk>/grant/", chasing.answer, {"verb": "grant"}, name="grant"),
    path("extensions/<int:pk>/refuse/", chasing.answer, {"verb": "refuse"}, name="refuse"),
    path(DRAFT + "terms/", drafts.terms, name="terms"),
    path(DRAFT + "asking/", drafts.asking, name="asking"),
    path(DRAFT + "asking/<slug:entity>/", drafts.sheet, name="sheet"),
    path(DRAFT + "whom/", drafts.whom, name="whom"),
    path(DRAFT + "spare/", drafts.act, {"verb": "spare"}, name="spare"),
    path(DRAFT + "drop/", drafts.act, {"verb": "drop"}, name="drop"),
    path(DRAFT + "start/", drafts.act, {"verb": "start"}, name="start"),
    path(DRAFT + "repeat/", rounds.repeat, name="repeat"),
    path(DRAFT + "give-up/", rounds.give_up, name="give-up"),
    path(DRAFT + "recall/", rounds.recall, name="recall"),
    path(DRAFT + "postpone/", rounds.postpone, name="postpone"),
    path(DRAFT + "notice/", taking.notice, name="notice"),
    path(DRAFT + "notice/document/", taking.notice_document, name="notice-document"),
    path(DRAFT + "workbooks/", taking.workbooks, name="workbooks"),
    path(DRAFT + "chase/", chasing.chase, name="chase"),
    path(DRAFT + "units/", units.listed, name="units"),
    path(UNIT, units.unit, name="unit"),
    path(UNIT + "workbook/", units.workbook, name="workbook"),
    path(UNIT + "extension/", units.ask_extension, name="ask-extension"),
]
last: list[URLPattern] = [path("<slug:number>/", rounds.round_page, name="round")]
urlpatterns: list[URLPattern] = [*outgoing, *incoming_urls.urlpatterns, *last]
