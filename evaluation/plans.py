"""Plans made from a grammar of numberings, headings, tails and fields, each with its truth.

What holds here: a plan says what it holds because it was made so; nothing of duikou is used to make it. The same style
and seed give the same plan. A style is one way to number and one way to write headings; tails and fields are drawn for
each plan, and every tail knows the units of each role.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from plan_tails import Tail, Units, draw, forms

HAN = "零一二三四五六七八九十"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"


@dataclass(slots=True)
class Wanted:
    """A measure as it is: its path, title, first and last words of its text, and its fields."""

    path: tuple[str, ...]
    title: str | None
    text: str
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    quantities: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    pairs: tuple[frozenset[str], ...] = ()
    part: int = 1


@dataclass(slots=True)
class Plan:
    """A plan as text, with its measures. `name` is the file's, where the format matters."""

    style: str
    tail: str
    text: str
    measures: list[Wanted] = field(default_factory=list)
    name: str = "plan.txt"


@cache
def words() -> dict[str, Any]:
    """The words of the grammar."""
    return tomllib.loads(Path(__file__).with_name("plans.toml").read_text("utf-8"))


def han(n: int) -> str:
    """A number below 100 in Chinese."""
    tens, ones = divmod(n, 10)
    return (("" if tens == 1 else HAN[tens]) + "十" if tens else "") + (HAN[ones] if ones else "")


class Maker:
    """Makes one plan: draws words without repeating itself more than it must."""

    def __init__(self, style: str, seed: int) -> None:
        self.random = random.Random(f"{style}/{seed}")
        self.style = style
        self.level = self.random.choice(("省", "市", "国家"))
        names = words()["units"]
        closing = self.level + ("" if self.level.endswith("级") else "级")
        self.units = Units(self.random, names[self.level], names[closing])
        self.tail_name = self.random.choice(sorted(forms()))
        self.lines: list[str] = []
        self.measures: list[Wanted] = []
        self.tail_said = False

    def tail(self) -> Tail:
        """A tail of the plan's form: what only the first one says is said once."""
        form, first = forms()[self.tail_name], not self.tail_said
        self.tail_said = True
        return draw(form.first if first and form.first else form, self.units)

    def new_part(self) -> None:
        """An attachment begins: it says for itself who leads."""
        self.tail_said = self.tail_said and not forms()[self.tail_name].said_in_each_part

    def title(self) -> str:
        return str(self.random.choice(words()["titles"]))

    def body(self, titled: bool) -> tuple[str, dict[str, Any]]:
        """A text of some sentences, one of them with fields, and the fields. Without a heading before it, it begins
        with a sentence that no one would take for one."""
        plain = self.random.sample(words()["sentences"], self.random.randint(1, 3))
        if not titled:
            plain[0] = self.random.choice(words()["running"])
        found = self.random.choice(words()["fields"])
        plain.insert(self.random.randint(1, len(plain)), found["text"])
        return "".join(plain), {k: v for k, v in found.items() if k != "text"}

    def measure(
        self, path: tuple[str, ...], title: str | None, *, tailed: bool = True, part: int = 1
    ) -> tuple[str, Tail]:
        """Draw a measure: its text as it stands after the heading, with the tail, which may want a line of its own."""
        text, fields = self.body(titled=title is not None)
        tail = self.tail() if tailed else Tail("")
        pairs = tuple(frozenset(pair) for pair in fields.pop("pairs", ()))
        fields = {k: tuple(v) for k, v in fields.items()}
        if tail.deadlines:
            fields["deadlines"] = (*fields.get("deadlines", ()), *tail.deadlines)
        self.measures.append(
            Wanted(path, title, text, tail.lead, tail.responsible, tail.supporting, pairs=pairs, part=part, **fields)
        )
        return text, tail

    def write(self, head: str, text: str, tail: Tail) -> None:
        """One paragraph: head, text and tail."""
        if tail.own_line:
            self.lines += [head + text, tail.text]
        elif tail.text.endswith("。"):
            self.lines.append(head + text.removesuffix("。") + tail.text)
        else:
            self.lines.append(head + text + tail.text)

    def plan(self, doc_title: str, name: str = "plan.txt") -> Plan:
        text = "\n".join([doc_title, *self.lines]) + "\n"
        return Plan(self.style, self.tail_name, text, self.measures, name)


