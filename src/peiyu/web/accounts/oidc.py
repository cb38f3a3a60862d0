"""Signing in with the account of another system: matched by the sign-in name, and never an account made for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView

from peiyu.web.accounts.actions import begin_session
from peiyu.web.accounts.models import Person
from peiyu.web.accounts.oidc_settings import MAY


class SingleSignOn(OIDCAuthenticationBackend):  # type: ignore[misc]  # the package has no types
    """Finds the person whose sign-in name the other system vouches for."""

    def verify_claims(self, claims: Mapping[str, Any]) -> bool:
        """Whether the claim that holds the sign-in name is there."""
        return bool(claims.get(_claim()))

    def filter_users_by_claims(self, claims: Mapping[str, Any]) -> QuerySet[Person]:
        """The person of that sign-in name who may sign in."""
        return Person.objects.filter(sign_in=str(claims.get(_claim(), "")), is_active=True, held=False)

    def describe_user_by_claims(self, claims: Mapping[str, Any]) -> str:
        """For the log: nobody's name."""
        return "a person"


class Callback(OIDCAuthenticationCallbackView):  # type: ignore[misc]  # likewise
    """Back from the other system: the sign-in stands in the trail like any other."""

    def login_success(self) -> HttpResponse:
        """Lets the person in."""
        response: HttpResponse = super().login_success()
        begin_session(self.user, address=self.request.META.get("REMOTE_ADDR", ""))
        return response


def _claim() -> str:
    return str(settings.PEIYU.oidc.get("claim", MAY["claim"]))
