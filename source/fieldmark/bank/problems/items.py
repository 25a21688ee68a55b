"""What can be wrong, Q1xx: items."""

from fieldmark.model.problem import code

NO_ID = code(
    "Q101",
    en="The question has no id.",
    zh="题目没有 id。",
    hint_en="Write “id: a-short-name” directly under the heading; it must never change once answers exist.",
    hint_zh="请在标题正下方写“id: 简短英文名”；一旦有人作答就不要再改。",
)
BAD_ID = code(
    "Q102",
    en="“{id}” cannot be an id.",
    zh="“{id}”不能用作 id。",
    hint_en="Use letters a-z, digits, “-” and “_”, at most 64, beginning and ending with a letter or digit.",
    hint_zh="请使用英文字母、数字、“-”和“_”，不超过 64 个字符，首尾须为字母或数字。",
)
ID_TWICE = code(
    "Q103",
    en="The id “{id}” is already used in {where}, line {first}.",
    zh="id“{id}”已在 {where} 第 {first} 行使用。",
    hint_en="Give this question another id; answers are kept by it.",
    hint_zh="请为本题换一个 id；作答记录按 id 保存。",
)
UNKNOWN_FIELD = code(
    "Q104",
    en="“{name}” is not known here.",
    zh="此处不能使用“{name}”。",
    hint_en="Check the spelling. {meant}",
    hint_zh="请检查拼写。{meant}",
)
NOT_A_FIELD = code(
    "Q105",
    en="This line is not of the form “key: value”.",
    zh="这一行不是“键: 值”的形式。",
    hint_en="Leave an empty line between the question's data and its text.",
    hint_zh="请在题目信息与题干之间空一行。",
)
FIELD_TWICE = code(
    "Q106",
    en="“{name}” stands here a second time (first in line {first}).",
    zh="“{name}”在此重复出现（首次在第 {first} 行）。",
    hint_en="Delete one of the two.",
    hint_zh="请删除其中一处。",
)
UNKNOWN_KIND = code(
    "Q107",
    en="“{name}” is not a kind of question.",
    zh="没有“{name}”这种题型。",
    hint_en="Check the spelling. {meant}",
    hint_zh="请检查拼写。{meant}",
)
NO_TITLE = code(
    "Q108",
    en="The question has no title.",
    zh="题目没有标题。",
    hint_en="Write a few words behind “##”; they name the question in lists and must not give the answer away.",
    hint_zh="请在“##”后写几个字；标题用于列表中，不要泄露答案。",
)
NO_PROMPT = code(
    "Q109",
    en="The question has no text.",
    zh="题目没有题干。",
    hint_en="Write what is asked between the data block and the answers, with an empty line around it.",
    hint_zh="请在题目信息与选项之间写出题干，前后各空一行。",
)
STRAY = code(
    "Q110",
    en="This line stands behind the answers and belongs to nothing.",
    zh="这一行位于答案之后，不属于任何部分。",
    hint_en="Move it above the answers, indent it by two spaces to continue the option above, or put “> ” before it "
    "to make it the explanation.",
    hint_zh="请移到答案之前；若续写上一选项，请缩进两个空格；若是解析，请在行首加“> ”。",
)
BAD_BOX = code(
    "Q111",
    en="This looks like an option, but its box cannot be read.",
    zh="这一行像是选项，但方框写法无法识别。",
    hint_en="Write “- [x] text” for a right option and “- [ ] text” (one space in the box) for a wrong one.",
    hint_zh="正确选项写“- [x] 文字”，错误选项写“- [ ] 文字”（方框内一个空格）。",
)
NO_POINTS = code(
    "Q112",
    en="The question does not say how many points it is worth.",
    zh="题目没有写明分值。",
    hint_en="Add a line “points: 1” under the heading.",
    hint_zh="请在标题下加一行“points: 1”。",
)
BAD_POINTS = code(
    "Q113",
    en="“{value}” cannot be the points of a question.",
    zh="“{value}”不能作为分值。",
    hint_en="Write a number above 0 and at most {most}.",
    hint_zh="请写大于 0 且不超过 {most} 的数。",
)
BAD_DIFFICULTY = code(
    "Q114",
    en="“{value}” is not a difficulty.",
    zh="“{value}”不是有效的难度。",
    hint_en="Write a whole number from 1 (easy) to 5 (hard).",
    hint_zh="请写 1（易）到 5（难）之间的整数。",
)
NO_SKILL = code(
    "Q115",
    en="The question names no skill.",
    zh="题目没有指明技能。",
    hint_en="Add “skills: …” with one or more skills of the course; without it no result can be drawn from the answer.",
    hint_zh="请加上“skills: …”，写明课程中的一项或多项技能；否则作答无法归入任何技能。",
)
UNKNOWN_SKILL = code(
    "Q116",
    en="The course “{course}” has no skill “{skill}”.",
    zh="课程“{course}”中没有技能“{skill}”。",
    hint_en="Check the spelling. {meant}",
    hint_zh="请检查拼写。{meant}",
)
BAD_PARAMETERS = code(
    "Q117",
    en="“{part}” cannot be read as a parameter with its values.",
    zh="无法将“{part}”识别为参数及其取值。",
    hint_en="Write “parameters: u = 380 | 400 ; f = 50 | 60”: a name, “=”, numbers with “|” between them.",
    hint_zh="请写成“parameters: u = 380 | 400 ; f = 50 | 60”：名称、等号，各数之间用“|”分隔。",
)
RESERVED_NAME = code(
    "Q118",
    en="“{name}” is the name of a function or constant and cannot name a parameter.",
    zh="“{name}”是函数或常数的名称，不能用作参数名。",
    hint_en="Choose another name, here and in the text.",
    hint_zh="请换一个名称，题干中也要一并修改。",
)
PARAMETER_TWICE = code(
    "Q119",
    en="The parameter “{name}” stands there twice.",
    zh="参数“{name}”重复出现。",
    hint_en="Put all its values into one list.",
    hint_zh="请将其全部取值写在同一列表中。",
)
TOO_MANY_VALUES = code(
    "Q120",
    en="The parameters allow {n} combinations; at most {most} can be checked.",
    zh="参数共有 {n} 种组合，最多可检查 {most} 种。",
    hint_en="Give fewer values.",
    hint_zh="请减少取值个数。",
)
UNKNOWN_PARAMETER = code(
    "Q121",
    en="“{{{name}}}” is not a parameter of this question.",
    zh="“{{{name}}}”不是本题的参数。",
    hint_en="Check the spelling. {meant}",
    hint_zh="请检查拼写。{meant}",
)
UNUSED_PARAMETER = code(
    "Q122",
    en="The parameter “{name}” is not used in the question's text.",
    zh="参数“{name}”未在题干中使用。",
    hint_en="Write “{{{name}}}” where its value should stand, or delete it.",
    hint_zh="请在应显示其值的位置写“{{{name}}}”，或将其删除。",
    severity="warning",
)
HTML_SHOWN = code(
    "Q123",
    en="“{tag}” looks like HTML and will be shown as it stands.",
    zh="“{tag}”像是 HTML，将按原样显示。",
    hint_en="Use Markdown (**bold**, lists, tables), or put it between backticks if it is meant.",
    hint_zh="请使用 Markdown（**粗体**、列表、表格）；若确需原样显示，请放在反引号之间。",
    severity="warning",
)
TOO_LONG = code(
    "Q124",
    en="{what} is {n} characters long; at most {most} are allowed.",
    zh="{what}长达 {n} 个字符，最多 {most} 个。",
    hint_en="Shorten it: what takes a minute to read is not answered in one.",
    hint_zh="请精简文字：读题要一分钟，就难以在一分钟内作答。",
)
PICTURE = code(
    "Q125",
    en="The picture “{address}” will not be shown; its description stands in its place.",
    zh="图片“{address}”不会显示，只显示其说明文字。",
    hint_en="Describe in words what has to be seen; pictures in questions are not supported yet.",
    hint_zh="请用文字描述需要看到的内容；题目暂不支持图片。",
    severity="warning",
)
BAD_SHUFFLE = code(
    "Q126",
    en="“{value}” is neither yes nor no.",
    zh="“{value}”既不是 yes 也不是 no。",
    hint_en="Write “shuffle: no” to keep the options in your order, or leave the line out.",
    hint_zh="若要保持选项顺序，请写“shuffle: no”；否则请删除此行。",
)

DRAFT = code(
    "Q127",
    en="“{id}” is a draft: it is never drawn into a paper.",
    zh="“{id}”是草稿，不会被抽入试卷。",
    hint_en="Finish it, mend what else is said of it, and delete the line “draft: yes”.",
    hint_zh="请补充完整，处理其他提示，然后删除“draft: yes”一行。",
    severity="warning",
)
BAD_DRAFT = code(
    "Q128",
    en="“{value}” is neither yes nor no.",
    zh="“{value}”既不是 yes 也不是 no。",
    hint_en="Write “draft: yes” for a question that is not finished, or leave the line out.",
    hint_zh="题目尚未完成时请写“draft: yes”；否则请删除此行。",
)
HOLE = code(
    "Q129",
    en="“{hole}” still stands as the draft left it.",
    zh="“{hole}”仍是草稿留下的待填内容。",
    hint_en="Write what belongs there, or take “draft: yes” back in until it is finished.",
    hint_zh="请填写此处内容；尚未完成时请恢复“draft: yes”一行。",
)
