// What the fault bench says, in both languages. `{name}` is filled in.

const WORDS = {
  report: ["Fault report", "故障报修"],
  unit: ["Unit", "设备"],
  state: ["State", "状态"],
  time: ["Working time", "用时"],
  minutes: ["{n} min", "{n} 分钟"],
  of: ["{n} of {all} min", "{n} / {all} 分钟"],
  over: ["{n} of {all} min, over", "{n} / {all} 分钟，已超时"],
  cost: ["Cost", "费用"],
  rate: ["Cost is parts plus working time at {n} an hour.", "费用 = 备件 + 工时（每小时 {n}）。"],
  states: ["Change the state of the unit", "改变设备状态"],
  measure: ["Measure and look", "测量与察看"],
  replace: ["Replace or adjust", "更换或调整"],
  order: ["Work order", "工单"],
  parts: ["Parts of the bench", "操作区"],
  instrument: ["Instrument", "仪器"],
  drawing: ["Drawing of the unit with its test points", "设备示意图与测试点"],
  touch: ["Choose an instrument, then touch a point, or take a line of the list.", "选择仪器，然后点按测试点，或从列表中选择。"],
  listAll: ["With this instrument", "用此仪器可做"],
  listAt: ["With this instrument at “{point}”", "用此仪器在“{point}”可做"],
  allPoints: ["Show all points", "显示全部测试点"],
  nothingHere: ["Nothing to do here with this instrument. At this point you can use:", "此仪器在该点无法使用。该点可用："],
  nothingAtAll: ["Nothing can be measured at this point.", "该点没有可做的测量。"],
  display: ["Last result", "最近结果"],
  noReading: ["No reading yet", "尚无读数"],
  working: ["Working …", "正在进行…"],
  notebook: ["Notebook", "记录"],
  notebookEmpty: ["What you do and read is written down here.", "您的操作与读数会记录在这里。"],
  scope: ["Oscilloscope screen: {time} {timeUnit} across, {low} to {high} {unit}.", "示波器屏幕：横轴 {time} {timeUnit}，纵轴 {low} 到 {high} {unit}。"],
  scopeLine: ["{name}{low} to {high} {unit}", "{name}{low} 至 {high} {unit}"],
  scopeAgain: ["Look at the screen again", "再看屏幕"],
  isNow: ["The unit is now: {state}", "设备状态：{state}"],
  step: ["Step {n}", "第 {n} 步"],
  price: ["{minutes} min · {cost}", "{minutes} 分钟 · {cost}"],
  cause: ["Cause", "原因"],
  causeHelp: ["What was wrong, in your judgement.", "您判断的故障原因。"],
  chooseCause: ["Choose …", "请选择…"],
  action: ["Work done", "所做工作"],
  verification: ["How you verified it", "如何验证"],
  sign_off: ["Signed off by (customer)", "客户签字"],
  orderHelp: ["Fill it in as you would at the customer's. It is saved as you type.", "请像在客户现场一样填写，内容随时保存。"],
  orderSaved: ["Saved", "已保存"],
  orderSaving: ["Saving …", "正在保存…"],
  orderUnsaved: ["Not saved yet; kept on this device", "尚未保存；已留在本设备上"],
  close: ["Close the work order", "结束工单"],
  closeFirst: ["Choose the cause first.", "请先选择原因。"],
  closeSure: [
    "Close the work order with the cause “{cause}”? After that no more steps are possible.",
    "确认以“{cause}”为原因结束工单？结束后不能再操作。",
  ],
  closeYes: ["Close it", "确认结束"],
  replaceSure: ["{what}? It takes {minutes} min and costs {cost}.", "{what}？需 {minutes} 分钟，费用 {cost}。"],
  replaceYes: ["Do it", "执行"],
  cancel: ["Cancel", "取消"],
  for: ["for: {cause}", "针对：{cause}"],
  closed: ["Work order closed. Cause: {cause}", "工单已结束。原因：{cause}"],
  hint: ["Ask for a hint (costs {cost})", "请求提示（费用 {cost}）"],
  hintSaid: ["Hint after step {n}, for {cost}", "第 {n} 步后的提示，费用 {cost}"],
};

/** @param {string} language @param {keyof typeof WORDS} id @param {Record<string, any>} [values] @returns {string} */
export function say(language, id, values = {}) {
  return WORDS[id][language === "zh" ? 1 : 0].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** A number as the language writes it. @param {string} language @param {number} value */
export function number(language, value) {
  return new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en-GB", { maximumFractionDigits: 2 }).format(value);
}