def _doc_title(m: Maker) -> str:
    return f"某地{m.random.choice(words()['matters'])}三年行动方案"


def _opening(m: Maker) -> None:
    m.lines.append("为做好有关工作，结合实际，制定本方案。")


def _safeguards(m: Maker, number: int, form: Callable[[int], str]) -> None:
    """A chapter of safeguards, whose items have no tails."""
    m.lines.append(f"{han(number)}、保障措施")
    for k, title in enumerate(m.random.sample(words()["safeguards"], 2), 1):
        mark = form(k)
        text, tail = m.measure((han(number), mark.rstrip(".、")), title, tailed=False)
        m.write(f"{mark}{title}。", text, tail)


def _paren(k: int) -> str:
    return f"（{han(k)}）"


def _dot(k: int) -> str:
    return f"{k}."


def _three_levels(m: Maker, runs_on: bool) -> Plan:
    _opening(m)
    count = 0
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for section in (1, 2):
            m.lines.append(f"（{han(section)}）{m.random.choice(words()['sections'])}")
            for item in range(1, m.random.randint(2, 3) + 1):
                count += 1
                n, title = (count if runs_on else item), m.title()
                text, tail = m.measure((han(chapter), _paren(section), str(n)), title)
                m.write(f"{n}.{title}。", text, tail)
    _safeguards(m, 3, _paren)
    return m.plan(_doc_title(m))


def _style_three_levels(m: Maker) -> Plan:
    return _three_levels(m, runs_on=False)


def _style_items_run_on(m: Maker) -> Plan:
    return _three_levels(m, runs_on=True)


def _style_sections_run_on(m: Maker) -> Plan:
    """（一） running on across 一、, no headings: measures that run."""
    _opening(m)
    count = 0
    for chapter in (1, 2, 3):
        m.lines.append(f"{han(chapter)}、{words()['sections'][chapter]}")
        for _ in range(m.random.randint(2, 3)):
            count += 1
            text, tail = m.measure((han(chapter), _paren(count)), None)
            m.write(_paren(count), text, tail)
    return m.plan(_doc_title(m))


def _style_items_under_chapters(m: Maker) -> Plan:
    _opening(m)
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for item in range(1, 4):
            title = m.title()
            text, tail = m.measure((han(chapter), str(item)), title)
            m.write(f"{item}.{title}。", text, tail)
    _safeguards(m, 3, _dot)
    return m.plan(_doc_title(m))


def _style_flat(m: Maker) -> Plan:
    """Many 一、 each a whole measure, its heading in the line."""
    _opening(m)
    for chapter in range(1, m.random.randint(9, 24)):
        title = m.title()
        text, tail = m.measure((han(chapter),), title)
        m.write(f"{han(chapter)}、{title}。", text, tail)
    return m.plan(f"关于推进{m.random.choice(words()['matters'])}的若干措施")


def _style_flat_alone(m: Maker) -> Plan:
    """一、 with a heading on a line of its own."""
    _opening(m)
    for chapter in range(1, m.random.randint(6, 12)):
        title = m.title()
        text, tail = m.measure((han(chapter),), title)
        m.lines.append(f"{han(chapter)}、{title}")
        m.write("", text, tail)
    return m.plan(f"关于推进{m.random.choice(words()['matters'])}的若干措施")


def _style_sections_alone(m: Maker) -> Plan:
    """（一） with a heading alone and the text on the next line."""
    _opening(m)
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for section in range(1, m.random.randint(3, 5)):
            title = m.title()
            text, tail = m.measure((han(chapter), _paren(section)), title)
            m.lines.append(f"{_paren(section)}{title}")
            m.write("", text, tail)
    return m.plan(_doc_title(m))


def _style_continued(m: Maker) -> Plan:
    """Measures of two paragraphs."""
    _opening(m)
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for item in range(1, 4):
            title, more = m.title(), m.random.choice(words()["sentences"])
            text, tail = m.measure((han(chapter), str(item)), title)
            m.lines.append(f"{item}.{title}。{more}")
            m.measures[-1].text = f"{more}\n{text}"
            m.write("", text, tail)
    return m.plan(_doc_title(m))


