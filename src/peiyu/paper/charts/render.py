"""Vega-Lite specs → SVG for pages and PNG for Word, in the process, without a network.

The same spec is drawn once: pictures are kept by the hash of what they show, in memory and, if asked for, in a folder.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import vl_convert

from peiyu.paper.charts.fonts import Font, find_font
from peiyu.problems import InputError, Problem, Text

Form = Literal["svg", "png"]
SCALE = 3.0
"""PNG pixels per pixel of the spec: 520 px across 150 mm print at about 260 dots an inch."""
PLAIN: dict[str, Any] = {"background": "white", "axis": {"labelFontSize": 12, "titleFontSize": 12},
                         "legend": {"labelFontSize": 12, "titleFontSize": 12},
                         "title": {"fontSize": 14}}  # fmt: skip
"""How a chart looks where its spec does not say."""


def figure_hash(spec: Mapping[str, Any], *, form: Form = "svg", scale: float = SCALE) -> str:
    """Names what is drawn: the spec whatever the order of its keys, the form, the font and the drawing program."""
    font = chart_font()
    family = font.family if isinstance(font, Font) else ""
    drawn = [spec, form, scale if form == "png" else 1, family, version("vl-convert-python")]
    return hashlib.sha256(json.dumps(drawn, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


@cache
def chart_font() -> Font | Problem:
    """The font of every chart of this process, made known to the drawing program."""
    found = find_font()
    if isinstance(found, Font) and found.folder is not None:
        vl_convert.register_font_directory(str(found.folder))
    return found


def font_problems() -> tuple[Problem, ...]:
    """The `font-missing` warning, if there is cause for it."""
    found = chart_font()
    return (found,) if isinstance(found, Problem) else ()


def render(spec: Mapping[str, Any], *, form: Form = "svg", scale: float = SCALE, kept: Path | None = None) -> bytes:
    """The chart as SVG (UTF-8) or PNG. `kept`: a folder that keeps pictures between processes.

    InputError `chart-unreadable` for a spec that is no chart, `chart-reaches-out` for one that names data elsewhere.
    """
    refuse_addresses(spec)
    name = f"{figure_hash(spec, form=form, scale=scale)}.{form}"
    if kept is not None and (kept / name).is_file():
        return (kept / name).read_bytes()
    drawn = _drawn(json.dumps(spec, ensure_ascii=False, default=str), form, scale)
    if kept is not None:
        _keep(kept / name, drawn)
    return drawn


@cache
def _drawn(written: str, form: Form, scale: float) -> bytes:
    font = chart_font()
    config = {**PLAIN, **({"font": font.stack} if isinstance(font, Font) else {})}
    try:
        svg = vl_convert.vegalite_to_svg(written, config=config, allowed_base_urls=[])
        return svg.encode() if form == "svg" else bytes(vl_convert.svg_to_png(svg, scale=scale))
    except (ValueError, TypeError) as error:
        raise InputError(unreadable(str(error))) from error


def _keep(path: Path, drawn: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(drawn)
    part.replace(path)


def refuse_addresses(spec: Mapping[str, Any]) -> None:
    """InputError when the spec would fetch data, a picture or a map: offices have no network."""
    addresses = [value for key, value in _entries(spec) if key in ("url", "href") and isinstance(value, str)]
    if addresses:
        raise InputError(
            Problem(
                "chart-reaches-out",
                Text("图表引用了外部地址，离线时画不出来", "the chart names an address out of reach"),
                found="、".join(addresses),
                accepted=Text("数据写在图表之内（data.values）", "data written into the chart (data.values)"),
                next_step=Text("把数据写进图表", "write the data into the chart"),
            )
        )


def _entries(held: Any) -> Iterator[tuple[str, Any]]:
    """Keys and values at any depth; the rows of data, which may name addresses freely, left out."""
    if isinstance(held, Mapping):
        yield from held.items()
        inside: Iterable[Any] = (value for key, value in held.items() if key not in ("values", "datasets"))
    else:
        inside = held if isinstance(held, list) else ()
    for one in inside:
        yield from _entries(one)


def unreadable(said: str) -> Problem:
    """What the drawing program said, without its trace."""
    told = [line for line in said.splitlines() if not line.strip().startswith("at ")]
    return Problem(
        "chart-unreadable", Text("图表的写法有误，没有画出", "the chart's spec is at fault; nothing was drawn"),
        found=told[-1][:200] if told else "",
        accepted=Text("Vega-Lite 5 的图表", "a Vega-Lite 5 spec"),
        next_step=Text("检查图表的写法", "check the spec"),
    )  # fmt: skip
