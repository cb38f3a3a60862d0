"""/api/v1/: every app's operations under one token, and what goes wrong as JSON in both languages."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from peiyu.problems import PeiyuError, Problem, Text
from peiyu.web.accounts.queries import actor_of_token
from peiyu.web.acting.actor import Actor
from peiyu.web.briefs.api import router as briefs
from peiyu.web.collection.api import router as rounds
from peiyu.web.desk.api import router as documents
from peiyu.web.enterprises.api import intakes
from peiyu.web.enterprises.api import router as enterprises
from peiyu.web.jobs.api import router as jobs
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.schemas import failure
from peiyu.web.policies.api import packs, verdicts
from peiyu.web.reporting.api import router as forms
from peiyu.web.site import faults
from peiyu.web.statistics.api import router as statistics
from peiyu.web.targets.api import router as targets

LOG = logging.getLogger("peiyu.api")
JSON, PROBLEM = "application/json", "application/problem+json"
DESCRIPTION = """\
Everything here is seen and done as by the person whose token is used, in the post for which it was made: what the pages
refuse, this refuses. Tokens are made on one's own page (`/me/`). Texts stand in Chinese and English; money is in fen; a
verdict is a forecast and not a basis for recognition.
"""


class Token(HttpBearer):
    """`Authorization: Bearer peiyu_…`. The request then has the token's actor."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """None for a token that is unknown, over or revoked."""
        if "\x00" in token:
            return None
        actor = actor_of_token(token, address=request.META.get("REMOTE_ADDR", ""))
        if actor is not None:
            request.actor = actor  # type: ignore[attr-defined]
        return actor


class Api(NinjaAPI):
    """The API; its description names the media type of problems as it is."""

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """OpenAPI."""
        schema = super().get_openapi_schema(**asked)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and JSON in answer.get("content", {}):
                        answer["content"] = {PROBLEM: answer["content"][JSON]}
        return schema


api = Api(
    title="Peiyu", version="1", description=DESCRIPTION, auth=Token(), docs_url=None,
    urls_namespace="api-1",
)  # fmt: skip
api.add_router("/enterprises", enterprises)
api.add_router("/intakes", intakes)
api.add_router("/packs", packs)
api.add_router("/packs", documents)
api.add_router("", verdicts)
api.add_router("/targets", targets)
api.add_router("/statistics", statistics)
api.add_router("/rounds", rounds)
api.add_router("/forms", forms)
api.add_router("/briefs", briefs)
api.add_router("/jobs", jobs)


def answered(*problems: Problem, status: int) -> HttpResponse:
    """Problems as an answer."""
    body = failure(problems, status).model_dump_json()
    response = HttpResponse(body, status=status, content_type=PROBLEM)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What an action or a rule of access refuses."""
    return answered(*refusal.problems, status=refusal.status)


@api.exception_handler(PeiyuError)
def faulty(request: HttpRequest, error: PeiyuError) -> HttpResponse:
    """What the library refuses."""
    return answered(*error.problems, status=422)


@api.exception_handler(Http404)
def absent(request: HttpRequest, error: Http404) -> HttpResponse:
    """What there is not, or is another's."""
    said = Text("没有这条记录，或不在您的管辖范围内", "there is no such record, or it is outside your area")
    return answered(Problem("not-found", said), status=404)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Without a token that holds."""
    return answered(
        Problem(
            "token-needed",
            Text("没有令牌，或令牌无效", "there is no token, or it does not hold"),
            accepted=Text("Authorization: Bearer peiyu_…", "Authorization: Bearer peiyu_…"),
            next_step=Text("在“我的账号”中建立令牌", "make one on your own page"),
        ),
        status=401,
    )


@api.exception_handler(ValidationError)
def unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Parameters that do not fit their description."""
    said = Text("请求的参数不合适", "a parameter of the request does not fit")
    found = [f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors]
    return answered(*(Problem("request-unfit", said, found=one) for one in found), status=422)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A request that cannot be read."""
    said = Text("请求读不出来", "the request cannot be read")
    return answered(Problem("request-unreadable", said, found=str(error)), status=error.status_code)


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """What goes wrong around the program, and faults of its own."""
    problem, status = faults.told(error)
    LOG.error("the API failed", exc_info=error)
    return answered(problem or ours(), status=status)


def ours() -> Problem:
    """That the program is at fault."""
    return Problem(
        "internal",
        Text("程序自身出错，未写入任何结果", "the program is at fault; nothing was written"),
        next_step=Text("将运行日志交给技术人员", "please give the log to a technician"),
    )


@csrf_exempt
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """An address that there is not."""
    said = Text("接口中没有这个地址", "the API has no such address")
    return answered(Problem("address-unknown", said, found=request.path), status=404)