def _style_subitems(m: Maker) -> Plan:
    """1. with （1） below that are sentences of their own."""
    _opening(m)
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for item in (1, 2):
            m.lines.append(f"{item}.{m.title()}")
            for sub in (1, 2, 3):
                title = m.title()
                text, tail = m.measure((han(chapter), str(item), f"（{sub}）"), title)
                m.write(f"（{sub}）{title}。", text, tail)
    return m.plan(_doc_title(m))


def _style_clauses(m: Maker) -> Plan:
    """1. with （1） below that are clauses closed by ；: they stay in the text."""
    _opening(m)
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for item in (1, 2, 3):
            title, lead = m.title(), "重点做好以下工作："
            clauses = m.random.sample(words()["clauses"], 3)
            m.lines.append(f"{item}.{title}。{lead}")
            listed = [f"（{k}）{c}{'；' if k < 3 else '。'}" for k, c in enumerate(clauses, 1)]
            m.lines += listed
            m.measures.append(Wanted((han(chapter), str(item)), title, "\n".join([lead, *listed])))
    m.tail_name = "none"
    return m.plan(_doc_title(m))


def _style_dotted(m: Maker) -> Plan:
    """1, 1.1, 1.1.1 after a table of contents."""
    heads, body = ["目录"], []
    for chapter in (1, 2):
        name = words()["chapters"][chapter]
        heads.append(f"{chapter} {name}……{chapter}")
        body.append(f"{chapter} {name}")
        for section in (1, 2):
            title = words()["sections"][section + chapter - 1]
            heads.append(f"{chapter}.{section} {title}……{chapter}")
            body.append(f"{chapter}.{section} {title}")
            for item in (1, 2):
                text, tail = m.measure((str(chapter), f"{chapter}.{section}", f"{chapter}.{section}.{item}"), None)
                start = len(m.lines)
                m.write(f"{chapter}.{section}.{item} ", text, tail)
                body += m.lines[start:]
                del m.lines[start:]
    m.lines = heads + body
    return m.plan(_doc_title(m))


def _style_comma(m: Maker) -> Plan:
    """1、 2、 under 一、."""
    _opening(m)
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for item in range(1, 4):
            title = m.title()
            text, tail = m.measure((han(chapter), str(item)), title)
            m.write(f"{item}、{title}。", text, tail)
    return m.plan(_doc_title(m))


def _style_circled(m: Maker) -> Plan:
    """（一） with ① below that are sentences of their own."""
    _opening(m)
    m.lines.append("一、主要任务")
    for section in (1, 2):
        m.lines.append(f"{_paren(section)}{m.random.choice(words()['sections'])}")
        for item in (1, 2, 3):
            title = m.title()
            text, tail = m.measure(("一", _paren(section), CIRCLED[item - 1]), title)
            m.write(f"{CIRCLED[item - 1]}{title}。", text, tail)
    return m.plan(_doc_title(m))


def _style_colon(m: Maker) -> Plan:
    """Headings closed by ：."""
    _opening(m)
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for section in range(1, 4):
            title = m.title()
            text, tail = m.measure((han(chapter), _paren(section)), title)
            m.write(f"{_paren(section)}{title}：", text, tail)
    return m.plan(_doc_title(m))


def _style_stopped_headings(m: Maker) -> Plan:
    """Chapters and sections whose headings end in 。."""
    _opening(m)
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}。")
        for section in (1, 2):
            m.lines.append(f"{_paren(section)}{m.random.choice(words()['sections'])}，{m.title()}。")
            for item in (1, 2):
                title = m.title()
                text, tail = m.measure((han(chapter), _paren(section), str(item)), title)
                m.write(f"{item}.{title}。", text, tail)
    return m.plan(_doc_title(m))


def _style_statute(m: Maker) -> Plan:
    """Chapters with articles, which have no tails."""
    count = 0
    for chapter in (1, 2, 3):
        m.lines.append(f"第{han(chapter)}章 {('总则', '管理', '附则')[chapter - 1]}")
        for _ in range(3):
            count += 1
            text, _tail = m.measure((f"第{han(chapter)}章", f"第{han(count)}条"), None, tailed=False)
            m.lines.append(f"第{han(count)}条 {text}")
    m.tail_name = "none"
    return m.plan("某某市停车场管理办法")


