"""Units of measure in the trade: names, prefixes, conversion. One line of the table a unit."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from fieldmark.model.text import Text


@dataclass(frozen=True, slots=True)
class Unit:
    """value in the dimension's base unit = value x factor + offset."""

    symbol: str
    dimension: str
    factor: float
    offset: float = 0.0


DIMENSIONS = {
    "voltage": Text("voltage", "电压"),
    "current": Text("current", "电流"),
    "resistance": Text("resistance", "电阻"),
    "power": Text("power", "功率"),
    "apparent power": Text("apparent power", "视在功率"),
    "reactive power": Text("reactive power", "无功功率"),
    "energy": Text("energy", "能量"),
    "capacitance": Text("capacitance", "电容"),
    "inductance": Text("inductance", "电感"),
    "frequency": Text("frequency", "频率"),
    "rotation": Text("speed of rotation", "转速"),
    "time": Text("time", "时间"),
    "temperature": Text("temperature", "温度"),
    "ratio": Text("ratio", "比例"),
    "pressure": Text("pressure", "压力"),
    "force": Text("force", "力"),
    "torque": Text("torque", "转矩"),
    "length": Text("length", "长度"),
    "area": Text("area", "面积"),
    "volume": Text("volume", "体积"),
    "flow": Text("flow", "流量"),
    "speed": Text("speed", "速度"),
    "mass": Text("mass", "质量"),
    "angle": Text("angle", "角度"),
    "sound": Text("sound level", "声级"),
}
_PREFIXES = {"p": ("皮", 1e-12), "n": ("纳", 1e-9), "µ": ("微", 1e-6), "m": ("毫", 1e-3), "c": ("厘", 1e-2)}
_PREFIXES |= {"k": ("千", 1e3), "M": ("兆", 1e6), "G": ("吉", 1e9)}

# dimension | symbol, factor to the base unit [, offset] | prefixes | names
_TABLE = """
voltage | V 1 | µ m k M | volt volts 伏 伏特 VDC VAC Vrms V- V~
current | A 1 | n µ m k | amp amps ampere amperes 安 安培
resistance | Ω 1 | µ m k M G | ohm ohms 欧 欧姆 R
power | W 1 | m k M | watt watts 瓦 瓦特
power | hp 745.699872 | | 马力
apparent power | VA 1 | k M | 伏安
reactive power | var 1 | k M | 乏
energy | J 1 | m k M | joule joules 焦 焦耳
energy | Wh 3600 | k M | 瓦时
energy | kWh 3.6e6 | | 度 千瓦时
capacitance | F 1 | p n µ m | farad 法 法拉
inductance | H 1 | n µ m | henry 亨 亨利
frequency | Hz 1 | m k M G | hertz 赫 赫兹
rotation | r/min 1 | | rpm 1/min min-1 转/分 转/分钟 转每分
rotation | r/s 60 | | 转/秒
time | s 1 | n µ m | sec secs second seconds 秒
time | min 60 | | mins minute minutes 分 分钟
time | h 3600 | | hr hrs hour hours 时 小时
time | d 86400 | | day days 天 日
temperature | °C 1 273.15 | | C degC celsius 摄氏度 度C
temperature | K 1 | | kelvin 开 开尔文
temperature | °F 0.5555555555555556 255.3722222222222 | | F degF fahrenheit 华氏度
ratio | % 0.01 | | percent pct 百分比
ratio | ‰ 0.001 | | permille
pressure | Pa 1 | m k M | pascal 帕 帕斯卡
pressure | bar 1e5 | m | bars 巴
pressure | psi 6894.757293 | |
force | N 1 | m k | newton newtons 牛 牛顿
torque | Nm 1 | m k | N·m N*m N.m N-m 牛米 牛·米
length | m 1 | n µ m c k | metre metres meter meters 米
length | in 0.0254 | | inch inches 英寸
area | m² 1 | | m2 sqm 平方米
area | mm² 1e-6 | | mm2 sqmm 平方毫米 平方
area | cm² 1e-4 | | cm2 平方厘米
volume | L 0.001 | m | litre litres liter liters 升
volume | m³ 1 | | m3 立方米
flow | m³/h 1 | | m3/h 立方米/小时
flow | L/min 0.06 | | 升/分 升/分钟
speed | m/s 1 | m | 米/秒
speed | m/min 0.016666666666666666 | | 米/分
mass | g 0.001 | m k | gram grams 克
mass | kg 1 | | 公斤 kilogram kilograms
mass | t 1000 | | tonne tonnes 吨
angle | ° 1 | | deg degree degrees 度角
angle | rad 57.29577951308232 | |
sound | dB 1 | | dB(A) dBA 分贝
"""
# what a front end offers beside the unit asked for, smallest first
_OFFERED = {
    "V": "mV V kV",
    "A": "µA mA A kA",
    "Ω": "mΩ Ω kΩ MΩ GΩ",
    "W": "W kW MW",
    "s": "ms s min h",
    "m": "mm cm m km",
    "g": "g kg t",
    "bar": "mbar bar kPa MPa",
    "°C": "°C °F K",
    "Nm": "Nm kNm",
    "Hz": "Hz kHz MHz",
    "F": "nF µF mF",
    "H": "µH mH H",
    "L": "mL L m³",
    "mm²": "mm² cm² m²",
    "J": "J kJ MJ",
    "Wh": "Wh kWh MWh",
    "r/min": "r/min r/s",
    "m³/h": "L/min m³/h",
    "N": "N kN",
    "m/s": "m/min m/s",
    "VA": "VA kVA MVA",
    "var": "var kvar Mvar",
}


