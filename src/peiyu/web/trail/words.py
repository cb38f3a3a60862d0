"""What was done to what, in words: the verbs and kinds of records that stand in the trail."""

from __future__ import annotations

from peiyu.problems import Text

KINDS: dict[str, Text] = {
    "person": Text("人员", "person"),
    "organisation": Text("机构", "organisation"),
    "post": Text("岗位", "post"),
    "consent": Text("代办委托", "consent"),
    "token": Text("接口令牌", "token"),
    "session": Text("登录", "session"),
    "job": Text("后台任务", "job"),
    "trail": Text("留痕", "trail"),
    "enterprise": Text("企业", "enterprise"),
    "intake": Text("导入", "import"),
    "mapping": Text("对应表", "mapping"),
    "list": Text("名单", "list"),
    "merge": Text("合并", "merge"),
    "text": Text("政策包文本", "text of a pack"),
    "evaluation": Text("评估", "evaluation"),
    "definition": Text("口径", "definition"),
    "trial": Text("试算", "what-if"),
    "reading": Text("目标读数", "reading"),
    "closing": Text("月结", "month closing"),
    "allocation": Text("目标分解", "allocation"),
    "analysis": Text("统计分析", "analysis"),
    "territory": Text("辖区", "territory"),
}
"""Kinds of records."""

VERBS: dict[str, Text] = {
    "session.begin": Text("登录", "signed in"),
    "session.end": Text("退出", "signed out"),
    "session.act_for": Text("开始代企业办理", "began to act for an enterprise"),
    "person.add": Text("新建账号", "made an account"),
    "person.edit": Text("修改人员资料", "changed a person's details"),
    "person.close": Text("停用账号", "closed an account"),
    "person.reopen": Text("重新启用账号", "opened an account again"),
    "person.reset_password": Text("重置密码", "set a new password"),
    "person.release": Text("放行账号", "released an account"),
    "person.unlock": Text("解除锁定", "unlocked a sign-in name"),
    "person.change_password": Text("修改本人密码", "changed the own password"),
    "person.settings": Text("修改阅读设置", "changed how one reads"),
    "person.hand_over": Text("工作交接", "handed work over"),
    "post.grant": Text("授予岗位", "granted a post"),
    "post.end": Text("结束岗位", "ended a post"),
    "post.move": Text("岗位随机构并入", "a post went over"),
    "organisation.add": Text("新建机构", "made an organisation"),
    "organisation.edit": Text("修改机构", "changed an organisation"),
    "organisation.close": Text("撤销机构", "closed an organisation"),
    "organisation.reorganise": Text("机构并入继任机构", "merged an organisation into a successor"),
    "consent.record": Text("登记委托", "recorded a consent"),
    "consent.withdraw": Text("撤回委托", "withdrew a consent"),
    "consent.move": Text("委托随机构并入", "a consent went over"),
    "token.make": Text("制作令牌", "made a token"),
    "token.revoke": Text("作废令牌", "revoked a token"),
    "job.ask": Text("发起后台任务", "asked for a job"),
    "job.cancel": Text("取消后台任务", "cancelled a job"),
    "notes.attach": Text("上传附件", "attached a file"),
    "notes.remove": Text("移除附件", "removed an attachment"),
    "notes.comment": Text("写意见", "commented"),
    "trail.export": Text("下载留痕", "took the trail away"),
    "trail.check": Text("核对留痕链", "checked the chain"),
}
"""What was done."""


def verb_said(verb: str) -> Text:
    """A verb in words; as it is written where nobody gave it words."""
    return VERBS.get(verb) or Text(verb, verb)


def kind_said(kind: str) -> Text:
    """A kind of record in words."""
    return KINDS.get(kind) or Text(kind, kind)
