"""Problems of running the site."""

from fieldmark.model.problem import code

PORT_IN_USE = code(
    "H001",
    en="Port {port} on {address} is already in use by another program.",
    zh="{address} 的端口 {port} 已被其他程序占用。",
    hint_en="Stop that program, or choose another port: fieldmark serve --port {other}. Nothing was started.",
    hint_zh="请停止该程序，或改用其他端口：fieldmark serve --port {other}。尚未启动任何服务。",
)
PORT_FORBIDDEN = code(
    "H002",
    en="This user may not listen on port {port} of {address} ({why}).",
    zh="当前用户无权监听 {address} 的端口 {port}（{why}）。",
    hint_en="Choose a port from 1024 up, for example: fieldmark serve --port 8000. Nothing was started.",
    hint_zh="请选择 1024 及以上的端口，例如：fieldmark serve --port 8000。尚未启动任何服务。",
)
DID_NOT_START = code(
    "H003",
    en="The site did not start: “{part}” {why}.",
    zh="站点未能启动：“{part}”{why}。",
    hint_en="Its last words are in {log}; “fieldmark doctor” says what is missing. Everything was stopped again.",
    hint_zh="最后的输出见 {log}；运行 “fieldmark doctor” 可查看缺少什么。所有服务均已停止。",
)
NO_PEOPLE = code(
    "H004",
    en="Nobody can log in yet: no people were entered in this workspace.",
    zh="目前无人可以登录：该工作区尚未录入人员。",
    hint_en="Enter people with “fieldmark people import FILE.csv”, or make the sample company with “fieldmark demo”.",
    hint_zh="请用 “fieldmark people import FILE.csv” 录入人员，或用 “fieldmark demo” 生成示例公司。",
    severity="warning",
)
NO_JAIL = code(
    "H005",
    en="JupyterLab for trainers and the lessons are off: bubblewrap (bwrap) does not work here ({why}).",
    zh="培训师的 JupyterLab 和课程内容已关闭：此处无法使用 bubblewrap (bwrap)（{why}）。",
    hint_en="Install it (Debian, Ubuntu: apt install bubblewrap) and allow user namespaces; all else works without it.",
    hint_zh="请安装它（Debian、Ubuntu：apt install bubblewrap）并允许用户命名空间；其余功能不受影响。",
    severity="warning",
)
MISSING_PROGRAM = code(
    "H006",
    en="{what} is missing: {without}.",
    zh="缺少 {what}：{without}。",
    hint_en="Get it: {how}.",
    hint_zh="获取方法：{how}。",
    severity="warning",
)
OPEN_TO_OTHERS = code(
    "H007",
    en="{path} can be read by other users of this machine (mode {mode}).",
    zh="本机其他用户可以读取 {path}（权限 {mode}）。",
    hint_en="Close it: chmod {wanted} {path}.",
    hint_zh="请收紧权限：chmod {wanted} {path}。",
)
LITTLE_SPACE = code(
    "H008",
    en="Only {free} MB are free on the disk of this workspace.",
    zh="工作区所在磁盘仅剩 {free} MB。",
    hint_en="Free some space: below 1,000 MB answers and tables may soon not be saved.",
    hint_zh="请腾出空间：低于 1000 MB 时，答案和数据表可能很快无法保存。",
    severity="warning",
)
AS_ROOT = code(
    "H009",
    en="You are root. The site works so, yet its jails hold better when it runs as a user of its own.",
    zh="您正以 root 身份运行。站点可以工作，但以专用用户运行时隔离更可靠。",
    hint_en="Make one (useradd --create-home fieldmark), give it the workspace, and start the site as that user.",
    hint_zh="请为其创建专用用户（useradd --create-home fieldmark），将工作区交给该用户，并以其身份启动站点。",
    severity="warning",
)
NOT_A_LIST = code(
    "H020",
    en="This is no list of people: {what}. Nobody was entered.",
    zh="这不是人员名单：{what}。未录入任何人。",
    hint_en="A CSV file whose first row says user, name, role, units, language; the first three must be there.",
    hint_zh="请使用 CSV 文件，首行为 user、name、role、units、language（用户、姓名、角色、单位、语言）；前三列必填。",
)
BAD_PERSON = code(
    "H021",
    en="“{text}” cannot be used as {field}. Nobody was entered.",
    zh="“{text}”不能用作 {field}。未录入任何人。",
    hint_en="What is allowed: {allowed}.",
    hint_zh="允许的写法：{allowed}。",
)
PERSON_TWICE = code(
    "H022",
    en="“{user}” stands on the list twice (first in line {other}). Nobody was entered.",
    zh="“{user}”在名单中出现两次（首次在第 {other} 行）。未录入任何人。",
    hint_en="Leave one of the two; large and small letters are the same here.",
    hint_zh="请只保留其中一行；此处不区分大小写。",
)
NO_SUCH_PERSON = code(
    "H023",
    en="There is nobody called “{user}”. Nobody was removed.",
    zh="没有名为“{user}”的人。未移除任何人。",
    hint_en="“fieldmark people list” says who is there.",
    hint_zh="运行 “fieldmark people list” 查看现有人员。",
)
FILE_THERE = code(
    "H024",
    en="{path} is there already and would be lost. Nobody was entered.",
    zh="{path} 已存在，继续会将其覆盖。未录入任何人。",
    hint_en="Name a new file for the passwords.",
    hint_zh="请为密码另指定一个新文件。",
)
BAD_PASSWORD = code(
    "H025",
    en="A password has {least} to {most} characters. Nobody was entered.",
    zh="密码须为 {least} 至 {most} 个字符。未录入任何人。",
    hint_en="Run the command again with a longer one; a few words in a row are easy to keep in mind.",
    hint_zh="请用更长的密码重新运行；几个词连在一起容易记住。",
)
TOO_LARGE = code(
    "H011",
    en="That was too large to be taken at once. Nothing of it was stored.",
    zh="内容过大，无法一次接收。未保存任何内容。",
    hint_en="Shorten the text, or hand in smaller files: clear a notebook's outputs, leave large data files out.",
    hint_zh="请缩短文字，或提交较小的文件：清除笔记本输出，去掉较大的数据文件。",
)
NO_ENGINEER_LAB = code(
    "H010",
    en="site.yaml turns JupyterLab for engineers on, and it stays off: bubblewrap (bwrap) does not work here ({why}).",
    zh="site.yaml 已开启工程师的 JupyterLab，但它保持关闭：此处无法使用 bubblewrap (bwrap)（{why}）。",
    hint_en="Install it and allow user namespaces. Until then engineers download assignments and hand in files.",
    hint_zh="请安装它并允许用户命名空间。在此之前，工程师仍可下载作业并以文件提交。",
    severity="warning",
)
