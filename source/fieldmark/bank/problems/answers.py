"""What can be wrong, Q2xx: answers."""

from fieldmark.model.problem import code

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
