(figure, data) => {
  const { colour, set } = figure;
  const years = data.chance.length / 365, [fewest, most] = data.ends, always = 365;
  const lost = figure.range({
    label: "A lost blossom costs (protected nights)", stops: figure.steps(1, data.most, 1), value: data.lost, page: 5,
  });
  const percent = value => `${value} %`;
  const chart = figure.chart({
    label: "Bill of a year", height: 330, margin: { bottom: 106, right: 30, left: 66 },
    x: { from: fewest, to: most, log: true, ticks: [1, 2, 5, 10, 20, 50, 100], format: percent, label: "" },
    y: { from: 0, to: 420, label: "bill of a year (protected nights)" },
  });
  const ceiling = chart.add("line", { stroke: colour.line, "stroke-dasharray": "4 4" });
  const curve = chart.add("path", { fill: "none", stroke: colour.blue, "stroke-width": 2 });
  const rule = chart.add("line", { stroke: colour.green, "stroke-width": 2, "stroke-dasharray": "6 4" });
  const every = chart.add("text", { class: "soft halo", text: "protect every night: 365" });
  const rules = chart.add("text", { class: "green strong halo" });
  const dot = chart.add("circle", { r: 6, fill: colour.red, stroke: colour.paper, "stroke-width": 2 });
  const shown = data.chance.map((chance, i) => ({ at: 100 * chance, frost: data.frost[i] })).filter(night => night.at >= fewest);
  const ticks = chart.each(shown, "line", night => ({
    stroke: night.frost ? colour.blue : colour.line, "stroke-width": night.frost ? 2 : 1, opacity: night.frost ? 1 : 0.6,
  }));
  const rows = ["frost", "no frost"].map(text => chart.add("text", { class: "soft", "text-anchor": "end", text }));
  const name = chart.add("text", { class: "name", "text-anchor": "middle", text: "chance of frost from which on is protected" });
  const hand = chart.handle({
    label: "Protect from", stops: figure.steps(fewest, most, 1), value: data.percent, page: 10, format: percent,
    tint: colour.red, at: () => chart.bottom, line: () => [chart.top, chart.bottom],
  });
  const cut = chart.add("line", { stroke: colour.red, "stroke-width": 2 }); // goes on below the words of the axis

  // Nights protected, frosts missed and the bill, each for a mean year. `chance` is sorted.
  const bill = limit => {
    let protectedNights = 0, missed = 0;
    data.chance.forEach((chance, i) => { if (chance > limit) protectedNights++; else missed += data.frost[i]; });
    return { nights: protectedNights / years, missed: missed / years, costs: (protectedNights + lost.value * missed) / years };
  };

  figure.draw(() => {
    const top = chart.y(420), points = [];
    for (let limit = fewest; limit <= most; limit += limit < 20 ? 0.25 : 1) {
      points.push([chart.x(limit), Math.max(top, chart.y(bill(limit / 100).costs))]);
    }
    set(curve, { d: points.map(([u, v], i) => `${i ? "L" : "M"}${u.toFixed(1)} ${v.toFixed(1)}`).join("") });
    set(ceiling, { x1: chart.left, x2: chart.right, y1: chart.y(always), y2: chart.y(always) });
    set(every, { x: chart.left + 6, y: chart.y(always) - 6 });
    const fair = 100 / lost.value, u = chart.x(fair), right = u > (chart.left + chart.right) / 2;
    set(rule, { x1: u, x2: u, y1: top, y2: chart.bottom });
    set(rules, { x: right ? u - 8 : u + 8, y: chart.bottom - 12, "text-anchor": right ? "end" : "start",
      text: `1 / ${lost.value} = ${figure.short(fair, 2)} %` });
    const now = bill(hand.value / 100);
    set(dot, { cx: chart.x(hand.value), cy: Math.max(top, chart.y(now.costs)) });
    set(cut, { x1: chart.x(hand.value), x2: chart.x(hand.value), y1: chart.bottom + 26, y2: chart.bottom + 62 });
    ticks.forEach((tick, i) => {
      const at = chart.x(shown[i].at), row = chart.bottom + (shown[i].frost ? 28 : 46);
      set(tick, { x1: at, x2: at, y1: row, y2: row + 14 });
    });
    rows.forEach((row, i) => set(row, { x: chart.left - 4, y: chart.bottom + 40 + 18 * i }));
    set(name, { x: (chart.left + chart.right) / 2, y: chart.bottom + 92 });
    figure.say(`Protect from ${hand.value} % on: ${now.nights.toFixed(0)} nights protected, ${now.missed.toFixed(0)} frosts `
      + `missed, a bill of ${now.costs.toFixed(0)} a year.`);
  });
}
