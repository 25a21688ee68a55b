"""What can be wrong with the text of a practical. What is wrong with its matter (chances that do not add up, dead
ends) is said by `fieldmark.faults`."""

from fieldmark.model.problem import code

NO_READING = code(
    "Q602",
    en="The test “{test}” does not say what it shows for: {faults}.",
    zh="测试“{test}”没有说明以下故障的读数：{faults}。",
    hint_en="Add them under “outcomes”, or one line “others: …” for all that are not named.",
    hint_zh="请在“outcomes”下补充，或用一行“others: …”表示其余所有故障。",
)
UNUSED_READING = code(
    "Q603",
    en="The reading “{reading}” of test “{test}” is never shown.",
    zh="测试“{test}”的读数“{reading}”从不出现。",
    hint_en="Delete it, or give it to a fault under “outcomes”.",
    hint_zh="请删除，或在“outcomes”下分配给某个故障。",
    severity="warning",
)
BAD_CHANCE = code(
    "Q604",
    en="“{value}” is not a probability.",
    zh="“{value}”不是概率。",
    hint_en="Write 0.28, 28 % or 1/4.",
    hint_zh="请写成 0.28、28 % 或 1/4。",
)
BAD_COST = code(
    "Q605",
    en="“{value}” is not a cost.",
    zh="“{value}”不是费用。",
    hint_en="Write “{{money: 35, minutes: 30}}”, a number for money alone, or “8 min”.",
    hint_zh="请写成“{{money: 35, minutes: 30}}”；只有金额时写一个数，只有时间时写“8 min”。",
)
WEIGHTS = code(
    "Q606",
    en="The weights add up to {sum}, not to 1.",
    zh="各项权重之和为 {sum}，不是 1。",
    hint_en="Change them so that they add up to 1; a full score is 100 only then.",
    hint_zh="请调整使其合计为 1；只有这样满分才是 100。",
)
NOT_AN_END = code(
    "Q607",
    en="The turn “{turn}” has replies, so its “{name}” is not used.",
    zh="节点“{turn}”有回复，因此其“{name}”不起作用。",
    hint_en="Only a turn without replies ends the talk; move it there.",
    hint_zh="只有没有回复的节点才结束对话；请移到那里。",
    severity="warning",
)
NOT_FREE = code(
    "Q608",
    en="The turn “{turn}” is chosen from a list, so the patterns of “{reply}” are not used.",
    zh="节点“{turn}”为选择式，因此“{reply}”的匹配词不起作用。",
    hint_en="Write “free: yes” if the engineer shall type the reply, or delete the patterns.",
    hint_zh="若应由工程师输入回复，请写“free: yes”；否则删除匹配词。",
    severity="warning",
)
LEVELS = code(
    "Q609",
    en="This line of the checklist has {n} levels; {least} to {most} are possible.",
    zh="该观察项有 {n} 个等级，应为 {least} 到 {most} 个。",
    hint_en="Write “levels: […]” from worst to best, here or once for the whole list.",
    hint_zh="请写“levels: […]”，由差到好；可写在此处，也可在文件开头统一写一次。",
)
NO_OSCILLOSCOPE = code(
    "Q610",
    en="The test “{test}” has traces, but its instrument draws none.",
    zh="测试“{test}”有波形，但其仪器不显示波形。",
    hint_en="Write “instrument: oscilloscope”, or delete “traces”.",
    hint_zh="请写“instrument: oscilloscope”，或删除“traces”。",
)
NO_TRACE = code(
    "Q611",
    en="The test “{test}” draws no trace for: {readings}.",
    zh="测试“{test}”没有以下读数的波形：{readings}。",
    hint_en="Give every reading its trace: one that is missing would tell by being missing.",
    hint_zh="请为每个读数给出波形：缺少波形本身就会泄露信息。",
)
OFF_SCREEN = code(
    "Q612",
    en="Line {n} of “{reading}” leaves the screen, which shows {low} to {high} {unit}.",
    zh="“{reading}”的第 {n} 条波形超出屏幕范围（{low} 到 {high} {unit}）。",
    hint_en="Change “low” and “high” of the screen, or the settings of the line.",
    hint_zh="请调整屏幕的“low”和“high”，或该波形的设置。",
)
TOO_FINE = code(
    "Q613",
    en="Line {n} of “{reading}” is too fine for the screen: its waves run into each other.",
    zh="“{reading}”的第 {n} 条波形过密，屏幕上无法分辨。",
    hint_en="Shorten “time” of the screen, or make the period at least {least}.",
    hint_zh="请缩短屏幕的“time”，或使周期不小于 {least}。",
)
SAME_TRACE = code(
    "Q614",
    en="The readings “{one}” and “{other}” draw the same trace.",
    zh="读数“{one}”与“{other}”的波形相同。",
    hint_en="Draw what is different, or make them one reading.",
    hint_zh="请画出差别，或合并为一个读数。",
    severity="warning",
)
NO_PICTURE = code(
    "Q615",
    en="The picture “{picture}” is not there.",
    zh="找不到图片“{picture}”。",
    hint_en="Put the file into the folder of the scenario.",
    hint_zh="请把文件放到场景所在的文件夹。",
)
BAD_PICTURE = code(
    "Q616",
    en="The picture “{picture}” cannot be used: {why}.",
    zh="无法使用图片“{picture}”：{why}。",
    hint_en="Save it again as a PNG or JPEG of moderate size, or as a plain SVG.",
    hint_zh="请另存为大小适中的 PNG、JPEG，或普通 SVG。",
)
CLEANED = code(
    "Q617",
    en="Parts of “{picture}” are left out, since they could run or load something: {what}.",
    zh="“{picture}”中可执行或可加载内容的部分已略去：{what}。",
    hint_en="See whether the picture is still complete; save it as a plain SVG.",
    hint_zh="请检查图片是否完整；建议另存为普通 SVG。",
    severity="warning",
)
OUTSIDE = code(
    "Q618",
    en="The point “{point}” lies outside of the drawing, which is {width} by {height}.",
    zh="测试点“{point}”在示意图之外（{width} × {height}）。",
    hint_en="Change its x and y; they count from the top left.",
    hint_zh="请修改其 x 和 y，从左上角算起。",
)
