"""What can be wrong, Q0xx: files and their outline."""

from fieldmark.model.problem import code

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
