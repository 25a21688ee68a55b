"""What can be wrong when scenarios are scored, exchanged and refreshed: Q7xx."""

from fieldmark.model.problem import code

NOT_A_WORKBOOK = code(
    "Q701",
    en="This cannot be read as an Excel workbook: {why}.",
    zh="无法按 Excel 工作簿读取：{why}。",
    hint_en="Save it as .xlsx. “fieldmark faults export” writes one to start from.",
    hint_zh="请另存为 .xlsx。可用“fieldmark faults export”导出一份作为起点。",
)
NO_SUCH_SCENARIO = code(
    "Q702",
    en="There is no fault scenario “{name}” in this workspace.",
    zh="该工作区中没有故障场景“{name}”。",
    hint_en="Name one by its id, or give the path of its YAML file. {meant}",
    hint_zh="请给出场景 id，或其 YAML 文件的路径。{meant}",
)
UNREADABLE_SESSION = code(
    "Q703",
    en="The session cannot be read: {why}.",
    zh="无法读取作业记录：{why}。",
    hint_en='Write a list of steps, or {{"steps": […]}}, as JSON or YAML.',
    hint_zh='请以 JSON 或 YAML 写成步骤列表，或 {{"steps": […]}}。',
)
BAD_STEP = code(
    "Q704",
    en="Step {n} cannot be read: {step}.",
    zh="无法识别第 {n} 步：{step}。",
    hint_en='A step is one of {{"test": id}}, {{"state": id}}, {{"replace": fault}}, {{"declare": fault}}.',
    hint_zh='每一步为 {{"test": id}}、{{"state": id}}、{{"replace": 故障}}、{{"declare": 故障}} 之一。',
)
UNKNOWN_ACT = code(
    "Q705",
    en="Step {n}: the scenario has no {what} “{name}”.",
    zh="第 {n} 步：场景中没有{what}“{name}”。",
    hint_en="Check the spelling. {meant}",
    hint_zh="请检查拼写。{meant}",
)
STEP_REFUSED = code(
    "Q706",
    en="Step {n} ({step}) could not be done: {why}. It counts for nothing and costs nothing.",
    zh="第 {n} 步（{step}）无法执行：{why}。该步不计入，也不计费用。",
    hint_en='Write the change of state before it ({ways}), or add "auto_state": true to the session.',
    hint_zh='请在其前写出状态切换（{ways}），或在记录中加入 "auto_state": true。',
    severity="warning",
)
READING_NEEDED = code(
    "Q707",
    en="Step {n}: the test “{test}” can err, and the session does not say what it showed.",
    zh="第 {n} 步：测试“{test}”可能出错，而记录中没有写明读数。",
    hint_en='Add "readings": {{"{test}": …}}. Possible with this fault: {known}.',
    hint_zh='请加入 "readings": {{"{test}": …}}。该故障下可能的读数：{known}。',
)
IMPOSSIBLE_READING = code(
    "Q708",
    en="The test “{test}” cannot show “{reading}” when the fault is “{fault}”.",
    zh="故障为“{fault}”时，测试“{test}”不可能显示“{reading}”。",
    hint_en="Possible with this fault: {known}.",
    hint_zh="该故障下可能的读数：{known}。",
)
BAD_PART = code(
    "Q709",
    en="“{name}” of the session cannot be {value}.",
    zh="记录中的“{name}”不能是 {value}。",
    hint_en="It should be {shape}.",
    hint_zh="应为：{shape}。",
)
UNKNOWN_FAULT = code(
    "Q710",
    en="The scenario “{scenario}” has no fault “{name}”.",
    zh="场景“{scenario}”中没有故障“{name}”。",
    hint_en="Check the spelling. {meant}",
    hint_zh="请检查拼写。{meant}",
)
THERE_ALREADY = code(
    "Q711",
    en="{path} is there already.",
    zh="{path} 已存在。",
    hint_en="Look at the difference, then add --replace; comments in the text are not kept.",
    hint_zh="请先比较差异，再加 --replace；文本中的注释不会保留。",
)
NO_CLASSES = code(
    "Q712",
    en="No fault of “{scenario}” names a ticket_class, so tickets say nothing of it.",
    zh="“{scenario}”的故障都没有 ticket_class，工单无法提供信息。",
    hint_en="Add “ticket_class: …” to its faults; the classes of tickets stand in course.yaml.",
    hint_zh="请为故障添加“ticket_class: …”；工单类别见 course.yaml。",
)
ONE_CLASS = code(
    "Q713",
    en="All faults of “{scenario}” belong to the ticket class “{name}”: counts by class cannot change their priors.",
    zh="“{scenario}”的所有故障都属于工单类别“{name}”：按类别计数不会改变先验概率。",
    hint_en="Classes that tell its faults apart would be needed.",
    hint_zh="需要能区分这些故障的类别。",
    severity="warning",
)
FEW_TICKETS = code(
    "Q714",
    en="There are only {n} tickets of the classes of “{scenario}”; the new priors rest on little.",
    zh="“{scenario}”所涉类别只有 {n} 张工单；新的先验概率依据不足。",
    hint_en="Wait for more tickets, or keep your own judgement.",
    hint_zh="请等待更多工单，或保留自己的判断。",
    severity="warning",
)
NO_SUCH_DIALOGUE = code(
    "Q715",
    en="There is no dialogue “{name}” in this workspace.",
    zh="该工作区中没有对话“{name}”。",
    hint_en="Name one by its id, or give the path of its YAML file. {meant}",
    hint_zh="请给出对话 id，或其 YAML 文件的路径。{meant}",
)
