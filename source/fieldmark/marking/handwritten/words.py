"""Why a person should look at a test of a submission, in words."""

from __future__ import annotations

from collections.abc import Mapping

from fieldmark.model.text import Text

REASONS = {
    "not-run": Text("this test did not run", "该测试没有运行"),
    "time": Text("the notebook took longer than it may; its kernel was ended", "笔记本运行超时，内核已被终止"),
    "memory": Text(
        "the notebook used more memory than it may; its kernel was ended",
        "笔记本占用内存过多，内核已被终止",
    ),
    "output": Text("the notebook wrote more than it may; its kernel was ended", "笔记本输出过多，内核已被终止"),
    "stuck": Text(
        "a cell neither ended nor heeded the interrupt; its kernel was ended",
        "某单元既不结束也不响应中断，内核已被终止",
    ),
    "died": Text("the kernel ended in the middle", "内核在运行途中结束"),
    "garbled": Text("the kernel sent messages that no kernel sends", "内核发送了异常消息"),
    "faked": Text("results arrived that this test does not produce", "出现了该测试不会产生的结果"),
    "erased": Text("output of the test was erased or replaced while it ran", "测试运行时其输出被清除或替换"),
    "no-proof": Text("nothing proves that the test ran as written", "无法证明测试按原文运行"),
    "changed": Text(
        "the submission changed what the test stands on ({what})",
        "提交内容改动了测试所依赖的部分（{what}）",
    ),
    "empty-test": Text("the test holds no statement", "该测试没有任何语句"),
    "no-result": Text("the test should have ended in a number and gave none", "该测试应以数字结尾，却没有结果"),
    "unreadable-result": Text(
        "the test's result is not a number from 0 to its points",
        "测试结果不是 0 到满分之间的数字",
    ),
    "unreadable-value": Text("the value is not data that can be compared", "该值不是可以比较的数据"),
    "duplicate": Text(
        "this cell stood in the notebook more than once; the last was used",
        "该单元在笔记本中出现多次，已采用最后一个",
    ),
    "deleted": Text("this cell was missing and was put back", "该单元缺失，已补回"),
    "leak": Text(
        "the notebook printed parts of hidden tests; the output was removed",
        "笔记本输出了隐藏测试的内容，该输出已移除",
    ),
    "word": Text(
        "the notebook contains “{what}”, which solutions hardly need",
        "笔记本中含有一般解答用不到的“{what}”",
    ),
}  # fmt: skip


def said(reason: str, words: Mapping[str, Text] = REASONS) -> Text:
    """A reason such as "changed builtins.sum" in words; its second part is the detail."""
    kind, _, what = reason.partition(" ")
    return words[kind].fill(what=what[:120].replace("`", "'"))
