"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("live");
  const $ = (query) => document.querySelector(query);
  const all = (query, within) => [...(within || document).querySelectorAll(query)];
  const measures = all(".measure").map((node) => ({
    node,
    section: node.closest("section.plan"),
    text: node.textContent.toLowerCase(),
    plan: node.dataset.plan,
    kind: node.dataset.kind,
    units: JSON.parse(node.dataset.units),
    places: JSON.parse(node.dataset.places),
    provinces: JSON.parse(node.dataset.provinces),
    pairs: JSON.parse(node.dataset.pairs),
    days: JSON.parse(node.dataset.days),
  }));
  const sections = all("section.plan");
  const controls = {};
  for (const name of ["search", "plan", "unit", "role", "place", "kind", "year"]) controls[name] = $("#" + name);
  const words = JSON.parse($("#words").textContent);
  let shown = measures;
  let tab = "list";

  const element = (name, attributes, ...children) => {
    const node = document.createElement(name);
    for (const key of Object.keys(attributes || {})) {
      if (key === "style") for (const rule of Object.keys(attributes.style)) node.style[rule] = attributes.style[rule];
      else if (key === "click") node.addEventListener("click", attributes.click);
      else node.setAttribute(key, attributes[key]);
    }
    node.append(...children);
    return node;
  };

  const fits = (measure) => {
    const wanted = controls.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const unit = controls.unit.value.trim();
    const role = controls.role.value;
    const place = controls.place.value.trim();
    return wanted.every((word) => measure.text.includes(word)) &&
      (!controls.plan.value || measure.plan === controls.plan.value) &&
      (!controls.kind.value || measure.kind === controls.kind.value) &&
      (!unit && !role || measure.units.some(([name, as]) => (!unit || name.includes(unit)) && (!role || as === role))) &&
      // A province holds what lies in it.
      (!place || measure.provinces.includes(place) || measure.places.some((name) => name.includes(place))) &&
      (!controls.year.value || measure.days.some((day) => day.startsWith(controls.year.value)));
  };

  const apply = () => {
    shown = [];
    for (const measure of measures) {
      const is = fits(measure);
      measure.node.hidden = !is;
      if (is) shown.push(measure);
    }
    const counts = new Map();
    for (const measure of shown) counts.set(measure.section, (counts.get(measure.section) || 0) + 1);
    for (const section of sections) {
      const count = counts.get(section) || 0;
      section.hidden = !count;
      // A section out of sight is not laid out: so high it will be, about.
      section.style.containIntrinsicSize = "auto " + (4 + 3.3 * count) + "rem";
    }
    $("output").textContent = words.shown.replace("{shown}", shown.length).replace("{all}", measures.length);
    draw();
  };

  const count = (lists) => {
    const counts = new Map();
    lists.forEach((list) => new Set(list).forEach((item) => counts.set(item, (counts.get(item) || 0) + 1)));
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };

  const choose = (name, value) => { controls[name].value = value; show("list"); apply(); };

  const bars = (counted, name, leads) => {
    const most = Math.max(1, ...counted.map((pair) => pair[1]));
    return counted.slice(0, 200).map(([label, total]) => {
      const led = leads ? leads.get(label) || 0 : total;
      return element("button", { class: "bar", type: "button", click: () => choose(name, label) },
        element("span", {}, label),
        element("i", {},
          element("b", { style: { width: (100 * led / most) + "%" } }),
          element("u", { style: { width: (100 * (total - led) / most) + "%" } })),
        element("span", {}, String(total)));
    });
  };

  const charts = {
    units: () => {
      const leads = new Map(count(shown.map((m) => m.units.filter((u) => u[1] === "lead").map((u) => u[0]))));
      return bars(count(shown.map((m) => m.units.map((u) => u[0]))), "unit", leads);
    },
    deadlines: () => {
      const months = count(shown.map((m) => m.days.map((day) => day.slice(0, 7)))).sort((a, b) => a[0] < b[0] ? -1 : 1);
      const most = Math.max(1, ...months.map((pair) => pair[1]));
      return months.map(([month, total]) => element("button",
        { class: "bar", type: "button", click: () => choose("year", month.slice(0, 4)) },
        element("span", {}, month), element("i", {}, element("b", { style: { width: (100 * total / most) + "%" } })),
        element("span", {}, String(total))));
    },
    places: () => {
      const counts = new Map(count(shown.map((m) => m.provinces)));
      const most = Math.max(1, ...counts.values());
      const tiles = element("div", { class: "tiles" });
      for (const [name, column, row] of words.tiles) {
        const total = counts.get(name) || 0;
        tiles.append(element("button", {
          type: "button", title: name, "data-count": total,
          style: { gridColumn: column, gridRow: row, background: "color-mix(in srgb, var(--bar) " + Math.round(80 * total / most) + "%, var(--raised))" },
          click: () => choose("place", name),
        }, name, element("small", {}, total ? String(total) : "·")));
      }
      const pairs = count(shown.map((m) => m.pairs.map((pair) => pair.slice(0, 2).join(" — "))));
      const list = element("table", {}, ...pairs.slice(0, 300).map(([pair, total]) =>
        element("tr", {}, element("td", {}, pair), element("td", {}, String(total)),
          element("td", {}, [...new Set(shown.flatMap((m) => m.pairs.filter((p) => p.slice(0, 2).join(" — ") === pair && p[2]).map((p) => p[2])))].join("；")))));
      return [tiles, element("h2", {}, words.pairs), element("div", { class: "scroll" }, list)];
    },
  };

  const draw = () => {
    const chart = $(".chart");
    chart.replaceChildren();
    if (tab === "list") return;
    const made = charts[tab]();
    chart.append(...(made.length ? made : [element("p", { class: "note" }, words.nothing)]));
  };

  const show = (name) => {
    tab = name;
    all("[data-tab]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.tab === name)));
    $("#list").hidden = name !== "list";
    $(".chart").hidden = name === "list";
    draw();
  };

  for (const control of Object.values(controls)) control.addEventListener("input", apply);
  all("[data-tab]").forEach((button) => button.addEventListener("click", () => show(button.dataset.tab)));
  $("#clear").addEventListener("click", () => { for (const control of Object.values(controls)) control.value = ""; apply(); });

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing) { event.preventDefault(); controls.search.focus(); }
    if (event.key === "Escape" && typing) document.activeElement.blur();
    if (typing || !["j", "k", "ArrowDown", "ArrowUp"].includes(event.key) || tab !== "list") return;
    const at = shown.findIndex((m) => m.node.contains(document.activeElement));
    const next = shown[Math.min(shown.length - 1, Math.max(0, at + (["j", "ArrowDown"].includes(event.key) ? 1 : -1)))];
    if (next) { event.preventDefault(); next.node.querySelector("summary").focus(); next.node.scrollIntoView({ block: "nearest" }); }
  });
  if (location.hash) { const node = document.getElementById(decodeURIComponent(location.hash.slice(1))); if (node && node.open === false) node.open = true; }
  show("list");
  apply();
})();
