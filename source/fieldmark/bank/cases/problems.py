"""What can be wrong when a draft is made from tickets: Q8xx."""

from fieldmark.model.problem import code

NO_SUCH_TICKET = code(
    "Q801",
    en="There is no ticket “{ticket}” in the loaded field data.",
    zh="已载入的现场数据中没有工单“{ticket}”。",
    hint_en="Check the number; what is not loaded yet comes with “fieldmark load”.",
    hint_zh="请检查工单号；尚未载入的数据用 “fieldmark load” 载入。",
)
WHICH_COURSE = code(
    "Q802",
    en="No course, or more than one, trains the fault class “{name}”.",
    zh="没有课程或有多门课程培训故障类别“{name}”。",
    hint_en="Name one with --course. Known: {known}.",
    hint_zh="请用 --course 指定课程。现有：{known}。",
)
UNLIKE = code(
    "Q803",
    en="The tickets are of different fault classes: {names}.",
    zh="这些工单属于不同的故障类别：{names}。",
    hint_en="A draft from tickets that are alike is easier to finish.",
    hint_zh="用相似的工单生成草稿更容易完善。",
    severity="warning",
)
DRAFT_THERE = code(
    "Q804",
    en="{path} is there already.",
    zh="{path} 已存在。",
    hint_en="Finish that one, or rename it first; nothing was written.",
    hint_zh="请完善已有草稿，或先将其改名；未写入任何内容。",
)
READ_IT = code(
    "Q805",
    en="Known names, addresses, telephone numbers, accounts and number plates were replaced; what else could tell who "
    "it was is left to you.",
    zh="已替换已知姓名、地址、邮箱、电话、账号和车牌；其他可能暴露身份的内容请您检查。",
    hint_en="Read the draft once for names and places before anybody else does.",
    hint_zh="在他人看到之前，请通读草稿，检查人名和地点。",
    severity="warning",
)
NAMES_PERHAPS = code(
    "Q806",
    en="These could be names: {names}.",
    zh="以下内容可能是人名：{names}。",
    hint_en="Where one is a person or a company, write “the customer” or “a colleague” in its place.",
    hint_zh="如为人名或公司名，请改写为“客户”或“一位同事”。",
    severity="warning",
)
NO_SKILL = code(
    "Q807",
    en="No skill of {course} trains the fault class “{name}”, so the draft names the course's first, “{skill}”.",
    zh="{course} 中没有技能对应故障类别“{name}”，因此草稿暂用课程的第一项技能“{skill}”。",
    hint_en="Write the right skills in the draft, or add the class to a skill's “fault_classes” in course.yaml.",
    hint_zh="请在草稿中改写为合适的技能，或在 course.yaml 中把该类别加入某项技能的“fault_classes”。",
    severity="warning",
)
