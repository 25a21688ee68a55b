"""Words from the field without the people in them, in English and Chinese.

What is known (names in the register, customers, units, ticket numbers) is replaced wherever it stands; what looks
like a person, a mail address, a telephone number or a company by its form. It cannot know every name: the trainer
reads the draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fieldmark.model.text import Text

PERSON, COLLEAGUE = Text("(name)", "（姓名）"), Text("a colleague", "一位同事")
CUSTOMER, UNIT = Text("the customer", "客户"), Text("the unit", "该设备")
MAIL, PHONE = Text("(mail address)", "（邮箱）"), Text("(telephone number)", "（电话）")
NUMBER, TICKET = Text("(number)", "（编号）"), Text("this request", "本工单")
ADDRESS, ACCOUNT = Text("(address)", "（地址）"), Text("(account)", "（账号）")
PLATE, NETWORK = Text("(number plate)", "（车牌）"), Text("(network address)", "（网络地址）")

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪"
    "陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戚莫孔向汤柯"
)
_LATIN = r"A-Za-z0-9_\u00c0-\u024f"
_NAME = rf"[A-ZÀ-ÖØ-Þ][{_LATIN}'’-]+"
_ADDRESSED = r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herr|Frau|Sir|Madam)(?![A-Za-z])\.?\s*"
_STREET = r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Boulevard|Blvd|Square|Crescent|Terrace)"
_GERMAN = r"(?:stra(?:ß|ss)e|str\.|weg|allee|platz|gasse)"
_HOUSE = r"\d{1,5}[A-Za-z]?(?:-\d{1,5})?"
_ROOM = r"(?:(?:[Ff]lat|[Aa]partment|[Aa]pt\.?|[Rr]oom|[Ss]uite|[Uu]nit)\s+\w{1,6},?\s+)?"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PART = r"[\u4e00-\u9fff]{2,8}?(?:省|自治区|市|区|县|镇|乡)"
_LANE = (
    r"[\u4e00-\u9fff]{1,8}?(?:(?<![电回线主支油水气管通])路|街|大道|巷|胡同|弄)\s*\d{1,5}\s*[号弄](?![泵端机柜电变线阀口])"
    r"(?:院|楼)?(?:[\s\dA-Za-z-]{1,6}(?:号楼|楼|栋|幢|单元|层|室))*"
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_MESSENGER = r"(?:[Ww]e[Cc]hat|[Ww]hats[Aa]pp|[Ss]kype|QQ)"  # a telegram and a signal are the drive's
_FORMS: tuple[tuple[re.Pattern[str], Text], ...] = (
    (re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"), MAIL),
    (re.compile(rf"(?<![\d.Vv])(?:{_OCTET}\.){{3}}{_OCTET}(?![\d.]*\d)(?::\d{{2,5}})?"), NETWORK),
    (re.compile(r"(?<![A-Za-z0-9:])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![A-Za-z0-9:])"), NETWORK),
    (re.compile(r"(?<=微信|QQ)(?:号|号码|账号)?[：:\s]*[是为]?[：:\s]*[A-Za-z0-9][\w-]{4,29}", re.ASCII), ACCOUNT),
    (re.compile(rf"(?<![A-Za-z]){_MESSENGER}(?:\s+(?:id|ID|name|number))?(?:\s+is)?\s*:?\s*@?[A-Za-z]*[\d_.-]\w[\w.-]{{2,29}}"),
     ACCOUNT),
    (re.compile(r"(?<![\w.])@[A-Za-z]\w{3,29}"), ACCOUNT),
    (re.compile(rf"(?:{_PART}){{0,4}}{_LANE}"), ADDRESS),
    (re.compile(rf"{_ROOM}(?<![\w.,]){_HOUSE}\s+(?:{_NAME}\s+){{1,3}}{_STREET}\b\.?"), ADDRESS),
    (re.compile(rf"(?<![{_LATIN}])[A-ZÄÖÜ][{_LATIN}-]*{_GERMAN}\s+{_HOUSE}(?![{_LATIN}])"), ADDRESS),
    (re.compile(rf"[{_PROVINCES}][A-HJ-NP-Z][·\s]?[A-HJ-NP-Z0-9]{{5,6}}(?![A-Za-z0-9])"), PLATE),
    (re.compile(r"(?:(?<=[Pp]late )|(?<=[Pp]late: )|(?<=[Rr]egistration )|(?<=车牌)|(?<=车牌号))"
                r"[：:\s]*[A-Z]{1,3}[-\s]?[A-Z0-9]{1,4}[-\s]?\d{1,4}(?![A-Za-z0-9])"), PLATE),
    (re.compile(r"(?<![A-Za-z0-9.,])\d{17}[\dXx](?![A-Za-z0-9])"), NUMBER),  # identity card
    (re.compile(r"(?<![A-Za-z0-9.,])(?:\+|00)\d{1,3}[\s./()-]*(?:\d[\s./()-]*){5,12}\d(?![A-Za-z0-9])"), PHONE),
    (re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)"), PHONE),
    (re.compile(r"(?<![A-Za-z0-9.,])\(?0\d{2,4}\)?[\s/-]{0,3}\d{3,4}[\s-]?\d{3,5}(?![A-Za-z0-9])"), PHONE),
    (re.compile(r"(?<![A-Za-z0-9.,])\d{3}[\s.-]\d{3}[\s.-]\d{4}(?![A-Za-z0-9])"), PHONE),
    (re.compile(rf"{_ADDRESSED}{_NAME}(?:\s+{_NAME})?"), PERSON),
    (re.compile(rf"(?<=[Mm]y name is ){_NAME}(?:\s+{_NAME})?"), PERSON),
    (re.compile(rf"(?<=[Cc]ontact: ){_NAME}(?:\s+{_NAME})?"), PERSON),
    (re.compile(rf"(?<=[Rr]egards,)\s+{_NAME}(?:\s+{_NAME})?"), PERSON),
    (re.compile(rf"{_NAME}(?:[\s&]+{_NAME}){{0,4}},?\s+(?:GmbH|AG|KG|Ltd|LLC|Inc|Corp|SpA|SARL|B\.V)\b\.?"), CUSTOMER),
    (re.compile(rf"(?:[{_SURNAMES}]|欧阳|司马|上官|诸葛)[\u4e00-\u9fff]{{0,2}}?(?:先生|女士|小姐|师傅|经理|主任|主管|厂长|班长|老师|总监|"
                r"工程师|总工|总(?=[，。！？：:,\s]|$)|工(?=[，。！？：:,\s]|$))"), PERSON),
    (re.compile(r"(?<=我是|我叫)[\u4e00-\u9fff]{2,3}(?=[，。,\s]|$)"), PERSON),
    (re.compile(r"(?<=联系人[：:])\s*[\u4e00-\u9fff]{2,4}"), PERSON),
    (re.compile(r"[\u4e00-\u9fffA-Za-z()（）]{2,12}?(?:有限责任公司|股份有限公司|有限公司|集团公司)"), CUSTOMER),
)  # fmt: skip
_TWO_NAMES = re.compile(rf"(?<![{_LATIN}])[A-ZÀ-ÖØ-Þ][a-zß-ÿ]+\s+[A-ZÀ-ÖØ-Þ][a-zß-ÿ'’-]+(?![{_LATIN}])")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known by name, each with the words that stand for it."""

    names: Mapping[str, Text]

    @staticmethod
    def of(
        *, people: Iterable[str] = (), customers: Iterable[str] = (), units: Iterable[str] = (),
        tickets: Iterable[str] = (),
    ) -> Known:  # fmt: skip
        """From lists; names of one letter are left out, since they would be found everywhere."""
        pairs = ((people, COLLEAGUE), (customers, CUSTOMER), (units, UNIT), (tickets, TICKET))
        return Known({name: words for names, words in pairs for name in names if name and len(name.strip()) > 1})


