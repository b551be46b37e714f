(figure, data) => {
  const { colour, set, short, steps } = figure;
  const [[left, right], [bottom, top]] = data.ends;
  const [across, up] = data.names, count = data.apple.length, fixed = value => value.toFixed(2);
  const chart = figure.chart({
    label: `Fruit by ${across} and ${up}, and the field`, share: 0.66, height: width => Math.min(430, Math.max(300, width * 0.7)),
    x: { from: left, to: right, label: across, grid: false }, y: { from: bottom, to: top, label: up, grid: false },
    margin: { top: 14, right: 24 },
  });
  const field = chart.add("rect", { fill: colour.blue, "fill-opacity": 0.16 });
  const fruit = chart.each(data.fruit, "image", href => ({ href }));
  const rings = chart.each(data.fruit, "circle", () => ({ fill: "none", stroke: colour.red, "stroke-width": 2.5 }));
  chart.drag(field, move());
  const tint = colour.blue, middle = (one, other) => (one + other) / 2;
  const edge = (label, along, value, page, end) => chart.handle({
    label, along, value, page, tint, tag: true,
    format: each => each === end ? "no limit" : fixed(each),
    stops: along === "x" ? steps(left, right, data.step) : steps(bottom, top, data.step),
    at: () => along === "x" ? middle(chart.y(low.value), chart.y(high.value)) : middle(chart.x(from.value), chart.x(to.value)),
    line: () => along === "x" ? [chart.y(low.value), chart.y(high.value)] : [chart.x(from.value), chart.x(to.value)],
  });
  const from = edge(`${across}, from`, "x", data.field[0], 10, left), to = edge(`${across}, to`, "x", data.field[1], 10, right);
  const low = edge(`${up}, from`, "y", data.field[2], 5, bottom), high = edge(`${up}, to`, "y", data.field[3], 5, top);

  // the map: how many are right, for every place of the lower left corner, with the other two edges as they are
  const places = [steps(left, right, data.step), steps(bottom, top, data.step)];
  const map = figure.chart({
    label: "Accuracy for every place of the lower left corner", share: 0.34, height: width => Math.min(330, Math.max(230, width)),
    x: { from: left, to: right, label: `${across}, from`, grid: false }, y: { from: bottom, to: top, label: `${up}, from`, grid: false },
    margin: { top: 64 },
  });
  const heat = map.add("image", { preserveAspectRatio: "none", style: "image-rendering:pixelated" });
  const key = map.add("image", { preserveAspectRatio: "none" });
  const words = ["a coin: 0.50", "all: 1.00"].map(text => map.add("text", { class: "soft", text }));
  const name = map.add("text", { class: "soft", text: "accuracy, corner by corner" });
  const ring = map.add("circle", { r: 7, fill: "none", stroke: colour.ink, "stroke-width": 2 });
  const best = map.add("text", { class: "strong halo" });
  const corner = map.add("circle", { r: 7, fill: colour.blue, stroke: colour.paper, "stroke-width": 2 });
  const sheet = map.add("rect", { fill: "transparent" });
  map.drag(sheet, (x, y) => { from.value = x; low.value = y; });
  const again = figure.button("Put the edges back", () => {
    [from.value, to.value, low.value, high.value] = data.field;
  });
  const code = figure.code();

  // An edge at the end of its axis lets everything beyond pass.
  const span = (one, other, ends) => {
    const [a, b] = one <= other ? [one, other] : [other, one];
    return [a <= ends[0] ? -Infinity : a, b >= ends[1] ? Infinity : b];
  };
  const inside = (i, [a, b], [c, d]) => data.x[i] >= a && data.x[i] <= b && data.y[i] >= c && data.y[i] <= d;

  figure.draw(() => {
    const wide = span(from.value, to.value, data.ends[0]), tall = span(low.value, high.value, data.ends[1]);
    let wrong = 0, lost = 0;
    for (let i = 0; i < count; i++) {
      const packed = inside(i, wide, tall);
      if (packed && !data.apple[i]) wrong++;
      if (!packed && data.apple[i]) lost++;
    }
    const accuracy = (count - wrong - lost) / count, cost = wrong * data.wrong_crate + lost * data.lost_apple;
    figure.say(`Right for ${fixed(accuracy)} of ${short(count)} photographs. Wrong in the crate: ${wrong}, apples left out: ` +
      `${lost}. At ${short(data.wrong_crate)} and ${fixed(data.lost_apple)} euro each that costs ${cost.toFixed(2)} euro.`);
    const conditions = [condition(across, wide), condition(up, tall)].filter(Boolean);
    code.show(`return ${conditions.join(" & ") || `table["${across}"] > -1`}`);

    const [u, v] = [from.value, to.value].map(chart.x).sort((a, b) => a - b);
    const [w, z] = [low.value, high.value].map(chart.y).sort((a, b) => a - b);
    set(field, { x: u, y: w, width: v - u, height: z - w });
    const size = chart.width < 460 ? 20 : 27;
    data.shown.forEach((row, i) => {
      const x = chart.x(data.x[row]), y = chart.y(data.y[row]);
      set(fruit[i], { x: x - size / 2, y: y - size / 2, width: size, height: size });
      set(rings[i], { cx: x, cy: y, r: size * 0.62, visibility: inside(row, wide, tall) === Boolean(data.apple[row]) ? "hidden" : null });
    });
    drawMap(wide[1], tall[1]);
  });

  function condition(column, [a, b]) {
    const name = `table["${column}"]`;
    if (a === -Infinity) return b === Infinity ? "" : `(${name} <= ${b})`;
    return b === Infinity ? `(${name} >= ${a})` : `${name}.between(${a}, ${b})`;
  }

  // Sums from the upper right make the whole map in one pass over the fruit.
  function drawMap(x1, y1) {
    const [xs, ys] = places, gain = ys.map(() => new Float64Array(xs.length));
    let apples = 0;
    for (let i = 0; i < count; i++) {
      apples += data.apple[i];
      if (data.x[i] > x1 || data.y[i] > y1) continue;
      const column = last(xs, data.x[i]), row = last(ys, data.y[i]);
      gain[row][column] += data.apple[i] ? 1 : -1;
    }
    let top = [0, 0, 0];
    for (let row = ys.length - 1; row >= 0; row--) {
      for (let column = xs.length - 1; column >= 0; column--) {
        gain[row][column] += (gain[row + 1]?.[column] ?? 0) + (gain[row][column + 1] ?? 0) - (gain[row + 1]?.[column + 1] ?? 0);
      }
    }
    const share = gain.map(row => [...row].map(value => (count - apples + value) / count));
    share.forEach((row, j) => row.forEach((value, i) => { if (value > top[0]) top = [value, i, j]; }));
    const cell = [map.x(xs[1]) - map.x(xs[0]), map.y(ys[0]) - map.y(ys[1])];
    set(heat, { href: figure.heat([...share].reverse(), shade), x: map.x(left) - cell[0] / 2, y: map.y(ys.at(-1)) - cell[1] / 2,
      width: cell[0] * xs.length, height: cell[1] * ys.length });
    set(key, { href: figure.heat([Array.from({ length: 64 }, (_, i) => 0.4 + 0.6 * i / 63)], shade),
      x: map.left, y: 24, width: map.right - map.left, height: 10 });
    set(name, { x: map.right, y: 15, "text-anchor": "end" });
    set(words[0], { x: map.left + (map.right - map.left) / 6, y: 50, "text-anchor": "middle" });
    set(words[1], { x: map.right, y: 50, "text-anchor": "end" });
    const [value, i, j] = top, x = map.x(xs[i]), y = map.y(ys[j]);
    set(ring, { cx: x, cy: y });
    set(best, { x: Math.min(map.right - 40, Math.max(map.left + 44, x)), y: y < map.top + 40 ? y + 24 : y - 13, "text-anchor": "middle",
      text: `best: ${fixed(value)}` });
    set(corner, { cx: map.x(Math.min(from.value, to.value)), cy: map.y(Math.min(low.value, high.value)) });
    set(sheet, { x: map.left, y: map.top, width: map.right - map.left, height: map.bottom - map.top });
  }
  // The place of the last corner from which on a value is still inside; the first corner lets everything pass.
  function last(stops, value) {
    let i = Math.min(stops.length - 1, Math.max(0, Math.floor((value - stops[0]) / data.step + 1e-6)));
    while (i > 0 && stops[i] > value) i--;
    while (i < stops.length - 1 && stops[i + 1] <= value) i++;
    return i;
  }
  function shade(value) {
    const share = Math.min(1, Math.max(0, (value - 0.4) / 0.6));
    const [start, end] = figure.dark ? [[38, 42, 48], [140, 205, 255]] : [[240, 240, 240], [0, 60, 120]];
    return start.map((each, i) => Math.round(each + (end[i] - each) * share));
  }
  // The field moves as a whole by the way of the pointer since it was taken up.
  function move() {
    let grip = null;
    field.addEventListener("pointerdown", () => { grip = null; }, true);
    return (x, y) => {
      grip ??= { x, y, edges: [from.value, to.value, low.value, high.value] };
      const [a, b, c, d] = grip.edges;
      [from.value, to.value, low.value, high.value] = [a + x - grip.x, b + x - grip.x, c + y - grip.y, d + y - grip.y];
    };
  }
}
