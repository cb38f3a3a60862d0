"""docs/reference/settings.md: every key of peiyu.toml, from installation.py."""

from __future__ import annotations

import json
from dataclasses import Field
from typing import Any

from peiyu.problems import Text
from peiyu.web.accounts.oidc_settings import KEYS, MAY
from peiyu.web.site.installation import keys

HEAD = """# Settings 设置

<!-- Written by `make reference` from the code; a test compares. -->

An installation is one folder. Its `peiyu.toml` holds the settings; every one may be left out, and without the file all
of them have their defaults. A key that does not exist or a value that does not fit is refused at the start, with its
name. After a change, start the web server and the worker again.

一个安装就是一个文件夹，设置写在其中的 `peiyu.toml`。每一项都可以不写；没有这个文件时全部取默认值。写错的键名和不合适的
值，启动时即指出。改动后请重启网站和后台进程。

| key 键 | type 类型 | default 默认 | 说明 | meaning |
|---|---|---|---|---|
"""

OIDC = """
## `[oidc]`

Single sign-on asks the organisation's own server who somebody is; what he may do still comes from his post here. A
person is found by the sign-in name. 单点登录只回答“是谁”，“能办什么”仍由本系统的岗位决定；按用户名对应到人。

| key 键 | needed 必填 | default 默认 |
|---|---|---|
"""

EXAMPLE = """
## An example 示例

```toml
name = "某某高新区科技小巨人培育"
database = "postgresql://peiyu:password@127.0.0.1:5432/peiyu"
hosts = ["peiyu.example.gov.cn"]
proxy = "127.0.0.1"
https = true
```

## Environment 环境变量

- `PEIYU_DATA`: the data folder, where `--data` is not given. 数据文件夹；不写 `--data` 时用它。
"""

TYPES: dict[type, Text] = {
    str: Text("文字", "text"),
    bool: Text("是否", "true or false"),
    int: Text("整数", "whole number"),
    tuple: Text("文字列表", "list of texts"),
}
SPECIAL: dict[str, Text] = {"day": Text("日期", "date"), "oidc": Text("一节", "section")}


def settings_page() -> str:
    """The page, Markdown."""
    oidc = [f"| `{key}` | yes 是 | |\n" for key in KEYS]
    oidc += [f"| `{key}` | no 否 | {_code(default)} |\n" for key, default in MAY.items()]
    return "".join((HEAD, *(_row(one) for one in keys()), OIDC, *oidc, EXAMPLE))


def _row(one: Field[Any]) -> str:
    kind = SPECIAL.get(one.name) or TYPES[type(one.default)]
    default = "" if one.name in SPECIAL else _code(one.default)
    said: Text = one.metadata["said"]
    return f"| `{one.name}` | {kind.en} {kind.zh} | {default} | {said.zh} | {said.en} |\n"


def _code(value: object) -> str:
    """A value as TOML writes it."""
    written = list(value) if isinstance(value, tuple) else value
    return f"`{json.dumps(written, ensure_ascii=False)}`" if value != "" else '`""`'
