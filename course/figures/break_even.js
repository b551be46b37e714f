(figure, data) => {
  const { colour, set, short, svg } = figure;
  const tints = ["blue", "red", "green", "orange", "pink", "sky"], [left, right] = data.ends, slow = data.machines[0];
  const times = value => value < 1000 ? short(value) : Math.round(value).toLocaleString("en");
  const cents = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  const money = amount => `${amount > 0 && amount < 0.01 ? amount.toFixed(1 - Math.floor(Math.log10(amount)))
    : (amount + 1e-9).toLocaleString("en", cents)} USD`;
  const menu = figure.select({
    label: "Faster machine", value: data.fast,
    options: data.machines.slice(1).map((each, i) => [i + 1, `${each.short}, ${each.price} USD an hour`]),
  });
  const hours = figure.range({ label: "Hours of work", stops: data.stops.hours, value: data.hours });
  const startup = figure.range({ label: "Start-up (min)", stops: data.stops.startup, value: data.startup, page: 5 });
  const idle = figure.range({ label: "Idle (min)", stops: data.stops.idle, value: data.idle, page: 5 });

  // Seconds and amounts of one machine: [start-up, work, idle]
  const parts = (machine, speedUp) => [60 * startup.value, 3600 * hours.value / speedUp, 60 * idle.value]
    .map(seconds => data.runs * seconds / 3600 * machine.price);
  const total = (machine, speedUp) => parts(machine, speedUp).reduce((sum, each) => sum + each);
  const ratio = (machine, speedUp) => total(machine, speedUp) / total(slow, 1);
  const needed = machine => {
    const beside = 60 * (startup.value + idle.value), work = 3600 * hours.value;
    const over = (work + beside) * slow.price / machine.price - beside;
    return over > 0 ? work / over : Infinity;
  };

  const ticks = figure.width < 460 ? [1, 10, 100] : [1, 2, 5, 10, 20, 50, 100, 200];
  const chart = figure.chart({
    label: "Cost over speed-up", height: 340, margin: { right: 76, left: 66 },
    x: { from: left, to: right, log: true, ticks: ticks.filter(tick => tick <= right),
      label: "speed-up (times as quick)" },
    y: { from: data.lowest, to: 100, log: true, label: `cost (${slow.short} = 1)` },
  });
  const zones = ["soft", "orange", "blue"].map(tint => chart.add("rect", { fill: colour[tint], opacity: 0.12 }));
  const titles = [["soft", "slower"], ["orange", "faster and dearer"], ["blue", "faster and cheaper"]]
    .map(([tint, text]) => chart.add("text", { class: `${tint} halo`, text }));
  const level = chart.add("line", { stroke: colour.blue, "stroke-width": 2 });
  const curves = chart.each(data.machines.slice(1), "path", (_, i) => ({ fill: "none", stroke: colour[tints[i + 1]] }));
  const dots = chart.each(data.machines.slice(1), "circle", (_, i) => ({
    r: 5, fill: colour[tints[i + 1]], stroke: colour.paper, "stroke-width": 2,
  }));
  const names = chart.each(data.machines, "text", (each, i) => ({ class: `${tints[i]} strong halo`, text: each.short }));
  const from = chart.add("text", { class: "strong halo", "text-anchor": "end" });
  const signs = chart.each(data.marks, "path", ([, machine]) => ({
    fill: colour.ink, stroke: machine ? colour.paper : colour.ink, "stroke-width": 1.5,
    "stroke-dasharray": machine ? null : "5 4",
  }));
  const leaders = chart.each(data.marks, "line", () => ({ stroke: colour.ink }));
  const notes = chart.each(data.marks, "text", ([words, , at]) => ({ class: "halo", text: `${words}: ${times(at)}×` }));
  const inside = value => Math.min(chart.bottom, Math.max(chart.top, value));
  const hand = chart.handle({
    label: "Speed-up (times)", stops: data.stops.speed_up, value: data.speed_up, format: value => `${times(value)}×`,
    tint: colour.ink, tag: true, at: () => inside(chart.y(ratio(data.machines[menu.value], hand.value))),
  });

  const bars = figure.chart({ label: "The two bills", height: 124 });
  const what = [["start-up", "pink"], ["work", "blue"], ["idle", "orange"]];
  const rows = [0, 1].map(() => what.map(([, tint]) => bars.add("rect", { height: 20, fill: colour[tint] })));
  const amounts = [0, 1].map(() => bars.add("text", { class: "strong" }));
  const key = what.map(([text, tint]) => svg("text", { class: "strong", text: `■ ${text}`, fill: colour[tint] }, bars.marks));
  key.forEach((each, i) => { each.style.fill = colour[what[i][1]]; });

  const box = (element, x, y, x2, y2) => set(element, { x, y, width: Math.max(0, x2 - x), height: Math.max(0, y2 - y) });
  const drawLines = fast => {
    data.machines.slice(1).forEach((machine, i) => {
      const points = [];
      for (let u = chart.left; u <= chart.right + 0.5; u += 3) {
        const v = chart.y(ratio(machine, chart.x.invert(Math.min(u, chart.right))));
        points.push(v < chart.top || v > chart.bottom ? null : [u, v]);
      }
      set(curves[i], { d: figure.path(points), "stroke-width": machine === fast ? 3 : 1.3 });
      const even = needed(machine);
      set(dots[i], { cx: chart.x(Math.min(even, right)), cy: chart.y(1), visibility: even <= right ? null : "hidden" });
    });
    const ends = data.machines.map((machine, i) => [i, i ? inside(chart.y(ratio(machine, right))) : chart.y(1)]);
    let last = -20;
    for (const [i, v] of ends.sort((one, other) => one[1] - other[1])) {
      last = Math.max(v, last + 16);
      set(names[i], { x: chart.right + 6, y: last + 4 });
    }
  };
  const drawMarks = () => data.marks.forEach(([, index, at], i) => {
    const u = chart.x(at), beyond = u > (chart.left + chart.right) / 2;
    const place = { x: u + (beyond ? -10 : 10), y: chart.top + 44, "text-anchor": beyond ? "end" : "start" };
    if (index) { // its words stand below the lines
      const v = inside(chart.y(ratio(data.machines[index], at)));
      Object.assign(place, { x: beyond ? u + 60 : Math.max(chart.left + 8, u - 60), y: Math.min(v + 62, chart.bottom - 28) });
      set(leaders[i], { x1: u, x2: u, y1: v, y2: place.y - 12 });
      set(signs[i], { d: `M${u} ${v - 7}l7 7l-7 7l-7 -7z` });
    } else set(signs[i], { d: `M${u} ${chart.top}V${chart.bottom}` });
    set(notes[i], place);
  });

  figure.draw(() => {
    const fast = data.machines[menu.value], one = chart.x(1), even = needed(fast), v = chart.y(1);
    box(zones[0], chart.left, chart.top, one, chart.bottom);
    box(zones[1], one, chart.top, chart.right, v);
    box(zones[2], one, v, chart.right, chart.bottom);
    set(titles[0], { x: (chart.left + one) / 2, y: chart.bottom - 8, "text-anchor": "middle",
      visibility: one - chart.left > 46 ? null : "hidden" });
    set(titles[1], { x: chart.right - 8, y: chart.top + 18, "text-anchor": "end" });
    set(titles[2], { x: one + 8, y: chart.bottom - 8 });
    set(level, { x1: chart.left, x2: chart.right, y1: v, y2: v });
    set(from, { x: chart.x(Math.min(even, right)) - 8, y: v + 18, text: even <= right ? `${times(even)}×` : "" });
    drawLines(fast);
    drawMarks();

    const bills = [[slow, 1], [fast, hand.value]], most = Math.max(...bills.map(each => total(...each))) || 1;
    bills.forEach(([machine, speedUp], row) => {
      let u = bars.left;
      const top = 44 + 44 * row;
      set(amounts[row], { x: bars.left, y: top - 6, text: `${machine.short}: ${money(total(machine, speedUp))}` });
      parts(machine, speedUp).forEach((amount, i) => {
        const wide = (bars.right - bars.left) * amount / most;
        set(rows[row][i], { x: u, y: top, width: wide });
        u += wide;
      });
    });
    key.forEach((each, i) => set(each, { x: bars.right - 86 * (2 - i), y: 14, "text-anchor": "end" }));
    const says = `${fast.short}, ${times(hand.value)} times as quick: ${money(total(fast, hand.value))}. `
      + `${slow.short}: ${money(total(slow, 1))}.`;
    figure.say(even < Infinity ? `${says} From ${times(even)} times on, the ${fast.short} costs no more.`
      : `${says} For work this short the ${fast.short} costs more, however quick it is.`);
  });
}
