"""Why something cannot be done in a sitting, in the words of the person at the page."""

from fieldmark.model.problem import code
from fieldmark.model.text import Text

NOT_YET = code(
    "E001",
    en="This paper opens on {opens}.",
    zh="本试卷将于 {opens} 开放。",
    hint_en="Come back then; you can try the practice run meanwhile.",
    hint_zh="请届时再来；在此之前可先进行试用。",
)
CLOSED = code(
    "E002",
    en="This paper closed on {closes}.",
    zh="本试卷已于 {closes} 关闭。",
    hint_en="Ask your trainer whether another date is planned.",
    hint_zh="请向培训师询问是否另有安排。",
)
NO_ATTEMPT = code(
    "E003",
    en="You have used all {attempts} attempts at this paper.",
    zh="本试卷的 {attempts} 次作答机会已用完。",
    hint_en="Your receipts are below. Ask your trainer if you think that this is wrong.",
    hint_zh="您的回执见下方。如有疑问，请联系培训师。",
)
OVER = code(
    "E004",
    en="This exam was handed in. Nothing more can be changed.",
    zh="本次考试已交卷，无法再修改。",
    hint_en="Your receipt shows what was received.",
    hint_zh="回执中列有已收到的内容。",
)
TOO_LATE = code(
    "E005",
    en="The time was over when this arrived.",
    zh="该内容到达时考试时间已结束。",
    hint_en="It is kept apart. It counts only if the examiner accepts it.",
    hint_zh="内容已单独保存，仅在考官认可后才计入成绩。",
)
PAUSED = code(
    "E006",
    en="The examiner has paused this exam. The clock stands still.",
    zh="考官已暂停本次考试，计时停止。",
    hint_en="Keep this page open; your answers are kept and sent when it goes on.",
    hint_zh="请保持本页打开；您的作答已保留，考试恢复后自动发送。",
)
VOID = code(
    "E007",
    en="This exam was declared void: {reason}",
    zh="本次考试已作废：{reason}",
    hint_en="Talk to your trainer.",
    hint_zh="请与培训师联系。",
)
BAD_NUMBER = code(
    "E008",
    en="The number of this answer was not given out by the exam.",
    zh="该作答的编号不是由考试系统发放的。",
    hint_en="Reload the page; what was saved is still there.",
    hint_zh="请重新加载页面；已保存的内容不会丢失。",
)
NO_SLOT = code(
    "E009",
    en="There is no question “{slot}” in this paper.",
    zh="本试卷没有题目“{slot}”。",
    hint_en="Reload the page; what was saved is still there.",
    hint_zh="请重新加载页面；已保存的内容不会丢失。",
)
BAD_ANSWER = code(
    "E010",
    en="This answer does not fit the question: {why}.",
    zh="该作答与题目不符：{why}。",
    hint_en="Change the answer; a number such as 540 or 5.4e2 is understood.",
    hint_zh="请修改作答；数字可写作 540 或 5.4e2。",
)
TOO_BIG = code(
    "E011",
    en="This is too big: {size} kB, at most {most} kB are taken at once.",
    zh="内容过大：{size} kB，一次最多接收 {most} kB。",
    hint_en="Shorten the text.",
    hint_zh="请缩短文字。",
)
NOT_RUNNING = code(
    "E012",
    en="This sitting is “{status}”; that cannot be done now.",
    zh="该场考试处于“{status}”状态，无法执行此操作。",
    hint_en="Look at the list of sittings again; someone may have acted meanwhile.",
    hint_zh="请刷新考试列表；可能已有其他人操作。",
)
NOT_YOURS = code(
    "E013",
    en="There is no such exam here.",
    zh="此处没有该考试。",
    hint_en="Go back to “My exams” and open it from there.",
    hint_zh="请返回“我的考试”，从那里进入。",
)
NOT_ENGINEER = code(
    "E014",
    en="Exams are for engineers; you are logged in as {role}.",
    zh="考试仅供工程师参加；您当前的身份是{role}。",
    hint_en="Log in with an engineer's account to try one.",
    hint_zh="如需试用，请使用工程师账号登录。",
)
UNREADABLE = code(
    "E015",
    en="What the page sent could not be read: {why}.",
    zh="无法读取页面发送的内容：{why}。",
    hint_en="Reload the page; what was saved is still there.",
    hint_zh="请重新加载页面；已保存的内容不会丢失。",
)
CROSS_SITE = code(
    "E016",
    en="This request did not come from the exam page.",
    zh="该请求并非来自考试页面。",
    hint_en="Open the exam from “My exams”.",
    hint_zh="请从“我的考试”进入考试。",
)
NOTHING_KEPT = code(
    "E017",
    en="There are no kept answers with this number, or they were accepted already.",
    zh="没有该编号的留存作答，或已被认可。",
    hint_en="Look at the sitting again.",
    hint_zh="请刷新该场考试。",
)
NOT_MINUTES = code(
    "E018",
    en="An extension is 1 to 600 minutes, not {minutes}.",
    zh="延长时间须为 1 到 600 分钟，而不是 {minutes}。",
    hint_en="Enter whole minutes.",
    hint_zh="请输入整分钟数。",
)
NO_REASON = code(
    "E019",
    en="A reason is needed: the engineer will read it.",
    zh="请填写原因：工程师会看到。",
    hint_en="Say in a sentence what happened.",
    hint_zh="请用一句话说明情况。",
)
TOO_MANY = code(
    "E020",
    en="Too many requests from this account at once.",
    zh="该账号短时间内请求过多。",
    hint_en="The page waits a moment and tries again by itself.",
    hint_zh="页面会稍候并自动重试。",
)
NOT_ALLOWED = code(
    "E021",
    en="Only those who teach this course may do that.",
    zh="只有本课程的培训师可以执行此操作。",
    hint_en="Ask the administrator to enter you as a trainer of the course.",
    hint_zh="请联系管理员将您登记为本课程的培训师。",
)
REBUILT = code(
    "E022",
    en="The paper was built anew after this exam had begun.",
    zh="本次考试开始后，试卷被重新构建。",
    hint_en="Your answers are safe. Tell the examiner before you go on.",
    hint_zh="您的作答是安全的。继续之前请告知考官。",
)

