// The palette: Ctrl K, then ids first, then pages, then acts. Without it the field in the
// top bar asks the same page.
"use strict";
(() => {
  const box = document.getElementById("palette");
  if (!box) return;
  const form = box.querySelector("form"), field = box.querySelector("input"), list = document.getElementById("palette-found");
  const options = () => [...list.querySelectorAll("[role=option]")];
  let asked = 0, timer;

  const choose = (at) => {
    for (const option of options()) option.setAttribute("aria-selected", option === at);
    if (!at) { field.removeAttribute("aria-activedescendant"); return; }
    field.setAttribute("aria-activedescendant", at.id);
    at.scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    const mine = ++asked;
    const address = new URL(form.action);
    address.searchParams.set("q", field.value.trim());
    address.searchParams.set("in", "palette");
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (mine !== asked) return; // a newer question is under way
      if (!answer.ok || answer.redirected) { list.replaceChildren(); return; }
      list.innerHTML = await answer.text();
      choose(options()[0]);
    } catch { list.replaceChildren(); }
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (box.matches(":popover-open")) { box.hidePopover(); return; }
      box.showPopover();
    }
  });
  let from = null; // where the reader was
  box.addEventListener("beforetoggle", (event) => { if (event.newState === "open") from = document.activeElement; });
  box.addEventListener("toggle", (event) => {
    if (event.newState === "open") {
      field.focus();
      field.select();
      ask();
    } else if (document.activeElement === document.body || box.contains(document.activeElement)) from?.focus();
  });
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  field.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (all.length) choose(all[(at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length]);
    } else if (event.key === "Escape") {
      box.hidePopover();
    }
  });
  form.addEventListener("submit", (event) => {
    const chosen = list.querySelector("[aria-selected=true]");
    if (!chosen) return; // the page of everything that was found
    event.preventDefault();
    location.assign(chosen.href);
  });
})();
