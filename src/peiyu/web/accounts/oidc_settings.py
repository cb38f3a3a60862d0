"""What `[oidc]` in peiyu.toml means for Django; read before there are apps, so it imports none."""

from __future__ import annotations

from collections.abc import Mapping

from peiyu.problems import Problem, Text, UsageError

KEYS = {
    "client_id": "OIDC_RP_CLIENT_ID",
    "client_secret": "OIDC_RP_CLIENT_SECRET",
    "authorization_endpoint": "OIDC_OP_AUTHORIZATION_ENDPOINT",
    "token_endpoint": "OIDC_OP_TOKEN_ENDPOINT",
    "user_endpoint": "OIDC_OP_USER_ENDPOINT",
    "jwks_endpoint": "OIDC_OP_JWKS_ENDPOINT",
}
"""Keys that must be there, and Django's names for them."""

MAY = {"claim": "preferred_username", "scopes": "openid profile", "algorithm": "RS256", "name": ""}
"""Keys that may be there: the claim that holds the sign-in name, the scopes asked for, how tokens are signed, and what
the button on the sign-in page is called."""


def single_sign_on(oidc: Mapping[str, str]) -> dict[str, object]:
    """Django's settings. UsageError `oidc-incomplete` if a key is missing or unknown."""
    missing = [key for key in KEYS if not oidc.get(key)]
    unknown = [key for key in oidc if key not in KEYS and key not in MAY]
    if missing or unknown:
        raise UsageError(
            Problem(
                "oidc-incomplete",
                Text("peiyu.toml 的 [oidc] 不完整或有多余的项", "[oidc] in peiyu.toml lacks keys or has unknown ones"),
                found=", ".join([*(f"-{key}" for key in missing), *(f"+{key}" for key in unknown)]),
                accepted=Text("、".join([*KEYS, *MAY]), ", ".join([*KEYS, *MAY])),
            )
        )
    given = {**MAY, **oidc}
    return {
        **{name: given[key] for key, name in KEYS.items()},
        "OIDC_RP_SCOPES": given["scopes"],
        "OIDC_RP_SIGN_ALGO": given["algorithm"],
        "OIDC_CREATE_USER": False,
        "OIDC_CALLBACK_CLASS": "peiyu.web.accounts.oidc.Callback",
        "OIDC_TIMEOUT": 10,
        "LOGIN_REDIRECT_URL": "/",
        "LOGIN_REDIRECT_URL_FAILURE": "/sign-in/?unknown=1",
    }