def anonymous(text: str, known: Known, language: str = "") -> str:
    """The text with neutral words for people, companies, addresses and numbers; `language` by the text itself
    where it is not given."""
    language = language or ("zh" if _CHINESE.search(text) else "en")
    for name in sorted(known.names, key=len, reverse=True):
        text = _pattern(name).sub(lambda _, n=name: known.names[n].get(language), text)  # type: ignore[misc]
    for pattern, words in _FORMS:
        text = pattern.sub(lambda found, w=words: _spaced(found, w.get(language)), text)  # type: ignore[misc]
    return text


def names_perhaps(text: str) -> tuple[str, ...]:
    """Two words with capitals in a row: a name, or a product. No form tells which, so the trainer is told."""
    return tuple(dict.fromkeys(" ".join(found[0].split()) for found in _TWO_NAMES.finditer(text)))


def _pattern(name: str) -> re.Pattern[str]:
    """The name as a word of its own; a Chinese one anywhere."""
    escaped = r"\s+".join(re.escape(part) for part in name.split())
    if _CHINESE.search(name):
        return re.compile(escaped)
    return re.compile(rf"(?<![{_LATIN}-]){escaped}(?![{_LATIN}-])", re.IGNORECASE)


def _spaced(found: re.Match[str], words: str) -> str:
    """The words, with the space before that the form took with it."""
    return (" " if found[0][:1].isspace() else "") + words
