(figure, data) => {
  const { colour, set, steps } = figure;
  const fixed = value => value.toFixed(2);
  const digits = value => // a threshold that a learner computed has its own
    Math.abs(value * 100 - Math.round(value * 100)) < 1e-9 ? fixed(value) : value.toFixed(4);
  const ends = [0.005, 0.995];
  const pitch = width => Math.min(44, (width - 24) * data.column / 10.59); // a column of fruit, in pixels
  const chart = figure.chart({
    label: "Fruit by their chance of being an apple", height: width => 148 + data.tall * pitch(width),
    margin: { left: 12, right: 12, top: 30, bottom: 66 },
    x: { from: ends[0], to: ends[1], logit: true, label: "chance of being an apple, as the model sees it", grid: false },
  });
  const crate = chart.add("rect", { fill: colour.blue, "fill-opacity": 0.16 });
  const sides = [["to the juice", "start"], ["into the crate", "end"]].map(([text, anchor]) =>
    chart.add("text", { class: "strong", text, "text-anchor": anchor }));
  const fruit = chart.each(data.fruit, "image", href => ({ href }));
  const rings = chart.each(data.fruit, "circle", () => ({ fill: "none", stroke: colour.red, "stroke-width": 2.5 }));
  const more = chart.each(Object.entries(data.more), "text", ([, many]) => ({ class: "soft", "text-anchor": "middle", text: `+${many}` }));
  const line = chart.handle({
    label: "Threshold", stops: [...new Set([...steps(0.01, 0.99, 0.01), data.start])].sort((a, b) => a - b), value: data.start, page: 10, format: digits, tint: colour.blue,
    at: () => chart.bottom, line: () => [chart.top + 10, chart.bottom],
  });

  figure.draw(() => {
    const packed = data.chance.map(chance => chance >= line.value);
    const wrong = packed.filter((each, i) => each && !data.apple[i]).length;
    const lost = packed.filter((each, i) => !each && data.apple[i]).length;
    const crated = packed.filter(Boolean).length, apples = data.apple.filter(Boolean).length;
    const cost = wrong * data.wrong_crate + lost * data.lost_apple;
    figure.say(`Threshold ${line.words}: wrong in the crate: ${wrong}, apples lost: ${lost}, cost ${fixed(cost)} euro. ` +
      `Precision ${fixed(crated ? (crated - wrong) / crated : 0)}, recall ${fixed(apples ? (apples - lost) / apples : 0)}.`);
    const wide = pitch(chart.width), size = wide * 0.84, edge = chart.x(line.value);
    set(crate, { x: edge, y: chart.top - 20, width: Math.max(0, chart.right - edge), height: chart.bottom - chart.top + 20 });
    set(sides[0], { x: chart.left, y: 24 });
    set(sides[1], { x: chart.right - 6, y: 24 });
    const across = column => chart.left + (chart.right - chart.left) * (0.5 + column * data.column / 10.59);
    const floor = chart.bottom - 14 - wide / 2;
    data.shown.forEach((row, i) => {
      const x = across(data.columns[i]), y = floor - data.levels[i] * wide;
      set(fruit[i], { x: x - size / 2, y: y - size / 2, width: size, height: size });
      set(rings[i], { cx: x, cy: y, r: wide * 0.52, visibility: packed[row] === data.apple[row] ? "hidden" : null });
    });
    Object.keys(data.more).forEach((column, i) => set(more[i], {
      x: across(Number(column)), y: floor - (data.tall - 0.45) * wide - (wide < 36 && column % 2 ? 16 : 0),
    }));
  });
}
