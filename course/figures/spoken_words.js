(figure, data) => {
  const { html, set, place, colour } = figure;
  place(html("style", { text: `
    .readings { display: flex; flex-wrap: wrap; gap: 8px; margin: 6px 0 2px; }
    .readings button { flex: 1 1 136px; max-width: 300px; padding: 5px 12px 9px; text-align: left; overflow-wrap: anywhere;
      display: flex; flex-direction: column; justify-content: space-between; align-items: stretch; }
    .readings span { display: block; } .readings .name { font-weight: 600; } .readings .rate { font-size: 13px; font-weight: 400; }
    .readings i { display: block; height: 8px; margin-top: 4px; border-radius: 4px; background: var(--grid); overflow: hidden; }
    .readings b { display: block; height: 100%; background: var(--red); }
    .chart image { touch-action: pan-y !important; cursor: ew-resize !important; }
    .control.select select { max-width: 240px; } .control.button button { min-width: 92px; }
    text.heard, text.spoken { text-anchor: middle; } text.heard { font-weight: 600; }` }));
  const LEFT = 68; // pixels: room for thousands of hertz
  const most = Math.ceil(10 * Math.max(...data.takes.map(each => each.seconds)) - 1e-6) / 10;
  const bytes = text => Uint8Array.from(atob(text), each => each.charCodeAt(0));
  const pictures = data.takes.map(each => {
    const shades = bytes(each.shades);
    return Array.from({ length: data.bands }, (_, row) => // the highest band is the first row
      Uint8Array.from({ length: each.frames }, (_, i) => shades[i * data.bands + data.bands - 1 - row]));
  });
  const COLOURS = { // from quiet to loud
    dark: [[23, 25, 30], [31, 58, 110], [44, 127, 160], [108, 203, 175], [239, 251, 228]],
    light: [[255, 255, 255], [190, 225, 222], [84, 166, 180], [31, 82, 134], [13, 20, 58]],
  };
  const shade = stops => value => {
    const way = value / 255 * (stops.length - 1), low = Math.min(stops.length - 2, Math.floor(way));
    return stops[low].map((channel, i) => channel + (way - low) * (stops[low + 1][i] - channel));
  };
  const drawn = {};
  const heat = (index, theme) => drawn[`${index} ${theme}`] ??= figure.heat(pictures[index], shade(COLOURS[theme]));

  // which take, which reading of it, and what stands at the cursor
  let label = data.takes[0].read[0].label, clock = null, halt = () => {}, shown = 0;
  const menu = data.takes.length > 1 && figure.select({
    label: "Who speaks", value: 0, options: data.takes.map((each, i) => [i, each.name]),
  });
  const index = () => menu ? menu.value : 0, take = () => data.takes[index()];
  const reading = () => take().read.find(each => each.label === label) ?? take().read[0];
  const done = (column, at) => column.end <= at + 1e-6;
  const spoken = (at, { columns } = reading()) => {
    const last = columns.findLast(each => done(each, at));
    const now = columns.some(each => each.start <= at && at < each.end - 1e-6) ? "a word is being spoken" : last?.words ?? "no word yet";
    return `${at.toFixed(1)} s: ${now}`;
  };
  const words = (at, now, { columns, whole }) => {
    const heard = columns.filter(each => done(each, at) && each.kind !== "missing").map(each => each.heard).join(" ");
    return `${now}. ${heard ? `Heard so far: ${heard}. ` : ""}${whole}`;
  };
  const longest = texts => texts.reduce((one, other) => other.length > one.length ? other : one, "");
  figure.room(longest(data.takes.flatMap(each => each.read).map(each =>
    words(most, longest(each.columns.flatMap(column => [spoken(column.end, each), spoken(column.start, each)])), each))));

  const button = figure.button("Play", () => clock === null ? play() : halt());
  const cards = Array.from({ length: Math.max(...data.takes.map(each => each.read.length)) }, (_, i) => {
    const name = html("span", { class: "name" }), rate = html("span", { class: "rate" }), bar = html("b");
    const card = html("button", { type: "button" }, name, rate, html("i", { "aria-hidden": "true" }, bar));
    card.addEventListener("click", () => { label = take().read[i].label; figure.redraw(); });
    return { card, name, rate, bar };
  });
  const shelf = place(html("div", { class: "readings", role: "group", "aria-label": "Readings, with their word error rates" },
    ...cards.map(each => each.card)));

  const chart = figure.chart({
    label: "Spectrogram: how loud each frequency is over time", height: width => width < 500 ? 230 : 290,
    margin: { left: LEFT, top: 46, bottom: 30 },
    x: { from: 0, to: most, format: value => `${figure.short(value)} s`, grid: false },
    y: { from: -0.5, to: data.bands - 0.5, label: "frequency (Hz)", grid: false, ticks: data.hertz.map(each => each[0]),
      format: value => data.hertz.find(each => each[0] === value)[1].toLocaleString("en") },
  });
  const picture = chart.add("image", { preserveAspectRatio: "none", "aria-hidden": "true" });
  const veil = chart.add("rect", { fill: colour.paper, "fill-opacity": 0.62, "pointer-events": "none" });
  const time = chart.add("text", { class: "strong", "text-anchor": "middle", "aria-hidden": "true" });
  const cursor = chart.handle({
    label: "Time (s)", stops: figure.steps(0, most, 0.1), value: most, page: 5, format: value => spoken(value),
    at: () => chart.top, line: () => [chart.top, chart.bottom], tint: colour.ink,
  });
  chart.drag(picture, across => { halt(); cursor.value = across; });
  for (const kind of ["pointerdown", "keydown"]) cursor.group.addEventListener(kind, () => halt());

  // Below it a bar for each word, and the words: under their bars on two lines at most, or where that is too narrow as text.
  const brush = document.createElement("canvas").getContext("2d");
  brush.font = `600 13px ${getComputedStyle(chart.drawing).fontFamily}`;
  const clipped = word => word.length > 22 ? `${word.slice(0, 20)}…` : word;
  const heard = column => data.marks[column.kind] + clipped(column.heard);
  const half = column => Math.max(brush.measureText(heard(column)).width, brush.measureText(clipped(column.said)).width) / 2;
  const staggered = (columns, width) => {
    const right = width - 14, ends = [];
    return columns.map(column => {
      const wide = half(column), middle = LEFT + (column.start + column.end) / 2 / most * (right - LEFT);
      const at = Math.max(LEFT + wide, Math.min(width - 4 - wide, middle)), free = ends.findIndex(end => end <= at - wide);
      const line = free < 0 ? ends.length : free;
      ends[line] = at + wide + 10;
      return { at, line };
    });
  };
  const written = (columns, width) => { // as text is: from left to right, line after line
    let end = LEFT, line = 0;
    return columns.map(column => {
      const wide = 2 * half(column);
      if (end > LEFT && end + wide > width - 4) { end = LEFT; line += 1; }
      end += wide + 14;
      return { at: end - 14 - wide / 2, line };
    });
  };
  const depth = places => 1 + Math.max(0, ...places.map(each => each.line));
  const known = data.takes.some(each => each.known), deep = known ? 44 : 25;
  const layouts = {}; // of each width, take and reading
  const layout = width => layouts[width] ??= data.takes.map(({ read }) => {
    const under = read.map(each => staggered(each.columns, width));
    return under.every(each => depth(each) <= 2) ? { read: under, under: true }
      : { read: read.map(each => written(each.columns, width)), under: false };
  });
  const tallest = width => Math.max(...layout(width).flatMap(each => each.read.map(depth)));
  const lane = figure.chart({ label: "The words that were heard", height: width => 22 + deep * tallest(width) });
  const rows = lane.add("g", { "aria-hidden": "true" });
  const marks = lane.add("g", { "aria-hidden": "true" });
  const count = Math.max(0, ...data.takes.flatMap(each => each.read.map(one => one.columns.length)));
  const slots = Array.from({ length: count }, () => ({
    stem: lane.add("path", { fill: "none", stroke: colour.line }, marks),
    bar: lane.add("path", { "stroke-width": 2 }, marks),
    heard: lane.add("text", {}, marks), said: lane.add("text", {}, marks),
  }));

  // Sound and cursor run by one clock. Where motion is not wanted the cursor goes from word to word, with the sound.
  let context = null;
  async function play() {
    const one = take(), from = cursor.value >= one.seconds - 0.05 ? 0 : cursor.value;
    if (figure.still && !one.sound) { cursor.value = most; return; }
    let source = null, frame = 0, ended = false;
    clock = from;
    halt = () => {
      ended = true;
      cancelAnimationFrame(frame);
      source?.stop();
      clock = null;
      halt = () => {};
      figure.redraw();
    };
    const own = halt;
    const Audio = window.AudioContext ?? window.webkitAudioContext;
    if (one.sound && Audio) {
      context ??= new Audio();
      await Promise.race([context.resume(), new Promise(go => setTimeout(go, 500))]); // a page may have no way to be heard
      if (ended) return;
      const samples = bytes(one.sound), buffer = context.createBuffer(1, samples.length, 8000), to = buffer.getChannelData(0);
      samples.forEach((byte, i) => { const v = byte / 127.5 - 1; to[i] = Math.sign(v) * (256 ** Math.abs(v) - 1) / 255; });
      source = new AudioBufferSourceNode(context, { buffer });
      source.connect(context.destination);
      source.start(0, from);
    }
    const begun = performance.now();
    const tick = () => {
      const now = from + (performance.now() - begun) / 1000, last = reading().columns.findLast(each => done(each, now));
      clock = figure.still ? Math.max(from, last?.end ?? 0) : Math.min(now, one.seconds);
      cursor.index = figure.still ? Math.ceil(10 * clock - 1e-6) : Math.floor(10 * clock + 1e-6); // after the word
      if (now >= one.seconds) { cursor.value = most; own(); } else frame = requestAnimationFrame(tick);
      figure.redraw();
    };
    cursor.index = Math.floor(10 * from + 1e-6);
    tick();
  }

  figure.draw(() => {
    if (shown !== index()) { // another take: the whole of it
      halt();
      shown = index();
      cursor.value = most;
    }
    const one = take(), last = Math.ceil(10 * one.seconds - 1e-6), read = reading();
    if (cursor.index > last) cursor.index = last; // the axis is as long as the longest take
    const at = clock ?? cursor.value, stop = chart.x(Math.min(at, one.seconds)), end = chart.x(one.seconds);
    set(cursor.group, { "aria-valuetext": cursor.words, transform: `translate(${(stop - chart.x(cursor.value)).toFixed(1)} 0)` });
    set(picture, {
      href: heat(index(), figure.dark ? "dark" : "light"), x: chart.left, y: chart.top, width: end - chart.left, height: chart.bottom - chart.top,
    });
    set(veil, { x: stop, y: chart.top, width: Math.max(0, end - stop), height: chart.bottom - chart.top });
    set(time, { x: Math.max(chart.left + 12, Math.min(chart.right - 12, stop)), y: chart.top - 26, text: `${cursor.value.toFixed(1)} s` });
    set(button, { text: clock !== null ? "Stop" : one.sound ? "Play the sound" : "Play" });
    button.style.minWidth = one.sound ? "136px" : null;

    shelf.hidden = one.read.length < 2 && !one.known;
    cards.forEach(({ card, name, rate, bar }, i) => {
      const each = one.read[i];
      card.hidden = !each;
      if (!each) return;
      set(card, { "aria-pressed": String(each === read) });
      set(name, { text: each.label });
      set(rate, { text: each.rate === null ? "" : `word error rate ${each.percent}` });
      bar.parentElement.hidden = each.rate === null;
      bar.style.width = `${100 * Math.min(1, each.rate)}%`;
    });

    const { read: readings, under } = layout(chart.width)[index()], places = readings[one.read.indexOf(read)];
    rows.replaceChildren();
    for (let level = 0; level < depth(places); level++) {
      for (const [name, down] of one.known ? [["heard", 36], ["said", 54]] : [["heard", 36]]) {
        lane.add("text", { class: "soft", x: LEFT - 12, y: down + deep * level, "text-anchor": "end", text: name }, rows);
      }
    }
    slots.forEach(({ stem, bar, heard: above, said }, i) => {
      const column = read.columns[i];
      if (!column) { for (const each of [stem, bar, above, said]) set(each, { visibility: "hidden" }); return; }
      const { at: middle, line } = places[i], whole = done(column, at), begun = column.start <= at;
      const good = column.kind === "right", full = good || column.kind === "unknown", tint = good ? "blue" : full ? "ink" : "red";
      const start = chart.x(column.start), until = chart.x(Math.min(at, column.end)), down = 36 + deep * line;
      set(bar, column.kind === "missing" // a gap where a word was said; a hollow bar for a wrong one
        ? { d: `M${start - 4} 7h8l-4 7z`, fill: colour.red, stroke: "none" }
        : { d: `M${start} 6h${Math.max(1, until - start).toFixed(1)}v9H${start}z`, fill: full ? colour[tint] : "none",
          stroke: full ? colour.paper : colour[tint], "stroke-dasharray": full ? null : "3 2" });
      set(bar, { visibility: begun ? null : "hidden" });
      set(stem, { d: `M${(start + chart.x(column.end)) / 2} 17L${middle} ${down - 13}`, visibility: whole && line && under ? null : "hidden" });
      set(above, { class: `heard halo ${tint}`, x: middle, y: down, text: whole ? heard(column) : "…", visibility: begun ? null : "hidden" });
      set(said, { class: `spoken halo ${good ? "soft" : ""}`, x: middle, y: down + 18, text: clipped(column.said), visibility: whole && one.known ? null : "hidden" });
    });
    figure.say(words(cursor.value, cursor.words, read));
  });
}
