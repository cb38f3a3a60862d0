"""Addresses of accounts."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.accounts.pages import consents, entry, me, organisations, people

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("sign-in/", entry.sign_in, name="sign-in"),
    path("sign-in/go-on/", entry.go_on, name="go-on"),
    path("sign-out/", entry.sign_out, name="sign-out"),
    path("post/", entry.choose_post, name="post"),
    path("act-for/", entry.act_for, name="act-for"),
    path("me/", me.me, name="me"),
    path("me/password/", me.password, name="password"),
    path("me/tokens/new/", me.new_token, name="token-new"),
    path("me/tokens/<int:pk>/revoke/", me.revoke_token, name="token-revoke"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new, name="person-new"),
    path("people/locks/", people.locks, name="locks"),
    path("people/locks/unlock/", people.unlock, name="unlock"),
    path("people/posts/<int:pk>/end/", people.end_post, name="post-end"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.edit, name="person-edit"),
    path("people/<int:pk>/closing/", people.closing, name="person-closing"),
    path("people/<int:pk>/reset/", people.reset, name="person-reset"),
    path("people/<int:pk>/release/", people.release, name="person-release"),
    path("people/<int:pk>/posts/new/", people.grant, name="post-grant"),
    path("people/<int:pk>/hand-over/", people.hand_over, name="hand-over"),
    path("people/organisations/", organisations.organisations, name="organisations"),
    path("people/organisations/new/", organisations.new, name="organisation-new"),
    path("people/organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("people/organisations/<int:pk>/edit/", organisations.edit, name="organisation-edit"),
    path("people/organisations/<int:pk>/reorganise/", organisations.reorganise, name="reorganise"),
    path("people/organisations/<int:pk>/close/", organisations.close, name="organisation-close"),
    path("people/consents/", consents.consents, name="consents"),
    path("people/consents/new/", consents.new, name="consent-new"),
    path("people/consents/<int:pk>/", consents.consent, name="consent"),
    path("people/consents/<int:pk>/withdraw/", consents.withdraw, name="consent-withdraw"),
    path("people/consents/<int:pk>/evidence/", consents.evidence, name="consent-evidence"),
]
