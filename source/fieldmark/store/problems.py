"""Problems of the workspace itself."""

from fieldmark.model.problem import code

NO_WORKSPACE = code(
    "W001",
    en="{path} is not a Fieldmark workspace (no folder courses/ or assignments/ in it).",
    zh="{path} 不是 Fieldmark 工作区（其中没有 courses/ 或 assignments/ 文件夹）。",
    hint_en="Go to your workspace's folder, name it with --workspace DIR, or make one: fieldmark init DIR.",
    hint_zh="请进入工作区文件夹，用 --workspace DIR 指定，或新建一个：fieldmark init DIR。",
)
NEWER_WORKSPACE = code(
    "W002",
    en="This workspace was last used by a newer Fieldmark (format {theirs}; this program knows up to {ours}).",
    zh="该工作区最近由更新版本的 Fieldmark 使用（格式 {theirs}；本程序最高支持 {ours}）。",
    hint_en="Update Fieldmark on this machine. Nothing was changed.",
    hint_zh="请在本机更新 Fieldmark。未作任何更改。",
)
BUSY = code(
    "W003",
    en="Another “{what}” is already running on this workspace (process {pid}).",
    zh="该工作区上已有一个“{what}”正在运行（进程 {pid}）。",
    hint_en="Wait until it ends, or stop it first.",
    hint_zh="请等待其结束，或先将其停止。",
)
DAMAGED = code(
    "W004",
    en="{path} cannot be read: {why}.",
    zh="无法读取 {path}：{why}。",
    hint_en="Restore it from a backup, or delete it and run “fieldmark run” to make it again from what it was made of.",
    hint_zh="请从备份恢复，或删除后运行 “fieldmark run” 重新生成。",
)
MISSING_TABLE = code(
    "W005",
    en="The table “{table}” has not been made yet.",
    zh="数据表“{table}”尚未生成。",
    hint_en="Run “fieldmark run”, which does whatever is out of date.",
    hint_zh="请运行 “fieldmark run”，它会完成所有过期的步骤。",
)
NOT_EMPTY = code(
    "W006",
    en="{path} already holds files.",
    zh="{path} 中已有文件。",
    hint_en="Choose an empty or new folder; nothing was changed.",
    hint_zh="请选择空文件夹或新文件夹；未作任何更改。",
)
BAD_ENTRY = code(
    "W007",
    en="{user}: “{text}” is no {field}. Allowed: {allowed}.",
    zh="{user}：{field} 不能是“{text}”。允许：{allowed}。",
    hint_en="Correct it in that file. Until then this person keeps what was last readable; the others are not touched.",
    hint_zh="请在该文件中更正。在此之前此人沿用最近一次可读取的内容，其他人不受影响。",
)
NOBODY = code(
    "W040",
    en="Nothing is known here of “{user}”.",
    zh="此处没有“{user}”的任何数据。",
    hint_en="Give the user name as it stands in the list of people, for example e001.",
    hint_zh="请使用人员名单中的账号，例如 e001。",
)
ERASE_WHY = code(
    "W041",
    en="Erasing needs a reason: it goes into the journal.",
    zh="清除数据须填写原因：原因会记入日志。",
    hint_en="Add --reason with a few words, without names; for example: on request, letter of 2 May.",
    hint_zh="请用 --reason 简要说明，勿写姓名；例如：应本人 5 月 2 日来函请求。",
)
