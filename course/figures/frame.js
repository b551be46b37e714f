// The frame of every figure. What an author uses of it is described in course/figures/__init__.py.
const SVG = "http://www.w3.org/2000/svg";
const NARROWEST = 280, UNSEEN = 720; // CSS pixels: a phone, and what a figure is drawn for while nothing shows it

// Set attributes of an element; `text` is its words, and null takes an attribute away.
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") { if (element.textContent !== value) element.textContent = value; }
    else if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
  return element;
}
const html = (tag, attributes = {}, ...inside) => {
  const element = set(document.createElement(tag), attributes);
  element.append(...inside);
  return element;
};
const svg = (tag, attributes = {}, parent = null) => {
  const element = set(document.createElementNS(SVG, tag), attributes);
  parent?.append(element);
  return element;
};

// Numbers as people write them: three digits that count, never an exponent.
const short = (value, digits = 3) => Number(value.toPrecision(digits)).toLocaleString("en", { maximumFractionDigits: 12 });
const seconds = value => {
  const [unit, factor] = [["s", 1], ["ms", 1e-3], ["µs", 1e-6]].find(pair => value >= pair[1] * 0.9995) ?? ["ns", 1e-9];
  return `${short(value / factor)} ${unit}`;
};

// What a control can stand at is a list, so that what is shown, spoken and computed is one number.
const steps = (from, to, step) => {
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9) + 2);
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => Number((from + i * step).toFixed(digits)));
};
const significant = (from, to, digits = 2) => { // every number of so many digits, from one power of ten to another
  const found = [], first = 10 ** (digits - 1);
  for (let power = Math.round(Math.log10(from)); 10 ** power <= to; power++) {
    for (let whole = first; whole < 10 * first; whole++) found.push(Number(`${whole}e${power - digits + 1}`));
  }
  return found.filter(value => value <= to);
};
const nearest = (stops, value) => {
  let low = 0, high = stops.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (stops[middle] <= value) low = middle; else high = middle;
  }
  return value - stops[low] <= stops[high] - value ? low : high;
};

// A function from values to pixels, with `invert` back and its round `ticks`.
const WAYS = {
  even: [value => value, place => place],
  log: [Math.log10, place => 10 ** place],
  logit: [value => Math.log(value / (1 - value)), place => 1 / (1 + Math.exp(-place))],
};
function scale({ from, to, log = false, logit = false }, start, end) {
  const [way, back] = WAYS[log ? "log" : logit ? "logit" : "even"];
  const per = (end - start) / (way(to) - way(from));
  const place = value => start + (way(value) - way(from)) * per;
  place.invert = pixel => back(way(from) + (pixel - start) / per);
  place.ticks = count => {
    if (logit) return [0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999].filter(tick => tick > from && tick < to);
    if (log) {
      const powers = steps(Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9), 1);
      const every = Math.ceil(powers.length / count);
      return powers.filter((_, i) => i % every === 0).map(power => Number(`1e${power}`));
    }
    const rough = (to - from) / count, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].find(factor => factor * power >= rough - 1e-12) * power;
    return steps(Math.ceil(from / step - 1e-9) * step, Math.floor(to / step + 1e-9) * step, step);
  };
  return place;
}

// A path through points [u, v]; a gap where a point is null.
const path = points => points.map((point, i) => point && `${i && points[i - 1] ? "L" : "M"}${point[0].toFixed(1)} ${point[1].toFixed(1)}`)
  .filter(Boolean).join("");

// Numbers in rows as a picture of one pixel each, for the `href` of an <image>; `shade(number)` is [red, green, blue].
function heat(rows, shade) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: rows[0].length, height: rows.length });
  const brush = canvas.getContext("2d"), pixels = brush.createImageData(canvas.width, canvas.height);
  rows.forEach((row, i) => row.forEach((value, j) => pixels.data.set([...shade(value), 255], 4 * (i * row.length + j))));
  brush.putImageData(pixels, 0, 0);
  return canvas.toDataURL();
}

