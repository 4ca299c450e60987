// A table of inputs by keyboard, as a spreadsheet: arrows and Enter move, Shift with an
// arrow selects, a block is copied and pasted, Ctrl D fills down. Without this script the
// table is a plain form.
"use strict";
(() => {
  const editable = "input:not([type=hidden], [type=checkbox], [readonly]), select";
  const gridOf = (at) => at.closest?.("[data-grid]");
  const cells = (grid) => [...grid.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.querySelector(editable)));
  const place = (rows, at) => {
    for (const [r, row] of rows.entries()) {
      const c = row.indexOf(at);
      if (c >= 0) return [r, c];
    }
    return null;
  };
  let from = null; // the other corner of the selection: [row, column]

  const range = (rows, at) => {
    const here = place(rows, at);
    const start = from ?? here;
    return { top: Math.min(start[0], here[0]), bottom: Math.max(start[0], here[0]), left: Math.min(start[1], here[1]), right: Math.max(start[1], here[1]) };
  };
  const paint = (grid, at) => {
    for (const cell of grid.querySelectorAll("[data-picked]")) delete cell.dataset.picked;
    if (!from || !at) return;
    const rows = cells(grid);
    const { top, bottom, left, right } = range(rows, at);
    for (let r = top; r <= bottom; r++) for (let c = left; c <= right; c++) if (rows[r][c]) rows[r][c].closest("td").dataset.picked = "";
  };
  const go = (grid, at, down, across, selecting) => {
    const rows = cells(grid);
    const here = place(rows, at);
    let [r, c] = here;
    do { r += down; c += across; } while (rows[r] && c >= 0 && c < rows[r].length && !rows[r][c]);
    const next = rows[r]?.[c];
    if (!next) return false;
    from = selecting ? from ?? here : null;
    next.focus();
    if (!selecting) next.select?.();
    paint(grid, next);
    return true;
  };
  const put = (cell, text) => {
    if (!cell || cell.value === text) return 0;
    if (cell.matches("select")) {
      const wanted = text.trim().toLowerCase();
      const option = [...cell.options].find((o) => o.value.toLowerCase() === wanted || o.text.trim().toLowerCase() === wanted);
      if (!option || option.selected) return 0;
      option.selected = true;
    } else {
      cell.value = text;
    }
    return 1;
  };
  const changed = (grid, at, n) => {
    if (!n) return;
    at.dispatchEvent(new Event("input", { bubbles: true }));
    at.dispatchEvent(new Event("change", { bubbles: true }));
    const live = document.getElementById("live");
    if (live) live.textContent = grid.dataset.filled.replace("{0}", n);
  };
  const text = (cell) => cell ? cell.matches("select") ? cell.selectedOptions[0]?.text.trim() ?? "" : cell.value : "";

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    const grid = gridOf(at);
    if (!grid || !at.matches(editable) || event.isComposing) return;
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [event.shiftKey ? -1 : 1, 0] };
    const move = moves[event.key];
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
      event.preventDefault();
      const rows = cells(grid);
      const { top, bottom, left, right } = range(rows, at);
      let n = 0;
      for (let c = left; c <= right; c++) {
        const source = top === bottom ? rows[top - 1]?.[c] : rows[top][c];
        if (source) for (let r = top === bottom ? top : top + 1; r <= bottom; r++) n += put(rows[r][c], source.value);
      }
      changed(grid, at, n);
      return;
    }
    if (event.key === "Escape" && from) { from = null; paint(grid, at); event.stopPropagation(); return; }
    if ((event.key === "Delete" || event.key === "Backspace") && from) {
      event.preventDefault();
      const rows = cells(grid);
      const { top, bottom, left, right } = range(rows, at);
      let n = 0;
      for (let r = top; r <= bottom; r++) for (let c = left; c <= right; c++) if (rows[r][c]?.matches("input")) n += put(rows[r][c], "");
      changed(grid, at, n);
      return;
    }
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    const list = at.matches("select");
    if (list && event.key.startsWith("Arrow") && move[0] && !event.shiftKey) return; // it chooses
    const selecting = event.shiftKey && event.key !== "Enter";
    if (move[1] && !list && !selecting) { // inside the text arrows stay in the text
      const edge = at.selectionStart === at.selectionEnd || at.selectionEnd - at.selectionStart === at.value.length;
      const end = move[1] < 0 ? at.selectionStart === 0 : at.selectionEnd === at.value.length;
      if (!edge || !end) return;
    }
    if (go(grid, at, move[0], move[1], selecting) || event.key === "Enter") event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    const grid = gridOf(event.target);
    if (from && (!grid || !event.target.matches(editable))) { from = null; }
    if (grid && !from) paint(grid, null);
  });
  document.addEventListener("pointerdown", (event) => {
    const grid = gridOf(event.target);
    if (!grid) return;
    const at = document.activeElement;
    if (event.shiftKey && event.target.matches(editable) && gridOf(at) === grid) {
      from = place(cells(grid), at);
      requestAnimationFrame(() => paint(grid, document.activeElement));
    } else {
      from = null;
    }
  });
  document.addEventListener("copy", (event) => {
    const at = document.activeElement;
    const grid = gridOf(at);
    if (!grid || !from || !at.matches(editable)) return;
    const rows = cells(grid);
    const { top, bottom, left, right } = range(rows, at);
    const block = rows.slice(top, bottom + 1).map((row) => row.slice(left, right + 1).map(text).join("\t")).join("\n");
    event.clipboardData.setData("text/plain", block);
    event.preventDefault();
  });
  document.addEventListener("paste", (event) => {
    const at = event.target;
    const grid = gridOf(at);
    const block = event.clipboardData?.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "") ?? "";
    if (!grid || !at.matches(editable) || !/[\t\n]/.test(block) && !from) return;
    event.preventDefault();
    const rows = cells(grid);
    const { top, bottom, left, right } = range(rows, at);
    let lines = block.split("\n").map((line) => line.split("\t"));
    if (lines.length === 1 && lines[0].length === 1) { // one value into all that is selected
      lines = Array.from({ length: bottom - top + 1 }, () => Array(right - left + 1).fill(lines[0][0]));
    }
    let n = 0;
    lines.forEach((line, r) => {
      const across = (rows[top + r] ?? []).slice(left).filter(Boolean); // a block skips what cannot be typed into
      line.forEach((value, c) => { n += put(across[c], value.trim()); });
    });
    changed(grid, at, n);
  });
})();
