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


def joined(parts: list[Text], en: str = "; ", zh: str = "；") -> Text:
    """Texts in a row, with the separator of each language."""
    return Text(en.join(p.get("en") for p in parts), zh.join(p.get("zh") for p in parts))
