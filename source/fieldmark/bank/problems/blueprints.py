"""What can be wrong, Q5xx: blueprints."""

from fieldmark.model.problem import code

UNKNOWN_REFERENCE = code(
    "Q501",
    en="The course has no {what} “{name}”.",
    zh="课程中没有{what}“{name}”。",
    hint_en="Check the spelling. {meant}",
    hint_zh="请检查拼写。{meant}",
)
TOO_FEW_ITEMS = code(
    "Q502",
    en="Questions needed for this draw: {need} (places: {count}, to choose from in each: {pool}). Questions that "
    "fit: {have}.",
    zh="该规则需要 {need} 道题（{count} 个题位，每个题位 {pool} 道备选），但只有 {have} 道符合条件。",
    hint_en="Ask for fewer, widen the conditions, or write more questions with “points: {points}”.",
    hint_zh="请减少数量、放宽条件，或补充分值为 {points} 分的题目。",
)
SHARED_ITEMS = code(
    "Q503",
    en="The draws of this blueprint compete for the same questions. Needed in all: {need}; to be given out: {have}.",
    zh="本蓝图的各条规则争用同一批题目：共需 {need} 道，只能分配 {have} 道。",
    hint_en="Ask for fewer in one of the draws, or write more questions.",
    hint_zh="请减少其中某条规则的数量，或补充题目。",
)
FORMS_SHARE = code(
    "Q504",
    en="The {forms} forms will share questions. Needed for all to differ: {need}; to be given out: {have}.",
    zh="{forms} 套互不重复的试卷共需 {need} 道题，只能分配 {have} 道，因此各套会有重复题目。",
    hint_en="Write more questions, or accept that those who sat one form know a part of the next.",
    hint_zh="请补充题目；否则考过一套的人会见过另一套的部分题目。",
    severity="warning",
)
POOL_POINTS = code(
    "Q505",
    en="“{item}” has “points: {points}”, but this draw “points: {wanted}”.",
    zh="“{item}”的分值为 {points} 分，但该规则为 {wanted} 分。",
    hint_en="All questions that may fill a place are worth the same; change one of the two.",
    hint_zh="同一题位的备选题分值须相同，请修改其一。",
)
CLOSES_FIRST = code(
    "Q506",
    en="The form closes before it opens.",
    zh="结束时间早于开始时间。",
    hint_en="Exchange the two times, or correct the day.",
    hint_zh="请交换两个时间，或改正日期。",
)
NO_DRAWS = code(
    "Q507",
    en="The blueprint has no {what}.",
    zh="组卷蓝图没有{what}。",
    hint_en="Add at least one.",
    hint_zh="请至少添加一项。",
)
SEED_TWICE = code(
    "Q508",
    en="The forms “{first}” and “{second}” have the same seed.",
    zh="卷型“{first}”与“{second}”的种子相同。",
    hint_en="Give each form its own seed.",
    hint_zh="请为每套卷型设置不同的种子。",
    severity="warning",
)
BLUEPRINT_TWICE = code(
    "Q509",
    en="The blueprint id “{id}” is already used in {where}.",
    zh="组卷蓝图 id“{id}”已在 {where} 中使用。",
    hint_en="Give it another id; papers are named after it.",
    hint_zh="请换一个 id；试卷按此命名。",
)
TOO_MANY_SLOTS = code(
    "Q510",
    en="The paper would have {n} questions; at most {most} are possible.",
    zh="试卷将有 {n} 道题，最多 {most} 道。",
    hint_en="Ask for fewer.",
    hint_zh="请减少数量。",
)
PRACTICE_IN_EXAM = code(
    "Q511",
    en="The practice paper names the item “{item}”, which the exam paper “{exam}” asks for too.",
    zh="练习卷点名了题目“{item}”，而考试卷“{exam}”也要用到它。",
    hint_en="Practice shows the answers: write an item of its own for it.",
    hint_zh="练习会公布答案：请为练习另写一道题。",
)