def _style_boxed(m: Maker) -> Plan:
    """第X条【…】 in measures of a city, one after another."""
    for count in range(1, m.random.randint(6, 14)):
        title = m.title()
        text, _tail = m.measure((f"第{han(count)}条",), title, tailed=False)
        m.lines.append(f"第{han(count)}条【{title}】{text}")
    m.tail_name = "none"
    return m.plan("某某市促进养老服务若干规定")


def _style_full_width(m: Maker) -> Plan:
    """１． with full-width digits and half-width marks in the text."""
    _opening(m)
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for item in range(1, 4):
            title = m.title()
            text, tail = m.measure((han(chapter), str(item)), title)
            mark = "".join(chr(0xFF10 + int(c)) for c in str(item))
            m.write(f"{mark}．{title}。", text.replace("，", ","), tail)
    return m.plan(_doc_title(m))


def _style_inline_counts(m: Maker) -> Plan:
    """一是…二是… inside a paragraph: clauses of it."""
    _opening(m)
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for section in range(1, 4):
            title = m.title()
            clauses = m.random.sample(words()["clauses"], 3)
            more = "".join(f"{HAN[k]}是{c}{'；' if k < 3 else '。'}" for k, c in enumerate(clauses, 1))
            text, tail = m.measure((han(chapter), _paren(section)), title)
            m.measures[-1].text = more + text
            m.write(f"{_paren(section)}{title}。", more + text, tail)
    return m.plan(_doc_title(m))


def _style_wrapped(m: Maker) -> Plan:
    """Lines of a page: 28 characters each, with page numbers."""
    plan = _three_levels(m, runs_on=True)
    lines, wide = [], 28
    for paragraph in plan.text.rstrip().split("\n"):
        whole = f"\u3000\u3000{paragraph}" if lines else paragraph
        lines += [whole[i : i + wide] for i in range(0, len(whole), wide)]
    paged = []
    for i, line in enumerate(lines):
        paged.append(line)
        if i % 22 == 21:
            paged += ["", f"— {i // 22 + 1} —", ""]
    plan.text = "\n".join(paged) + "\n"
    return plan


def _style_introduced(m: Maker) -> Plan:
    """A chapter of aims and one of principles before the tasks; an introduction under each chapter."""
    _opening(m)
    m.lines += ["一、总体要求", "坚持以人为本，统筹推进各项工作，不断满足群众需要。", "二、基本原则"]
    for k, title in enumerate(("政府引导，市场运作", "因地制宜，分类施策"), 1):
        text, tail = m.measure(("二", _paren(k)), title, tailed=False)
        m.write(f"{_paren(k)}{title}。", text, tail)
    m.lines += ["三、重点任务", "围绕以下方面推进有关工作，各单位结合实际抓好落实。"]
    for item in range(1, 5):
        title = m.title()
        text, tail = m.measure(("三", _paren(item)), title)
        m.write(f"{_paren(item)}{title}。", text, tail)
    m.lines += ["某市人民政府办公室", "2026年3月2日"]
    return m.plan(_doc_title(m))


def _style_section_line(m: Maker) -> Plan:
    """A line under the section's heading says who answers for all items below it."""
    _opening(m)
    m.tail_name = "none"
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for section in (1, 2):
            units = m.units.some(2, 3)
            m.lines += [f"{_paren(section)}{words()['sections'][section]}", f"责任单位：{'、'.join(units)}"]
            for item in (1, 2):
                title = m.title()
                text, tail = m.measure((han(chapter), _paren(section), str(item)), title, tailed=False)
                m.measures[-1].responsible = units
                m.write(f"{item}.{title}。", text, tail)
    return m.plan(_doc_title(m))


