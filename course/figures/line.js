(figure, data) => {
  const { colour, set, short } = figure;
  const { x, y, unit, ends } = data, count = x.length;
  const mean = of => x.reduce((sum, _, i) => sum + of(i), 0) / count;
  const xx = mean(i => x[i] ** 2), xy = mean(i => x[i] * y[i]), yy = mean(i => y[i] ** 2), mx = mean(i => x[i]), my = mean(i => y[i]);
  const loss = (slope, intercept) => Math.max(0, slope * slope * xx + intercept * intercept + yy
    + 2 * (slope * intercept * mx - slope * xy - intercept * my));

  const rate = figure.select({ label: "Learning rate", options: data.rates.map(each => [each, String(each)]), value: 0.1 });
  figure.button("Let SGD do one step", () => { stop(); walk(1); });
  figure.button("20 steps", () => {
    stop();
    let done = 0;
    stop = figure.animate(1200, share => { while (done < Math.round(20 * share)) { walk(1); done++; } });
  });
  figure.button("Start again", () => { stop(); trail = []; higher = false; stand(...first); });

  const sheet = figure.chart({
    label: "Points and line", height: 330, share: 0.54, margin: { right: 70 },
    x: { from: ends[0], to: ends[1], label: data.names[0] },
    y: { from: data.range[0], to: data.range[1], label: data.names[1] },
  });
  const clip = (chart, id) => chart.add("rect", {}, chart.add("clipPath", { id }));
  const box = clip(sheet, "sheet"), inside = sheet.add("g", { "clip-path": "url(#sheet)" });
  const dots = sheet.each(x, "circle", () => ({ r: 2.5, fill: colour.blue, opacity: 0.5 }), inside);
  const squares = sheet.each(data.squares, "rect", () => ({
    fill: colour.orange, "fill-opacity": 0.1, stroke: colour.orange, "stroke-opacity": 0.7,
  }), inside);
  const whole = sheet.add("rect", { fill: "none", stroke: colour.orange, "stroke-width": 3 }, inside);
  const side = sheet.add("text", { class: "orange strong halo", "text-anchor": "end" });
  const line = sheet.add("line", { stroke: colour.red, "stroke-width": 3 }, inside);
  const grips = ["left", "right"].map((name, i) => sheet.handle({
    label: `Line at the ${name} end (${unit})`, along: "y", stops: figure.steps(...data.range, 1), value: data.start[i], page: 20,
    format: value => `${value} ${unit}`, tag: true, tint: colour.red, at: () => sheet.x(ends[i]),
  }));

  const valley = figure.chart({
    label: "The valley of the loss", height: 330, share: 0.46,
    x: { from: data.valley[0][0], to: data.valley[0][1], label: "slope", grid: false },
    y: { from: data.valley[1][0], to: data.valley[1][1], label: `intercept (${unit})`, grid: false },
  });
  const heat = valley.add("image", { preserveAspectRatio: "none" });
  const edge = clip(valley, "valley"), ground = valley.add("g", { "clip-path": "url(#valley)" });
  const [halo, way] = [[colour.paper, 4], [colour.ink, 1.5]].map(([stroke, width]) =>
    valley.add("path", { fill: "none", stroke, "stroke-width": width }, ground));
  const ball = valley.add("circle", { r: 9, fill: colour.red, stroke: colour.paper, "stroke-width": 2 });
  const cover = valley.add("rect", { fill: "transparent" });
  valley.drag(cover, (slope, intercept) => { stop(); stand(slope, intercept); });

  // Where the line is. The handles stand at whole numbers and in the picture; a line that SGD moves need not.
  let slope, intercept, shown = [], trail = [], stop = () => {}, higher = false, seed = 7, painted = null;
  const stand = (to, level) => {
    [slope, intercept] = [to, level];
    trail = [...trail.slice(-299), [slope, intercept]];
    grips.forEach((grip, i) => { grip.value = slope * ends[i] + intercept; });
    shown = grips.map(grip => grip.index);
    figure.redraw();
  };
  const first = [(data.start[1] - data.start[0]) / (ends[1] - ends[0])];
  first.push(data.start[0] - first[0] * ends[0]);
  const random = () => (seed = (1664525 * seed + 1013904223) % 4294967296) / 4294967296;
  const walk = steps => {
    for (; steps && loss(slope, intercept) < 1e12; steps--) {
      const before = loss(slope, intercept);
      let [down, level] = [0, 0];
      for (let k = 0; k < data.batch; k++) {
        const i = Math.floor(random() * count), error = slope * x[i] + intercept - y[i];
        down += 2 * error * x[i] / data.batch;
        level += 2 * error / data.batch;
      }
      stand(slope - rate.value * down, intercept - rate.value * level);
      higher = rate.value > 0.5 && loss(slope, intercept) > before && loss(slope, intercept) > 4 * data.target ** 2;
    }
  };
  stand(...first);

  const room = (chart, element) => set(element, {
    x: chart.left, y: chart.top, width: chart.right - chart.left, height: chart.bottom - chart.top,
  });
  const paintValley = () => {
    if (painted === figure.dark) return;
    painted = figure.dark;
    const stops = ([from, to]) => Array.from({ length: data.grid }, (_, i) => from + (to - from) * (i + 0.5) / data.grid);
    const levels = stops(data.valley[1]).reverse().map(b => stops(data.valley[0]).map(s => Math.log(loss(s, b) + data.best ** 2)));
    const low = Math.min(...levels.flat()), high = Math.max(...levels.flat());
    const [deep, top] = figure.dark ? [[107, 182, 236], [30, 38, 46]] : [[0, 96, 152], [236, 243, 248]];
    const shade = level => {
      const share = Math.round(12 * (level - low) / (high - low)) / 12;
      return deep.map((value, i) => value + (top[i] - value) * share);
    };
    set(heat, { href: figure.heat(levels, shade) });
  };

  figure.draw(() => {
    if (grips.some((grip, i) => grip.index !== shown[i])) { // moved by hand
      stop();
      higher = false;
      const [left, right] = grips.map(grip => grip.value), steep = (right - left) / (ends[1] - ends[0]);
      stand(steep, left - steep * ends[0]);
    }
    const error = Math.sqrt(loss(slope, intercept)), per = Math.abs(sheet.y(1) - sheet.y(0)), level = at => slope * at + intercept;
    room(sheet, box);
    dots.forEach((dot, i) => set(dot, { cx: sheet.x(x[i]), cy: sheet.y(y[i]) }));
    squares.forEach((square, k) => {
      const i = data.squares[k], off = Math.min(1e5, Math.abs(y[i] - level(x[i]))) * per;
      set(square, { x: sheet.x(x[i]) - (x[i] > 0 ? off : 0), y: sheet.y(Math.max(y[i], level(x[i]))), width: off, height: off });
    });
    const size = Math.min(error * per, 1e5);
    set(whole, { x: sheet.right - 6 - size, y: sheet.bottom - 6 - size, width: size, height: size });
    set(side, { x: sheet.right - 10, y: Math.max(sheet.top + 14, sheet.bottom - 14 - size), text: `mean square: side ${short(error)} ${unit}` });
    const far = at => Math.min(1e5, Math.max(-1e5, sheet.y(level(at))));
    set(line, { x1: sheet.x(ends[0]), y1: far(ends[0]), x2: sheet.x(ends[1]), y2: far(ends[1]) });

    paintValley();
    for (const each of [heat, edge, cover]) room(valley, each);
    const place = ([s, b]) => [Math.min(9999, Math.max(-9999, valley.x(s))), Math.min(9999, Math.max(-9999, valley.y(b)))];
    const d = figure.path(trail.map(place)), [u, v] = place([slope, intercept]);
    set(halo, { d });
    set(way, { d });
    set(ball, { cx: Math.min(valley.right, Math.max(valley.left, u)), cy: Math.min(valley.bottom, Math.max(valley.top, v)) });

    const area = error < 1000 ? `, its area the loss, ${short(error ** 2)} ${unit}²` : "";
    const next = higher ? "The last step landed higher up than it began: this learning rate is too long."
      : error < data.target ? `Below ${short(data.target)} ${unit}: well walked. The formula finds ${short(data.best)} ${unit}.`
        : `Bring it below ${short(data.target)} ${unit}.`;
    figure.say(`The mean of all squares has sides of ${short(error)} ${unit}: that is the error${area}. ${next}`);
  });
}
