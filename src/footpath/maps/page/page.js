"use strict";
(() => {
  const one = (query, from = document) => from.querySelector(query);
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  const facts = JSON.parse(one("#facts").textContent);
  const map = one(".map"), pop = one("#pop"), root = document.documentElement;
  const close = one(".x", pop);
  let zoom = 1, asked = null;

  // zoom
  const width = () => ["--l", "--a", "--b"].reduce((sum, name) => sum + parseFloat(map.style.getPropertyValue(name)), 0);
  const setZoom = (value) => {
    const middle = (scrollX + innerWidth / 2) / zoom;
    zoom = Math.min(3, Math.max(0.2, value));
    map.style.setProperty("--z", zoom.toFixed(3));
    one("[data-do=reset]").textContent = Math.round(zoom * 100) + "%";
    scrollTo(middle * zoom - innerWidth / 2, scrollY);
  };
  const tools = {
    in: () => setZoom(zoom * 1.2),
    out: () => setZoom(zoom / 1.2),
    reset: () => setZoom(1),
    fit: () => setZoom(root.clientWidth / width()),
    print: () => print(),
    theme: () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
    },
  };
  all("[data-do]").forEach((button) => button.addEventListener("click", tools[button.dataset.do]));

  // lanes fold
  all(".fold").forEach((button) => button.addEventListener("click", () => {
    const folded = button.closest(".lane").classList.toggle("folded");
    button.setAttribute("aria-expanded", String(!folded));
  }));

  // what stands behind a number
  const put = (tag, text, into, kind) => {
    const node = document.createElement(tag);
    node.textContent = text;
    if (kind) node.className = kind;
    into.append(node);
    return node;
  };
  const hide = () => {
    pop.hidden = true;
    if (asked) asked.classList.remove("at");
    asked = null;
  };
  const show = (target) => {
    const found = facts[target.dataset.ref];
    const title = one("title", target);
    hide();
    if (!found && !title) return;
    asked = target;
    target.classList.add("at");
    pop.replaceChildren(close);
    if (found && found.v) put("strong", found.v, pop);
    put("em", found ? found.t || target.getAttribute("aria-label") : title.textContent, pop);
    const list = put("dl", "", pop);
    for (const [name, words] of found ? found.r : []) {
      if (name) put("dt", name, list);
      put("dd", words, list, name ? "" : "all");
    }
    pop.hidden = false;
    const box = target.getBoundingClientRect(), size = pop.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left), root.clientWidth - size.width - 8);
    const below = box.bottom + 8 + size.height < innerHeight || box.top < size.height + 8;
    pop.style.left = left + scrollX + "px";
    const top = below ? Math.min(box.bottom + 8, innerHeight - size.height - 8) : box.top - size.height - 8;
    pop.style.top = Math.max(8, top) + scrollY + "px";
  };
  close.addEventListener("click", () => { const last = asked; hide(); if (last) last.focus(); });
  const button = (node) => node instanceof Element && node.closest("[data-ref][role=button],.num");
  document.addEventListener("click", (event) => {
    const target = button(event.target);
    if (target) { target.focus({ preventScroll: true }); show(target); }
    else if (!pop.contains(event.target)) hide();
  });
  document.addEventListener("focusin", (event) => {
    const target = button(event.target);
    if (target && target.matches(":focus-visible")) show(target);
    else if (!target && !pop.contains(event.target)) hide();
  });

  // one stop for the tab key, arrows from number to number
  const stops = all(".map svg [role=button]");
  if (stops.length) stops[0].tabIndex = 0;
  const near = (from, dx, dy) => {
    const at = from.getBoundingClientRect();
    let best = null, least = Infinity;
    for (const stop of stops) {
      const box = stop.getBoundingClientRect();
      if (!box.width || stop === from) continue;
      const x = box.left + box.width / 2 - at.left - at.width / 2, y = box.top + box.height / 2 - at.top - at.height / 2;
      const along = dx ? x * dx : y * dy, off = dx ? Math.abs(y) : Math.abs(x);
      if (along > 4 && along + off * 3 < least) { least = along + off * 3; best = stop; }
    }
    return best;
  };
  const arrows = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return hide();
    const typing = event.target.closest("input,textarea,.scroll");
    if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const tool = { "+": "in", "=": "in", "-": "out", "0": "fit", "1": "reset" }[event.key];
      if (tool) { event.preventDefault(); return tools[tool](); }
    }
    const here = event.target.closest(".map svg [role=button]");
    if (!here) return undefined;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); return show(here); }
    const way = arrows[event.key];
    const next = way && near(here, ...way);
    if (next) {
      event.preventDefault();
      here.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    return undefined;
  });

  // representative journeys
  const paths = all(".path"), veils = all(".veil");
  const mark = (path) => {
    const stops = path ? new Set(path.dataset.stops.split(",")) : null;
    veils.forEach((veil, index) => veil.classList.toggle("on", Boolean(stops) && !stops.has(String(index))));
    all(".trail").forEach((trail) => trail.classList.toggle("on", Boolean(path) && trail.dataset.path === path.dataset.path));
  };
  const pressed = () => paths.find((path) => path.getAttribute("aria-pressed") === "true");
  for (const path of paths) {
    path.addEventListener("mouseenter", () => mark(path));
    path.addEventListener("mouseleave", () => mark(pressed()));
    path.addEventListener("focus", () => mark(path));
    path.addEventListener("blur", () => mark(pressed()));
    path.addEventListener("click", () => {
      const on = path.getAttribute("aria-pressed") !== "true";
      paths.forEach((other) => other.setAttribute("aria-pressed", String(on && other === path)));
      mark(on ? path : null);
      if (on) map.scrollIntoView({ block: "start", inline: "nearest" });
    });
  }
  const fits = root.clientWidth / width();
  if (fits < 1 && fits > 0.9) setZoom(fits); // a little too wide: show it all; smaller would be too small to read
})();
