"""What can be wrong with field files (D0xx: a whole file or policy; D1xx: one row, set aside)."""

from fieldmark.model.problem import code

NO_FILE = code(
    "D001",
    en="{path} is not there or cannot be read: {why}.",
    zh="{path} 不存在或无法读取：{why}。",
    hint_en="Check the name; nothing was loaded from it.",
    hint_zh="请检查文件名；未从中载入任何数据。",
)
NOT_A_TABLE = code(
    "D002",
    en="This is not a table: {what}. Nothing was loaded from it.",
    zh="这不是数据表：{what}。未从中载入任何数据。",
    hint_en="Export it as CSV (UTF-8) or Excel (.xlsx), with the column names in the first row.",
    hint_zh="请导出为 CSV（UTF-8）或 Excel（.xlsx），第一行为列名。",
)
CUT_OFF = code(
    "D003",
    en="The file is cut off: {what}. Nothing was loaded from it.",
    zh="文件不完整，在中途被截断：{what}。未从中载入任何数据。",
    hint_en="Export or copy it again; compare its size with the original.",
    hint_zh="请重新导出或复制，并与原文件比较大小。",
)
ENCODING = code(
    "D004",
    en="The text is neither UTF-8 nor GB18030 (first at this line). Nothing was loaded from it.",
    zh="文本既不是 UTF-8 也不是 GB18030（首次出现在该行）。未从中载入任何数据。",
    hint_en="Save it as CSV UTF-8, or name the file's encoding in the mapping, for example “encoding: cp1252”.",
    hint_zh="请另存为 CSV UTF-8，或在映射文件中注明编码，例如 “encoding: cp1252”。",
)
MISSING_COLUMN = code(
    "D005",
    en="Columns are missing: {missing}. The file has: {header}. Nothing was loaded from it.",
    zh="缺少列：{missing}。文件中的列有：{header}。未从中载入任何数据。",
    hint_en="Export with them, or correct the names in {mapping}; if most are missing, it is the wrong mapping.",
    hint_zh="请重新导出并包含这些列，或在 {mapping} 中改正列名；如果大多数都缺少，则是用错了映射。",
)
MOSTLY_BAD = code(
    "D006",
    en="{bad} of {rows} rows do not fit, most often: {reason}. Nothing was loaded from it.",
    zh="{rows} 行中有 {bad} 行不符合要求，最常见的原因：{reason}。未从中载入任何数据。",
    hint_en="So many usually mean the wrong mapping or date format: look at {mapping}.",
    hint_zh="数量如此之多，通常是映射或日期格式有误：请检查 {mapping}。",
)
NO_MAPPING = code(
    "D007",
    en="No mapping is named for this file. Nothing was loaded from it.",
    zh="没有为该文件指定映射。未从中载入任何数据。",
    hint_en="Add it to grading/sources.yaml, or give one: fieldmark load FILE --mapping MAP.",
    hint_zh="请将其加入 grading/sources.yaml，或直接指定：fieldmark load FILE --mapping MAP。",
)
BAD_YAML = code(
    "D008",
    en="This file is not well-formed YAML: {why}.",
    zh="该文件不是格式正确的 YAML：{why}。",
    hint_en="Look at the indentation, at missing colons and at unclosed quotes near this line.",
    hint_zh="请检查该行附近的缩进、漏写的冒号和未闭合的引号。",
)
BAD_SETTING = code(
    "D009",
    en="“{setting}” cannot be used: {why}.",
    zh="“{setting}”无法使用：{why}。",
    hint_en="What is allowed here: {allowed}.",
    hint_zh="此处允许：{allowed}。",
)
TWICE = code(
    "D010",
    en="The column “{column}” stands in the header more than once. Nothing was loaded from it.",
    zh="列“{column}”在表头中出现了多次。未从中载入任何数据。",
    hint_en="Rename or remove one of them in the export.",
    hint_zh="请在导出文件中改名或删除其中一列。",
)
SET_ASIDE = code(
    "D011",
    en="{bad} of {rows} rows were set aside: {reasons}.",
    zh="{rows} 行中有 {bad} 行被搁置：{reasons}。",
    hint_en="They are in the quarantine table with file, line and reason; correct them at their source and load again.",
    hint_zh="它们连同文件、行号和原因保存在隔离表中；请在源系统中更正后重新载入。",
    severity="warning",
)
NO_LINE_END = code(
    "D012",
    en="The file does not end with a line break; its last row (this line) may be incomplete.",
    zh="文件末尾没有换行符；最后一行（该行）可能不完整。",
    hint_en="If the export was interrupted, export it again and load it once more.",
    hint_zh="如果导出曾被中断，请重新导出并再次载入。",
    severity="warning",
)
REPLACED = code(
    "D013",
    en="This export stands for the whole table: it replaced {rows} rows of {files}.",
    zh="该导出文件代表整张表：已替换 {files} 中的 {rows} 行。",
    hint_en="If it holds only new rows, say “export: increment” in its mapping and load the earlier files again.",
    hint_zh="若其中只有新增的行，请在映射中写 “export: increment”，并重新载入先前的文件。",
    severity="warning",
)
NO_DATA = code(
    "D021",
    en="“{title}” has no values: the data hold no {missing}.",
    zh="“{title}”没有数值：数据中缺少 {missing}。",
    hint_en="Map these columns when loading, if the export has them; else this KPI stays empty.",
    hint_zh="如果导出文件中有这些列，请在映射中指定；否则该指标保持为空。",
    severity="warning",
)
DRIFT = code(
    "D022",
    en="“{title}” went from {before} ({n_before} cases in {quarter_before}) to {after} ({n_after} in {quarter}), "
    "most of it at {month}: too much at once for a change of work; its definition or its recording changed.",
    zh="“{title}”从 {before}（{quarter_before}，{n_before} 例）变为 {after}（{quarter}，{n_after} 例），"
    "主要发生在 {month}：一次变化如此之大，不像是工作变了，而是定义或记录方式变了。",
    hint_en="Compare only within one side of the change, and ask who keeps the system what was altered.",
    hint_zh="请只在变化的同一侧内比较，并向系统管理员了解改动了什么。",
    severity="warning",
)

