"""Addresses of accounts."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.accounts import pages

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("sign-in/", pages.sign_in, name="sign-in"),
    path("sign-out/", pages.sign_out, name="sign-out"),
    path("post/", pages.choose_post, name="post"),
]