def _style_notice(m: Maker) -> Plan:
    """A notice with instructions that carries a plan: two numberings."""
    matter = m.random.choice(words()["matters"])
    m.lines = ["各有关单位：", f"现将《某市{matter}工作方案》印发给你们，请认真贯彻落实。"]
    for chapter in (1, 2):
        text, _tail = m.measure((han(chapter),), None, tailed=False)
        m.lines.append(f"{han(chapter)}、{text}")
    m.lines += ["某市人民政府办公室", "2026年3月2日", f"某市{matter}工作方案"]
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for section in (1, 2, 3):
            title = m.title()
            text, tail = m.measure((han(chapter), _paren(section)), title, part=2)
            m.write(f"{_paren(section)}{title}。", text, tail)
    return m.plan(f"某市人民政府办公室关于印发某市{matter}工作方案的通知")


def _style_attachments(m: Maker) -> Plan:
    """Two attachments, each with a numbering of its own."""
    m.lines = ["各有关单位：", "现将有关方案印发给你们，请结合实际抓好落实。", "某市商务局", "2026年3月2日"]
    for part in (2, 3):
        m.new_part()
        m.lines += [f"附件{part - 1}", f"某市{words()['matters'][part]}工作方案"]
        for chapter in (1, 2):
            m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
            for item in (1, 2):
                title = m.title()
                text, tail = m.measure((han(chapter), str(item)), title, part=part)
                m.write(f"{item}.{title}。", text, tail)
    return m.plan("某市商务局关于印发有关工作方案的通知")


def _style_markdown(m: Maker) -> Plan:
    """Headings as people export them to Markdown."""
    for chapter in (1, 2):
        m.lines += ["", f"## **{han(chapter)}、{words()['chapters'][chapter]}**", ""]
        for section in (1, 2):
            m.lines += [f"### {_paren(section)}{m.random.choice(words()['sections'])}", ""]
            for item in (1, 2):
                title = m.title()
                text, tail = m.measure((han(chapter), _paren(section), str(item)), title)
                m.write(f"**{item}.{title}。**", text, tail)
                m.lines.append("")
    plan = m.plan("# " + _doc_title(m), "plan.md")
    return plan


def _rows(m: Maker, title_column: bool) -> list[list[str]]:
    """Rows of a table of tasks, with section rows (one cell)."""
    rows: list[list[str]] = []
    count = 0
    m.tail_name = "table"
    for chapter in (1, 2):
        rows.append([f"{han(chapter)}、{words()['sections'][chapter]}"])
        for _ in range(m.random.randint(2, 4)):
            count += 1
            units = m.units.some(3, 5)
            title = m.title() if title_column else None
            text, _tail = m.measure((han(chapter), str(count)), title, tailed=False)
            due = m.random.choice(("2027年底前", "2026年6月底前", "长期坚持"))
            last = m.measures[-1]
            last.lead, last.responsible = units[:1], units[1:]
            last.deadlines = tuple(dict.fromkeys((due, *last.deadlines)))
            rows.append([str(count), *([title] if title else []), text, units[0], "、".join(units[1:]), due])
    return rows


def _style_table_html(m: Maker) -> Plan:
    """A 任务分解表 as a web page has it."""
    rows = _rows(m, title_column=m.random.random() < 0.5)
    width = max(map(len, rows))
    heads = ["序号", *(["主要任务", "具体措施"] if width == 6 else ["工作任务"]), "牵头单位", "责任单位", "完成时限"]
    html = ["<tr>" + "".join(f"<th>{h}</th>" for h in heads) + "</tr>"]
    for row in rows:
        if len(row) == 1:
            html.append(f'<tr><td colspan="{width}">{row[0]}</td></tr>')
        else:
            html.append("<tr>" + "".join(f"<td><p>{c}</p></td>" for c in row) + "</tr>")
    title = f"某地{m.random.choice(words()['matters'])}重点任务分解表"
    page = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1><table border='1'>"
    return Plan(m.style, m.tail_name, page + "\n".join(html) + "</table></body></html>", m.measures, "plan.html")


def _style_table_markdown(m: Maker) -> Plan:
    """A 任务分解表 in Markdown, with another wording of the heads."""
    rows = _rows(m, title_column=False)
    heads = ["编号", "重点工作", "主办单位", "承办单位", "时间节点"]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join([*row, *[""] * (len(heads) - len(row))]) + " |" for row in rows]
    title = f"某地{m.random.choice(words()['matters'])}任务分工表"
    return Plan(m.style, m.tail_name, "\n".join([f"# {title}", "", *lines]) + "\n", m.measures, "plan.md")