// One value of a list, moved by keys and by nearness. `moved` hears of every change.
function quantity({ stops, value, format = short, page }, moved) {
  let index = nearest(stops, value);
  const by = page ?? Math.max(2, Math.round(stops.length / 10));
  const moves = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: by, PageDown: -by };
  const to = next => {
    next = Math.min(stops.length - 1, Math.max(0, next));
    if (next !== index) { index = next; moved(); }
  };
  return {
    get index() { return index; },
    set index(next) { to(next); },
    get value() { return stops[index]; },
    set value(next) { to(nearest(stops, next)); },
    get words() { return format(stops[index]); },
    key(name) { // whether the key was one of a slider's
      if (name in moves) to(index + moves[name]);
      else if (name === "Home") to(0);
      else if (name === "End") to(stops.length - 1);
      else return false;
      return true;
    },
  };
}

// The colour behind an element decides whether marks are the dark or the light ones, whatever made the page dark.
function isDark(element) {
  let ground = null;
  for (let each = element; each && !ground; each = each.parentElement ?? each.getRootNode().host) {
    const colour = getComputedStyle(each).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [];
    if (colour.length === 3 || colour[3] > 0.5) ground = colour;
  }
  if (!ground) { // nothing but the page itself, which the browser paints
    const probe = document.body.appendChild(html("i"));
    probe.style.backgroundColor = "Canvas";
    ground = getComputedStyle(probe).backgroundColor.match(/[\d.]+/g).map(Number);
    probe.remove();
  }
  return 0.2126 * ground[0] + 0.7152 * ground[1] + 0.0722 * ground[2] < 128;
}

const colour = new Proxy({}, { get: (_, name) => `var(--${name})` });

