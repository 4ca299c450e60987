// Sweetens pages that already work. One listener per kind of event, on the document.
"use strict";
(() => {
  const root = document.documentElement;
  root.dataset.scripted = "";
  const live = () => document.getElementById("live");
  const words = (name) => live()?.dataset[name] ?? "";
  const say = (text) => { const at = live(); if (at) { at.textContent = ""; requestAnimationFrame(() => { at.textContent = text; }); } };
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const icon = (name) => { // copies a drawing of the page and points it at another one
    const copy = document.querySelector("svg.icon")?.cloneNode(true);
    const use = copy?.querySelector("use");
    use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#" + name));
    return copy ?? "";
  };

  // Copy on click: the text itself, or the whole of what is shown shortened.
  const copy = async (of) => {
    try {
      await navigator.clipboard.writeText(of.dataset.copy || of.textContent.trim());
    } catch { return; }
    of.dataset.copied = words("copied");
    say(words("copied"));
    setTimeout(() => { delete of.dataset.copied; }, 1500);
  };

  // The head of a table that fits its page follows the window; a wider table scrolls in its panel.
  // One that is too wide gives up its least columns first, then its long texts, then more of them.
  const fit = (wrap) => {
    const wide = () => (wrap.firstElementChild?.offsetWidth ?? 0) > wrap.clientWidth + 1;
    wrap.removeAttribute("data-tight");
    for (let level = 1; level <= 5 && innerWidth > 640 && wide(); level++) wrap.dataset.tight = level;
    wrap.toggleAttribute("data-fits", !wide());
  };
  const widths = new ResizeObserver((changes) => { for (const { target } of changes) fit(target); });

  // What scripts make of fresh HTML: ids become buttons, boxes count, toasts leave.
  const dress = (within) => {
    for (const id of all("[data-copy]:not(a, button)", within)) {
      id.tabIndex = 0;
      id.setAttribute("role", "button");
      id.title ||= words("copy").replace("{0}", id.textContent.trim());
    }
    for (const wrap of all(".table-wrap", within)) { fit(wrap); widths.observe(wrap); }
    for (const toast of all("[data-toast]:not([data-bad])", within)) setTimeout(() => toast.remove(), Number(toast.dataset.seconds || 8) * 1000);
    count();
  };

  // Selected rows.
  const boxes = () => all("tbody .tick input");
  const count = () => {
    const rows = boxes();
    const ticked = rows.filter((box) => box.checked);
    for (const head of all("[data-all]")) {
      head.checked = rows.length > 0 && ticked.length === rows.length;
      head.indeterminate = ticked.length > 0 && ticked.length < rows.length;
    }
    for (const at of all("[data-selected]")) at.textContent = at.dataset.selected.replace("{0}", ticked.length);
    const whole = document.querySelector("[data-select-all]:checked");
    for (const button of all("[data-counted]")) button.textContent = button.dataset.counted.replace("{0}", whole ? whole.dataset.selectAll : ticked.length);
  };
  let last = null;
  const tick = (box, on) => { box.checked = on; };

  document.addEventListener("click", (event) => {
    const of = (selector) => event.target.closest?.(selector);
    let at;
    if (of("[data-print]")) print();
    if ((at = of("[data-copy]:not(a)"))) copy(at);
    else if ((at = of("[data-move]"))) { // the columns change places here; saving keeps them
      event.preventDefault();
      const item = at.closest("li");
      if (at.dataset.move === "up") item.previousElementSibling?.before(item); else item.nextElementSibling?.after(item);
      at.focus();
    }
    else if ((at = of("[data-close-toast]"))) at.closest("[data-toast]").remove();
    else if (of("[data-select-page]")) { boxes().forEach((box) => tick(box, true)); count(); }
    else if ((at = of("[data-all]"))) { boxes().forEach((box) => tick(box, at.checked)); count(); }
    else if ((at = of("tbody .tick input"))) {
      const rows = boxes();
      if (event.shiftKey && last && rows.includes(last)) {
        const [from, to] = [rows.indexOf(last), rows.indexOf(at)].sort((a, b) => a - b);
        rows.slice(from, to + 1).forEach((box) => tick(box, at.checked));
      }
      last = at;
      count();
    } else if ((at = of("[data-reveal]"))) {
      const field = document.getElementById(at.dataset.reveal);
      const hidden = field.type === "password";
      field.type = hidden ? "text" : "password";
      at.setAttribute("aria-label", words(hidden ? "hide" : "show"));
      at.replaceChildren(icon(hidden ? "eye-off" : "eye"));
    } else if ((at = of("[data-theme-to]"))) {
      if (at.dataset.themeTo) root.dataset.theme = at.dataset.themeTo; else delete root.dataset.theme;
    }
    for (const menu of all("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("reset", (event) => {
    if (event.target.id === "bulk") { boxes().forEach((box) => tick(box, false)); count(); }
  });

  // A form is sent once, and its button says that it is under way.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent !== undefined) { event.preventDefault(); return; }
    if (form.method !== "post" || form.hasAttribute("hx-post") || event.defaultPrevented) return;
    const mine = saving.get(form);
    clearTimeout(mine?.timer);
    if (mine?.busy) { event.preventDefault(); mine.submit = event.submitter; return; } // it would overtake what is being saved
    const climbing = uploading(form);
    if (climbing) { event.preventDefault(); climbing.submit = event.submitter; return; } // its files are still on their way
    form.dataset.sent = "";
    const button = event.submitter;
    setTimeout(() => {
      if (!button?.classList.contains("btn")) return;
      const rest = [...button.childNodes];
      button.style.minWidth = button.offsetWidth + "px";
      button.dataset.busy = "";
      button.replaceChildren(icon("spin"), words("busy"));
      setTimeout(() => { delete button.dataset.busy; button.replaceChildren(...rest); }, 10000); // a download leaves the page here
    }, 150);
    setTimeout(() => { delete form.dataset.sent; }, 10000);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // Character counters.
  document.addEventListener("input", (event) => {
    const counter = event.target.id && document.querySelector(`[data-count-of="${CSS.escape(event.target.id)}"]`);
    if (counter) counter.textContent = `${[...event.target.value].length} / ${Number(counter.dataset.max).toLocaleString("en")}`;
    const form = event.target.form;
    if (form?.dataset.autosave !== undefined) save(form, 800);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.dataset.autosave !== undefined) save(form, 0);
    if (event.target.dataset?.selectAll !== undefined) count();
    if (event.target.dataset?.submit !== undefined) form.requestSubmit();
  });

  // Autosave: data-autosave names the address, or is empty for the form's own. Only the
  // newest state is sent, one at a time, so that a slow answer never wins over a new one.
  const saving = new WeakMap();
  const save = (form, wait) => {
    const mine = saving.get(form) ?? { busy: false };
    saving.set(form, mine);
    clearTimeout(mine.timer);
    mine.timer = setTimeout(() => send(form, mine), wait);
  };
  const state = (form, name, ...parts) => {
    const id = form.id ? `[data-saved][data-form="${CSS.escape(form.id)}"]` : null;
    const at = form.querySelector("[data-saved]") ?? (id && document.querySelector(id)) ?? document.querySelector("[data-saved]");
    if (!at) return;
    at.dataset.state = name;
    at.replaceChildren(...parts.map((part) => typeof part === "function" ? part(at) : part));
  };
  const send = async (form, mine) => {
    if (mine.busy) { mine.again = true; return; }
    mine.busy = true;
    mine.again = false;
    const label = (name) => (at) => at.dataset[name];
    state(form, "saving", label("saving"));
    try {
      const typed = new FormData(form); // without its files: those go along with a button
      for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
      const answer = await fetch(form.dataset.autosave || form.action, {
        method: "POST", headers: { "X-Autosave": "1", Accept: "application/json" }, body: new URLSearchParams(typed),
      });
      if (!answer.ok) throw new Error(answer.status);
      const { values = {} } = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      for (const [name, value] of Object.entries(values)) { // what the next save must say instead
        const at = form.elements.namedItem(name);
        if (at) at.value = value;
      }
      const now = new Date().toLocaleTimeString("en-GB");
      state(form, "saved", icon("check"), (at) => at.dataset.said.replace("{0}", now));
      form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true }));
    } catch {
      state(form, "unsaved", label("unsaved"), (at) => {
        const again = document.createElement("button");
        again.type = "button";
        again.className = "link";
        again.textContent = at.dataset.retry;
        again.addEventListener("click", () => save(form, 0));
        return again;
      });
    }
    mine.busy = false;
    if (mine.submit !== undefined) {
      const submitter = mine.submit;
      delete mine.submit;
      form.requestSubmit(submitter);
    } else if (mine.again) send(form, mine);
  };

  // Files of a draft go up one by one as soon as they are chosen. One that fails stays in the
  // page: the server's refusal is said beside it, after a broken connection it goes up again.
  const uploads = new WeakMap(); // draft → { queue, busy, submit }
  const uploading = (form) => all("[data-draft]", form).map((box) => uploads.get(box)).find((mine) => mine?.busy);
  const dropper = (line, text) => {
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "link";
    drop.textContent = text;
    drop.addEventListener("click", () => line.remove());
    return drop;
  };
  const offer = (box, name, file) => {
    const mine = uploads.get(box) ?? { queue: [], busy: false };
    uploads.set(box, mine);
    const list = box.querySelector("[data-uploads]");
    const line = document.createElement("li");
    const title = document.createElement("span");
    title.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.setAttribute("aria-label", file.name);
    const note = document.createElement("small");
    note.textContent = list.dataset.waiting;
    line.append(title, bar, note);
    list.append(line);
    mine.queue.push({ name, file, line, bar, note, list });
    if (!mine.busy) climb(box, mine);
  };
  const climb = async (box, mine) => {
    mine.busy = true;
    for (let next; (next = mine.queue.shift());) {
      const { name, file, line, bar, note, list } = next;
      const { status, error } = await new Promise((done) => {
        const call = new XMLHttpRequest();
        const body = new FormData();
        body.append(name, file);
        call.upload.onprogress = (e) => { if (e.lengthComputable) { bar.value = 100 * e.loaded / e.total; note.textContent = Math.round(bar.value) + "%"; } };
        call.onload = () => { let said = {}; try { said = JSON.parse(call.responseText); } catch { /* no words then */ } done({ status: call.status, error: said.error }); };
        call.onerror = call.ontimeout = () => done({ status: 0 });
        call.open("POST", box.dataset.draft);
        call.setRequestHeader("Accept", "application/json");
        call.send(body);
      });
      if (status >= 200 && status < 300) { line.remove(); continue; }
      bar.remove();
      line.dataset.bad = "";
      if (error) { note.textContent = error; line.append(dropper(line, list.dataset.drop)); say(error); continue; }
      note.textContent = list.dataset.lost;
      const again = document.createElement("button");
      again.type = "button";
      again.className = "link";
      again.textContent = list.dataset.retry;
      const retry = () => { if (line.isConnected) { line.remove(); offer(box, name, file); } };
      again.addEventListener("click", retry);
      addEventListener("online", retry, { once: true });
      line.append(again, dropper(line, list.dataset.drop));
    }
    try { // what is stored now, and what still lacks
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      for (const part of all("[data-draft-part]")) {
        const fresh = page.getElementById(part.id);
        if (fresh) { part.replaceWith(fresh); dress(fresh); }
      }
    } catch { /* the next one shows it */ }
    mine.busy = mine.queue.length > 0;
    if (mine.busy) { climb(box, mine); return; }
    if (mine.submit !== undefined) {
      const submitter = mine.submit;
      delete mine.submit;
      box.closest("form")?.requestSubmit(submitter);
    }
  };
  document.addEventListener("change", (event) => {
    const input = event.target;
    const box = input.type === "file" && input.closest?.("[data-draft]");
    if (!box) return;
    for (const file of [...input.files]) offer(box, input.name, file);
    input.value = "";
  });

  // Keys: / j k x c Enter ?; Ctrl K is the palette's.
  const rows = () => all("[data-rows] > tbody > tr").filter((row) => row.querySelector("a[href]"));
  const cursor = () => document.querySelector("tr[data-cursor]");
  const move = (by) => {
    const list = rows();
    if (!list.length) return;
    const at = list.indexOf(cursor());
    const next = list[Math.min(list.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by))];
    list[at]?.removeAttribute("data-cursor");
    next.dataset.cursor = "";
    next.scrollIntoView({ block: "nearest" });
    next.querySelector("a[data-open], a[href]")?.focus({ preventScroll: true });
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      if (event.target.closest?.(":popover-open")) return;
      const menu = event.target.closest?.("details[data-menu][open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); return; }
      if (typing) { event.target.blur(); return; }
      const close = document.querySelector("[data-escape]");
      if (close && !document.querySelector(":popover-open")) close.click();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog:popover-open")) return;
    if ((event.key === "Enter" || event.key === " ") && event.target.matches?.("[data-copy]:not(a, button)")) {
      event.preventDefault();
      copy(event.target);
      return;
    }
    const row = cursor();
    const press = {
      "/": () => (document.querySelector("[data-find]") ?? document.querySelector("[data-find-all]"))?.focus(),
      "j": () => move(1),
      "k": () => move(-1),
      "x": () => row?.querySelector(".tick input")?.click(),
      "c": () => { const id = row?.querySelector(".id"); if (id) copy(id); },
      "?": () => document.getElementById("keys")?.showPopover(),
    }[event.key];
    if (press) { event.preventDefault(); press(); }
    else if (event.key === "Enter" && row && event.target === document.body) row.querySelector("a[data-open], a[href]")?.click();
  });

  // Tab goes round inside an open dialog; closing it gives the focus back to its button.
  document.addEventListener("keydown", (event) => {
    const box = event.key === "Tab" && all("dialog:popover-open").at(-1);
    if (!box) return;
    const stops = all("a[href], button, input, select, textarea, summary, [tabindex='0']", box).filter((at) => !at.disabled && at.tabIndex >= 0 && at.checkVisibility());
    const from = event.shiftKey ? stops[0] : stops.at(-1), to = event.shiftKey ? stops.at(-1) : stops[0];
    if (!to || box.contains(document.activeElement) && document.activeElement !== from) return;
    event.preventDefault();
    to.focus();
  });

  // After a swap: dress what came, say the new count, keep the focus near where it was.
  let focused = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    focused = document.activeElement?.id || null;
    const { xhr, target, serverResponse } = event.detail;
    if (target?.id === "list" && !serverResponse.includes('id="list"')) { // signed out, or refused: show that page whole
      event.detail.shouldSwap = false;
      location.assign(xhr.responseURL);
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    dress(document);
    const said = document.querySelector("[data-announce]");
    if (said) say(said.textContent.trim());
    if (document.activeElement === document.body) (document.getElementById(focused) ?? event.target.closest?.("#list"))?.focus?.({ preventScroll: true });
    focused = null;
  });

  // A dialog inside a popover keeps its place; a refused form shows what is wrong first.
  document.getElementById("error-summary")?.focus();
  dress(document);
})();
