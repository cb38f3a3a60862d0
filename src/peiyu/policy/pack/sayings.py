"""What is said of a pack at fault: one row a code, in both languages."""

from __future__ import annotations

from peiyu.policy.condition.sayings import CONDITION_SAYINGS, Saying
from peiyu.policy.pack.programme_sayings import PROGRAMME_SAYINGS
from peiyu.problems import Level, Text

_FILE = (
    Saying(
        "pack-not-found",
        Text("找不到政策包「{name}」", "there is no pack 「{name}」"),
        Text("{options}", "{options}"),
        Text("写包的编号、文件夹或单个 YAML 文件", "give a pack's id, its folder or a single YAML file"),
    ),
    Saying(
        "file-not-found",
        Text("政策包所指的文件不存在", "a file that the pack names does not exist"),
        Text("与 pack.yaml 同一文件夹内的文件", "a file in the folder of pack.yaml"),
    ),
    Saying(
        "file-not-text",
        Text("文件不是 UTF-8 文本", "the file is not UTF-8 text"),
        Text("UTF-8 编码的 YAML", "YAML in UTF-8"),
    ),
    Saying("file-too-large", Text("文件过大", "the file is too large"), Text("至多 10 MB", "at most 10 MB")),
    Saying(
        "yaml-syntax",
        Text("YAML 写法有误", "the YAML cannot be read"),
        Text("检查缩进、引号和冒号", "check indents, quotes and colons"),
    ),
    Saying(
        "yaml-tab",
        Text("缩进用了制表符", "a tab is used to indent"),
        Text("用空格缩进", "indent with spaces"),
    ),
    Saying(
        "yaml-too-deep",
        Text("YAML 嵌套过深（至多 {limit} 层）", "the YAML is nested too deeply (at most {limit} levels)"),
    ),
    Saying(
        "yaml-alias",
        Text("不接受 YAML 的锚点和引用（& *）", "YAML anchors and aliases (& *) are not accepted"),
        Text("把内容写全；以 * 或 & 开头的文字用引号括起", "write the content out; quote text that begins with * or &"),
    ),
    Saying(
        "yaml-tag",
        Text("不接受 YAML 标签（!）", "YAML tags (!) are not accepted"),
        Text(
            "普通的文字、列表和表；以 ! 开头的文字用引号括起",
            "plain text, lists and tables; quote text that begins with !",
        ),
    ),
    Saying(
        "yaml-documents",
        Text("一个文件只能有一个 YAML 文档", "a file holds one YAML document"),
        Text("去掉 ---，或分成几个文件", "remove ---, or make several files"),
    ),
    Saying("yaml-key", Text("键须是文字", "a key must be text")),
    Saying(
        "key-twice",
        Text("同一个键写了两次（第一次在第 {first} 行）", "the key stands twice (first in line {first})"),
        None,
        Text("改名或删去一处", "rename or remove one"),
    ),
)

_SHAPE = (
    Saying(
        "key-unknown",
        Text("{where}里没有这个键", "{where_en} has no such key"),
        Text("{accepted}", "{accepted}"),
    ),
    Saying("key-missing", Text("{where}缺少 {key}", "{where_en} lacks {key}"), Text("{example}", "{example}")),
    Saying(
        "type-wrong",
        Text("{key} 的写法不对，应是{expected}", "{key} should be {expected_en}"),
        Text("{example}", "{example}"),
    ),
    Saying(
        "value-unknown",
        Text("{key} 没有这个取值", "{key} has no such value"),
        Text("{accepted}", "{accepted}"),
    ),
    Saying(
        "id-written",
        Text("编号的写法不对", "the id is not written as one"),
        Text(
            "小写字母、数字和 _（包的编号可用 -），以字母开头；口径可用 D1、D12",
            "lower-case letters, digits and _ (- in a pack's id), beginning with a letter; a definition may be D1, D12",
        ),
    ),
    Saying(
        "id-twice",
        Text("编号「{id}」已用过（第 {first} 行）", "the id 「{id}」 is taken (line {first})"),
        None,
        Text("每个对象的编号在同一层级、评分表或文件内唯一", "ids are unique within a tier, a score table or a file"),
    ),
    Saying(
        "cite-missing",
        Text("{where}没有写依据条款", "{where_en} names no clause"),
        Text("cite: 第六条（二）", "cite: 第六条（二）"),
    ),
    Saying(
        "evidence-missing",
        Text("{where}没有写依据强度", "{where_en} does not say how sure it is"),
        Text(
            "evidence: verified | single-source | paraphrase | unverified | assumption",
            "evidence: verified | single-source | paraphrase | unverified | assumption",
        ),
    ),
    Saying(
        "uses-unknown",
        Text("uses 中的政策包「{name}」找不到", "the pack 「{name}」 under uses cannot be found"),
        Text("{options}", "{options}"),
    ),
    Saying(
        "uses-cycle",
        Text("政策包直接或间接引用了自己：{cycle}", "a pack refers to itself, directly or through others: {cycle}"),
        None,
        Text("删去其中一个 uses", "remove one of these uses"),
    ),
    Saying(
        "quantity-cycle",
        Text("计算项或口径引用了自己：{cycle}", "a quantity or definition refers to itself: {cycle}"),
        None,
        Text("断开其中一处引用", "break one of these references"),
    ),
    Saying(
        "option-default",
        Text("口径的默认项「{name}」不在 options 中", "the default option 「{name}」 is not among the options"),
        Text("{options}", "{options}"),
    ),
    Saying(
        "field-name-taken",
        Text("词表中已有叫「{name}」的数据项", "the vocabulary has a field called 「{name}」"),
        None,
        Text("直接使用它，或另取名称", "use that one, or choose another name"),
    ),
    Saying(
        "ladder-texts",
        Text("{kind}的政策包不写 {key}", "a pack of kind {kind} has no {key}"),
        Text("ladder 写 applies，其余写 texts", "a ladder has applies, the others have texts"),
    ),
    Saying(
        "dates-order",
        Text("止期早于起期", "it ends before it begins"),
        Text("from 不晚于 until", "from is not later than until"),
    ),
)

_CASES = (
    Saying(
        "case-subject",
        Text(
            "案例所说的「{name}」不是本包的条件、层级、评分表或计算项",
            "「{name}」 is no criterion, tier, score or quantity of this pack",
        ),
        Text("{options}", "{options}"),
    ),
    Saying(
        "case-value",
        Text("{field}（{type}）不能取这个值", "{field} ({type}) cannot have this value"),
        Text(
            "带单位的数，精确到存储单位（金额到分），例：500人、5000万元、3%",
            "a number with its unit, exact in the stored unit (money in fen): 500人, 5000万元, 3%",
        ),
    ),
)

PACK_SAYINGS: dict[str, Saying] = {row.code: row for row in (*_FILE, *_SHAPE, *_CASES, *PROGRAMME_SAYINGS)}

SAYINGS: dict[str, Saying] = {**CONDITION_SAYINGS, **PACK_SAYINGS}
"""Every code that reading a pack can give."""

LENIENT_IN_DRAFT = frozenset({"cite-missing", "evidence-missing"})


def level_in(code: str, *, draft: bool) -> Level:
    """Drafts may leave some things open."""
    return Level.WARNING if draft and code in LENIENT_IN_DRAFT else SAYINGS[code].level
