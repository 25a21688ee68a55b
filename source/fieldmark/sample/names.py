"""Names of invented people, three of five Chinese."""

from __future__ import annotations

import numpy as np

FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = """
伟 芳 娜 敏 静 强 磊 军 洋 勇 艳 杰 涛 明 超 秀英 霞 平 刚 桂英 建华 志强 晓东 海燕 文博 子轩 雨桐 国栋 丽华 春梅
立新 永福 佳怡 思远 浩然 玉兰 振宇 宏伟 晓明 红梅
"""
FIRST = """
Anna Bruno Clara David Elena Felix Greta Hugo Ines Jonas Karin Leon Maria Nils Olga Paul Rosa Stefan Tina Viktor
Alice Ben Carlos Diana Erik Fiona George Helen Ivan Julia
"""
LAST = """
Becker Costa Dubois Eriksson Fischer Garcia Horvat Ivanov Jensen Keller Larsen Meyer Novak Olsen Petrov Rossi
Schmidt Torres Urban Vogel Weber Young Ziegler Andersen Braun Conti Duarte Engel Ferrari Gomez
"""


def draw(people: int, rng: np.random.Generator) -> tuple[str, ...]:
    """`people` distinct names; where the lists run out, the rest are numbered."""
    chinese = [family + given for family in FAMILY for given in GIVEN.split()]
    latin = [f"{first} {last}" for first in FIRST.split() for last in LAST.split()]
    chinese = [chinese[i] for i in rng.permutation(len(chinese))]
    latin = [latin[i] for i in rng.permutation(len(latin))]
    made = []
    for i in range(people):
        names = chinese if i % 5 < 3 else latin
        again = i // len(names)
        made.append(names[i % len(names)] + (f" {again + 1}" if again else ""))
    return tuple(made)