// One figure on the page: its shadow tree keeps ids, styles and other figures apart.
function open(host, css, draw) {
  const { title, data } = JSON.parse(host.querySelector("script[type='application/json']").textContent);
  const shadow = host.attachShadow({ mode: "open" });
  const result = html("p", { class: "result", role: "status", "aria-live": "polite" });
  const root = html("figure", { class: "figure", "aria-label": title }, html("figcaption", { text: title }), result);
  shadow.append(html("style", { text: css }), root);

  const charts = [];
  let render = () => {}, frame = 0, settled = 0, drawn = 0, row = null, ids = 0;
  const width = () => Math.max(NARROWEST, root.clientWidth || UNSEEN);
  const paint = () => { frame = 0; drawn = width(); charts.forEach(each => each.layout(drawn)); charts.forEach(each => each.moveHandles()); render(); };
  const redraw = () => { frame ||= requestAnimationFrame(paint); };
  const changed = () => {
    result.setAttribute("aria-busy", "true"); // a screen reader waits for the end of a drag
    clearTimeout(settled);
    settled = setTimeout(() => result.removeAttribute("aria-busy"), 250);
    redraw();
  };
  const place = element => { row = null; root.append(element); return element; };
  const beside = element => { // drawings that follow each other share a row
    const last = root.lastElementChild;
    const shelf = last.className === "charts" ? last : place(html("div", { class: "charts" }));
    row = null;
    shelf.append(element);
    return element;
  };
  const control = (name, ...inside) => {
    row ??= root.appendChild(html("div", { class: "controls" }));
    row.append(html("div", { class: `control ${name}` }, ...inside));
  };

  const figure = {
    data, html, svg, set, short, seconds, steps, significant, nearest, path, heat, colour, redraw, place,
    still: matchMedia("(prefers-reduced-motion: reduce)").matches,
    get width() { return width(); },
    get dark() { return root.dataset.theme === "dark"; },

    // The result in words, shown and spoken.
    say(words) { set(result, { text: words }); },

    // Keeps the room for these words where the result stands, so that nothing below it moves; nobody sees or hears them.
    room(words) {
      const frame = html("div", { class: "room" });
      result.replaceWith(frame);
      frame.append(result, html("p", { class: "result", "aria-hidden": "true", text: words }));
    },

    // What draws the figure; it runs now, after every change and when the width changes.
    draw(draws) { render = draws; paint(); },

    // A native slider with its name before it and its value behind it.
    range({ label, ...options }) {
      const id = `control-${++ids}`, last = options.stops.length - 1;
      const input = html("input", { type: "range", id, min: 0, max: last, step: 1 });
      const output = html("output", { for: id, "aria-hidden": "true" });
      const moved = () => {
        input.value = held.index;
        set(input, { "aria-valuetext": held.words });
        set(output, { text: held.words });
      };
      const held = quantity(options, () => { moved(); changed(); });
      input.addEventListener("input", () => { held.index = Number(input.value); });
      input.addEventListener("keydown", event => {
        if (event.key.startsWith("Page") && held.key(event.key)) event.preventDefault();
      });
      moved();
      control("range", html("label", { for: id, text: label }), input, output);
      return held;
    },

    // A native menu over pairs [value, words].
    select({ label, options, value }) {
      const id = `control-${++ids}`;
      const menu = html("select", { id }, ...options.map(([, words]) => html("option", { text: words })));
      menu.selectedIndex = Math.max(0, options.findIndex(each => each[0] === value));
      menu.addEventListener("change", changed);
      control("select", html("label", { for: id, text: label }), menu);
      return {
        get value() { return options[menu.selectedIndex][0]; },
        set value(next) { menu.selectedIndex = options.findIndex(each => each[0] === next); changed(); },
      };
    },

    button(words, pressed) {
      const button = html("button", { type: "button", text: words });
      button.addEventListener("click", () => { pressed(); changed(); });
      control("button", button);
      return button;
    },

    // A line of Python to take along, with a button that copies it. `show("")` hides it.
    code() {
      const line = html("code"), copy = html("button", { type: "button" });
      const shown = place(html("div", { class: "controls", hidden: "" }, line, copy));
      copy.addEventListener("click", async () => {
        const said = await navigator.clipboard?.writeText(line.textContent).then(() => "Copied", () => null);
        if (!said) getSelection().selectAllChildren(line);
        set(copy, { text: said ?? "Selected: press Ctrl + C" });
      });
      return {
        show(words) {
          shown.hidden = !words;
          if (words !== line.textContent) set(copy, { text: "Copy this line" });
          set(line, { text: words });
        },
      };
    },

    // Calls `step` with 0 to 1 over some milliseconds; at once with 1 where motion is not wanted.
    animate(milliseconds, step) {
      if (figure.still) { step(1); paint(); return () => {}; }
      let start = null, ended = false;
      const tick = now => {
        if (ended) return;
        start ??= now;
        const share = Math.min(1, (now - start) / milliseconds);
        step(share);
        paint();
        if (share < 1) requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
      return () => { ended = true; };
    },

    // Calls once, when the figure first comes into sight.
    seen(once) {
      const watch = new IntersectionObserver(entries => {
        if (entries.some(entry => entry.isIntersecting)) { watch.disconnect(); once(); }
      }, { threshold: 0.6 });
      watch.observe(root);
    },

    chart: options => chart(figure, charts, { ...options, beside, changed }),
  };

  const theme = () => {
    const now = isDark(host) ? "dark" : "light";
    if (root.dataset.theme !== now) { root.dataset.theme = now; redraw(); }
  };
  theme();
  new MutationObserver(theme).observe(document.body, { attributes: true });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", theme);
  // no key that is pressed here moves, cuts or inserts a cell of the notebook around it
  shadow.addEventListener("keydown", event => event.stopPropagation());
  try {
    draw(figure, data);
  } catch (error) {
    shadow.replaceChildren(html("slot")); // the still picture
    throw error;
  }
  new ResizeObserver(() => { if (width() !== drawn) redraw(); }).observe(root);
}
