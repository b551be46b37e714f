(figure, data) => {
  const { colour, set } = figure;
  const { counts } = data, lowest = Math.min(0.5, ...data.draws.flat(2));
  const chart = figure.chart({
    label: "Accuracy over photographs", height: 330, margin: { right: 24, top: 36 },
    x: { from: counts[0] * 0.8, to: counts.at(-1) * 1.25, log: true, ticks: counts, format: count => count.toLocaleString("en"),
      label: "photographs to learn from (log scale)" },
    y: { from: lowest, to: 1, label: "accuracy on new photographs", format: value => value.toFixed(1),
      ticks: figure.steps(0, 1, 0.1).filter(tick => tick >= lowest - 1e-9) },
  });
  const tints = ["blue", "red", "green", "orange"];
  const lines = data.names.map((name, i) => {
    const tint = colour[tints[i % 4]];
    return {
      band: chart.add("path", { fill: tint, "fill-opacity": 0.16 }),
      line: chart.add("path", { fill: "none", stroke: tint, "stroke-width": 2, "stroke-dasharray": i % 2 ? "7 4" : null }),
      dots: data.draws[i].map(draws => chart.each(draws, "circle", () => ({ r: 3.5, fill: tint, opacity: 0.75 }))),
      sample: chart.add("line", { stroke: tint, "stroke-width": 2, "stroke-dasharray": i % 2 ? "7 4" : null }),
      words: chart.add("text", { class: `${tints[i % 4]} strong`, text: name }),
    };
  });
  const hand = chart.handle({
    label: "Photographs to learn from", stops: counts, value: counts[0], format: count => `${count.toLocaleString("en")} photographs`,
    at: () => chart.bottom - 20, line: () => [chart.top, chart.bottom],
  });
  figure.draw(() => {
    lines.forEach(({ band, line, dots, sample, words }, i) => {
      const at = place => counts.map((count, k) => [chart.x(count), chart.y(data.spreads[i][k][place])]);
      set(band, { d: `${figure.path([...at(0), ...at(2).reverse()])}Z` });
      set(line, { d: figure.path(at(1)) });
      dots.forEach((some, k) => some.forEach((dot, j) => set(dot, { cx: chart.x(counts[k]), cy: chart.y(data.draws[i][k][j]) })));
      const left = chart.left + 120 * i;
      set(sample, { x1: left, x2: left + 26, y1: chart.top - 20, y2: chart.top - 20 });
      set(words, { x: left + 33, y: chart.top - 16 });
    });
    figure.say(data.words[hand.index]);
  });
}
