"""Plans made from a grammar of numberings, headings, tails and fields, each with its truth.

What holds here: a plan says what it holds because it was made so; nothing of duikou is used to make it. The same style
and seed give the same plan. A style is one way to number and one way to write headings; tails and fields are drawn for
each plan, and every tail knows the units of each role. Most styles are rows of plan_styles.toml; here are those that
have something besides levels: two documents in one, a table, a page, a box.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from plan_maker import Maker, Plan, Wanted, han, words
from plan_styles import OPENING, Level, Style, build, document_title, styles, write_levels

__all__ = ["STYLES", "Plan", "Wanted", "make", "plans"]

CHAPTERS = Level("{han}、", "{chapter}")


def _paren(k: int) -> str:
    return f"（{han(k)}）"


def _style_clauses(m: Maker) -> Plan:
    """1. with （1） below that are clauses closed by ；: they stay in the text."""
    m.lines.append(OPENING)
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
    return m.plan(document_title(m))


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
    return m.plan(document_title(m))


def _style_wrapped(m: Maker) -> Plan:
    """Lines of a page: 28 characters each, with page numbers."""
    plan = build(styles()["items_run_on"], m)
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
    m.lines.append(OPENING)
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
    return m.plan(document_title(m))


def _style_section_line(m: Maker) -> Plan:
    """A line under the section's heading says who answers for all items below it."""
    m.lines.append(OPENING)
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
    return m.plan(document_title(m))


def _style_notice(m: Maker) -> Plan:
    """A notice with instructions that carries a plan: two numberings."""
    matter = m.random.choice(words()["matters"])
    m.lines = ["各有关单位：", f"现将《某市{matter}工作方案》印发给你们，请认真贯彻落实。"]
    for chapter in (1, 2):
        text, _tail = m.measure((han(chapter),), None, tailed=False)
        m.lines.append(f"{han(chapter)}、{text}")
    m.lines += ["某市人民政府办公室", "2026年3月2日", f"某市{matter}工作方案"]
    write_levels(Style((CHAPTERS, Level("（{han}）", "{title}", count=3))), m, part=2)
    return m.plan(f"某市人民政府办公室关于印发某市{matter}工作方案的通知")


def _style_attachments(m: Maker) -> Plan:
    """Two attachments, each with a numbering of its own."""
    m.lines = ["各有关单位：", "现将有关方案印发给你们，请结合实际抓好落实。", "某市商务局", "2026年3月2日"]
    for part in (2, 3):
        m.new_part()
        m.lines += [f"附件{part - 1}", f"某市{words()['matters'][part]}工作方案"]
        write_levels(Style((CHAPTERS, Level("{n}.", "{title}"))), m, part=part)
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
    plan = m.plan("# " + document_title(m), "plan.md")
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


def _style_beside(m: Maker) -> Plan:
    """A box under each section, with numbering of its own."""
    m.lines.append(OPENING)
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
    return m.plan(document_title(m))


def _style_for_all(m: Maker) -> Plan:
    """One tail after the last of several items: a line of labels, or 以上三项由…."""
    m.tail_name = "none"
    m.lines.append(OPENING)
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
    return m.plan(document_title(m))


STYLES: dict[str, Callable[[Maker], Plan]] = {
    **{name: partial(build, style) for name, style in styles().items()},
    **{name.removeprefix("_style_"): made for name, made in list(globals().items()) if name.startswith("_style_")},
}


def make(style: str, seed: int) -> Plan:
    """The plan of a style and a seed."""
    return STYLES[style](Maker(style, seed))


def plans(count: int, seed: int = 1) -> Iterator[Plan]:
    """`count` plans, the styles in turn."""
    names = sorted(STYLES)
    for i in range(count):
        yield make(names[i % len(names)], seed * 100_000 + i // len(names))
