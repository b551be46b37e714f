const TWO_ABREAST = 600; // CSS pixels: in a narrower figure every drawing has a row of its own

// A drawing as wide as the figure, in CSS pixels, so that its text keeps its size; with axes where they
// are given. `share` of the width, where there is room for two.
function chart(figure, charts, { label, height, share = 1, x, y, margin = {}, beside, changed }) {
  const around = { left: y ? 58 : 8, right: 14, top: 12, bottom: x ? 50 : 8, ...margin };
  const drawing = beside(svg("svg", { class: "chart", role: "group", "aria-label": label }));
  const ground = svg("g", { "aria-hidden": "true" }, drawing);
  const marks = svg("g", {}, drawing), hands = svg("g", {}, drawing);
  const handles = [];
  let drawnFor = "";

  const made = {
    drawing, marks, width: 0, height: 0, around, x: null, y: null,

    // Add a mark; `text` in the attributes is its words.
    add(tag, attributes = {}, parent = marks) { return svg(tag, attributes, parent); },

    // One mark for each row, in a group of their own that a screen reader passes over.
    each(rows, tag, attributes = () => ({}), parent = marks) {
      const group = svg("g", { "aria-hidden": "true" }, parent);
      return rows.map((row, i) => svg(tag, attributes(row, i), group));
    },

    // Calls with the values (x, y) under the pointer while `element` is dragged. The way by keys is a control beside it.
    drag(element, moved) {
      const at = event => {
        const box = drawing.getBoundingClientRect();
        moved(made.x?.invert(event.clientX - box.left), made.y?.invert(event.clientY - box.top));
        changed();
      };
      element.classList.add("grip");
      element.addEventListener("pointerdown", event => {
        if (event.button) return;
        event.preventDefault();
        element.setPointerCapture(event.pointerId);
        element.classList.add("held");
        at(event);
      });
      element.addEventListener("pointermove", event => { if (element.hasPointerCapture(event.pointerId)) at(event); });
      element.addEventListener("lostpointercapture", () => element.classList.remove("held"));
    },

    // A slider inside the drawing: dragged along an axis, or moved with the keys of a slider.
    // `at()` is its pixel on the other axis; `line()` gives two such pixels where it is an edge with a grip on it;
    // `tag` writes the value beside it.
    handle({ label, along = "x", at, line = null, tag = false, tint = "var(--focus)", ...options }) {
      const upright = along === "x" ? "horizontal" : "vertical";
      const group = svg("g", {
        role: "slider", tabindex: 0, class: `handle ${upright}`, "aria-label": label, "aria-orientation": upright,
        "aria-valuemin": options.stops[0], "aria-valuemax": options.stops.at(-1),
      }, hands);
      const wide = line && svg("line", { class: "reach" }, group), edge = line && svg("line", { class: "edge" }, group);
      svg("circle", { class: "reach", r: 18 }, group);
      const knob = svg("circle", { class: "knob", r: 8 }, group);
      const words = tag && svg("text", { class: "strong halo", "aria-hidden": "true" }, group);
      group.style.setProperty("--tint", tint);
      const speak = () => set(group, { "aria-valuenow": held.value, "aria-valuetext": held.words });
      const held = quantity(options, () => { speak(); changed(); });
      speak();
      group.addEventListener("keydown", event => {
        if (!event.ctrlKey && !event.metaKey && held.key(event.key)) event.preventDefault();
      });
      made.drag(group, (across, up) => { held.value = along === "x" ? across : up; });
      group.addEventListener("pointerdown", () => group.focus({ preventScroll: true, focusVisible: false }));
      handles.push(() => {
        const ends = along === "x" ? [made.left, made.right] : [made.top, made.bottom];
        const pixel = Math.min(ends[1], Math.max(ends[0], made[along](held.value))), other = at();
        const [u, v] = along === "x" ? [pixel, other] : [other, pixel];
        for (const circle of group.querySelectorAll("circle")) set(circle, { cx: u, cy: v });
        if (line) {
          const [start, end] = line();
          const ends = along === "x" ? { x1: u, x2: u, y1: start, y2: end } : { y1: v, y2: v, x1: start, x2: end };
          set(wide, ends);
          set(edge, ends);
        }
        if (tag) {
          const half = 4 + 4 * held.words.length, inside = Math.min(made.width - half, Math.max(half, u));
          const beside = along === "x" ? { x: inside, y: v - 15, "text-anchor": "middle" } : { x: u + 15, y: v + 5 };
          set(words, { ...beside, text: held.words });
        }
      });
      return Object.assign(held, { group, knob });
    },

    layout(whole) {
      const width = share < 1 && whole >= TWO_ABREAST ? Math.floor(whole * share) : whole;
      const tall = typeof height === "function" ? height(width) : height;
      if (drawnFor !== `${width}x${tall}`) {
        drawnFor = `${width}x${tall}`;
        set(drawing, { width, height: tall, viewBox: `0 0 ${width} ${tall}` });
        Object.assign(made, { width, height: tall, left: around.left, right: width - around.right });
        Object.assign(made, { top: around.top, bottom: tall - around.bottom });
        ground.replaceChildren();
        if (x) made.x = axis(ground, made, "x", x);
        if (y) made.y = axis(ground, made, "y", y);
      }
    },
    moveHandles() { handles.forEach(move => move()); },
  };
  charts.push(made);
  made.layout(figure.width);
  return made;
}

// Draws ticks, their words and the name of an axis, and gives its scale.
function axis(ground, box, along, { label = "", format = short, ticks, grid = true, ...ends }) {
  const across = along === "x";
  const place = across ? scale(ends, box.left, box.right) : scale(ends, box.bottom, box.top);
  const many = across ? Math.max(3, Math.round((box.right - box.left) / 85)) : Math.max(3, Math.round((box.bottom - box.top) / 55));
  for (const tick of ticks ?? place.ticks(many)) {
    const p = place(tick), words = { class: "tick", text: format(tick) };
    const reach = across ? { x1: p, x2: p, y1: grid ? box.top : box.bottom, y2: box.bottom + 5 }
      : { y1: p, y2: p, x1: box.left - 5, x2: grid ? box.right : box.left };
    svg("line", { class: "grid", ...reach }, ground);
    svg("text", across ? { x: p, y: box.bottom + 20, "text-anchor": "middle", ...words }
      : { x: box.left - 9, y: p + 4, "text-anchor": "end", ...words }, ground);
  }
  svg("line", across ? { class: "axis", x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom }
    : { class: "axis", x1: box.left, x2: box.left, y1: box.top, y2: box.bottom }, ground);
  const middle = across ? (box.left + box.right) / 2 : (box.top + box.bottom) / 2;
  svg("text", across ? { class: "name", x: middle, y: box.bottom + 42, "text-anchor": "middle", text: label }
    : { class: "name", "text-anchor": "middle", transform: `translate(15 ${middle}) rotate(-90)`, text: label }, ground);
  return place;
}
