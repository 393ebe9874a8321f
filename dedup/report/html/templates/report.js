"use strict";
// Sorting, filtering, folding and keys. Everything can be read without this file.

document.documentElement.classList.add("js");
const SHOWN = 500; // rows of a list that are drawn at once
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// Lists: each row has the words it is found by, the values it is sorted by, and a way to draw it.

const number = (value) => value.toLocaleString("en-US");
const percent = (share) => `${Math.floor(share * 1000 + 1e-9) / 10} %`;

function drawn(kind, value) {
  if (typeof value === "string") return value;
  return kind === "share" ? percent(value) : number(value);
}

function fromTable(tr, kinds) {
  const texts = [...tr.cells].map((cell) => cell.textContent);
  const values = texts.map((text, at) =>
    kinds[at] === "number" || kinds[at] === "share" ? parseFloat(text.replaceAll(",", "")) || 0 : text);
  return { found: texts.join("\n").toLowerCase(), values, tr: () => tr };
}

function fromData(row, kinds, labels) {
  const plain = row.map((cell) => (Array.isArray(cell) ? cell[0] : cell));
  const build = () => make("tr", {}, ...row.map((cell, at) => {
    const sized = kinds[at] === "number" || kinds[at] === "share";
    const text = drawn(kinds[at], plain[at]);
    const inner = sized ? text : make("bdi", { textContent: text });
    const td = make(at ? "td" : "th", { className: sized ? "n" : kinds[at] });
    if (at) td.dataset.label = labels[at];
    else td.scope = "row";
    td.append(Array.isArray(cell) ? make("a", { href: cell[1] }, inner) : inner);
    return td;
  }));
  let tr;
  return { found: plain.join("\n").toLowerCase(), values: plain, tr: () => (tr ??= build()) };
}

function makeList(table, data) {
  const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
  const kinds = heads.map((th) => th.dataset.kind), labels = heads.map((th) => th.textContent);
  let rows = data ? data.map((row) => fromData(row, kinds, labels)) : [...body.rows].map((tr) => fromTable(tr, kinds));
  const input = make("input", { type: "search", placeholder: "words, all of them", ariaLabel: "Filter" });
  const status = make("span", { className: "quiet" });
  status.setAttribute("role", "status");

  function show() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter((row) => words.every((word) => row.found.includes(word)));
    body.replaceChildren(...found.slice(0, SHOWN).map((row) => row.tr()));
    status.textContent = `${number(found.length)} of ${number(rows.length)} rows` +
      (found.length > SHOWN ? `, the first ${SHOWN} are shown` : "");
    if (data) for (const pager of all(".pager")) pager.hidden = words.length > 0 || table.dataset.sorted === "1";
  }

  function sort(at) {
    const text = kinds[at] === "name" || kinds[at] === "text";
    const before = heads[at].getAttribute("aria-sort");
    const down = before ? before === "ascending" : !text;
    heads.forEach((th) => th.removeAttribute("aria-sort"));
    heads[at].setAttribute("aria-sort", down ? "descending" : "ascending");
    const order = new Intl.Collator("en", { numeric: true });
    const compare = text ? (a, b) => order.compare(a, b) : (a, b) => (Number(a) || 0) - (Number(b) || 0);
    rows = rows.toSorted((a, b) => compare(a.values[at], b.values[at]) * (down ? -1 : 1));
    table.dataset.sorted = "1";
    show();
  }

  heads.forEach((th, at) => {
    const button = make("button", { type: "button", textContent: th.textContent, onclick: () => sort(at) });
    th.replaceChildren(button);
  });
  input.addEventListener("input", () => {
    table.dataset.sorted = "1";
    show();
  });
  const asked = location.hash.startsWith("#q=") ? decodeURIComponent(location.hash.slice(3)) : "";
  if (rows.length > 10 || asked) {
    table.before(make("div", { className: "tools" }, make("label", {}, "Filter ", input), status));
  }
  status.textContent = `${number(rows.length)} rows` + (data ? ", on several pages" : "");
  if (asked) {
    input.value = asked;
    show();
  }
}

all("table[data-list]").forEach((table) => makeList(table, self.dedupRows));

// Folds: a link to a line inside of one opens it.

function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  target.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", reveal);
if (location.hash) reveal();

function foldAll() {
  const folds = all("main details");
  const open = folds.some((fold) => !fold.open);
  folds.forEach((fold) => (fold.open = open));
}

// Keys.

let here = -1;
function move(step) {
  const stops = all(".gone, table.list tbody tr");
  if (!stops.length) return;
  stops[here]?.classList.remove("here");
  here = Math.min(Math.max(here + step, 0), stops.length - 1);
  const stop = stops[here];
  stop.classList.add("here");
  const focus = stop.matches(".gone") ? stop : stop.querySelector("a");
  focus?.focus({ preventScroll: true });
  stop.scrollIntoView({ block: "center" });
}

const follow = (relation) => document.querySelector(`a[rel=${relation}]`)?.click();
const KEYS = {
  "j": () => move(1),
  "k": () => move(-1),
  "/": () => document.querySelector(".tools input")?.focus(),
  "o": foldAll,
  "[": () => follow("prev"),
  "]": () => follow("next"),
  "?": () => all(".keys").forEach((help) => (help.open = !help.open)),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});
