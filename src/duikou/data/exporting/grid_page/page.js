"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("live");
  const box = document.querySelector("input[type=search]");
  const ticks = [...document.querySelectorAll("input[data-tone]")];
  const rows = [...document.querySelectorAll("tbody tr")];
  const told = document.querySelector("output");
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const apply = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const tones = ticks.filter((tick) => tick.checked).map((tick) => tick.dataset.tone);
    let shown = 0;
    rows.forEach((row, at) => {
      const fits = words.every((word) => texts[at].includes(word)) &&
        tones.every((tone) => row.querySelector("." + tone));
      row.hidden = !fits;
      shown += fits;
    });
    told.textContent = shown + " / " + rows.length;
  };
  box.addEventListener("input", apply);
  ticks.forEach((tick) => tick.addEventListener("change", apply));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== box) { event.preventDefault(); box.focus(); }
    if (event.key === "Escape") { box.value = ""; apply(); box.blur(); }
  });
  apply();
})();
