
"use strict";
(() => {
  const root = document.documentElement;
  const form = document.querySelector(".filters");
  const articles = [...document.querySelectorAll(".change")];
  const output = document.querySelector(".steps output");
  const [back, forth] = document.querySelectorAll(".steps button");
  let current = null;
  root.classList.add("live");

  const boxes = form ? [...form.querySelectorAll("input")] : [];
  const unticked = (key) => new Set(boxes.filter((box) => key in box.dataset && !box.checked).map((box) => box.dataset[key]));

  const apply = () => {
    const groups = unticked("group");
    const categories = unticked("category");
    for (const section of document.querySelectorAll(".comparison")) {
      const off = new Set();
      for (const tag of section.querySelectorAll(".tag[data-change]")) {
        const out = groups.has(tag.dataset.group) || categories.has(tag.dataset.category);
        tag.classList.toggle("off", out);
        if (out) off.add(tag.dataset.change);
      }
      for (const mark of section.querySelectorAll("del[data-change], ins[data-change]")) {
        mark.classList.toggle("off", off.has(mark.dataset.change));
      }
    }
    for (const article of articles) article.hidden = !article.querySelector(".tag:not(.off)");
    // Where a change between two folds is not shown, one fold is enough.
    for (const zone of document.querySelectorAll(".zone")) {
      let fold = false;
      let left = false;
      for (const part of zone.children) {
        if (part.matches(".same")) {
          part.hidden = fold && left;
          fold = true;
          left = false;
        } else if (part.matches(".change")) {
          if (part.hidden) left = true;
          else fold = left = false;
        }
      }
    }
    const none = document.querySelector("main > .none");
    const reset = form && form.querySelector("button");
    if (reset) reset.hidden = boxes.every((box) => box.checked);
    none.hidden = !articles.length || articles.some((article) => !article.hidden);
    total = count();
    tell();
  };

  const shown = () => articles.filter((article) => !article.hidden);
  // Which of the changes shown a block holds, counted in reading order; one that stands in two places counts once.
  let numbers = new Map();
  const count = () => {
    const seen = new Set();
    const sections = [...document.querySelectorAll(".comparison")];
    numbers = new Map();
    for (const article of shown()) {
      const before = seen.size;
      const section = sections.indexOf(article.closest(".comparison"));
      for (const tag of article.querySelectorAll(".tag[data-change]:not(.off)")) seen.add(`${section}:${tag.dataset.change}`);
      numbers.set(article, before + 1 < seen.size ? `${before + 1}–${seen.size}` : `${seen.size}`);
    }
    return seen.size;
  };
  let total = 0;
  const tell = () => {
    const list = shown();
    const at = list.indexOf(current);
    output.textContent = `${at < 0 ? "–" : numbers.get(current)} / ${total}`;
    back.disabled = at <= 0;
    forth.disabled = !list.length || at === list.length - 1;
  };

  const go = (article) => {
    if (current) current.classList.remove("current");
    current = article;
    article.classList.add("current");
    article.focus({ preventScroll: true });
    article.scrollIntoView({ block: "start" });
    for (const link of document.querySelectorAll(".tree a[aria-current]")) link.removeAttribute("aria-current");
    const ids = new Set([...article.querySelectorAll(".pair[id]")].map((pair) => `#${pair.id}`));
    const link = [...document.querySelectorAll(".tree a")].find((a) => ids.has(a.getAttribute("href")));
    if (link) link.setAttribute("aria-current", "true");
    tell();
  };

  const step = (by) => {
    const list = shown();
    if (!list.length) return;
    const at = list.indexOf(current);
    if (at >= 0) {
      const to = at + by;
      if (to >= 0 && to < list.length) go(list[to]);
      return;
    }
    // From where the reader is: the first change below the top of the window, or the last one above it.
    const below = list.findIndex((article) => article.getBoundingClientRect().top > 8);
    if (by > 0) go(list[below < 0 ? list.length - 1 : below]);
    else go(list[below < 0 ? list.length - 1 : Math.max(0, below - 1)]);
  };

  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let part = target; part; part = part.parentElement) {
      if (part.matches("details")) part.open = true;
      if (part.matches(".change, .same")) part.hidden = false;
    }
    target.scrollIntoView({ block: "start" });
    const article = target.closest(".change");
    if (article) go(article);
  };

  if (form) {
    // Changes of form alone are quiet at first, unless there are no others.
    const editorial = boxes.find((box) => box.dataset.group === "editorial");
    const others = boxes.some((box) => box.dataset.group && box !== editorial);
    if (editorial && others) editorial.checked = false;
    form.addEventListener("change", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
  }
  if (matchMedia("(max-width: 74.99rem)").matches) document.querySelector(".tree details").open = false;
  back.addEventListener("click", () => step(-1));
  forth.addEventListener("click", () => step(1));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const by = { n: 1, p: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(by);
  });
  window.addEventListener("hashchange", open);
  apply();
  open();
})();
