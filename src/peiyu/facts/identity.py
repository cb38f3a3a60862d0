"""Who a row is about: 统一社会信用代码, the old 组织机构代码, stock codes and an office's own codes.

An identity is (scheme, code); a 统一社会信用代码 (GB 32100-2015) and the 组织机构代码 (GB 11714-1997) in its characters
9–17 are one enterprise, so both have the canonical form `org:<9 characters>`. The key by which everything is
stored and joined is the first 8 bytes of BLAKE2b of the canonical form, as a signed integer.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

import polars as pl
from stdnum.cn import uscc

from peiyu.problems import FactsError, PeiyuError, Problem, Text

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The characters of a 统一社会信用代码: digits and capitals without I O S V Z. Position = value, mod 31."""

WEIGHTS = tuple(3**i % 31 for i in range(17))
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
LOOKALIKES = str.maketrans("IOSZ", "1052")
"""Letters that no such code contains, and the digits that they are taken for."""

SEPARATORS = re.compile(r"[\s\-‐-―·'\u200b-\u200f\u2060\ufeff]+")
AS_NUMBER = re.compile(r"\d(\.\d+)?[eE]\+?\d\d")
"""A long code that a spreadsheet kept as a number: of its digits only the first 15 to 17 are left."""

ACCEPTED = Text(
    "18 位统一社会信用代码、9 位组织机构代码、stock:6 位股票代码、local:名称:代码",
    "a 统一社会信用代码 of 18 characters, a 组织机构代码 of 9, stock:<6 digits>, local:<name>:<code>",
)
NEXT = Text(
    "对照营业执照改正；没有代码的单位可用 local:名称:代码",
    "correct it by the business licence, or use local:<name>:<code>",
)


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """scheme: `uscc`, `org`, `stock` or `local:<name>`; code: normalised (capitals, half width, no separators)."""

    scheme: str
    code: str

    @property
    def canonical(self) -> str:
        """The form that is one for one enterprise: `org:…`, `stock:…`, `local:<name>:…`."""
        return f"org:{self.code[8:17]}" if self.scheme == "uscc" else f"{self.scheme}:{self.code}"

    def __str__(self) -> str:
        return self.code if self.scheme in ("uscc", "org") else self.canonical


def enterprise_key(identity: Identity) -> int:
    """The int64 key of an enterprise."""
    return key_of(identity.canonical)


def key_of(canonical: str) -> int:
    """The int64 key of a canonical form."""
    return int.from_bytes(hashlib.blake2b(canonical.encode(), digest_size=8).digest(), "big", signed=True)


def parse_code(text: str, scheme: str | None = None) -> Identity:
    """A code as people write it: lower case, full width, with spaces or hyphens, or with its scheme before it.

    `scheme` says what the column holds when that is known (`stock`: lost leading zeros are put back). FactsError
    `code-form`, `code-as-number`, `uscc-characters`, `uscc-check-character`, `org-check-character`; the last three
    say what it should be.
    """
    written = unicodedata.normalize("NFKC", str(text)).strip()
    head, colon, rest = written.partition(":")
    if scheme is None and colon:
        scheme, written = (head.lower(), rest) if head.lower() != "local" else _local(written)
    compact = SEPARATORS.sub("", written).upper()
    if scheme == "stock":
        return _stock(text, compact)
    if scheme is not None and re.fullmatch(r"local:[^:]+", scheme) and compact:
        return Identity(scheme, compact)
    if len(compact) == 18 and scheme in (None, "uscc", "org"):
        return _uscc(compact)
    if len(compact) == 9 and scheme in (None, "uscc", "org"):
        return _org(compact)
    if AS_NUMBER.fullmatch(written):
        raise _lost_digits(str(text))
    raise _refused("code-form", Text("这不是企业代码", "this is not an enterprise's code"), str(text))


def uscc_check(body: str) -> str:
    """The check character of the first 17 characters."""
    return str(uscc.calc_check_digit(body[:17]))


