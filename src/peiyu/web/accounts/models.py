"""People, organisations, posts, consents, tokens."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from peiyu.problems import Text
from peiyu.web.acting.roles import NAMES, Role

KINDS: dict[str, Text] = {
    "office": Text("办公室", "office"),
    "department": Text("部门", "department"),
    "park": Text("园区", "park"),
    "district": Text("旗县区", "district"),
    "enterprise": Text("企业", "enterprise"),
    "service": Text("服务机构", "service organisation"),
    "bank": Text("金融机构", "bank"),
    "institute": Text("高校院所", "university or institute"),
    "expert": Text("专家库", "pool of experts"),
}
"""Kinds of organisations."""


SCOPES: dict[str, Text] = {
    "returns": Text("填报、更正数据和查看本企业档案", "reporting and correcting its data, seeing its dossier"),
    "dossier": Text("仅查看本企业档案", "seeing its dossier only"),
}
"""What an enterprise can consent to."""


class Organisation(models.Model):
    """A unit; names and duties change with reorganisations, so it has dates and may have a successor."""

    kind = models.CharField(max_length=16, choices=[(one, text.zh) for one, text in KINDS.items()])
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    duties = models.CharField(max_length=400, blank=True)
    area = models.CharField(max_length=120, blank=True)  # as facts name it: park or district
    enterprise = models.BigIntegerField(null=True, blank=True, unique=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "name"], condition=models.Q(until=None), name="organisation_once"),
        ]

    def __str__(self) -> str:
        return self.name


class FormerName(models.Model):
    """What an organisation was called until a day."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    until = models.DateField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-until", "-id"]

    def __str__(self) -> str:
        return self.name


class Person(AbstractBaseUser):
    """Someone who signs in. There is no superuser: rights come from posts alone. `held`: the system administrator set
    a new password, and the security administrator has not yet let the account in again."""

    sign_in = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    phone = models.CharField(max_length=32, blank=True)
    email = models.CharField(max_length=128, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    held = models.BooleanField(default=False)
    language = models.CharField(max_length=2, blank=True)
    large_font = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)

    objects = BaseUserManager["Person"]()

    USERNAME_FIELD = "sign_in"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering: ClassVar[list[str]] = ["sign_in"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A person in an organisation in a role, from and until. `follows`: the post that this one goes on from, after a
    reorganisation or a hand-over."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=16, choices=[(one.value, NAMES[one].zh) for one in Role])
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")

    class Meta:
        ordering: ClassVar[list[str]] = ["person_id", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"], condition=models.Q(until=None), name="post_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organisation_id}"


class Consent(models.Model):
    """An enterprise lets an organisation act for it. The name of the enterprise is the one on the consent."""

    enterprise = models.BigIntegerField(db_index=True)
    enterprise_name = models.CharField(max_length=200)
    agent = models.ForeignKey(Organisation, models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=32, default="returns", choices=[(one, text.zh) for one, text in SCOPES.items()])
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=64, blank=True)  # hash of the attached file
    evidence_name = models.CharField(max_length=200, blank=True)
    said = models.CharField(max_length=400, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=400, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.enterprise} → {self.agent_id}"


class Token(models.Model):
    """A key for the API; only its hash is kept."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    until = models.DateField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
