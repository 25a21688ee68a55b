"""What can be wrong with courses, items and blueprints, in the trainer's words. Q0xx files and outline, Q1xx
items, Q2xx answers, Q3xx languages, Q4xx YAML, Q5xx blueprints."""

from fieldmark.model.problem import code

# --- files and outline ------------------------------------------------------------------------------------

OTHER_ENCODING = code(
    "Q001",
    en="The file is saved as {encoding}, not as UTF-8.",
    zh="文件以 {encoding} 编码保存，不是 UTF-8。",
    hint_en="Open it in your editor and save it with the encoding UTF-8.",
    hint_zh="请用编辑器打开，选择 UTF-8 编码另存。",
)
NOT_UTF8 = code(
    "Q002",
    en="The file is not UTF-8 text: the byte {byte} does not belong here.",
    zh="文件不是 UTF-8 文本：此处出现无效字节 {byte}。",
    hint_en="Save it with the encoding UTF-8, or restore it from a backup if it is damaged.",
    hint_zh="请以 UTF-8 编码另存；如文件已损坏，请从备份恢复。",
)
NOT_TEXT = code(
    "Q003",
    en="The file holds the control character {character}, which does not belong in text.",
    zh="文件中含有控制字符 {character}，不应出现在文本里。",
    hint_en="Delete the character, or save the file as plain text (not as a Word document).",
    hint_zh="请删除该字符，或将文件另存为纯文本（不要用 Word 格式）。",
)
FILE_TOO_LARGE = code(
    "Q004",
    en="The file is {kilobytes} kB; at most {most} kB are read.",
    zh="文件大小为 {kilobytes} kB，最多读取 {most} kB。",
    hint_en="Split it into several files.",
    hint_zh="请拆分为多个文件。",
)
UNREADABLE = code(
    "Q005",
    en="The file cannot be opened: {why}.",
    zh="无法打开文件：{why}。",
    hint_en="Check that it is a file and that you may read it.",
    hint_zh="请检查它是否为文件，以及您是否有读取权限。",
)
NO_ITEMS = code(
    "Q006",
    en="The file holds no question.",
    zh="文件中没有题目。",
    hint_en="A question starts with a line “## Title”; below it stands “id: …”.",
    hint_zh="每道题以“## 标题”一行开始，其下写“id: …”。",
    severity="warning",
)
OUTSIDE = code(
    "Q007",
    en="This line looks like a question's data, but stands under no “##” heading.",
    zh="这一行像是题目信息，但不在任何“##”标题之下。",
    hint_en="Start the question with a line “## Title” (two signs).",
    hint_zh="请以“## 标题”（两个井号）开始这道题。",
)
NO_SPACE = code(
    "Q008",
    en="A space is missing behind “##”.",
    zh="“##”后缺少空格。",
    hint_en="Write “## Title”.",
    hint_zh="请写成“## 标题”。",
    severity="warning",
)
TAB = code(
    "Q009",
    en="The line is indented with a tab.",
    zh="该行用制表符（Tab）缩进。",
    hint_en="Indent with two spaces; a tab is as wide as each program likes.",
    hint_zh="请用两个空格缩进；制表符的宽度因软件而异。",
    severity="warning",
)

TOO_MANY_ITEMS = code(
    "Q010",
    en="The file holds {n} questions; the first {most} are read.",
    zh="文件含有 {n} 道题，只读取前 {most} 道。",
    hint_en="Split it into several files, for example one a skill.",
    hint_zh="请拆分为多个文件，例如每项技能一个。",
)

# --- items ------------------------------------------------------------------------------------------------

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

# --- answers ----------------------------------------------------------------------------------------------

