"""What a password must be, said in both languages; and passwords for the first sign-in."""

from __future__ import annotations

import secrets
import string

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from peiyu.problems import Problem, Text
from peiyu.web.accounts.models import Person

SAID: dict[str, Text] = {
    "password_too_similar": Text("密码与姓名或用户名太像", "the password is too much like the name"),
    "password_too_short": Text("密码至少 10 位", "the password needs at least 10 characters"),
    "password_too_common": Text("这个密码太常见，容易被猜中", "this password is common and easily guessed"),
    "password_entirely_numeric": Text("密码不能全是数字", "the password cannot be digits alone"),
}
CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
LEAST_CLASSES = 3
CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"


def problems_of(password: str, person: Person) -> tuple[Problem, ...]:
    """Everything that is wrong with a new password of a person; nothing of the password is repeated."""
    found = [Problem("password-weak", said) for said in _by_django(password, person)]
    if _classes(password) < LEAST_CLASSES:
        said = Text("密码要有三类字符", "the password needs three kinds of characters")
        accepted = Text("小写字母、大写字母、数字、符号中的三类", "of small letters, capitals, digits and signs, three")
        found.append(Problem("password-weak", said, accepted=accepted))
    if person.has_usable_password() and person.check_password(password):
        found.append(Problem("password-weak", Text("新密码与原密码相同", "the new password is the old one")))
    return tuple(found)


def new_password() -> str:
    """Twelve clear characters in three groups, for the first sign-in."""
    while True:
        drawn = "".join(secrets.choice(CLEAR) for _ in range(12))
        if any(one.isdigit() for one in drawn) and any(one.isalpha() for one in drawn):
            return "-".join((drawn[:4], drawn[4:8], drawn[8:]))


def _by_django(password: str, person: Person) -> list[Text]:
    try:
        validate_password(password, person)
    except ValidationError as error:
        unknown = Text("密码不符合要求", "the password does not fit the rules")
        return [SAID.get(str(one.code), unknown) for one in error.error_list]
    return []


def _classes(password: str) -> int:
    of_class = sum(any(one in members for one in password) for members in CLASSES)
    return of_class + any(all(one not in members for members in CLASSES) for one in password)
