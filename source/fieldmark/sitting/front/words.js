// What the pages say, in both languages. `{name}` is filled in.

const WORDS = {
  mine: ["My exams", "我的考试"],
  hello: ["Hello, {name}", "{name}，您好"],
  open: ["Open to you", "可参加的考试"],
  past: ["Handed in", "已交卷"],
  nothingOpen: ["No exam is open to you now", "目前没有可参加的考试"],
  nothingOpenHint: [
    "When your trainer opens a paper, it appears here. Nothing to do until then.",
    "培训师开放试卷后会显示在这里，目前无需操作。",
  ],
  nothingPast: ["What you hand in is listed here, with its receipt.", "您交卷的考试及回执会列在这里。"],
  start: ["Start", "开始考试"],
  goOn: ["Go on", "继续作答"],
  startSure: [
    "The clock starts now and runs for {minutes} minutes, even while this page is closed.",
    "计时将立即开始，共 {minutes} 分钟；关闭本页后计时也不会停止。",
  ],
  sebOnly: ["only in Safe Exam Browser", "仅限 Safe Exam Browser"],
  sebFile: ["Get its configuration", "获取配置文件"],
  startYes: ["Start the clock", "开始计时"],
  questions: ["{n} questions", "{n} 题"],
  minutes: ["{n} minutes", "{n} 分钟"],
  attemptsLeft: ["{n} of {all} attempts left", "剩余 {n} 次机会（共 {all} 次）"],
  until: ["open until {at}", "开放至 {at}"],
  from: ["opens {at}", "{at} 开放"],
  runningUntil: ["Running until {at}", "进行中，截止 {at}"],
  paused: ["Paused by the examiner", "考官已暂停"],
  attempt: ["Attempt {n}", "第 {n} 次"],
  handedIn: ["Handed in", "已交卷"],
  handedInAuto: ["Handed in at the deadline", "到时自动交卷"],
  voided: ["Void", "已作废"],
  observed: ["Observed", "已观察"],
  receipt: ["Receipt", "回执"],
  trial: ["Does this device work?", "试用本设备"],
  trialWhat: [
    "A trial run with five harmless questions: it shows how an exam looks here and counts for nothing.",
    "用五道简单的题试用一遍：了解考试页面，不计成绩。",
  ],
  trialStart: ["Try it", "开始试用"],
  results: ["What came out", "成绩"],
  resultsAsOf: ["as of {at}", "截至 {at}"],
  pointsOf: ["{n} of {all} points", "{n} / {all} 分"],
  toMark: ["{n} still to be marked by a trainer", "{n} 题待培训师评分"],
  skills: ["Your skills", "您的技能"],
  skillsHelp: [
    "The bar shows the likely range: few answers, wide range. It narrows with every exam.",
    "横条表示可能的范围：作答越少，范围越宽；每次考试后会收窄。",
  ],
  skillValue: ["{m} % ({low} to {high} %, {n} answers)", "{m} %（{low} 至 {high} %，{n} 个作答）"],
  level_strong: ["strong", "掌握牢固"],
  level_adequate: ["adequate", "合格"],
  level_weak: ["weak", "薄弱"],
  level_unknown: ["not sure yet", "尚不确定"],
  practise: ["To practise next", "接下来练习"],
  practiceDone: ["The trial run is over: this device works.", "试用完成：本设备可以正常使用。"],
  logout: ["Log out", "退出"],
  language: ["Language", "语言"],
  theme: ["Light or dark", "浅色或深色"],
  skip: ["Skip to the question", "跳到题目"],
  question: ["Question {n} of {all}", "第 {n} 题，共 {all} 题"],
  questionShort: ["Question {n}", "第 {n} 题"],
  points: ["{n} points", "{n} 分"],
  point: ["1 point", "1 分"],
  flag: ["Mark to look at again", "标记，稍后再看"],
  flagged: ["Marked", "已标记"],
  previous: ["Previous", "上一题"],
  next: ["Next", "下一题"],
  review: ["Review", "交卷前查看"],
  reviewLast: ["Review and hand in", "检查并交卷"],
  overview: ["All questions", "全部题目"],
  saved: ["Saved", "已保存"],
  saving: ["Saving …", "正在保存…"],
  unsaved: ["Not saved yet", "尚未保存"],
  refused: ["Not saved", "未能保存"],
  kept: ["Came after the deadline; kept apart", "超时到达，已单独保存"],
  open_: ["not answered", "未作答"],
  answered: ["answered", "已作答"],
  marked: ["marked", "已标记"],
  squareOpen: ["open", "未答"],
  squareAnswered: ["answered", "已答"],
  leftHours: ["{h} h {m} min left", "剩余 {h} 小时 {m} 分"],
  leftMinutes: ["{m} minutes left", "剩余 {m} 分钟"],
  leftOne: ["1 minute left", "剩余 1 分钟"],
  leftSeconds: ["Less than a minute left", "剩余不到 1 分钟"],
  leftNone: ["Time is over", "时间到"],
  bannerLine: [
    "{n} answers are not saved: there is no connection to the exam. They are kept on this device and sent as soon as it is back. Go on working.",
    "有 {n} 个作答尚未保存：与考试服务的连接中断。作答已保留在本设备，恢复连接后会自动发送，请继续作答。",
  ],
  bannerLine1: [
    "One answer is not saved: there is no connection to the exam. It is kept on this device and sent as soon as it is back. Go on working.",
    "有 1 个作答尚未保存：与考试服务的连接中断。作答已保留在本设备，恢复连接后会自动发送，请继续作答。",
  ],
  bannerOffline: [
    "No connection to the exam. You can go on; answers are kept on this device and sent later.",
    "与考试服务的连接中断。您可以继续作答；作答保留在本设备，稍后发送。",
  ],
  bannerStorage: [
    "This browser keeps nothing on the device. Do not close this page until everything is saved.",
    "此浏览器无法在设备上保留内容。全部保存之前请勿关闭本页。",
  ],
  bannerBack: ["The connection is back; everything is saved.", "连接已恢复，内容已全部保存。"],
  bannerLogin: [
    "You are logged out. Your answers are kept on this device; log in again and they are sent.",
    "登录已失效。作答已保留在本设备，重新登录后会自动发送。",
  ],
  bannerTaken: [
    "You opened this exam in another window. Go on there, or take it over here.",
    "您已在另一个窗口打开本次考试。请在那里继续，或在此处接管。",
  ],
  bannerPaused: [
    "The examiner has paused the exam. Your time stands still; this page goes on by itself.",
    "考官已暂停考试。计时已停止，恢复后本页会自动继续。",
  ],
  bannerRebuilt: [
    "The paper was built anew after you began. Tell the examiner before you go on; your answers are safe.",
    "考试开始后试卷被重新构建。请先告知考官再继续；您的作答是安全的。",
  ],
  bannerOver: ["Time is over. What was saved in time is being handed in.", "时间到。已按时保存的内容正在交卷。"],
  examiner: ["Examiner: {text}", "考官：{text}"],
  actLost: [
    "There is no connection to the exam, so this step was not carried out. Try it again in a moment.",
    "与考试服务的连接中断，该步骤未执行。请稍后再试。",
  ],
  waitCode: ["Access code", "准入码"],
  waitCodeHelp: [
    "The examiner tells you today's code when you have arrived. The clock has not started.",
    "到场后考官会告知今天的准入码。计时尚未开始。",
  ],
  code: ["Code", "准入码"],
  goIn: ["Go in", "进入考试"],
  waitSeen: ["Please wait for the examiner", "请等待考官"],
  waitSeenHelp: [
    "The examiner looks who you are and lets you in. This page goes on by itself; keep it open.",
    "考官核对身份后准许进入。本页会自动进入考试，请保持打开。",
  ],
  waitNoTries: [
    "The access code was wrong too often; no more is taken. Ask the examiner to let you in: this page goes on by itself.",
    "准入码错误次数过多，不再接受输入。请联系考官准许进入；本页会自动进入考试。",
  ],
  waitClock: ["Your {minutes} minutes begin when you go in.", "进入后开始计时，共 {minutes} 分钟。"],
  waitOffline: [
    "No connection to the exam. This page goes on looking by itself.",
    "与考试服务的连接中断。本页会自动继续尝试。",
  ],
  waiting: ["Waiting to be let in", "等待准入"],
  waitGo: ["To the waiting room", "进入等候室"],
  waitSure: [
    "You go to the waiting room first; the clock does not start there.",
    "将先进入等候室，此时不计时。",
  ],
  rest: ["Take a break", "休息一下"],
  restSure: [
    "Take a break of up to {m} minutes? The questions are hidden meanwhile; everything is saved.",
    "休息最多 {m} 分钟？休息期间题目会隐藏，内容均已保存。",
  ],
  restYes: ["Begin the break", "开始休息"],
  resting: ["You are on a break", "休息中"],
  restUntil: ["Until {at} ({m} minutes left). The exam then goes on by itself.", "至 {at}（剩余 {m} 分钟），届时考试自动继续。"],
  restSafe: ["Your answers are saved.", "您的作答已保存。"],
  restEnd: ["End the break and go on", "结束休息，继续作答"],
  practicePapers: ["Practise", "练习"],
  practicePapersHelp: [
    "As often as you like: you are told at once whether an answer is right. Nothing here counts.",
    "可反复练习，作答后立即反馈，不计成绩。",
  ],
  practiceStart: ["Practise", "开始练习"],
  practiceOver: ["Practice is over. Nothing of it counts.", "练习结束，不计成绩。"],
  practiceTold: ["What was right", "作答情况"],
  practiceFits: ["fits what you should practise next", "符合您接下来的练习内容"],
  lessons: ["Lessons", "课程内容"],
  byCode: ["with the examiner's access code", "凭考官告知的准入码进入"],
  byExaminer: ["the examiner lets you in", "由考官准许进入"],
  lessonOpen: ["Open", "打开"],
  logIn: ["Log in again", "重新登录"],
  takeOver: ["Go on here", "在此继续"],
  reviewTitle: ["Before you hand in", "交卷之前"],
  reviewAll: ["All {n} questions are answered.", "{n} 道题均已作答。"],
  reviewOpen: ["Not answered: {n} of {all} questions", "未作答：{n} 题（共 {all} 题）"],
  reviewFlagged: ["Marked to look at again: {n}", "已标记待复查：{n} 题"],
  reviewRefused: ["Not saved, to be corrected: {n}", "未能保存、需修改：{n} 题"],
  reviewWait: [
    "{n} answers are not saved yet. Handing in waits for them.",
    "有 {n} 个作答尚未保存，需等待保存后才能交卷。",
  ],
  back: ["Back to the questions", "返回题目"],
  handIn: ["Hand in", "交卷"],
  handInSure: ["Hand in now? Afterwards nothing can be changed.", "确定交卷？交卷后无法再修改。"],
  handInYes: ["Hand in for good", "确定交卷"],
  cancel: ["Not yet", "暂不"],
  handingIn: ["Handing in …", "正在交卷…"],
  handInFailed: ["That did not arrive. Your answers are saved; try again.", "未能送达。您的作答已保存，请重试。"],
  receiptTitle: ["Your exam was received", "已收到您的试卷"],
  receiptVoid: ["This exam is void", "本次考试已作废"],
  receiptWhen: ["Handed in {at}", "交卷时间 {at}"],
  receiptAuto: ["Handed in by the deadline, {at}", "到时自动交卷，{at}"],
  receiptCount: ["{n} of {all} questions answered", "共 {all} 题，已答 {n} 题"],
  receiptKept: [
    "Came after the deadline: {n}. Kept apart; counts only if the examiner accepts it.",
    "截止后到达的作答：{n} 个。已单独保存，仅在考官认可后计入。",
  ],
  checksum: ["Checksum", "校验码"],
  checksumHelp: [
    "Keep this receipt: with it you can prove what you handed in. Marks follow when your trainer releases them.",
    "请保存本回执，它可证明您提交的内容。成绩将在培训师发布后显示。",
  ],
  chain: ["Place in the journal", "日志位置"],
  keep: ["Save the receipt", "保存回执"],
  received: ["What was received", "已收到的内容"],
  toMine: ["Back to my exams", "返回我的考试"],
  loading: ["Loading …", "正在加载…"],
  noAnswerFromService: ["The exam service does not answer.", "考试服务没有响应。"],
  tryAgain: ["Try again", "重试"],
  somethingWrong: ["That did not work ({code}).", "操作未成功（{code}）。"],
};

export function language() {
  return /** @type {any} */ (globalThis).fmPrefer.current("language") === "zh" ? "zh" : "en";
}

/**
 * A function that says the words of a table in the reader's language, with `{name}`s filled in.
 * @template {Record<string, string[]>} T @param {T} words
 */
export function speaker(words) {
  return (/** @type {keyof T} */ id, /** @type {Record<string, any>} */ values = {}) =>
    words[id][language() === "zh" ? 1 : 0].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

export const say = speaker(WORDS);

/** Words that came from the server in both languages. @param {{en: string, zh: string}|undefined} text */
export function said(text) {
  return (text && (text[language()] || text.en || text.zh)) || "";
}

/** Hours and minutes, by locale. @param {string|null} at */
export function clockTime(at) {
  if (!at) return "";
  return new Date(at).toLocaleTimeString(language() === "zh" ? "zh-CN" : "en-GB", { timeStyle: "short" });
}

/** A moment, by locale. @param {string|null} at */
export function moment(at) {
  if (!at) return "";
  const locale = language() === "zh" ? "zh-CN" : "en-GB";
  return new Date(at).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
}
