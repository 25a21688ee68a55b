"""What customers write: short comments that fit the score, in Chinese and in English."""

from __future__ import annotations

_PRAISE = {
    "en": (
        "Fixed on the first visit, thank you.",
        "The engineer explained what had happened and how to avoid it.",
        "Came quickly, worked cleanly, tested everything before leaving.",
        "Very patient on the phone; the drive was running again in half an hour.",
        "Measured first and replaced only the part that was broken.",
        "Good work. The handover sheet was complete.",
        "Polite and professional.",
        "Found a wiring fault that two others had missed.",
    ),
    "zh": (
        "一次上门就修好了，谢谢。",
        "工程师讲清了原因，还教我们怎么避免。",
        "来得快，干活利索，走之前全部试过机。",
        "电话里很有耐心，半小时就恢复运行了。",
        "先测量再换件，只换了坏的那个。",
        "服务不错，交接单填得很完整。",
        "态度很好，很专业。",
        "找到了之前两次都没发现的接线问题。",
    ),
}
_NEUTRAL = {
    "en": (
        "Works again, but the waiting time could be shorter.",
        "The repair is fine; nobody told us when the engineer would come.",
        "Needed a part that was not in the van.",
        "Okay. Please call before you arrive.",
        "The fault is gone; the cause was not explained.",
        "It took longer than last time.",
    ),
    "zh": (
        "能用了，就是等的时间有点长。",
        "修得可以，但没人告诉我们工程师几点到。",
        "缺一个配件，车上没带。",
        "还行，来之前请先打个电话。",
        "故障没了，但原因没说清楚。",
        "比上次慢了一些。",
    ),
}
_BLAME = {
    "en": (
        "Second visit for the same fault.",
        "They changed the board and the trip came back the next day.",
        "Waited two days with the line stopped.",
        "The invoice lists parts that were not broken.",
        "Nobody answered the hotline for half an hour.",
        "The engineer left without testing under load.",
        "Parameters were lost after the repair.",
    ),
    "zh": (
        "同一个故障来了两次。",
        "换了板子，第二天又跳了。",
        "停线等了两天。",
        "账单里有没坏的配件。",
        "热线半个小时没人接。",
        "没带负载试机就走了。",
        "修完参数都丢了。",
    ),
}


def comment(draw: int, score: float, language: str) -> str:
    """A comment for a score of 0..100, empty for four of ten; the same draw gives the same words."""
    if draw % 10 < 4:
        return ""
    mood = _PRAISE if score >= 82 else _NEUTRAL if score >= 70 else _BLAME
    words = mood[language]
    return words[draw // 10 % len(words)]
