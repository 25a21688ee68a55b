"""Problems of building papers and of collecting what was submitted."""

from fieldmark.model.problem import code

CONTENT_ERRORS = code(
    "P001",
    en="The content has {n} errors; no paper was built or changed.",
    zh="内容中有 {n} 个错误；未生成或更改任何试卷。",
    hint_en="Mend what is listed below (“fieldmark check” shows it again), then build.",
    hint_zh="请先修正下列问题（可用 “fieldmark check” 再次查看），然后重新构建。",
)
TOO_FEW_ITEMS = code(
    "P002",
    en="“{paper}” needs {need} different items here; {have} fit and are not needed elsewhere in the same paper.",
    zh="“{paper}”此处需要 {need} 道不同的题目；符合条件且未被同一试卷占用的只有 {have} 道。",
    hint_en="Write more items that fit, widen the line (skills, kinds, difficulty), or lower its count or pool.",
    hint_zh="请补充符合条件的题目，放宽该行条件（技能、题型、难度），或减少 count 或 pool。",
)
SHARED_ITEMS = code(
    "P003",
    en="Forms of “{blueprint}” share {n} items: {items}.",
    zh="“{blueprint}”的各卷有 {n} 道相同题目：{items}。",
    hint_en="The papers work; add items to the bank so that nobody meets the same question twice.",
    hint_zh="试卷可以使用；请向题库补充题目，以免同一人两次遇到同一题。",
    severity="warning",
)
PRACTICE_IN_USE = code(
    "P013",
    en="The practice paper “{paper}” names items that an exam paper holds: {items}.",
    zh="练习卷“{paper}”点名了考试卷中已有的题目：{items}。",
    hint_en="Practice shows the answers. Name other items in the practice blueprint, or write new ones.",
    hint_zh="练习会公布答案。请在练习蓝图中改用其他题目，或另写新题。",
)
ALREADY_SAT = code(
    "P004",
    en="The paper “{paper}” was opened by an engineer; it stays as it was sat, and later changes do not reach it.",
    zh="试卷“{paper}”已有工程师打开作答；它保持当时的内容，此后的修改不会影响该试卷。",
    hint_en="A corrected key, weight or cut score is applied with “fieldmark regrade {paper}”. To use other changes, "
    "add a form with a new id to the blueprint and build again.",
    hint_zh="更正答案、分值或合格线请用 “fieldmark regrade {paper}”。"
    "其他修改请在蓝图中新增一个 id 不同的卷次后重新构建。",
    severity="warning",
)
KEY_LOST = code(
    "P005",
    en="Answers to the paper “{paper}” exist, but its sealed key is gone: a new key would not fit them.",
    zh="试卷“{paper}”已有作答，但其密封答案已丢失：新生成的答案无法与之对应。",
    hint_en="Restore .fieldmark/sealed/{paper}.json from a backup. Nothing was changed; all answers are safe.",
    hint_zh="请从备份恢复 .fieldmark/sealed/{paper}.json；在此期间作答内容是安全的。未作任何更改。",
)
TWICE = code(
    "P006",
    en="Two blueprints make a paper with the id “{paper}”.",
    zh="两份蓝图生成了同一个试卷 id“{paper}”。",
    hint_en="Give one of the blueprints or forms another id; ids of papers are shared by all courses.",
    hint_zh="请为其中一份蓝图或卷次更换 id；所有课程的试卷 id 不得重复。",
)
NBGRADER_FAILED = code(
    "P007",
    en="nbgrader could not make the released notebooks of the course “{course}”: {why}",
    zh="nbgrader 无法生成课程“{course}”的发布笔记本：{why}",
    hint_en="Nothing was changed. Run “fieldmark doctor”; if it finds nothing, report this message.",
    hint_zh="未作任何更改。请运行 “fieldmark doctor”；若未发现问题，请反馈本消息。",
)
LEAK = code(
    "P008",
    en="The notebook of the paper “{paper}” would give away a key ({what}); it was not published.",
    zh="试卷“{paper}”的笔记本会泄露答案（{what}），因此未发布。",
    hint_en="Look whether the prompt of that question contains its own explanation or answer.",
    hint_zh="请检查该题题干中是否包含了解析或答案。",
)
NOT_BUILT = code(
    "P009",
    en="{engineer}'s submission for “{paper}” cannot be collected: the notebook is missing or of another version.",
    zh="无法收取 {engineer} 对“{paper}”的提交：试卷笔记本缺失或版本不符。",
    hint_en="Run “fieldmark build”, then “fieldmark mark”; the answers are safe in the journal.",
    hint_zh="请先运行 “fieldmark build”，再运行 “fieldmark mark”；作答内容已安全保存在日志中。",
)
UNKNOWN_SLOT = code(
    "P010",
    en="{engineer}'s submission for “{paper}” answers “{slot}”, which the paper has not; the rest was collected.",
    zh="{engineer} 对“{paper}”的提交含有试卷中不存在的“{slot}”；其余作答已收取。",
    hint_en="Nothing is lost: the journal keeps it. Tell the administrator if it comes up again.",
    hint_zh="内容没有丢失，日志中仍有保存。若再次出现，请告知管理员。",
    severity="warning",
)
GONE_FROM_BLUEPRINT = code(
    "P011",
    en="The paper “{paper}” is no longer in any blueprint; since it was sat, it is closed, not removed.",
    zh="试卷“{paper}”已不在任何蓝图中；因已有人作答，其答案与成绩予以保留，该试卷已关闭。",
    hint_en="To open it again, put its form back into the blueprint.",
    hint_zh="如需重新开放，请将该卷次放回蓝图。",
    severity="warning",
)
BAD_NAME = code(
    "P012",
    en="The user name “{engineer}” cannot name a folder, so nothing can be collected for it.",
    zh="用户名“{engineer}”不能用作文件夹名，无法收取其提交。",
    hint_en="Rename the user with letters, digits, “.”, “-”, “_” and “@”; the answers are safe in the journal.",
    hint_zh="请改用由字母、数字以及 “.”“-”“_”“@” 组成的用户名；作答内容已安全保存在日志中。",
)
CHECKLIST_USED = code(
    "P020",
    en="Somebody was observed with the checklist “{item}”; it stays as it was then, whatever is changed in it now.",
    zh="已有人按观察表“{item}”接受观察；它保持当时的内容，此后的修改不会影响它。",
    hint_en="Corrected weights are applied with “fieldmark regrade {item}-observed”. For other changes copy the file "
    "and give the copy a new id.",
    hint_zh="更正权重请用 “fieldmark regrade {item}-observed”。其他修改请复制该文件并给副本一个新的 id。",
    severity="warning",
)
