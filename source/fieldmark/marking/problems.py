"""Problems of marking. Whatever is wrong with one submission is said of that one and stops no other."""

from fieldmark.model.problem import code

NO_NOTEBOOK = code(
    "M001",
    en="{engineer}'s submission for “{assignment}” holds no notebook {assignment}.ipynb; it was not marked.",
    zh="{engineer} 对“{assignment}”的提交中没有笔记本 {assignment}.ipynb，未评分。",
    hint_en="Move the folder aside and run “fieldmark mark”: it is collected again from the journal.",
    hint_zh="请将该文件夹移走后运行 “fieldmark mark”，系统会从日志重新收取。",
)
DAMAGED = code(
    "M002",
    en="{engineer}'s submission for “{assignment}” cannot be read ({why}); it was not marked.",
    zh="无法读取 {engineer} 对“{assignment}”的提交（{why}），未评分。",
    hint_en="The answers are safe in the journal: move the folder aside and run “fieldmark mark” to collect it again.",
    hint_zh="作答内容已安全保存在日志中：请将该文件夹移走后运行 “fieldmark mark” 重新收取。",
)
UNREADABLE_ANSWER = code(
    "M003",
    en="{engineer}'s answer to {slot} of “{assignment}” is not data in the agreed form; it got 0 points and a flag.",
    zh="{engineer} 在“{assignment}”中对 {slot} 的作答不是约定格式的数据；该题计 0 分并已标记。",
    hint_en="Look at it in formgrader and give points by hand where they are due.",
    hint_zh="请在 formgrader 中查看，如应得分请人工给分。",
    severity="warning",
)
UNKNOWN_ENGINEER = code(
    "M004",
    en="“{engineer}” submitted “{assignment}” but is not on the list of people; it was marked all the same.",
    zh="“{engineer}”提交了“{assignment}”，但不在人员名单中；该提交仍已评分。",
    hint_en="Add the person, or move the folder away if the name is a slip.",
    hint_zh="请添加此人；若为用户名有误，请移走该文件夹。",
    severity="warning",
)
OTHER_VERSION = code(
    "M005",
    en="{engineer} answered another version of “{assignment}” than the sealed one; the submission was not marked.",
    zh="{engineer} 作答的“{assignment}”与密封的版本不同，该提交未评分。",
    hint_en="Restore .fieldmark/sealed/{paper}.json of that time from a backup and mark again; nothing is lost.",
    hint_zh="请从备份恢复当时的 .fieldmark/sealed/{paper}.json 后重新评分；内容没有丢失。",
)
NO_KEY = code(
    "M006",
    en="{n} submissions for “{assignment}” wait: the sealed key of “{paper}” is missing.",
    zh="“{assignment}”有 {n} 份提交等待评分：缺少“{paper}”的密封答案。",
    hint_en="Restore .fieldmark/sealed/{paper}.json from a backup, then mark; the submissions are safe.",
    hint_zh="请从备份恢复 .fieldmark/sealed/{paper}.json 后再评分；提交内容是安全的。",
)
OTHER_GRADEBOOK = code(
    "M007",
    en="The gradebook of the course “{course}” does not know “{assignment}” as the sealed paper has it ({why}).",
    zh="课程“{course}”的成绩册中“{assignment}”与密封试卷不一致（{why}）。",
    hint_en="Run “fieldmark build”, which makes it whole, then “fieldmark mark”. Its submissions were not marked.",
    hint_zh="请先运行 “fieldmark build” 补全，再运行 “fieldmark mark”。其提交尚未评分。",
)
OTHER_OWNER = code(
    "M008",
    en="The notebook in {engineer}'s folder for “{assignment}” says it is {says}'s; it was not marked.",
    zh="{engineer} 的“{assignment}”文件夹中的笔记本注明属于 {says}，未评分。",
    hint_en="Move it to the right folder, or aside and run “fieldmark mark” to collect again from the journal.",
    hint_zh="请移到正确的文件夹，或移走后运行 “fieldmark mark” 从日志重新收取。",
)
FAILED = code(
    "M009",
    en="Marking {engineer}'s submission for “{assignment}” failed inside the program: {why}.",
    zh="对 {engineer} 的“{assignment}”评分时程序内部出错：{why}。",
    hint_en="The others were marked. Please report this message; the submission stays as it is and is tried again.",
    hint_zh="其他提交已评分。请反馈本消息；该提交保持原样，下次会重新尝试。",
)
NOBODY_SAT = code(
    "M020",
    en="Nobody has sat the paper “{paper}”.",
    zh="尚无人参加试卷“{paper}”的考试。",
    hint_en="Look up its name with “fieldmark mark”, which lists what was submitted.",
    hint_zh="可用 “fieldmark mark” 查看已提交的试卷名称。",
)
