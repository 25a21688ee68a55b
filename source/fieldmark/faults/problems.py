"""What can be wrong with a fault scenario, before anyone sits it."""

from fieldmark.model.problem import code

PRIORS = code(
    "F001",
    en="The priors of scenario “{scenario}” add up to {total}, not to 1.",
    zh="场景“{scenario}”的先验概率之和为 {total}，不是 1。",
    hint_en="Change the priors of the faults so that they add up to 1 (or 100 %).",
    hint_zh="请调整各故障的先验概率，使其总和为 1（或 100 %）。",
)
READINGS = code(
    "F002",
    en="Test “{test}”: the probabilities of its readings for fault “{fault}” add up to {total}, not to 1.",
    zh="测试“{test}”：故障“{fault}”下各读数的概率之和为 {total}，不是 1。",
    hint_en="Give each reading a probability so that each fault's add up to 1; one sure reading needs no number.",
    hint_zh="请为每个读数给出概率，使每个故障的总和为 1；确定的读数无需写数字。",
)
NOT_TOLD_APART = code(
    "F003",
    en="No test tells the faults “{one}” and “{other}” apart.",
    zh="没有任何测试能区分故障“{one}”和“{other}”。",
    hint_en="Add a test that reads differently for them, or join them into one fault. Now only replacing decides.",
    hint_zh="请增加一个读数不同的测试，或将两者合并为一个故障。目前只能靠更换来判断。",
    severity="warning",
)
NEVER_HELPS = code(
    "F004",
    en="Test “{test}” reads the same for every fault, so it never helps.",
    zh="测试“{test}”对所有故障的读数都相同，因此毫无帮助。",
    hint_en="Give at least one fault another reading, or remove the test (a distractor may stay).",
    hint_zh="请至少让一个故障有不同读数，或删除该测试（作为干扰项可保留）。",
    severity="warning",
)
RULE_NEVER_APPLIES = code(
    "F005",
    en="Safety rule “{rule}” can never apply: none of its acts can be done in its states.",
    zh="安全规则“{rule}”永远不会生效：其动作在所列状态下都无法进行。",
    hint_en="Check the names of its acts and states, and that the states can be reached.",
    hint_zh="请检查动作与状态的名称，以及这些状态是否可以到达。",
    severity="warning",
)
UNREACHABLE_STATE = code(
    "F006",
    en="The state “{state}” cannot be reached from “{start}”.",
    zh="无法从“{start}”到达状态“{state}”。",
    hint_en="Add a change that leads to it, or remove the state.",
    hint_zh="请添加通往该状态的操作，或删除该状态。",
)
NOTHING_TO_DIAGNOSE = code(
    "F007",
    en="Scenario “{scenario}” has nothing to diagnose: finding the fault costs nothing beyond its repair.",
    zh="场景“{scenario}”无需诊断：除维修本身外，找到故障不花任何代价。",
    hint_en="Make at least two faults possible, and give the tests or the wrong repairs a cost.",
    hint_zh="请至少设置两个可能的故障，并为测试或错误维修设定成本。",
)
STUCK = code(
    "F008",
    en="In scenario “{scenario}” the unit cannot always be repaired: from some state no way leads to a repair.",
    zh="场景“{scenario}”中设备并非总能修复：某些状态下没有通往维修的途径。",
    hint_en="Check that the state for repairs can be reached again after each repair and test.",
    hint_zh="请检查每次维修和测试之后是否都能再次进入维修所需的状态。",
)
TOO_LARGE = code(
    "F009",
    en="Scenario “{scenario}” is too large for the exact best policy ({faults} faults, {noisy} noisy tests).",
    zh="场景“{scenario}”过大，无法精确求出最佳策略（{faults} 个故障，{noisy} 个有噪声的测试）。",
    hint_en="It can be used; scores are then approximate and say so. Up to {most} faults and {most_noisy} noisy tests "
    "(of two readings, in few states) are exact.",
    hint_zh="仍可使用，但得分为近似值并会注明。最多 {most} 个故障和 {most_noisy} 个有噪声的测试"
    "（各两种读数、状态不多）可精确计算。",
    severity="warning",
)
DEAD_END = code(
    "T001",
    en="From turn “{turn}” no way leads to an end of the dialogue.",
    zh="从对话节点“{turn}”出发无法到达任何结局。",
    hint_en="Let one of its replies lead to a turn that ends the talk (one with an outcome and no replies).",
    hint_zh="请让其中一个回复通向某个结局节点（有结果、没有回复）。",
)
UNREACHED = code(
    "T002",
    en="Turn “{turn}” is never reached.",
    zh="对话节点“{turn}”永远不会出现。",
    hint_en="Let a reply lead to it (mind the mood that the branch needs), or remove it.",
    hint_zh="请让某个回复通向它（注意分支所需的情绪值），或将其删除。",
    severity="warning",
)
NO_SUCH_TURN = code(
    "T003",
    en="Reply “{reply}” of turn “{turn}” leads to “{to}”, which does not exist.",
    zh="节点“{turn}”的回复“{reply}”通向不存在的节点“{to}”。",
    hint_en="The turns are: {turns}.",
    hint_zh="现有节点：{turns}。",
)
NO_BRANCH = code(
    "T004",
    en="Reply “{reply}” of turn “{turn}” does not say where the talk goes on in every mood.",
    zh="节点“{turn}”的回复“{reply}”未说明所有情绪下的去向。",
    hint_en="Let its last branch have no mood, so that it always applies.",
    hint_zh="请让最后一个分支不带情绪条件，使其总能适用。",
)
NO_CATCH = code(
    "T005",
    en="Turn “{turn}” takes free replies but has none that catches what is not recognised.",
    zh="节点“{turn}”接受自由回复，但没有处理无法识别内容的回复。",
    hint_en="Add a last reply without patterns, for example one that makes the customer ask again.",
    hint_zh="请在最后添加一个不带匹配词的回复，例如让客户再次询问。",
)
NO_POINTS = code(
    "T006",
    en="No way through dialogue “{dialogue}” brings points for “{dimension}”.",
    zh="对话“{dialogue}”中没有任何路径能获得“{dimension}”的得分。",
    hint_en="Give some reply points for it, or leave it: the dialogue then does not show that skill.",
    hint_zh="请为某个回复设置该项得分；若保持不变，则该对话不体现此项能力。",
    severity="warning",
)
