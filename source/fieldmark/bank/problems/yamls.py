"""What can be wrong, Q4xx: YAML."""

from fieldmark.model.problem import code

BAD_YAML = code(
    "Q401",
    en="The file cannot be read as YAML: {why}.",
    zh="无法按 YAML 读取文件：{why}。",
    hint_en="Look at this line and the one above: indentation, a missing “:”, an unclosed quote or bracket. Put text "
    "that holds “: ” between quotes.",
    hint_zh="请检查本行和上一行：缩进、缺少的“:”、未闭合的引号或括号。含有“: ”的文字请加引号。",
)
YAML_TAB = code(
    "Q402",
    en="The line is indented with a tab, which YAML does not allow.",
    zh="该行用制表符（Tab）缩进，YAML 不允许。",
    hint_en="Indent with spaces.",
    hint_zh="请用空格缩进。",
)
YAML_TOO_DEEP = code(
    "Q403",
    en="The file is nested too deeply, or its aliases unfold to too much.",
    zh="文件嵌套过深，或别名展开后内容过多。",
    hint_en="Write it out plainly, without anchors and aliases.",
    hint_zh="请直接写出内容，不要使用锚点和别名。",
)
MISSING_FIELD = code(
    "Q404",
    en="“{name}” is missing in {what}.",
    zh="{what}缺少“{name}”。",
    hint_en="Add a line “{name}: …”.",
    hint_zh="请加一行“{name}: …”。",
)
BAD_VALUE = code(
    "Q405",
    en="“{name}” should be {shape}.",
    zh="“{name}”应为：{shape}。",
    hint_en="Correct the value; until then it is not used.",
    hint_zh="请改正；在此之前该值不起作用。",
)
WRONG_SHAPE = code(
    "Q406",
    en="Here {what} should stand, as {shape}.",
    zh="此处应为{what}，写成{shape}。",
    hint_en="Compare with the sample course: courses/vfd/course.yaml and assignments/vfd/papers/.",
    hint_zh="请参照示例课程：courses/vfd/course.yaml 与 assignments/vfd/papers/。",
)
OTHER_FOLDER = code(
    "Q407",
    en="The course is called “{id}”, but its folder “{folder}”.",
    zh="课程 id 为“{id}”，但文件夹名为“{folder}”。",
    hint_en="Give both the same name.",
    hint_zh="请使两者一致。",
)
ID_TWICE_HERE = code(
    "Q408",
    en="The id “{id}” is taken: {what} above has it already.",
    zh="id“{id}”已被占用：上文已有{what}使用。",
    hint_en="Give it another id.",
    hint_zh="请换一个 id。",
)
NO_COURSE = code(
    "Q409",
    en="There is no course “{course}” (courses/{course}/course.yaml) to these assignments.",
    zh="这些考核没有对应的课程“{course}”（courses/{course}/course.yaml）。",
    hint_en="Check the spelling. {meant}",
    hint_zh="请检查拼写。{meant}",
)

UNKNOWN_NAME = code(
    "Q410",
    en="There is no {what} “{name}” here.",
    zh="此处没有{what}“{name}”。",
    hint_en="Check the spelling. {meant}",
    hint_zh="请检查拼写。{meant}",
)
LIST_TOO_LONG = code(
    "Q411",
    en="“{name}” has {n} entries; at most {most} are read.",
    zh="“{name}”有 {n} 项，最多读取 {most} 项。",
    hint_en="Leave out what matters least, or make two files of it.",
    hint_zh="请删去不重要的项，或拆成两个文件。",
)