def find(text: str) -> Unit | None:
    """The unit that `text` names, in any of its spellings; None where it is not known."""
    spelling = _plain(text)
    return _spellings().get(spelling) or _loose().get(spelling.casefold())


def convert(value: float, given: Unit, wanted: Unit) -> float:
    """`value` in another unit of the same dimension."""
    if given == wanted:
        return value
    return (value * given.factor + given.offset - wanted.offset) / wanted.factor


def offered(symbol: str) -> tuple[str, ...]:
    """Units to choose from for an answer in `symbol`: it and its relatives; a unit unknown here stands alone."""
    unit = find(symbol)
    if unit is None:
        return (symbol,) if symbol else ()
    for row in _OFFERED.values():
        units = tuple(row.split())
        if unit.symbol in units:
            return units
    return (unit.symbol,)


def _plain(text: str) -> str:
    """One spelling for look-alikes: µ and μ, Ω and the ohm sign, ℃, full width, superscripts, spaces."""
    return "".join(unicodedata.normalize("NFKC", text.replace("º", "°")).split())


@lru_cache(maxsize=1)
def _spellings() -> dict[str, Unit]:
    out: dict[str, Unit] = {}
    for line in _TABLE.strip().splitlines():
        dimension, unit, prefixes, spelled = (part.strip() for part in line.split("|"))
        symbol, factor, *offset = unit.split()
        base = Unit(symbol, dimension, float(factor), float(offset[0]) if offset else 0.0)
        for name in (symbol, *spelled.split()):
            out[_plain(name)] = base
        for prefix in prefixes.split():
            chinese, times = _PREFIXES[prefix]
            scaled = Unit(prefix + symbol, dimension, base.factor * times)
            for name in _prefixed(prefix, chinese, symbol, spelled.split()):
                out.setdefault(_plain(name), scaled)
    return out


def _prefixed(prefix: str, chinese: str, symbol: str, spelled: list[str]) -> list[str]:
    latin = [prefix, "u"] if prefix == "µ" else [prefix]
    names = [p + symbol for p in latin]
    names += [p + s for p in latin for s in spelled if s in ("ohm", "ohms", "R", "N·m", "N*m", "N.m")]
    return names + [chinese + s for s in spelled if not s.isascii()]


@lru_cache(maxsize=1)
def _loose() -> dict[str, Unit]:
    """Spellings without regard to case, where only one unit is meant: kv, KHZ, Min, but not Mw (mW or MW)."""
    meant: dict[str, set[Unit]] = {}
    for name, unit in _spellings().items():
        meant.setdefault(name.casefold(), set()).add(unit)
    return {name: next(iter(units)) for name, units in meant.items() if len(units) == 1}
