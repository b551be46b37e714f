(figure, data) => {
  const { colour, set, seconds, short } = figure;
  const tints = ["blue", "red", "green", "orange", "pink", "sky"], LANE = 54, FINISH = 26, whole = size => size.toLocaleString("en");
  const measured = [...new Set(data.lanes.flatMap(lane => lane.sizes))].sort((one, other) => one - other);
  const width = figure.width < 520 ? 3 : 1; // every so many sizes has its tick

  const track = figure.chart({ label: "The lanes", height: 12 + LANE * data.lanes.length });
  const finish = track.add("path", { stroke: colour.ink, "stroke-width": 2, "stroke-dasharray": "4 3" });
  const lanes = data.lanes.map((lane, i) => ({
    ground: track.add("rect", { fill: colour.panel, height: 14, rx: 7, x: 8 }),
    way: track.add("rect", { fill: colour[tints[i]], height: 14, rx: 7, x: 8 }),
    runner: track.add("circle", { fill: colour[tints[i]], stroke: colour.paper, "stroke-width": 2, r: 11 }),
    name: track.add("text", { class: `strong ${tints[i]}`, text: lane.name, x: 8 }),
    time: track.add("text", { class: "soft", "text-anchor": "end" }),
  }));
  let ran = 1;
  figure.button("Run the race", () => figure.animate(1600, share => { ran = share; }));

  const all = data.lanes.flatMap(lane => [...lane.low, ...lane.high]);
  const chart = figure.chart({
    label: "Time over size", height: 300, margin: { left: 78, right: 24, top: 34, bottom: 52 },
    x: { from: measured[0], to: measured.at(-1), log: true, format: whole, label: `size (${data.unit}); dots: measured${data.lanes.some(lane => lane.calculated) ? ", rings: calculated" : ""}`,
      ticks: measured.filter((_, i) => i % width === 0) },
    y: { from: Math.min(...all) / 2, to: Math.max(...all) * 1.5, log: true, format: seconds, label: "median time" },
  });
  const grounds = chart.each(data.stops.slice(1), "rect", () => ({ opacity: 0.12 }));
  const own = chart.add("line", { stroke: colour.ink, "stroke-dasharray": "4 4" });
  const note = chart.add("text", { class: "halo" });
  const curves = data.lanes.map((lane, i) => ({
    band: chart.add("path", { fill: colour[tints[i]], opacity: 0.25 }),
    line: chart.add("path", { fill: "none", stroke: colour[tints[i]], "stroke-width": 2.5, "stroke-dasharray": lane.calculated ? "6 4" : null }),
    dots: chart.each(lane.sizes, "circle", () => ({ fill: lane.calculated ? colour.paper : colour[tints[i]], stroke: colour[tints[i]], "stroke-width": 2, r: 3.5 })),
    here: chart.add("circle", { fill: "none", stroke: colour[tints[i]], "stroke-width": 3, r: 9 }),
  }));
  const diamond = chart.add("path", { fill: colour.ink });
  const guess = chart.add("text", { class: "halo" });
  const size = chart.handle({
    label: `Size of the work (${data.unit})`, stops: data.stops, value: data.start, page: 8, tint: colour.ink, tag: true,
    format: value => `${whole(value)} ${value === 1 ? data.one : data.unit}`, at: () => chart.top, line: () => [chart.top, chart.bottom],
  });

  figure.draw(() => {
    const at = size.index, times = data.times.map(row => row[at]), quickest = Math.min(...times.filter(time => time !== null));
    const left = 8, right = track.right - FINISH;
    set(finish, { d: lanes.map((_, i) => `M${right} ${LANE * i + 26}v26`).join("") });
    lanes.forEach(({ ground, way, runner, name, time }, i) => {
      const top = LANE * i, share = times[i] === null ? 0 : ran * quickest / times[i], u = left + (right - left) * share;
      set(name, { y: top + 20 });
      set(ground, { y: top + 32, width: right - left });
      set(way, { y: top + 32, width: Math.max(0, u - left), visibility: share ? null : "hidden" });
      set(runner, { cx: u, cy: top + 39, visibility: times[i] === null ? "hidden" : null });
      set(time, { x: track.right, y: top + 20, text: data.lanes[i].sizes.length
        ? `${times[i] === null ? "not measured at this size" : seconds(times[i])} · ${data.lanes[i].source}` : data.lanes[i].source });
    });

    grounds.forEach((ground, i) => {
      const [from, to] = [data.stops[i], data.stops[i + 1]], winner = data.first[i + 1];
      set(ground, { x: chart.x(from), width: chart.x(to) - chart.x(from), y: chart.top, height: chart.bottom - chart.top,
        fill: winner === null ? "none" : colour[tints[winner]] });
    });
    data.lanes.forEach((lane, i) => {
      const { band, line, dots, here } = curves[i], u = lane.sizes.map(each => chart.x(each));
      const points = what => lane[what].map((each, k) => [u[k], chart.y(each)]);
      set(line, { d: figure.path(points("medians")) });
      const edge = [...points("low"), ...points("high").reverse()];
      set(band, { d: edge.length ? `${figure.path(edge)}Z` : null });
      dots.forEach((dot, k) => set(dot, { cx: u[k], cy: chart.y(lane.medians[k]) }));
      set(here, times[i] === null ? { visibility: "hidden" } : { visibility: null, cx: chart.x(size.value), cy: chart.y(times[i]) });
    });
    if (data.cross !== null) {
      const u = chart.x(data.cross), far = u > (chart.left + chart.right) / 2;
      set(own, { x1: u, x2: u, y1: chart.top + 40, y2: chart.bottom });
      set(note, { x: u + (far ? -6 : 6), y: chart.top + 54, "text-anchor": far ? "end" : "start",
        text: `your crossover: ${whole(data.cross)}` });
    }
    if (data.predicted !== null) {
      const inside = Math.min(measured.at(-1), Math.max(measured[0], data.predicted)), u = chart.x(inside), v = chart.bottom;
      const far = u > (chart.left + chart.right) / 2;
      set(diamond, { d: `M${u} ${v - 9}l9 9l-9 9l-9 -9z` });
      set(guess, { x: u + (far ? -14 : 14), y: v - 8, "text-anchor": far ? "end" : "start",
        text: `you predicted ${short(data.predicted)}${inside === data.predicted ? "" : ", beyond this picture"}` });
    }
    figure.say(data.words[at]);
  });
}