def _style_chapter_subitems(m: Maker) -> Plan:
    """（1） right under 一、."""
    _opening(m)
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for sub in (1, 2, 3):
            title = m.title()
            text, tail = m.measure((han(chapter), f"（{sub}）"), title)
            m.write(f"（{sub}）{title}。", text, tail)
    return m.plan(_doc_title(m))


def _style_deep(m: Maker) -> Plan:
    """第一章, 第一节, 一、, （一）."""
    for chapter in (1, 2):
        m.lines.append(f"第{han(chapter)}章{words()['chapters'][chapter]}")
        for section in (1, 2):
            m.lines += [f"第{han(section)}节{m.random.choice(words()['sections'])}", f"一、{m.title()}"]
            for item in (1, 2):
                title = m.title()
                path = (f"第{han(chapter)}章", f"第{han(section)}节", "一", _paren(item))
                text, tail = m.measure(path, title)
                m.write(f"{_paren(item)}{title}。", text, tail)
    return m.plan(_doc_title(m))


def _style_beside(m: Maker) -> Plan:
    """A box under each section, with numbering of its own."""
    _opening(m)
    count = 0
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for section in (1, 2):
            count += 1
            title = m.title()
            text, tail = m.measure((han(chapter), _paren(section)), title)
            m.write(f"{_paren(section)}{title}。", text, tail)
            m.lines.append(f"专栏{count}{words()['sections'][section]}工程")
            for item in (1, 2):
                title = m.title()
                path = (han(chapter), _paren(section), f"专栏{count}", str(item))
                text, tail = m.measure(path, title, tailed=False)
                m.write(f"{item}.{title}。", text, tail)
    return m.plan(_doc_title(m))


def _style_for_all(m: Maker) -> Plan:
    """One tail after the last of several items: a line of labels, or 以上三项由…."""
    m.tail_name = "none"
    _opening(m)
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        units = m.units.some(3, 4)
        for item in (1, 2, 3):
            title = m.title()
            text, tail = m.measure((han(chapter), str(item)), title)
            m.write(f"{item}.{title}。", text, tail)
            made = m.measures[-1]
            made.lead = units[:1]
            made.responsible, made.supporting = (units[1:], ()) if chapter == 1 else ((), units[1:])
        labels = f"（牵头单位：{units[0]}；责任单位：{'、'.join(units[1:])}）"
        m.lines.append(labels if chapter == 1 else f"以上三项由{units[0]}牵头，{'、'.join(units[1:])}配合。")
    return m.plan(_doc_title(m))


def _style_brief(m: Maker) -> Plan:
    """Items that are a few characters and a stop."""
    m.tail_name = "none"
    _opening(m)
    for chapter in (1, 2):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][chapter]}")
        for item, text in enumerate(("抓试点。", "建专班。", "促推广。"), 1):
            m.lines.append(f"{item}.{text}")
            m.measures.append(Wanted((han(chapter), str(item)), None, text))
    return m.plan(_doc_title(m))


def _style_skipped(m: Maker) -> Plan:
    """One chapter of one item, and ordinals that skip a number."""
    _opening(m)
    for chapter, sections in ((1, (1, 2, 4)), (2, (1,)), (4, (1, 2))):
        m.lines.append(f"{han(chapter)}、{words()['chapters'][min(chapter, 2)]}")
        for section in sections:
            title = m.title()
            text, tail = m.measure((han(chapter), _paren(section)), title)
            m.write(f"{_paren(section)}{title}。", text, tail)
    return m.plan(_doc_title(m))


STYLES: dict[str, Callable[[Maker], Plan]] = {
    name.removeprefix("_style_"): made for name, made in list(globals().items()) if name.startswith("_style_")
}


def make(style: str, seed: int) -> Plan:
    """The plan of a style and a seed."""
    return STYLES[style](Maker(style, seed))


def plans(count: int, seed: int = 1) -> Iterator[Plan]:
    """`count` plans, the styles in turn."""
    names = sorted(STYLES)
    for i in range(count):
        yield make(names[i % len(names)], seed * 100_000 + i // len(names))
