"""Every write of people, organisations, posts, consents and tokens."""

from peiyu.web.accounts.actions.consents import record_consent, withdraw_consent
from peiyu.web.accounts.actions.handing import hand_over
from peiyu.web.accounts.actions.organisations import (
    Unit,
    add_organisation,
    close_organisation,
    edit_organisation,
    reorganise,
)
from peiyu.web.accounts.actions.people import (
    add_person,
    close_person,
    edit_person,
    first_people,
    release_person,
    reopen_person,
    reset_password,
    unlock,
)
from peiyu.web.accounts.actions.posts import end_post, grant_post
from peiyu.web.accounts.actions.self import change_password, choose_settings, make_token, revoke_token
from peiyu.web.accounts.actions.sessions import begin_session, end_session, stand_for

__all__ = [
    "Unit",
    "add_organisation",
    "add_person",
    "begin_session",
    "change_password",
    "choose_settings",
    "close_organisation",
    "close_person",
    "edit_organisation",
    "edit_person",
    "end_post",
    "end_session",
    "first_people",
    "grant_post",
    "hand_over",
    "make_token",
    "record_consent",
    "release_person",
    "reopen_person",
    "reorganise",
    "reset_password",
    "revoke_token",
    "stand_for",
    "unlock",
    "withdraw_consent",
]
