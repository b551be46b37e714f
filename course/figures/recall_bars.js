(figure, data) => {
  const { colour, set } = figure, many = data.varieties.length;
  const sets = figure.range({ label: "Learned from", stops: data.sets.map((_, i) => i), value: 0, page: 1, format: i => data.sets[i] });
  const chart = figure.chart({
    label: "Recall by variety", height: 300, margin: { bottom: 42 },
    x: { from: -0.5, to: many - 0.5, ticks: [], grid: false },
    y: { from: 0, to: 1.1, label: "share of a variety's apples found", ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], format: value => value.toFixed(1) },
  });
  const bars = chart.each(data.varieties, "rect", (_, i) => ({
    fill: data.missing[i] ? colour.orange : colour.blue, "fill-opacity": data.missing[i] ? 0.75 : 0.9,
  }));
  const first = chart.each(data.varieties, "line", () => ({ stroke: colour.ink, "stroke-width": 2 }));
  const words = chart.each(data.varieties, "text", () => ({ class: "strong halo", "text-anchor": "middle" }));
  const names = chart.each(data.varieties, "text", (variety, i) => ({
    class: data.missing[i] ? "orange strong" : "", "text-anchor": "middle", text: variety,
  }));
  const key = chart.add("text", { class: "soft", "text-anchor": "end", text: "line: the first set; orange: missing there" });
  figure.draw(() => {
    const wide = (chart.right - chart.left) / many;
    data.shares[sets.value].forEach((share, i) => {
      const middle = chart.x(i), top = chart.y(share), before = chart.y(data.shares[0][i]);
      set(bars[i], { x: middle - wide * 0.31, width: wide * 0.62, y: top, height: Math.max(0, chart.bottom - top) });
      set(first[i], { x1: middle - wide * 0.38, x2: middle + wide * 0.38, y1: before, y2: before });
      set(words[i], { x: middle, y: Math.min(top, before) - 6, text: share.toFixed(2) });
      set(names[i], { x: middle, y: chart.bottom + (wide < 62 && i % 2 ? 35 : 19) }); // in two lines where it is narrow
    });
    set(key, { x: chart.right, y: chart.top + 2 });
    figure.say(data.words[sets.value]);
  });
}
