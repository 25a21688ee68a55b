"""What can be wrong when a sample company is asked for."""

from fieldmark.model.problem import code

TOO_SMALL = code(
    "D201",
    en="A sample company needs at least {least} {what}; {asked} were asked for.",
    zh="示例公司的 {what} 至少需要 {least}；要求的是 {asked}。",
    hint_en="Ask for more; with fewer there are no cohorts to compare.",
    hint_zh="请增大数值；再小就没有可比较的培训组。",
)