def org_check(body: str) -> str:
    """The check character of the first 8 characters."""
    rest = 11 - sum(int(c, 36) * w for c, w in zip(body[:8], ORG_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def _local(written: str) -> tuple[str, str]:
    _, name, *code = written.split(":", 2)
    return f"local:{name}", code[0] if code else ""


def _stock(text: str, compact: str) -> Identity:
    match = re.fullmatch(r"(?:SH|SZ|BJ)?\.?(\d{1,6})(?:\.(?:SH|SZ|BJ))?", compact)
    if match is None:
        raise _refused("code-form", Text("这不是股票代码", "this is not a stock code"), str(text))
    return Identity("stock", match[1].zfill(6))


def _uscc(code: str) -> Identity:
    foreign = sorted(set(code) - set(ALPHABET))
    if foreign or not code[2:8].isdigit():
        mended = code.translate(LOOKALIKES)
        likely = not set(mended) - set(ALPHABET) and mended[2:8].isdigit() and mended[17] == uscc_check(mended)
        named = "、".join(foreign) or code[2:8]
        raise _refused(
            "uscc-characters",
            Text(f"统一社会信用代码中不应有：{named}", f"a 统一社会信用代码 cannot contain: {named}"),
            code,
            Text(f"可能是 {mended}", f"probably {mended}") if likely else None,
        )
    expected = uscc_check(code)
    if code[17] != expected:
        raise _wrong_check("uscc-check-character", code, expected)
    return Identity("uscc", code)


def _org(code: str) -> Identity:
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        raise _refused("code-form", Text("这不是组织机构代码", "this is not a 组织机构代码"), code)
    expected = org_check(code)
    if code[8] != expected:
        raise _wrong_check("org-check-character", code, expected)
    return Identity("org", code)


def _wrong_check(kind: str, code: str, expected: str) -> FactsError:
    message = Text(f"校验码应为 {expected}：代码有一位抄错了", f"the check character should be {expected}")
    accepted = Text(f"校验码为 {expected} 的代码", f"a code whose check character is {expected}")
    return _refused(kind, message, code, accepted)


def _lost_digits(found: str) -> FactsError:
    return FactsError(
        Problem(
            "code-as-number",
            Text("代码被当作数字保存，后几位已丢失", "the code was kept as a number and has lost its last digits"),
            found=found,
            accepted=Text("以文本保存的 18 位代码", "18 characters kept as text"),
            next_step=Text(
                "把该列设为文本格式，从原始材料重新录入代码",
                "make the column text and enter the codes again from their source",
            ),
        )
    )


def _refused(kind: str, message: Text, found: str, accepted: Text | None = None) -> FactsError:
    return FactsError(Problem(kind, message, found=found, accepted=accepted or ACCEPTED, next_step=NEXT))


# --- whole columns ---------------------------------------------------------------------------------------------


def keys_of(canonical: pl.Series) -> pl.Series:
    """The keys of a column of canonical forms (null stays null): each distinct one is hashed once, about a million
    a second."""
    distinct = canonical.unique().drop_nulls()
    keys = pl.Series([key_of(one) for one in distinct.to_list()], dtype=pl.Int64)
    return canonical.replace_strict(distinct, keys, default=None, return_dtype=pl.Int64)


def identities(written: pl.Series, scheme: str | None = None) -> tuple[pl.DataFrame, dict[str, Problem]]:
    """Parses a column of codes: a frame of `scheme`, `code`, `enterprise` (all null where a code is missing or
    refused), one row a row, and written code → its problem.

    Well-formed 统一社会信用代码 are checked as a column; only the others go through `parse_code` one by one.
    """
    texts = written.cast(pl.String).rename("written")
    distinct = texts.unique().drop_nulls().to_frame()
    plain = distinct.filter(_is_valid_uscc()) if scheme in (None, "uscc") else distinct.clear()
    known = plain.select(
        "written", scheme=pl.lit("uscc"), code="written", canonical=pl.lit("org:") + pl.col("written").str.slice(8, 9)
    )
    parsed, problems = [], dict[str, Problem]()
    for one in distinct.join(plain, on="written", how="anti")["written"].to_list():
        try:
            identity = parse_code(one, scheme)
        except PeiyuError as error:
            problems[one] = error.problems[0]
        else:
            parsed.append((one, identity.scheme, identity.code, identity.canonical))
    known = pl.concat([known, pl.DataFrame(parsed, schema=known.schema, orient="row")])
    known = known.with_columns(keys_of(known["canonical"]).alias("enterprise"))
    joined = texts.to_frame().join(known, on="written", how="left", maintain_order="left")
    return joined.select("scheme", "code", "enterprise"), problems


def _is_valid_uscc() -> pl.Expr:
    """True for text that is a 统一社会信用代码 as it stands, check character included."""
    values = {letter: value for value, letter in enumerate(ALPHABET)}
    code = pl.col("written")
    total = pl.sum_horizontal(
        code.str.slice(place, 1).replace_strict(values, default=None, return_dtype=pl.Int64) * weight
        for place, weight in enumerate((*WEIGHTS, 1))
    )
    shaped = code.str.contains(rf"^[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}$")
    return shaped & (total % 31 == 0)
