"""Problems of the journal."""

from fieldmark.model.problem import code

ALTERED = code(
    "J001",
    en="Event {number} ({kind}) of the journal was altered, or events around it were swapped.",
    zh="日志中的第 {number} 条事件（{kind}）被改动，或其前后事件被调换。",
    hint_en="Compare with the latest backup before anything is published; the marks of this sitting are in doubt.",
    hint_zh="发布任何结果之前，请与最近的备份核对；该场考试的成绩存疑。",
)
REMOVED = code(
    "J002",
    en="Events {first} to {last} of the journal were removed.",
    zh="日志中第 {first} 至 {last} 条事件被删除。",
    hint_en="Restore the journal from the latest backup that still holds them.",
    hint_zh="请从仍包含这些事件的最近备份恢复日志。",
)
CUT = code(
    "J003",
    en="The journal ends at event {last}, but a receipt or exported head names event {head}: its tail was cut.",
    zh="日志止于第 {last} 条事件，但回执或导出的校验头指向第 {head} 条：末尾被截断。",
    hint_en="Restore the journal from the latest backup; receipts held by engineers show what is missing.",
    hint_zh="请从最近的备份恢复日志；工程师手中的回执可说明缺少了什么。",
)
REWRITTEN = code(
    "J004",
    en="Event {number} differs from the receipt or exported head: the journal was rewritten.",
    zh="第 {number} 条事件与回执或导出的校验头不符：日志被重写。",
    hint_en="Restore the journal from a backup made before, and find out who could write to it.",
    hint_zh="请从更早的备份恢复日志，并查明谁拥有写入权限。",
)
EMPTIED = code(
    "J005",
    en="The content of event {number} is gone, and its person was never erased.",
    zh="第 {number} 条事件的内容已丢失，而当事人并未被申请删除。",
    hint_en="Restore the journal from the latest backup.",
    hint_zh="请从最近的备份恢复日志。",
)
STALE = code(
    "J006",
    en="The list of sittings says “{listed}” for sitting {sitting}, its events say “{folded}”.",
    zh="考试列表中考试 {sitting} 的状态为“{listed}”，而事件记录为“{folded}”。",
    hint_en="The events count. Someone wrote to the database past the platform: find out who.",
    hint_zh="以事件记录为准。有人绕过平台写入了数据库，请查明原因。",
)
BAD_HEAD = code(
    "J007",
    en="“{head}” is not a head of the journal (number, colon, 64 hex digits).",
    zh="“{head}”不是日志校验头（编号、冒号、64 位十六进制数）。",
    hint_en="Copy the whole line that “fieldmark audit head” or a receipt gave.",
    hint_zh="请完整复制 “fieldmark audit head” 或回执给出的那一行。",
)
FULL = code(
    "J010",
    en="The disk of the exam service is full. Your answer was not saved.",
    zh="考试服务的磁盘已满，您的作答尚未保存。",
    hint_en="Keep this page open: it keeps your answers and sends them again. Tell the examiner.",
    hint_zh="请保持本页打开：页面会保留您的作答并自动重新发送。请告知考官。",
)
DOWN = code(
    "J011",
    en="The exam service cannot write at the moment. Your answer was not saved.",
    zh="考试服务暂时无法写入，您的作答尚未保存。",
    hint_en="Keep this page open: it keeps your answers and sends them again.",
    hint_zh="请保持本页打开：页面会保留您的作答并自动重新发送。",
)
