"""Problems of hand-written assignments."""

from fieldmark.model.problem import code

NO_NOTEBOOK = code(
    "N001",
    en="The folder “{name}” holds no notebook.",
    zh="文件夹“{name}”中没有笔记本。",
    hint_en="Put the source notebook there, made with nbgrader's “Create Assignment”, or remove the folder.",
    hint_zh="请放入用 nbgrader 的 “Create Assignment” 制作的作业源笔记本，或删除该文件夹。",
)
NBGRADER_FAILED = code(
    "N002",
    en="nbgrader could not make the assignment “{name}”: {why}.",
    zh="nbgrader 无法生成作业“{name}”：{why}。",
    hint_en="Open it in JupyterLab with “Create Assignment” and mend what is named; the version before stays in use.",
    hint_zh="请在 JupyterLab 的 “Create Assignment” 中打开并修正所指出的问题；之前的版本继续有效。",
)
CELLS_CHANGED = code(
    "N003",
    en="“{name}” was handed in already, so no graded cell can be added, removed or retyped ({cells}).",
    zh="“{name}”已有人提交，不能再增加、删除评分单元或更改其类型（{cells}）。",
    hint_en="Take the change back, or put the new version into a folder with another name.",
    hint_zh="请撤销该修改，或将新版本放入另一个名称的文件夹。",
)
BAD_NAME = code(
    "N004",
    en="“{name}” cannot be the name of an assignment.",
    zh="“{name}”不能用作作业名称。",
    hint_en="Use letters, digits, “-” and “_”, another name than any paper's, and one notebook called {name}.ipynb.",
    hint_zh="请使用字母、数字、“-”和“_”，不要与试卷重名。",
)
BAD_VALUES = code(
    "N005",
    en="values.yaml of “{name}” cannot be used: {why}.",
    zh="“{name}”的 values.yaml 无法使用：{why}。",
    hint_en="It is a list of values under each test cell's name; with several notebooks, under NOTEBOOK/CELL.",
    hint_zh="格式为每个测试单元名称下的一个值列表；有多个笔记本时写作 笔记本/单元。",
)
LEFT = code(
    "N006",
    en="The folder of “{name}” is gone; the assignment stays as it was built, because it was handed in.",
    zh="“{name}”的文件夹已不存在；因已有人提交，作业保持已生成的样子。",
    hint_en="Put the folder back to change it; nothing needs to be done to keep it.",
    hint_zh="如需修改请放回该文件夹；如需保留则无需操作。",
    severity="warning",
)
NO_JAIL = code(
    "N010",
    en="{n} notebooks wait: this machine gives no jail to run them in ({why}), and they are programs of others.",
    zh="有 {n} 份笔记本等待评分：本机无法建立运行它们的隔离环境（{why}），而它们是他人编写的程序。",
    hint_en="See “fieldmark doctor” and the administrator's guide to the jail. If you trust every author, run "
    "“fieldmark mark --trust-notebooks”.",
    hint_zh="请参阅 “fieldmark doctor” 和管理员指南中的隔离环境一章。如果信任全部作者，"
    "可运行 “fieldmark mark --trust-notebooks”。",
)
UNACCEPTABLE = code(
    "N011",
    en="{engineer}'s submission for “{assignment}” was not marked: {why}.",
    zh="{engineer} 对“{assignment}”的提交未评分：{why}。",
    hint_en="It earns no points as it is. Look at the folder, or ask the engineer to hand in again.",
    hint_zh="目前不计分。请查看该文件夹，或请工程师重新提交。",
)
FAILED = code(
    "N012",
    en="Marking {engineer}'s submission for “{assignment}” failed inside the program: {why}.",
    zh="对 {engineer} 的“{assignment}”评分时程序内部出错：{why}。",
    hint_en="The others were marked. Please report this message; the submission stays as it is and is tried again.",
    hint_zh="其他提交已评分。请反馈本消息；该提交保持原样，下次会重新尝试。",
)
DOUBT = code(
    "N013",
    en="{engineer}, “{assignment}”, cell {cell}: {why}; it got {points} points and waits for a person.",
    zh="{engineer}，“{assignment}”，单元 {cell}：{why}；得 {points} 分，等待人工确认。",
    hint_en="Look at it in formgrader under “Manual Grading” and give the points that are due.",
    hint_zh="请在 formgrader 的 “Manual Grading” 中查看并给出应得的分数。",
    severity="warning",
)
NOT_BUILT = code(
    "N014",
    en="{n} submissions for “{assignment}” wait: the course “{course}” does not have it as it was released.",
    zh="“{assignment}”有 {n} 份提交等待评分：课程“{course}”中没有与发布时一致的该作业。",
    hint_en="Run “fieldmark build”, then “fieldmark mark”; the submissions are safe.",
    hint_zh="请先运行 “fieldmark build”，再运行 “fieldmark mark”；提交内容是安全的。",
)
NO_JAIL_HERE = code(
    "N015",
    en="Submitted notebooks cannot be run safely on this machine: {why}.",
    zh="本机无法安全运行提交的笔记本：{why}。",
    hint_en="Install bubblewrap (Debian, Ubuntu: apt install bubblewrap) and allow user namespaces; see the "
    "administrator's guide to the jail. Papers are marked without it.",
    hint_zh="请安装 bubblewrap（Debian、Ubuntu：apt install bubblewrap）并允许用户命名空间；参见管理员指南中的隔离环境"
    "一章。试卷评分不受影响。",
    severity="warning",
)
