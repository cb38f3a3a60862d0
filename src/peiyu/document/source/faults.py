"""What can be the matter with a file, as problems."""

from __future__ import annotations

from pathlib import Path

from peiyu.problems import DocumentError, Level, Problem, Text, Where

ACCEPTED = Text(
    "txt（UTF-8 或 GB18030）、docx、html、带文字层的 pdf",
    "txt (UTF-8 or GB18030), docx, html, pdf with a text layer",
)


def absent(path: Path) -> DocumentError:
    """No such file."""
    said = Text("没有这个文件", "there is no such file")
    return _error("document-not-found", said, path, Text("检查路径和文件名", "check the path and the name"))


def folder(path: Path) -> DocumentError:
    """A folder where a file is needed."""
    said = Text("这是文件夹，不是文件", "this is a folder, not a file")
    return _error("document-is-folder", said, path, Text("给出其中一个文件", "name one file in it"))


def unreadable(path: Path, why: str) -> DocumentError:
    """The system does not let it be read."""
    said = Text("文件打不开", "the file cannot be opened")
    return _error("document-not-opened", said, path, Text("检查读取权限", "check the permission to read it"), why)


def too_large(path: Path, size: int, limit: int) -> DocumentError:
    """More than a policy document can be."""
    said = Text(
        f"文件有 {size // 2**20} MB，超过 {limit // 2**20} MB", f"{size // 2**20} MB is over {limit // 2**20} MB"
    )
    step = Text("另存为不含图片的文字版，或拆开", "save it as text without pictures, or split it")
    return _error("document-too-large", said, path, step)


def empty(path: Path) -> DocumentError:
    """Nothing written in it."""
    said = Text("文件里没有文字", "there are no words in the file")
    step = Text("检查是否给错了文件，或复制粘贴时丢了正文", "check whether it is the right file and kept its text")
    return _error("document-empty", said, path, step)


def not_a_document(path: Path, found: str) -> DocumentError:
    """A format that is not read at all."""
    said = Text("不是能读的文件格式", "this format is not read")
    step = Text("在 WPS 或 Word 里另存为 docx 或 txt", "save it as docx or txt in WPS or Word")
    return _error("document-format", said, path, step, found)


def not_its_name(path: Path, says: str, found: str) -> DocumentError:
    """The content is of another format than the name says."""
    said = Text(f"文件名说是 {says}，内容是 {found}", f"the name says {says}, the content is {found}")
    step = Text("改正扩展名，或重新导出", "correct the extension, or export it again")
    return _error("document-not-its-name", said, path, step)


def damaged(path: Path, kind: str, why: str) -> DocumentError:
    """Of the right format, and broken."""
    said = Text(f"{kind} 文件已损坏，打不开", f"the {kind} file is damaged and cannot be opened")
    step = Text("从原处重新下载，或打开后另存", "fetch it again, or open it and save it anew")
    return _error("document-damaged", said, path, step, why)


def encoding(path: Path, where: int) -> DocumentError:
    """Neither UTF-8 nor GB18030."""
    said = Text(f"第 {where} 个字节处既不是 UTF-8 也不是 GB18030", f"byte {where} fits neither UTF-8 nor GB18030")
    return _error("document-encoding", said, path, Text("另存为 UTF-8 编码的文本", "save it as text in UTF-8"))


def scan(path: Path, pages: int) -> DocumentError:
    """Pictures of pages without words."""
    said = Text(f"{pages} 页都没有文字层，是扫描件", f"none of its {pages} pages has a text layer: it is a scan")
    step = Text(
        "用文字识别软件处理并核对，或向发文单位要电子版", "run text recognition and check it, or ask for the text"
    )
    return _error("document-scan", said, path, step)


def locked(path: Path) -> DocumentError:
    """It asks for a password."""
    said = Text("文件有密码保护", "the file is protected by a password")
    return _error("document-locked", said, path, Text("去掉密码后另存", "save it without the password"))


def only_tables(path: Path, rows: int) -> DocumentError:
    """Tables and no clauses."""
    said = Text(f"只有表格（{rows} 行），没有条款正文", f"only tables ({rows} rows), no clauses")
    step = Text(
        "政策文件给出正文；企业台账用 peiyu facts load 载入",
        "give the text of the policy; load a ledger with peiyu facts load",
    )
    return _error("document-only-tables", said, path, step)


def not_chinese(path: Path) -> DocumentError:
    """Words, and hardly any of them Chinese."""
    said = Text("几乎没有汉字，不是中文政策文件", "there is hardly any Chinese in it")
    return _error(
        "document-not-chinese", said, path, Text("检查是否给错了文件或编码", "check the file and its encoding")
    )


def traditional(path: Path) -> Problem:
    """Traditional characters: read simplified."""
    return Problem(
        "document-traditional",
        Text(
            "文件用繁体字：原文保留，整理本转为简体后解读",
            "written in traditional characters: kept as found, simplified in the mended text for reading",
        ),
        Where(path.name),
        Level.WARNING,
        next_step=Text("对照核对专名和一简对多繁的字", "check names and characters that stand for several"),
    )


def some_pages_without_text(path: Path, pages: tuple[int, ...]) -> Problem:
    """Part of a pdf is scanned."""
    return Problem(
        "document-pages-without-text",
        Text("有的页没有文字层，没有读到", "some pages have no text layer and were not read"),
        Where(path.name),
        Level.WARNING,
        found=_listed(pages),
        next_step=Text("识别这些页后补入", "recognise these pages and add them"),
    )


def without_targets(path: Path) -> Problem:
    """Nothing in it promises a number."""
    return Problem(
        "document-without-targets",
        Text("没有读出有数字的目标", "no goal with a number was found"),
        Where(path.name),
        Level.WARNING,
        next_step=Text(
            "目标若在附表、图片或另一份文件里，请补入正文再读；若确无数字，可在草稿里写成趋势目标",
            "if the goals are in a table, a picture or another document, add them to the text and read again; if there "
            "are none, write them as trends in the draft",
        ),
    )


def tables_by_lines(path: Path, pages: tuple[int, ...]) -> Problem:
    """A pdf draws tables without saying so: their rows are told by where the words stand."""
    return Problem(
        "document-pdf-tables",
        Text(
            "有的页有表格，pdf 不记录单元格，按文字位置拼成行，合并的单元格会错位",
            "some pages have tables; a pdf does not tell their cells, so rows are put together by where words stand "
            "and merged cells come apart",
        ),
        Where(path.name),
        Level.WARNING,
        found=_listed(pages),
        next_step=Text("对照原件核对表中目标，或改用 docx", "check the goals in them, or use docx"),
    )


def _listed(pages: tuple[int, ...]) -> str:
    return "、".join(map(str, pages[:10])) + ("…" if len(pages) > 10 else "")


def _error(code: str, said: Text, path: Path, step: Text, found: str = "") -> DocumentError:
    return DocumentError(Problem(code, said, Where(path.name), found=found, accepted=ACCEPTED, next_step=step))
