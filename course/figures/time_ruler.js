(figure, data) => {
  const { seconds, colour, set } = figure;
  const { labels } = data;
  const measured = data.samples.length > 0;
  const chart = figure.chart({
    label: labels.ruler, height: measured ? 310 : 260, margin: { left: 20, right: 20, top: 8, bottom: 58 },
    x: { from: data.from, to: data.to, log: true, grid: false, format: seconds,
      label: labels.axis },
  });
  const fine = figure.significant(1e-9, 1e6, 1).filter(value => value > data.from && value < data.to);
  const notches = chart.each(fine, "line", () => ({ stroke: colour.line }));
  const landmarks = data.landmarks.map(([name, at]) => ({
    at, line: chart.add("line", { class: "grid" }),
    words: name.split("\n").map(text => chart.add("text", { class: "soft", "text-anchor": "middle", text })),
  }));
  const needle = chart.add("line", { stroke: colour.red, "stroke-width": 2 });
  const diamond = chart.add("path", { fill: colour.red });
  const samples = chart.each(data.samples, "circle", () => ({ fill: colour.blue, stroke: colour.paper }));
  const middle = chart.add("text", { class: "strong halo blue", "text-anchor": "middle" });
  const guess = chart.add("text", { class: "strong halo red", "text-anchor": "middle" });

  let landed = 1, placed = measured && data.prediction !== null, hand = null, code = null;
  if (measured) {
    const land = () => figure.animate(600 + 80 * data.samples.length, share => { landed = share; });
    figure.button(labels.again, land);
    figure.seen(land);
  } else {
    const stops = figure.significant(data.from, data.to).filter(value => value < data.to);
    hand = chart.handle({
      label: labels.prediction, stops, value: data.start, page: 90, format: seconds, tint: colour.red,
      at: () => chart.bottom - 70,
    });
    code = figure.code();
  }

  figure.draw(() => {
    notches.forEach((notch, i) => {
      const u = chart.x(fine[i]);
      set(notch, { x1: u, x2: u, y1: chart.bottom, y2: chart.bottom + (String(fine[i]).match(/^(0\.0*)?1|^1e/) ? 9 : 5) });
    });
    for (const { at, line, words } of landmarks) {
      const u = chart.x(at);
      set(line, { x1: u, x2: u, y1: 46, y2: chart.bottom });
      words.forEach((word, i) => set(word, { x: u, y: 20 + 16 * i }));
    }
    const inside = (u, room) => Math.min(chart.right - room, Math.max(chart.left + room, u));
    const top = heap();
    if (measured) {
      set(middle, { x: inside(chart.x(data.median), 60), y: top - 10, text: labels.measured.replace("{}", data.middle),
        visibility: landed === 1 ? null : "hidden" });
      figure.say(data.words);
    }
    if (hand) {
      placed ||= hand.value !== data.start;
      figure.say(placed ? labels.predict.replace("{}", seconds(hand.value)) : data.words);
      code.show(placed ? `predicted_seconds = ${hand.value}` : "");
    }
    if (placed) {
      const value = hand ? hand.value : data.prediction, u = chart.x(value), v = chart.bottom - 70;
      const close = measured && Math.abs(u - chart.x(data.median)) < 130 && Math.abs(v - top) < 40;
      set(needle, { x1: u, x2: u, y1: v, y2: chart.bottom });
      set(diamond, { d: hand ? null : `M${u} ${v - 9}l9 9l-9 9l-9 -9z` });
      set(guess, { x: inside(u, 70), y: close ? top - 32 : v - 26, text: labels.predicted.replace("{}", seconds(value)) });
    }
  });

  // Samples fall one after the other and pile up where the ruler says; gives the top of the highest pile.
  function heap() {
    const radius = Math.min(5, 88 / data.samples.length), piles = new Map();
    const each = 5 / (data.samples.length + 4); // five are in the air at a time
    let top = chart.bottom;
    samples.forEach((mark, i) => {
      const column = Math.round(chart.x(data.samples[i]) / (2 * radius)), level = piles.get(column) ?? 0;
      piles.set(column, level + 1);
      const floor = chart.bottom - radius * (2 * level + 1);
      const start = data.samples.length < 2 ? 0 : (i / (data.samples.length - 1)) * (1 - each);
      const share = Math.min(1, Math.max(0, (landed - start) / each));
      set(mark, { cx: chart.x(data.samples[i]), cy: 44 + (floor - 44) * share ** 2, r: radius,
        visibility: share > 0 ? null : "hidden" });
      top = Math.min(top, floor - radius);
    });
    return top;
  }
}