NO_ANSWER = code(
    "Q201",
    en="Nothing says what the right answer is.",
    zh="没有给出正确答案。",
    hint_en="Say which answer is right. {how}",
    hint_zh="请写明正确答案。{how}",
)
WRONG_BODY = code(
    "Q202",
    en="A question of kind “{kind}” cannot have {what}.",
    zh="“{kind}”题型不能含有{what}。",
    hint_en="Delete them, or change the line “kind: …”.",
    hint_zh="请将其删除，或修改“kind: …”一行。",
)
NONE_RIGHT = code(
    "Q203",
    en="No option is marked as right.",
    zh="没有标出正确选项。",
    hint_en="Put an x into the box of the right one: “- [x] …”.",
    hint_zh="请在正确选项的方框内写 x：“- [x] …”。",
)
SEVERAL_RIGHT = code(
    "Q204",
    en="{n} options are marked as right, but a question of kind choice has exactly one.",
    zh="标出了 {n} 个正确选项，但单选题只能有一个。",
    hint_en="Leave one [x], or write “kind: multiple”.",
    hint_zh="请只保留一个 [x]，或写“kind: multiple”。",
)
ALL_RIGHT = code(
    "Q205",
    en="Every option is right, so that ticking all is enough.",
    zh="所有选项都正确，全选即可得分。",
    hint_en="Add a wrong option that a beginner would believe.",
    hint_zh="请增加一个初学者容易误选的错误选项。",
    severity="warning",
)
TOO_FEW = code(
    "Q206",
    en="Number of {what}: {n}; at least {least} are needed.",
    zh="只有 {n} 个{what}，至少需要 {least} 个。",
    hint_en="Add more, each on a line of its own.",
    hint_zh="请补充，每个单独一行。",
)
TOO_MANY = code(
    "Q207",
    en="There are {n} {what}; at most {most} are possible.",
    zh="共有 {n} 个{what}，最多 {most} 个。",
    hint_en="Split the question in two.",
    hint_zh="请将本题拆成两题。",
)
SAME_TWICE = code(
    "Q208",
    en="The same words already stand in line {first}.",
    zh="相同的文字已出现在第 {first} 行。",
    hint_en="Nobody could tell the two apart; change or delete one.",
    hint_zh="两者无法区分，请修改或删除其一。",
)
BAD_KEY = code(
    "Q209",
    en="“{key}” cannot be read as a number or a sum.",
    zh="无法将“{key}”识别为数值或算式。",
    hint_en="Write “= 540 V ± 2 %” or “= {{u}} * 1.414 V ± 5 V”. For words as the answer add “kind: short”.",
    hint_zh="请写成“= 540 V ± 2 %”或“= {{u}} * 1.414 V ± 5 V”。若答案是文字，请加“kind: short”。",
)
KEY_FAILS = code(
    "Q210",
    en="The key has no value for {values}: {why}.",
    zh="当 {values} 时答案无法计算：{why}。",
    hint_en="Leave out these values of the parameters, or change the sum.",
    hint_zh="请去掉这些参数取值，或修改算式。",
)
UNKNOWN_UNIT = code(
    "Q211",
    en="The unit “{unit}” is not known; answers in other units will not be converted.",
    zh="无法识别单位“{unit}”；以其他单位作答时不会换算。",
    hint_en="Check the spelling (kV, mA, kΩ, min, °C, Nm, r/min …), or leave it if only this unit makes sense.",
    hint_zh="请检查写法（kV、mA、kΩ、min、°C、Nm、r/min 等）；若只可能用此单位，可不处理。",
    severity="warning",
)
BAD_TOLERANCE = code(
    "Q212",
    en="The tolerance behind “±” cannot be read in “{key}”.",
    zh="无法识别“{key}”中“±”后的公差。",
    hint_en="Write a number in the key's unit (± 5 V) or a percentage of the key (± 2 %).",
    hint_zh="请写以答案单位表示的数（± 5 V），或相对答案的百分比（± 2 %）。",
)
EXACT = code(
    "Q213",
    en="The key {value} has no tolerance, and is not a round number.",
    zh="答案 {value} 没有公差，且不是整齐的数。",
    hint_en="Add one, such as “± 2 %”; else everyone who rounds gets nothing.",
    hint_zh="请加上公差，如“± 2 %”；否则凡是取近似值的人都得不到分。",
    severity="warning",
)
PERCENT = code(
    "Q214",
    en="“± {tolerance} %” is taken as a share of the key, not as percentage points.",
    zh="“± {tolerance} %”按答案的相对值计算，而不是百分点。",
    hint_en="Write “± {tolerance}” without the sign if you mean percentage points.",
    hint_zh="若指百分点，请写不带百分号的“± {tolerance}”。",
    severity="warning",
)
BAD_TRUTH = code(
    "Q215",
    en="“{key}” is neither true nor false.",
    zh="“{key}”既不是 true 也不是 false。",
    hint_en="Write “= true” or “= false”.",
    hint_zh="请写“= true”（正确）或“= false”（错误）。",
)
SEVERAL_KEYS = code(
    "Q216",
    en="There is a second line “= …” (the first is line {first}).",
    zh="出现第二行“= …”（第一行在第 {first} 行）。",
    hint_en="Leave one. Several accepted answers are possible with “kind: short” only.",
    hint_zh="请只保留一行。只有“kind: short”可以有多个可接受答案。",
)
BAD_ROW = code(
    "Q217",
    en="A row of a matching table has two cells; this one has another number.",
    zh="配对表每行应有两格，此行不是。",
    hint_en="Write “| left | right |”; a “|” inside a cell is written “\\|”.",
    hint_zh="请写成“| 左 | 右 |”；单元格内的“|”写成“\\|”。",
)
ANYTHING = code(
    "Q218",
    en="The pattern “{key}” accepts any answer.",
    zh="“{key}”会接受任何作答。",
    hint_en="Put at least two letters (or one Chinese character) beside the “*”.",
    hint_zh="请在“*”之外至少写一个汉字或两个字母。",
)
RUBRIC_SUM = code(
    "Q219",
    en="The rubric adds up to {sum}, the question has “points: {points}”.",
    zh="评分标准合计 {sum} 分，而本题分值为 {points} 分。",
    hint_en="Change the points of the rubric or of the question.",
    hint_zh="请修改评分标准或本题的分值。",
)
ALL_OF_ABOVE = code(
    "Q220",
    en="The option refers to the others by their place, but everyone sees them in another order.",
    zh="该选项按位置指代其他选项，但每个人看到的顺序不同。",
    hint_en="Say what is meant in words, or make it a multiple choice; such options also help those who guess.",
    hint_zh="请用文字说明所指内容，或改为多选题；此类选项也容易被猜中。",
    severity="warning",
)
LONGEST_RIGHT = code(
    "Q221",
    en="In {n} of {all} choice questions of this file the right option is clearly the longest.",
    zh="本文件的 {all} 道单选题中，有 {n} 道的正确选项明显最长。",
    hint_en="Those who guess take the longest one. Shorten it, or give the wrong ones as much detail.",
    hint_zh="猜题者往往选最长的一项。请精简正确选项，或把错误选项写得同样详细。",
    severity="warning",
)
CRITERION_TWICE = code(
    "Q222",
    en="The criterion “{id}” stands there twice.",
    zh="评分项“{id}”重复出现。",
    hint_en="Give each line of the rubric its own id.",
    hint_zh="请为每个评分项使用不同的 id。",
)

