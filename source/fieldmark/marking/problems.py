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
    hint_en="Look at it at the marking desk and give points where they are due.",
    hint_zh="请在评分台查看，如应得分请人工给分。",
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
CLOCKS = code(
    "M010",
    en="{engineer}'s “{assignment}” began {opened} and ended {ended} by its own times, which cannot be; it was marked.",
    zh="{engineer} 的“{assignment}”记录的开始时间为 {opened}、结束时间为 {ended}，不合常理；该提交仍已评分。",
    hint_en="The clocks of the exam service and of this machine disagree: set both by the same time server. Marks do "
    "not depend on them; the attempt that counts as the latest may.",
    hint_zh="考试服务与本机的时钟不一致：请使两者与同一时间服务器同步。评分不受影响，但“最近一次”考核的判定可能受影响。",
    severity="warning",
)
NOBODY_SAT = code(
    "M020",
    en="Nobody has sat the paper “{paper}”.",
    zh="尚无人参加试卷“{paper}”的考试。",
    hint_en="Look up its name with “fieldmark mark”, which lists what was submitted.",
    hint_zh="可用 “fieldmark mark” 查看已提交的试卷名称。",
)
ASKED_OTHERWISE = code(
    "M021",
    en="The question “{item}” now asks or shows something else than engineers answered; its marks stay.",
    zh="题目“{item}”现在的内容与工程师作答时不同，其评分保持不变。",
    hint_en="A regrade follows corrected keys, orders, pairs, weights and cut scores. Undo the other changes, or use a "
    "new question.",
    hint_zh="重新评分只适用于答案、顺序、配对、分值与合格线的更正。请撤销其他改动或改用新题。",
    severity="warning",
)
OTHER_LINES = code(
    "M022",
    en="The blueprint's lines are no longer those of “{paper}”; weights stay as they were.",
    zh="蓝图的行与“{paper}”已不一致，分值保持不变。",
    hint_en="Weights can be corrected while the number of questions and their pools are as they were.",
    hint_zh="仅当题目数量与备选数不变时才能更正分值。",
    severity="warning",
)
WEIGHT_OF_PEOPLE = code(
    "M023",
    en="{slot} is marked by people; its weight stays as it was.",
    zh="{slot} 由人工评分，其分值保持不变。",
    hint_en="Its marks were given out of the old weight. Change other weights, or mark it again in a new paper.",
    hint_zh="评分是按原分值给出的。请更改其他分值，或在新试卷中重新评分。",
    severity="warning",
)
NO_REASON = code(
    "M024",
    en="A regrade needs a reason that engineers and auditors can read.",
    zh="重新评分必须写明工程师与审计人员可读的理由。",
    hint_en="Give it with --why, for example: --why “Option c was keyed wrong”.",
    hint_zh="请用 --why 给出，例如 --why “选项 c 的答案录入有误”。",
)
NO_BLUEPRINT = code(
    "M025",
    en="No blueprint makes “{paper}” any more, so its weights and cut score cannot be looked up.",
    zh="已没有蓝图对应“{paper}”，无法查得其分值与合格线。",
    hint_en="Restore the blueprint's file under assignments/, then run the command again.",
    hint_zh="请恢复 assignments/ 下的蓝图文件后重新运行该命令。",
)
NOT_YOURS_TO_MARK = code(
    "M030",
    en="This answer is not yours to mark now.",
    zh="目前不由您为该作答评分。",
    hint_en="It is marked by enough others, settled, an appeal waits or was answered, or you marked it yourself and "
    "someone else has to settle it.",
    hint_zh="该作答已由足够的评分人评分、已裁定、申诉待答复或已答复，或您本人评过分而须由他人裁定。",
)
BAD_MARK = code(
    "M031",
    en="A mark is points from 0 to {most}, a level for every line of the rubric, and at most {longest} characters.",
    zh="评分应为 0 至 {most} 分，评分标准的每一行都要给出等级，评语不超过 {longest} 个字符。",
    hint_en="Choose a level on each line, or type the points.",
    hint_zh="请为每一行选择等级，或直接输入分数。",
)
NOTHING_TO_UNDO = code(
    "M032",
    en="There is no mark of yours to take back here.",
    zh="此处没有可撤销的评分。",
    hint_en="Only your own latest mark can be taken back; the history shows it.",
    hint_zh="只能撤销您本人最近的一次评分，可在历史记录中查看。",
)
BAD_DECISION = code(
    "M033",
    en="An appeal is answered with “kept” or “changed”, and with words that the engineer will read.",
    zh="答复申诉须选择“维持”或“更改”，并写明工程师可读的说明。",
    hint_en="Write what you looked at and why the mark stays or changes.",
    hint_zh="请写明您复核了什么，以及为何维持或更改评分。",
)
OUTSIDE = code(
    "M034",
    en="{n} marks of “{assignment}” were changed in formgrader ({engineers}); they are noted in the journal.",
    zh="“{assignment}”有 {n} 处评分在 formgrader 中被更改（{engineers}），已记入日志。",
    hint_en="They count as they stand. Look at them before publishing; the marking desk shows who gave which mark.",
    hint_zh="这些评分按现状计入。发布前请核对；评分台会显示每一处评分的来源。",
    severity="warning",
)
PUT_BACK = code(
    "M035",
    en="{n} marks of “{assignment}” were changed in formgrader ({engineers}) and put back: two people mark here.",
    zh="“{assignment}”有 {n} 处评分在 formgrader 中被更改（{engineers}），已恢复：此卷由两人评分。",
    hint_en="Give marks at the marking desk; formgrader is for reading while two people mark (grading/marking.yaml).",
    hint_zh="请在评分台评分；当 grading/marking.yaml 要求两人评分时，formgrader 仅供查看。",
    severity="warning",
)
EXTRA_CREDIT = code(
    "M036",
    en="{n} submissions of “{assignment}” have extra credit from formgrader ({engineers}).",
    zh="“{assignment}”有 {n} 份提交在 formgrader 中加了附加分（{engineers}）。",
    hint_en="nbgrader's totals count it; skills, pass or fail and feedback here do not.",
    hint_zh="nbgrader 的总分包含附加分；此处的技能、合格与否及反馈不计入。",
    severity="warning",
)
LOOK_FIRST = code(
    "M037",
    en="{n} engineers are told nothing new about “{paper}” yet: marks were changed in formgrader ({engineers}).",
    zh="“{paper}”有 {n} 名工程师的反馈暂不更新：其评分在 formgrader 中被更改（{engineers}）。",
    hint_en="Look at these marks. To let them stand, run “fieldmark release {paper}”; to give another mark, open the "
    "marking desk.",
    hint_zh="请核对这些评分。如同意，请运行 “fieldmark release {paper}”；如需更正，请在评分台评分。",
    severity="warning",
)
CHANGED_SINCE = code(
    "M038",
    en="Nothing was published: {n} marks were changed in formgrader that nobody was told of before now.",
    zh="未发布任何内容：发现 {n} 处此前未提示过的 formgrader 评分更改。",
    hint_en="Look at what is listed here; the same command run again publishes.",
    hint_zh="请核对下列内容；再次运行同一命令即可发布。",
)
WATCHED_IT = code(
    "M039",
    en="You filled in this checklist yourself; the difference is settled by somebody who did not.",
    zh="该检查表由您本人填写，分歧须由未参与观察的人裁定。",
    hint_en="Ask another trainer of the course or an administrator to mark it at the marking desk.",
    hint_zh="请让该课程的其他培训师或管理员在评分台裁定。",
)
REASON_FIRST = code(
    "M042",
    en="Nobody else can mark this, so your mark on what you examined yourself needs a reason.",
    zh="目前没有其他人可以评分；由您本人裁定自己的观察时，必须写明理由。",
    hint_en="Write in the comment why the points are as you give them; the engineer reads it.",
    hint_zh="请在评语中写明给出该分数的理由，工程师会看到。",
)
SAME_MARK = code(
    "M044",
    en="The mark would be what it is now, or there is none yet that could stay.",
    zh="评分与现有评分相同，或尚无可维持的评分。",
    hint_en="To leave it, choose “The mark stays”; to change it, give another. What nobody marked needs a mark.",
    hint_zh="如不更改，请选择“维持评分”；如需更改，请给出不同的分数；尚未评分的作答须先给分。",
)
NO_DASK = code(
    "M040",
    en="Dask is not installed here, so no cluster can be used.",
    zh="此处未安装 Dask，无法使用集群。",
    hint_en="Install it with “pip install 'fieldmark[dask]'”, or leave --dask out: this machine marks then.",
    hint_zh="请用 “pip install 'fieldmark[dask]'” 安装，或不加 --dask 由本机评分。",
)
NO_CLUSTER = code(
    "M041",
    en="No Dask scheduler answers at {address} ({why}).",
    zh="{address} 处没有 Dask 调度器应答（{why}）。",
    hint_en="Check the address (tcp://host:8786) and that the scheduler runs, or leave --dask out.",
    hint_zh="请检查地址（tcp://主机:8786）以及调度器是否在运行，或不加 --dask。",
)
NEVER_CLOSES = code(
    "M047",
    en="{n} questions of {paper} are still asked by papers that never close, so the engineers do not see what was "
    "right, nor the best way through a practical.",
    zh="{paper} 中有 {n} 题仍被没有截止时间的试卷使用，因此工程师看不到正确答案和实操的最佳做法。",
    hint_en="Give the form “closes: <date and time>” in its blueprint and run “fieldmark build”; or list “in_use” "
    "under “feedback: show:” in grading/marking.yaml.",
    hint_zh="请在试卷蓝图的 form 中写明“closes: <日期时间>”并运行 “fieldmark build”；或在 grading/marking.yaml 的 "
    "“feedback: show:” 中列出“in_use”。",
    severity="warning",
)
