"""Whole plans drawn by chance from words, numbers and wordings, and damaged as scans and sites damage them:
`python fuzz/drawn.py 20000`.

What holds here: unlike the pieces of `grammar`, every drawn plan makes sense, and what was done to it is known. So
more is asked of it than of any text: within 20 seconds each, all promises of texts and pairs; and every letter, digit
and hanzi of the plan stands in what is clean, in order.
"""

from __future__ import annotations

import random
import signal
import sys
import unicodedata
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

PLACES = ("某省", "甲市", "乙县", "丙区", "两地", "丁自治州", "戊开发区")
BODIES = ("省发展改革委", "市财政局", "省人力资源社会保障厅", "县农业农村局", "各市人民政府", "市总工会", "省商务厅")
VERBS = ("推进", "建设", "完善", "培育", "引进", "加强", "改造", "支持", "共建", "健全", "压减", "鼓励", "开展")
THINGS = (
    "产业园区",
    "标准厂房",
    "养老床位",
    "技能培训",
    "数字平台",
    "农产品基地",
    "对口合作机制",
    "公共充电桩",
    "科技企业",
)
UNITS = ("个", "亿元", "万元", "公里", "万平方米", "张", "%", "人", "家", "倍", "个百分点", "元/人", "吨标准煤")
BOUNDS = ("", "不少于", "至少要建成", "不超过", "达到", "力争超过", "降至", "累计", "约")
TIMES = (
    "到2027年",
    "2026年底前",
    "2026年6月底前",
    "自2026年起",
    "每年",
    "“十五五”期间",
    "2026—2028年",
    "三年内",
    "长期坚持",
)
LAWS = ("《中华人民共和国某某法》", "《某省某某条例》（2024年修订）", "国办发〔2025〕12号", "《关于〈某规划〉的批复》")
FEET = (
    "未经许可不得使用本标识。",
    "承办单位由省商务厅确定。",
    "相关解读由市财政局发布。",
    "技术支持由市大数据局提供。",
)
ORDERS = (
    ("{hanzi}、", "（{hanzi}）", "{arabic}."),
    ("第{hanzi}章 ", "第{hanzi}条 ", "（{hanzi}）"),
    ("{arabic}.", "{arabic}.{arabic}", "（{arabic}）"),
)
PAGE_MARKS = ("- {page} -", "— {page} —", "第{page}页 共99页")
HANZI = "一二三四五六七八九十"


def number(dice: random.Random) -> str:
    """A number as plans write them."""
    whole = dice.choice((dice.randint(1, 99), dice.randint(100, 9999), dice.randint(1, 9) * 1000))
    return dice.choice(
        (
            str(whole),
            f"{whole:,}",
            f"{whole}.{dice.randint(1, 99)}",
            f"{whole}—{whole + dice.randint(1, 50)}",
            f"+{whole:,}" if dice.random() < 0.2 else f"{whole}余",
            dice.choice(("两三", "十七八", "二十余", "一百二十", "三千五百", "两万")),
        )
    )


def sentence(dice: random.Random) -> str:
    """A sentence of a measure."""
    parts = [
        dice.choice((f"{dice.choice(TIMES)}，", dice.choice(TIMES) + "起步，", "")),
        f"{dice.choice(VERBS)}{dice.choice(PLACES)}{dice.choice(THINGS)}",
        dice.choice((f"{dice.choice(BOUNDS)}{number(dice)}{dice.choice(UNITS)}", "", f"，依据{dice.choice(LAWS)}")),
        dice.choice(("", f"，由{dice.choice(BODIES)}会同{dice.choice(BODIES)}落实")),
    ]
    return "".join(parts) + "。"


