"""What the items say by themselves, in both languages."""

from __future__ import annotations

from fieldmark.model.text import Text

NO_ANSWER = Text("(no answer)", "（未作答）")
UNREADABLE = Text("(the answer could not be read)", "（无法读取作答）")
TRUE = Text("True", "正确")
FALSE = Text("False", "错误")
WRONG_DIMENSION = Text(
    "“{given}” is not a unit of {dimension}; the answer is asked in {unit}.",
    "“{given}”不是{dimension}的单位；本题要求以 {unit} 作答。",
)
UNKNOWN_UNIT = Text(
    "“{given}” is not a unit that is known here; write it in {unit}.", "无法识别单位“{given}”；请用 {unit} 作答。"
)
RIGHT_PLACE = Text("{right} of {all} right.", "共 {all} 项，答对 {right} 项。")
BAD_KEY = Text(
    "The key of this question cannot be reckoned; a person has to mark it.",
    "本题答案无法计算，需人工评分。",
)
NEEDS_PERSON = Text("A trainer marks this answer.", "本题由培训师评分。")

NOT_AN_ACT = Text("This step could not be read; nothing was done.", "无法读取该步骤；未执行任何操作。")
NO_SUCH_ACT = Text("There is no “{act}” on this unit; nothing was done.", "该设备上没有“{act}”；未执行任何操作。")
NO_SUCH_REPLY = Text("That cannot be said here; the talk is where it was.", "此处不能这样回答；对话仍停留在原处。")
NOT_IN_THIS_STATE = Text(
    "That is not possible while the unit is “{state}”; nothing was done and nothing is charged.",
    "设备处于“{state}”时无法进行该操作；未执行任何操作，也不计费用。",
)
FINISHED = Text("The work is finished; no more steps are taken.", "工作已结束，不再接受新的步骤。")
TOO_MANY_STEPS = Text("No more than {most} steps are taken.", "最多接受 {most} 个步骤。")
WORKS = Text("The unit works.", "设备恢复正常。")
STILL_FAULTY = Text("The fault is still there.", "故障依然存在。")
SESSION = Text(
    "{score} of 100: cause {isolation}, cost of the way {regret}, choice of steps {efficiency}, proof {proof}, "
    "safety {safety}, good parts replaced {parts}.",
    "得分 {score}/100：原因判断 {isolation}，路径成本 {regret}，步骤选择 {efficiency}，验证 {proof}，"
    "安全 {safety}，误换好件 {parts} 个。",
)
DEVIATIONS = Text("Process deviations {n}: {which}.", "流程偏差 {n} 项：{which}。")
NO_SUCH_CAUSE = Text("Choose the cause from the list; nothing was written.", "请从列表中选择原因；未写入任何内容。")
TALK = Text(
    "Listening {listening}, clarity {clarity}, attitude {attitude}, solution {solution}, outcome {outcome}.",
    "倾听 {listening}，清晰 {clarity}，态度 {attitude}，解决 {solution}，结果 {outcome}。",
)
EXAMINER = Text("Examiner {n} ({by}):", "考官 {n}（{by}）：")
PHOTOS = Text(" [photos: {n}]", "［照片 {n} 张］")
UNSEEN = Text("not seen", "未观察到")
WATCHED = Text("{n} of {all} lines seen.", "共 {all} 项，观察到 {n} 项。")
NOT_WATCHED = Text(
    "Not finished: {n} lines are open, {missing} examiners have not filled in the list.",
    "尚未完成：{n} 项未填写，还有 {missing} 名考官未填表。",
)
NOTHING_SEEN = Text("Nothing of the list could be seen; a person has to decide.", "表中各项均未观察到，需人工判定。")
APART = Text(
    "The examiners differ by {n} levels or more on: {titles}. A person decides.",
    "两名考官在以下各项相差 {n} 级或以上：{titles}。由人工裁定。",
)
CRITICAL = Text(
    "The lowest level on what must not go wrong: {titles}. The observation is worth nothing.",
    "关键项为最低等级：{titles}。本次观察不得分。",
)


def joined(parts: list[Text], en: str = "; ", zh: str = "；") -> Text:
    """Texts in a row, with the separator of each language."""
    return Text(en.join(p.get("en") for p in parts), zh.join(p.get("zh") for p in parts))