MISSING_VALUE = code(
    "D101",
    en="no value in “{column}”, which every row must have",
    zh="必填列“{column}”没有值",
    hint_en="Fill it in at the source.",
    hint_zh="请在源系统中补填。",
)
BAD_TIME = code(
    "D102",
    en="“{text}” in “{column}” is not a date as the mapping says",
    zh="“{column}”中的“{text}”不是映射所规定的日期",
    hint_en="Correct the date, or add its format under “dates” in the mapping.",
    hint_zh="请更正日期，或在映射的 “dates” 中加入该格式。",
)
BAD_NUMBER = code(
    "D103",
    en="“{text}” in “{column}” is not a number",
    zh="“{column}”中的“{text}”不是数字",
    hint_en="Correct the number, or name what stands for “unknown” under “missing” in the mapping.",
    hint_zh="请更正数字，或在映射的 “missing” 中注明表示“未知”的写法。",
)
BAD_CHOICE = code(
    "D104",
    en="“{text}” in “{column}” is neither yes nor no",
    zh="“{column}”中的“{text}”既不是“是”也不是“否”",
    hint_en="Say under “values” in the mapping what it means.",
    hint_zh="请在映射的 “values” 中说明其含义。",
)
DUPLICATE = code(
    "D105",
    en="the number {key} stands in the file again (line {other} is kept)",
    zh="编号 {key} 在文件中重复（保留第 {other} 行）",
    hint_en="Remove the copy at the source.",
    hint_zh="请在源系统中删除重复项。",
)
WRONG_ORDER = code(
    "D106",
    en="“{later}” ({later_value}) is before “{earlier}” ({earlier_value})",
    zh="“{later}”（{later_value}）早于“{earlier}”（{earlier_value}）",
    hint_en="Correct the times at the source.",
    hint_zh="请在源系统中更正时间。",
)
OUTLIER = code(
    "D107",
    en="“{column}” = {text} is outside what the policy takes for possible ({least} to {most})",
    zh="“{column}” = {text} 超出规则认可的范围（{least} 至 {most}）",
    hint_en="Correct the value, or widen the limit in grading/cleaning.yaml.",
    hint_zh="请更正数值，或在 grading/cleaning.yaml 中放宽界限。",
)
UNKNOWN_ENGINEER = code(
    "D108",
    en="the engineer “{text}” is not in the register",
    zh="名册中没有工程师“{text}”",
    hint_en="Add the engineer to the register, or correct the name; then load again.",
    hint_zh="请将该工程师加入名册，或更正姓名，然后重新载入。",
)
NOT_POSSIBLE = code(
    "D110",
    en="“{column}” ({text}) is outside the time in which it can have happened ({since} to {latest})",
    zh="“{column}”（{text}）不在可能发生的时间范围内（{since} 至 {latest}）",
    hint_en="Correct the date at the source; if the date is right, check this machine's clock.",
    hint_zh="请在源系统中更正日期；如果日期无误，请检查本机时钟。",
)
ROW_LENGTH = code(
    "D109",
    en="the row has {got} fields, the header has {want}",
    zh="该行有 {got} 个字段，而表头有 {want} 个",
    hint_en="Look for a missing or extra separator or quote.",
    hint_zh="请检查是否缺少或多出分隔符或引号。",
)