def tail(dice: random.Random) -> str:
    """Who answers and by when, in one of the usual forms."""
    lead, *others = dice.sample(BODIES, dice.randint(1, 4))
    answering = "、".join(others)
    forms = [f"（责任单位：{'、'.join((lead, *others))}）", f"（{lead}牵头）", ""]
    if others:
        forms += [f"（牵头单位：{lead}；责任单位：{answering}）", f"（{lead}牵头，{answering}按职责分工负责）"]
        forms.append(f"（牵头单位：{lead}；配合单位：{answering}；完成时限：{dice.choice(TIMES[1:3])}）")
    return dice.choice(forms)


def plan(dice: random.Random) -> list[str]:
    """The paragraphs of a plan."""
    levels = dice.choice(ORDERS)
    title = f"{dice.choice(PLACES)}{dice.choice(VERBS)}{dice.choice(THINGS)}工作方案"
    found = [title, f"为{dice.choice(VERBS)}{dice.choice(THINGS)}，根据{dice.choice(LAWS)}，制定本方案。"]
    for first in range(dice.randint(1, 4)):
        found.append(f"{_mark(levels[0], first)}{dice.choice(VERBS)}{dice.choice(THINGS)}")
        for second in range(dice.randint(1, 4)):
            text = "".join(sentence(dice) for _ in range(dice.randint(1, 3)))
            if dice.random() < 0.1:
                text += dice.choice(FEET)
            found.append(f"{_mark(levels[1], second)}{dice.choice(VERBS)}{dice.choice(THINGS)}。{text}{tail(dice)}")
    return found


def _mark(form: str, number: int) -> str:
    return form.format(hanzi=HANZI[number], arabic=number + 1)


def damaged(paragraphs: list[str], dice: random.Random) -> str:
    """The plan as a scan or a site gives it: lines of one width, half-width marks, gaps in numbers, page marks."""
    width = dice.choice((0, 0, 18, 22, 28, 33))
    lines: list[str] = []
    for paragraph in paragraphs:
        text = paragraph
        if dice.random() < 0.3:
            text = text.replace("，", ",").replace("；", ";").replace("：", ":")
        if dice.random() < 0.1:
            text = text.replace(".", ". ", 1) if not text[:1].isdigit() else text
        if dice.random() < 0.1:
            text = "".join(f"{char} " if "一" <= char <= "鿿" else char for char in text)
        text = dice.choice(("", "　　", "    ")) + text
        lines += [text[at : at + width] for at in range(0, len(text), width)] if width else [text]
    if width and dice.random() < 0.5:
        mark = dice.choice(PAGE_MARKS)
        for page, at in enumerate(range(12, len(lines), 13), 1):
            lines.insert(at, mark.format(page=page))
    return dice.choice(("\n", "\r\n", "\n\n" if not width else "\n")).join(lines)


def letters(text: str) -> str:
    """The letters, digits and hanzi of a text, in one width."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def missing(whole: str, text: str) -> str:
    """The letters of `whole` from the first that does not stand in `text` in order; "" when all do."""
    at = 0
    for number, char in enumerate(whole):
        at = text.find(char, at) + 1
        if not at:
            return whole[max(0, number - 5) : number + 15]
    return ""


def attempt(seed: int) -> str:
    """What is wrong with the plan of a seed; "" when nothing is."""
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    import promises

    import duikou

    dice = random.Random(seed)
    paragraphs = plan(dice)
    text = damaged(paragraphs, dice)
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(20)
    try:
        promises.of_text(text)
        promises.of_pair("\n".join(paragraphs), text)
        if lost := missing(letters("".join(paragraphs)), letters(duikou.clean(text).text)):
            return f"lost near {lost!r}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return ""


def _too_long(number: int, frame: object) -> None:
    raise TimeoutError("more than 20 seconds")


def main() -> int:
    """Try as many plans as asked for; 1 when something is wrong with one."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    wrong = 0
    with ProcessPoolExecutor() as pool:
        for seed, found in enumerate(pool.map(attempt, range(count), chunksize=50)):
            if found:
                wrong += 1
                print(f"seed {seed}: {found[:400]}", flush=True)
    print(f"{count} plans drawn, something wrong with {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
