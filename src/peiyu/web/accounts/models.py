"""People, organisations, posts, consents, tokens."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from peiyu.web.accounts.roles import NAMES, Role

ORGANISATION_KINDS = [
    ("office", "办公室"),
    ("department", "部门"),
    ("park", "园区"),
    ("district", "旗县区"),
    ("enterprise", "企业"),
    ("service", "服务机构"),
    ("bank", "金融机构"),
    ("institute", "高校院所"),
    ("expert", "专家库"),
]


class Organisation(models.Model):
    """A unit; names and duties change with reorganisations, so it has dates and may have a successor."""

    kind = models.CharField(max_length=16, choices=ORGANISATION_KINDS)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    area = models.CharField(max_length=120, blank=True)  # as facts name it: park or district
    enterprise = models.BigIntegerField(null=True, blank=True, unique=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "name"], name="organisation_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(AbstractBaseUser):
    """Someone who signs in. There is no superuser: rights come from posts alone."""

    sign_in = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    phone = models.CharField(max_length=32, blank=True)
    email = models.CharField(max_length=128, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
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
    """A person in an organisation in a role, from and until."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=16, choices=[(one.value, NAMES[one].zh) for one in Role])
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

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
    """An enterprise lets an organisation act for it."""

    enterprise = models.BigIntegerField(db_index=True)
    agent = models.ForeignKey(Organisation, models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=32, default="returns")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=64, blank=True)  # hash of the attached file
    said = models.CharField(max_length=400, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

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
