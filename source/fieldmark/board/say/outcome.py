"""What the outcome page says."""

from __future__ import annotations

from fieldmark.board.view import Tone
from fieldmark.model.text import Text

TITLE = Text("Outcome", "培训成果")
VERDICTS: dict[str, tuple[Text, Tone]] = {
    "better": (Text("better", "有改善"), "good"),
    "worse": (Text("worse", "变差"), "bad"),
    "unclear": (Text("unclear", "不明确"), "warn"),
    "refused": (Text("no verdict", "不作结论"), "warn"),
}
CHOSEN = {
    "rota": Text("Chosen by rota", "按轮次安排"),
    "weakness": Text("Chosen for weak months", "因表现较弱而选"),
}
CHOSEN_LABEL = Text("Who was trained", "受训者的选择方式")
KPI_LABEL = Text("KPI", "指标")
EFFECT = Text("Effect of the training", "培训效果")
EFFECT_NOTE = Text("{sure} interval {span}", "{sure} 区间 {span}")
NO_EFFECT = Text("No verdict can be given: see the checks.", "无法作出结论：请看检查结果。")
NAIVE = Text("Plain before/after", "简单前后对比")
NAIVE_NOTE = Text(
    "not the effect: season, trend and whom one chose are in it", "不是培训效果：其中混有季节、趋势和选人的影响"
)
NAIVE_INSIDE = Text(
    "inside the interval here, by chance: season, trend and whom one chose are in it",
    "此处恰好落在区间之内：其中仍混有季节、趋势和选人的影响",
)
NAIVE_OUTSIDE = Text(
    "misleads here, outside the interval: season, trend and whom one chose are in it",
    "此处会误导，落在区间之外：其中混有季节、趋势和选人的影响",
)
LEAST_SEEN = Text("Smallest effect seen", "可察觉的最小效果")
LEAST_NOTE = Text("anything below would mostly stay unseen (80 % power)", "更小的效果多半无法察觉（检验效能 80%）")
COMPARED = Text("Engineers compared", "参与比较的工程师")
COMPARED_VALUE = Text("{treated} : {control}", "{treated} : {control}")
COMPARED_NOTE = Text("trained : not yet trained", "已培训 : 尚未培训")
CHART_UP = Text(
    "{kpi} after the training: {value} against those not yet trained", "培训后{kpi}：与尚未培训者相比 {value}"
)
CHART_NONE = Text("{kpi} around the training: no number may be read from it", "培训前后的{kpi}：不能据此读出数字")
CHART_ALT = Text(
    "Effect on {kpi} by month since the training, from {first} to {last}; overall {value}.",
    "按培训后月数显示对{kpi}的影响，从 {first} 到 {last}；总体 {value}。",
)
AXIS = Text("months since the training", "距培训的月数")
POINT = Text("<b>{value}</b>  {span}<br>month {at}", "<b>{value}</b>  {span}<br>第 {at} 月")
SELECTION = Text("months looked at<br>when choosing", "选人时参考<br>的月份")
LEGEND_EFFECT = Text("effect, {sure} interval", "效果与 {sure} 区间")
LEGEND_NAIVE = Text("plain before/after (not the effect)", "简单前后对比（并非效果）")
LEGEND_WINDOW = Text("selection window", "选人窗口")
CHART_WHY = Text(
    "Each point compares trained engineers with those not yet trained in the same months, case mix taken out. "
    "Before the training it should lie at zero.",
    "每个点是同一月份内已培训者与尚未培训者的比较，已扣除工单构成的影响。培训之前应位于零附近。",
)
CHECKS = Text("What was checked", "检查了什么")
PASSED = Text("held", "成立")
FAILED = Text("does not hold", "不成立")
MEANS = Text("What it means", "这意味着什么")
MEANS_SHARE = Text(
    "Of 100 tickets, about {count} {more} now have this result ({span}).",
    "每 100 张工单中，约{more} {count} 张出现该结果（{span}）。",
)
MORE = {True: Text("more", "多"), False: Text("fewer", "少")}
MEANS_TIME = Text("Each ticket takes about {count} {less} ({span}).", "每张工单约{less} {count}（{span}）。")
LESS = {True: Text("longer", "增加"), False: Text("less", "减少")}
MEANS_OTHER = Text("The KPI moved by {change} ({span}).", "该指标变化 {change}（{span}）。")
MEANS_NAIVE = Text(
    "A plain before/after would have said {naive}; what lies between is not the training's doing.",
    "简单前后对比会得出 {naive}；其中的差额并非培训所致。",
)
MEANS_UNCLEAR = Text(
    "The interval holds zero: the data fit no effect as well as a small one. An effect of {mde} or more would most "
    "likely have shown.",
    "区间包含零：数据既符合没有效果，也符合较小的效果。若效果达到 {mde} 以上，多半已经显现。",
)
MEANS_REFUSED = {
    "weakness": Text(
        "Do not quote a number from this comparison. Train the next group by rota, or wait for months that were not "
        "used to choose.",
        "请勿引用该比较中的任何数字。下一批请按轮次安排培训，或等待未用于选人的月份数据。",
    ),
    "rota": Text(
        "Do not quote a number from this comparison. Another cohort, or more months before the training, may settle "
        "it.",
        "请勿引用该比较中的任何数字。再培训一批，或积累更多培训前的月份，可能会有定论。",
    ),
}
ALL = Text("Every KPI", "全部指标")
HEADS = {
    "kpi": Text("KPI", "指标"),
    "chosen": Text("Who", "选择方式"),
    "effect": Text("Effect", "效果"),
    "span": Text("{sure} interval", "{sure} 区间"),
    "naive": Text("Plain before/after", "简单前后对比"),
    "mde": Text("Smallest seen", "可察觉的最小值"),
    "verdict": Text("Verdict", "结论"),
    "month": Text("Month", "月"),
    "low": Text("Low", "下限"),
    "high": Text("High", "上限"),
}
CONTEXT = Text(
    "Whole company · {course} · {chosen} · field data through {day}",
    "全公司 · {course} · {chosen} · 现场数据截至 {day}",
)
NONE = Text("No training can be judged yet", "尚无可评估的培训")
NONE_WHAT = Text(
    "Here the page will say whether a training changed the field results, with its interval and the checks behind it.",
    "这里将说明培训是否改变了现场结果，并给出区间与依据的检查。",
)
NONE_ACT = Text(
    "Load the field data and the training register, then bring everything up to date:",
    "请载入现场数据与培训记录，然后更新全部数据：",
)