MISFIT = Text("it cannot be read", "无法识别")
MISFITS = {
    "not-a-number": Text("it is not a number", "不是数字"),
    "unit": Text("the unit is not known", "无法识别单位"),
    "too-long": Text("it is too long", "内容过长"),
    "unknown-option": Text("there is no such option", "没有该选项"),
    "practical": Text("it grows by its steps alone", "只能通过逐步操作完成"),
    "twice": Text("something is in it twice", "有重复内容"),
}
"""What `items.problem_with` says, in words."""

NOT_THE_RECEIPT = code(
    "E023",
    en="The journal does not hold the answers of this receipt (sitting {sitting}).",
    zh="日志中没有该回执所载的作答（考试 {sitting}）。",
    hint_en="Look whether kept answers were accepted since; else compare with the latest backup.",
    hint_zh="请检查此后是否认可过留存作答；否则请与最近的备份核对。",
)
NOT_PRACTICE = code(
    "E024",
    en="In an exam nothing is told of an answer before it is marked.",
    zh="考试中，评分之前不会透露作答是否正确。",
    hint_en="Go on with the exam; use the lessons to practise.",
    hint_zh="请继续考试；练习请使用课程内容。",
)
SEB_NEEDED = code(
    "E050",
    en="This exam can only be sat in Safe Exam Browser with its own configuration.",
    zh="本次考试只能在加载专用配置的 Safe Exam Browser 中进行。",
    hint_en="Download the configuration {paper}.seb from your exams page, open it on this computer and log in there.",
    hint_zh="请从“我的考试”页面下载配置文件 {paper}.seb，在本机打开后登录。",
)
NO_SEB = code(
    "E051",
    en="There is no Safe Exam Browser configuration to be had for {paper} now.",
    zh="目前没有 {paper} 的 Safe Exam Browser 配置文件。",
    hint_en="The exam may not be open yet, or may be sat in any browser: look at your exams page.",
    hint_zh="考试可能尚未开放，或可使用任意浏览器：请查看“我的考试”页面。",
)
NO_ASSIGNMENT = code(
    "E060",
    en="There is no released assignment {name}.",
    zh="没有已发布的作业 {name}。",
    hint_en="Take it from the list on your exams page.",
    hint_zh="请从“我的考试”页面的列表中选择。",
)
UPLOAD = code(
    "E061",
    en="The files were not accepted: {why}. Nothing was stored.",
    zh="文件未被接受：{why}。未保存任何内容。",
    hint_en="Save the notebook in Jupyter, then send it with its data files once more.",
    hint_zh="请在 Jupyter 中保存笔记本，然后连同数据文件重新提交。",
)
UPLOAD_TOO_BIG = code(
    "E062",
    en="The files are larger than {most} MB in all. Nothing was stored.",
    zh="文件总大小超过 {most} MB。未保存任何内容。",
    hint_en="Clear the notebook's outputs, or leave large data files out.",
    hint_zh="请清除笔记本输出，或去掉较大的数据文件。",
)
UPLOADS_USED = code(
    "E063",
    en="You have handed in {most} times; no more is taken.",
    zh="您已提交 {most} 次，无法再次提交。",
    hint_en="Your last upload counts. Talk to your trainer if it must be replaced.",
    hint_zh="以最后一次提交为准。如需替换，请联系培训师。",
)
NO_CODE = code(
    "E030",
    en="This exam has no access code.",
    zh="本次考试不使用准入码。",
    hint_en="Show the examiner who you are; this page goes on by itself.",
    hint_zh="请向考官出示身份；本页会自动进入考试。",
)
WRONG_CODE = code(
    "E031",
    en="That is not the access code. You have {left} tries left.",
    zh="准入码不正确。还可尝试 {left} 次。",
    hint_en="Ask the examiner for today's eight digits.",
    hint_zh="请向考官询问今天的八位数字。",
)
NO_TRIES = code(
    "E032",
    en="The access code was wrong {tries} times; no more is taken.",
    zh="准入码已错误 {tries} 次，不再接受输入。",
    hint_en="Ask the examiner to let you in; this page goes on by itself.",
    hint_zh="请联系考官准许进入；本页会自动进入考试。",
)
NO_BREAK = code(
    "E033",
    en="There is no break left to take.",
    zh="没有可用的休息时间。",
    hint_en="Go on; ask the examiner if you need a rest all the same.",
    hint_zh="请继续作答；如仍需休息，请联系考官。",
)
RESTING = code(
    "E034",
    en="You are on a break.",
    zh="您正在休息。",
    hint_en="End the break to go on; your answers are kept and sent then.",
    hint_zh="请结束休息后继续；作答已保留，届时自动发送。",
)
OBSERVED = code(
    "E070",
    en="Your examiner fills in this observation; there is nothing to do here.",
    zh="本次观察由考官填写，您无需在此操作。",
    hint_en="What came out stands on your exams page once it is released.",
    hint_zh="结果发布后会显示在“我的考试”页面。",
)
NOT_EXAMINER = code(
    "E071",
    en="You are logged in as {role}; observations are filled in by trainers of the course.",
    zh="您以{role}身份登录；观察表由本课程的培训师填写。",
    hint_en="Log in as a trainer. As an engineer you find what came out on your exams page once it is released.",
    hint_zh="请以培训师身份登录。工程师可在结果发布后于“我的考试”页面查看。",
)
UNKNOWN_ENGINEER = code(
    "E072",
    en="There is no engineer “{engineer}” who could be observed.",
    zh="没有可供观察的工程师“{engineer}”。",
    hint_en="Choose one from the list; an administrator enters those who are missing.",
    hint_zh="请从列表中选择；缺少的人员由管理员录入。",
)
OBSERVED_ENOUGH = code(
    "E073",
    en="{engineer} was observed with this checklist {attempts} times already.",
    zh="{engineer} 已按此观察表接受过 {attempts} 次观察。",
    hint_en="Where one should not count, declare it void with a reason; marks are corrected at the marking desk.",
    hint_zh="如其中一次不应计入，请写明理由将其作废；分数请在评分台更正。",
)
SEATS_TAKEN = code(
    "E074",
    en="{by} already fill in this observation; it is made for {seats}.",
    zh="本次观察已由 {by} 填写，人数上限为 {seats}。",
    hint_en="Open it as one of them, or wait until it is finished and begin the next one.",
    hint_zh="请以其中一人的身份打开，或等其完成后再开始下一次。",
)
FINISHED = code(
    "E075",
    en="You have finished this observation. Nothing more can be changed in it.",
    zh="您已完成本次观察，无法再修改。",
    hint_en="A mark is corrected at the marking desk, with a reason.",
    hint_zh="如需更正，请在评分台修改分数并写明理由。",
)
LIST_CHANGED = code(
    "E076",
    en="The checklist was changed since this observation began. What you marked until then is kept.",
    zh="观察开始之后观察表已被修改。此前的记录均已保留。",
    hint_en="Declare the observation void with this reason, and begin it again with the new list.",
    hint_zh="请以此为由将本次观察作废，并用新表重新开始。",
)
NO_LINE = code(
    "E077",
    en="The checklist has no point “{point}” with such a mark.",
    zh="观察表中没有“{point}”这一项或该等级。",
    hint_en="Reload the page; what was saved is still there.",
    hint_zh="请重新加载页面；已保存的内容不会丢失。",
)
LINES_OPEN = code(
    "E078",
    en="Without a level: {titles}.",
    zh="尚未评定：{titles}。",
    hint_en="Choose a level for each, or “not seen”, then finish.",
    hint_zh="请逐项选择等级或“未观察到”，然后完成。",
)
PHOTOS_MISSING = code(
    "E079",
    en="{n} photos have not arrived yet.",
    zh="有 {n} 张照片尚未送达。",
    hint_en="Keep the page open until they are sent, or remove them; then finish.",
    hint_zh="请保持页面打开直至发送完成，或删除这些照片，然后再完成。",
)
BAD_PHOTO = code(
    "E080",
    en="The photo was not taken: {why}.",
    zh="照片未被接受：{why}。",
    hint_en="Take it again with this page, which makes it smaller and leaves out where it was taken.",
    hint_zh="请在本页面重新拍摄，页面会压缩照片并去除拍摄位置信息。",
)
MANY_PHOTOS = code(
    "E081",
    en="An observation holds at most {most} photos of one examiner.",
    zh="每名考官在一次观察中最多上传 {most} 张照片。",
    hint_en="Remove some that you do not need.",
    hint_zh="请删除不需要的照片。",
)
UPLOAD_CHANGED = code(
    "E064",
    en="Upload {number} of {assignment} (journal event {event}): {what}.",
    zh="{assignment} 的第 {number} 次提交（日志事件 {event}）：{what}。",
    hint_en="Compare with the engineer's receipt and the latest backup before anything of it is marked.",
    hint_zh="评分之前，请与工程师的回执及最近的备份核对。",
)
