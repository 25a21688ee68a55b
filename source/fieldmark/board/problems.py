"""Problems of publishing and of reading what is published."""

from fieldmark.model.problem import code

NOT_PUBLISHED = code(
    "B001",
    en="Nothing has been published in this workspace yet.",
    zh="该工作区尚未发布任何数据。",
    hint_en="Run “fieldmark run”; it publishes when measures and KPIs are there.",
    hint_zh="请运行 “fieldmark run”；技能测量与指标完成后会自动发布。",
)
DAMAGED_SET = code(
    "B002",
    en="The published table “{table}” is not what its manifest says ({why}).",
    zh="已发布的数据表“{table}”与清单不符（{why}）。",
    hint_en="Run “fieldmark publish” to publish again; nothing else is touched.",
    hint_zh="请运行 “fieldmark publish” 重新发布；其他数据不受影响。",
)
OTHER_FORMAT = code(
    "B005",
    en="What is published was made by another version of Fieldmark.",
    zh="已发布的数据由其他版本的 Fieldmark 生成。",
    hint_en="Run “fieldmark publish” to publish it anew; nothing else is touched.",
    hint_zh="请运行 “fieldmark publish” 重新发布；其他数据不受影响。",
)
BAD_KPI = code(
    "B003",
    en="The KPI “{kpi}” has values but no title in grading/kpis.yaml; it is shown by its id.",
    zh="指标“{kpi}”有数值，但 grading/kpis.yaml 中没有标题；将以其编号显示。",
    hint_en="Add it to grading/kpis.yaml with a title, a unit and which way is better.",
    hint_zh="请在 grading/kpis.yaml 中为其添加标题、单位和优化方向。",
    severity="warning",
)
NO_UNIT = code(
    "B004",
    en="No unit is assigned to you, so there is nothing to show.",
    zh="尚未为您分配单位，因此没有可显示的内容。",
    hint_en="Ask the administrator to enter your region or team in the list of people.",
    hint_zh="请管理员在人员名单中登记您的大区或团队。",
)
