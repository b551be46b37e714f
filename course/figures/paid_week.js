(figure, data) => {
  const { colour, set, html } = figure;
  const DAY = 24 * 60, WEEK = 7 * DAY, days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  const clock = minutes => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  const span = minutes => minutes >= WEEK ? "never" : minutes >= 60 ? `${minutes / 60} h` : `${minutes} min`;
  const cents = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  const money = amount => `${(amount + 1e-9).toLocaleString("en", cents)} USD`;
  const last = data.machines.length - 1;
  const menu = figure.select({
    label: "Machine", value: last,
    options: data.machines.map((each, i) => [i, `${each.name}, ${each.price} USD an hour`]),
  });
  const idle = figure.range({ label: "Idle time-out", stops: data.stops, value: data.idle, page: 3, format: span });
  const startup = figure.range({
    label: "Start-up", stops: figure.steps(0, 30, 1), value: data.startup, page: 5, format: minutes => `${minutes} min`,
  });
  const chart = figure.chart({
    label: "Calendar of a week", height: 470, share: 0.58, margin: { bottom: 34, top: 30, right: 22, left: 76 },
    x: { from: 0, to: 7, ticks: days.map((_, i) => i + 0.5), format: at => days[Math.floor(at)], grid: false, label: "" },
    y: { from: DAY, to: 0, ticks: [0, 360, 720, 1080, 1440], format: clock, grid: false, label: "time of the day" },
  });
  const ground = chart.each(days, "rect", () => ({ fill: colour.panel }));
  const paid = chart.each(Array(20).fill(0), "rect", () => ({ fill: colour.orange }));
  const work = chart.each(days.slice(0, 5), "rect", () => ({ fill: colour.blue }));
  const key = [["orange", "■ paid for"], ["blue", "■ at work"]].map(([tint, text], i) =>
    chart.add("text", { class: `${tint} strong`, text, y: 18, x: i }));
  const edges = { along: "y", format: clock, tag: true, page: 60, line: () => [chart.x(0), chart.x(5)] };
  const begin = chart.handle({
    label: "Work begins", stops: figure.steps(0, DAY - 5, 5), value: data.begin, tint: colour.ink, at: () => chart.x(0), ...edges,
  });
  const end = chart.handle({
    label: "Work ends", stops: figure.steps(5, DAY, 5), value: data.end, tint: colour.ink, at: () => chart.x(5), ...edges,
  });
  let before = begin.value;

  // The files stand beside the calendar where there is room.
  const files = html("div", { class: "files" });
  chart.drawing.parentElement.append(html("style", { text: `
    .files { flex: 1 1 240px; min-width: 0; margin: 4px 0 0 8px; }
    .files pre { margin: 0 0 10px; padding: 8px; background: var(--panel); border-radius: 5px; overflow-wrap: anywhere;
      white-space: pre-wrap; font: 12.5px/1.5 var(--jp-code-font-family, ui-monospace, Menlo, Consolas, monospace); }
    .files p { margin: 0 0 2px; }
    .files span { display: block; padding-left: 26px; text-indent: -18px; }
    .files .differs { font-weight: 700; border-left: 4px solid var(--blue); padding-left: 22px; }
    .files .paid { color: var(--orange); font-weight: 700; }` }), files);
  const titles = ["The cluster", "The job"];

  const write = machine => {
    const always = idle.value >= WEEK;
    const follow = line => line.startsWith("idle_time_before_scale_down") && !always
      ? `idle_time_before_scale_down: ${60 * idle.value}`
      : line.startsWith("min_instances") ? `min_instances: ${always ? 1 : 0}` : line;
    files.replaceChildren(html("p", {}, "▸ another machine, another line; ", html("strong", { class: "paid", text: "orange: follows you" })));
    machine.files.forEach((lines, part) => {
      const others = data.machines.filter(each => each !== machine).map(each => new Set(each.files[part]));
      const block = html("pre", { "aria-label": titles[part], role: "group" });
      for (const line of lines) {
        const differs = line.trim() && others.some(other => !other.has(line)), now = follow(line);
        const kind = [differs && "differs", /^(idle_time|min_inst)/.test(now) && "paid"].filter(Boolean).join(" ");
        block.append(html("span", { class: kind || null, text: `${differs ? "▸" : " "} ${now}` }));
      }
      files.append(block);
    });
  };

  // Minutes of a week that are paid, as spans; every week is alike.
  const spans = () => {
    const pieces = [];
    for (let day = 0; day < 5; day++) {
      let from = DAY * day + begin.value - startup.value;
      const long = end.value - begin.value + startup.value + Math.min(idle.value, WEEK);
      if (long >= WEEK) return [[0, WEEK]];
      from = (from + WEEK) % WEEK;
      if (from + long <= WEEK) pieces.push([from, from + long]);
      else pieces.push([from, WEEK], [0, from + long - WEEK]);
    }
    const united = [];
    for (const [from, to] of pieces.sort((one, other) => one[0] - other[0])) {
      const top = united.at(-1);
      if (top && from <= top[1]) top[1] = Math.max(top[1], to); else united.push([from, to]);
    }
    return united;
  };
  const box = (element, day, from, to) => set(element, {
    x: chart.x(day + 0.06), width: chart.x(day + 0.94) - chart.x(day + 0.06), y: chart.y(from), height: chart.y(to) - chart.y(from),
  });

  figure.draw(() => {
    if (end.value <= begin.value) { // the one that moved pushes the other
      if (begin.value !== before) end.value = begin.value + 5; else begin.value = end.value - 5;
    }
    before = begin.value;
    const machine = data.machines[menu.value], all = spans();
    ground.forEach((each, day) => box(each, day, 0, DAY));
    work.forEach((each, day) => box(each, day, begin.value, end.value));
    let used = 0;
    for (const [from, to] of all) {
      for (let start = from; start < to;) {
        const day = Math.floor(start / DAY), stop = Math.min(to, (day + 1) * DAY);
        box(paid[used++], day, start - DAY * day, stop - DAY * day);
        start = stop;
      }
    }
    paid.slice(used).forEach(each => set(each, { height: 0 }));
    key.forEach((each, i) => set(each, { x: chart.left + 96 * i }));
    write(machine);
    const minutes = all.reduce((sum, [from, to]) => sum + to - from, 0), share = 500 * (end.value - begin.value) / minutes;
    figure.say(`${machine.name}: paid for ${(minutes / 60 + 1e-9).toFixed(1)} hours a week, ${money(minutes / 60 * machine.price)}, `
      + `and at work in ${(share + 1e-9).toFixed(0)} % of them. Left on, it would cost ${money(168 * machine.price)}.`);
  });
}
