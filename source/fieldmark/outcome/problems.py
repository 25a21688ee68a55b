"""What can be wrong when outcomes are worked out."""

from fieldmark.model.problem import code

NO_KPI = code(
    "O001",
    en="grading/outcome.yaml names the KPI “{kpi}”, which grading/kpis.yaml does not describe.",
    zh="grading/outcome.yaml 中的指标“{kpi}”在 grading/kpis.yaml 中没有说明。",
    hint_en="Correct the id, or describe the KPI there. Known: {known}.",
    hint_zh="请更正编号，或在该文件中补充说明。已有：{known}。",
)
NO_VALUES = code(
    "O002",
    en="The KPI “{kpi}” has no monthly values of engineers, so no outcome can be told for it.",
    zh="指标“{kpi}”没有工程师的月度数值，无法评估培训成果。",
    hint_en="Load the field data that it needs and run “fieldmark kpis”, or take it off grading/outcome.yaml.",
    hint_zh="请装入所需的现场数据并运行 “fieldmark kpis”，或将其从 grading/outcome.yaml 中删除。",
    severity="warning",
)
NOT_IN_PANEL = code(
    "O003",
    en="{count} trained engineers of course “{course}” have no field data: {who}.",
    zh="课程“{course}”有 {count} 名已培训工程师没有现场数据：{who}。",
    hint_en="Check that the training register and the CRM write the user names alike.",
    hint_zh="请检查培训登记表与 CRM 中的用户名写法是否一致。",
    severity="warning",
)