# --- languages --------------------------------------------------------------------------------------------

NOT_TRANSLATED = code(
    "Q301",
    en="{what}: the {language} form is missing.",
    zh="{what}：缺少{language}。",
    hint_en="It is shown in the other language meanwhile. In item files the second language stands under "
    "“### zh Title”.",
    hint_zh="暂以另一种语言显示。题目文件中，第二种语言写在“### zh 标题”之下。",
    severity="warning",
)
OTHER_COUNT = code(
    "Q302",
    en="The two languages have {here} and {there} {what}.",
    zh="两种语言的{what}数量不同：{here} 与 {there}。",
    hint_en="Both need the same ones in the same order.",
    hint_zh="两种语言须数量相同、顺序一致。",
)
OTHER_MARK = code(
    "Q303",
    en="This option is marked {mark}, but its counterpart in line {there} is not.",
    zh="该选项标为{mark}，但第 {there} 行的对应选项与此不同。",
    hint_en="The options of both languages stand in the same order with the same marks.",
    hint_zh="两种语言的选项须顺序一致、标记相同。",
)
KEY_AGAIN = code(
    "Q304",
    en="The key stands in the main language only; this line is not read.",
    zh="答案只写在主语言部分；这一行不会被读取。",
    hint_en="Delete it here.",
    hint_zh="请删除此处的答案。",
    severity="warning",
)
PARAMETERS_DIFFER = code(
    "Q305",
    en="“{{{name}}}” stands in one language only.",
    zh="“{{{name}}}”只出现在一种语言中。",
    hint_en="Show the value in both, or those who read the other language lack a fact.",
    hint_zh="请在两种语言中都写上，否则读另一种语言的人会缺少数据。",
    severity="warning",
)
UNKNOWN_LANGUAGE = code(
    "Q306",
    en="“{name}” is not a language that is known here.",
    zh="无法识别语言“{name}”。",
    hint_en="Write “### zh Title” for the Chinese form, “### en Title” for the English one.",
    hint_zh="中文部分写“### zh 标题”，英文部分写“### en 标题”。",
)
LANGUAGE_TWICE = code(
    "Q307",
    en="The question already has a form in another language; this second one is not read.",
    zh="本题已有另一种语言的内容；此处第二份不会被读取。",
    hint_en="Delete one of the two, or start a new question with “##”.",
    hint_zh="请删除其一，或以“##”开始新题。",
)
SAME_LANGUAGE = code(
    "Q308",
    en="The question stands in “{name}” already; this is the same language again.",
    zh="题目正文已是“{name}”，此处又是同一种语言。",
    hint_en="Write the other language here: “### zh …” below an English question, “### en …” below a Chinese one.",
    hint_zh="此处应写另一种语言：英文题下写“### zh …”，中文题下写“### en …”。",
)

# --- YAML -------------------------------------------------------------------------------------------------

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

# --- blueprints -------------------------------------------------------------------------------------------

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
