"""Addresses of what comes back: answers, arrivals, submissions, closings."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.collection.pages import answers, arrivals, closing, review

ANSWERS = "<slug:number>/units/<int:pk>/answers/"
ARRIVAL = "arrivals/<int:pk>/"
SUBMISSION = "submissions/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("reviewing/", review.waiting, name="reviewing"),
    path(ARRIVAL, arrivals.arrival, name="arrival"),
    path(ARRIVAL + "file/", arrivals.file, name="arrival-file"),
    path(ARRIVAL + "comments/", arrivals.comments, name="arrival-comments"),
    path(ARRIVAL + "assign/", arrivals.assign, name="assign"),
    path(ARRIVAL + "settle/", arrivals.settle, name="settle"),
    path(ARRIVAL + "again/", arrivals.again, name="again"),
    path(ARRIVAL + "leave-out/", arrivals.leave_out, name="leave-out"),
    path(SUBMISSION, review.submission, name="submission"),
    path(SUBMISSION + "print/", review.printed, name="print"),
    path(SUBMISSION + "document/", review.document, name="sealed-document"),
    path(SUBMISSION + "scan/", review.scan, name="scan"),
    path(SUBMISSION + "attach/", review.attach, name="attach-scan"),
    path(SUBMISSION + "accept/", review.accept, name="accept"),
    path(SUBMISSION + "return/", review.give_back, name="return"),
    path(SUBMISSION + "take-back/", review.take_back, name="take-back"),
    path("corrections/<int:pk>/", closing.correction, name="correction"),
    path("<slug:number>/arrivals/", arrivals.listed, name="arrivals"),
    path("<slug:number>/arrivals/drop/", arrivals.drop, name="drop-files"),
    path("<slug:number>/arrivals/read/", arrivals.read_on, name="read-on"),
    path("<slug:number>/arrivals/comments/", arrivals.all_comments, name="all-comments"),
    path("<slug:number>/arrivals/comments/pack/", arrivals.pack_comments, name="pack-comments"),
    path("<slug:number>/arrivals/hand-in/", arrivals.hand_in, name="hand-in-all"),
    path("<slug:number>/closing/", closing.closing, name="closing"),
    path("<slug:number>/closing/propose/", closing.propose, name="propose-closing"),
    path("<slug:number>/closing/withdraw/", closing.withdraw, name="withdraw-closing"),
    path("<slug:number>/closing/close/", closing.close, name="close"),
    path("<slug:number>/closing/go-on/", closing.go_on, name="go-on"),
    path("<slug:number>/units/<int:pk>/latest/", review.latest, name="latest"),
    path(ANSWERS, answers.answers, name="answers"),
    path(ANSWERS + "row/", answers.save_row, name="save-row"),
    path(ANSWERS + "save/", answers.save_all, name="save-rows"),
    path(ANSWERS + "add-row/", answers.add_row, name="add-row"),
    path(ANSWERS + "remove-row/", answers.remove_row, name="remove-row"),
    path(ANSWERS + "check/", answers.check, name="check"),
    path(ANSWERS + "hand-in/", answers.hand_in, name="hand-in"),
    path(ANSWERS + "correct/", answers.correct, name="correct"),
    path(ANSWERS + "upload/", answers.upload, name="upload"),
    path(ANSWERS + "comments/", answers.comments, name="comments"),
]
