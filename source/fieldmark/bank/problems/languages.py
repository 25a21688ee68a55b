"""What can be wrong, Q3xx: languages."""

from fieldmark.model.problem import code

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
