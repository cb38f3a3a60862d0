"use strict";
/* What HTML alone cannot do: menus that close, ranges pasted into a grid, arrow keys in it, a page that prints. */

/* A menu closes when one clicks elsewhere or presses Escape. */
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.drop[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.drop[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

/* A form that must not be sent twice by a double click; the server refuses the second one besides. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 3000);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("button.print")) window.print();
});

/* All boxes of a list's form are ticked at once, or none. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("button.tick-all");
  if (!button) return;
  const boxes = [...button.form.elements].filter((one) => one.type === "checkbox");
  const on = boxes.some((one) => !one.checked);
  for (const one of boxes) one.checked = on;
});

/* The grid: a range copied in WPS or Excel is tabs and line ends. */
const rowsOf = (grid) => [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);
const placeOf = (rows, input) => {
  const row = rows.findIndex((inputs) => inputs.includes(input));
  return [row, row < 0 ? -1 : rows[row].indexOf(input)];
};
document.addEventListener("paste", (event) => {
  const grid = event.target.closest && event.target.closest("table.grid");
  if (!grid) return;
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!text.includes("\t") && !text.includes("\n")) return;
  event.preventDefault();
  const rows = rowsOf(grid);
  const [top, left] = placeOf(rows, event.target);
  text.split("\n").forEach((line, down) => {
    line.split("\t").forEach((value, along) => {
      const input = (rows[top + down] || [])[left + along];
      if (!input || input.readOnly) return;
      input.value = value.trim();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
});
document.addEventListener("keydown", (event) => {
  const grid = event.target.closest && event.target.closest("table.grid");
  const steps = { ArrowUp: -1, ArrowDown: 1, Enter: 1 };
  if (!grid || !(event.key in steps)) return;
  const rows = rowsOf(grid);
  const [row, column] = placeOf(rows, event.target);
  const next = (rows[row + steps[event.key]] || [])[column];
  if (event.key === "Enter") event.preventDefault();
  if (next) {
    event.preventDefault();
    next.focus();
    next.select();
  }
});
