(figure, data) => {
  const { colour, set } = figure;
  const low = Math.min(...data.values) - 2, high = Math.max(...data.values) + 2, last = data.values.length - 1;
  const years = new Map(data.years);
  const axes = {
    x: { from: 0, to: last, ticks: [...years.keys()], format: day => years.get(day), label: "" },
    y: { from: low, to: high, label: "high (°C)", ticks: [0, 10, 20, 30] },
  };
  const room = { top: 26, bottom: 26 };
  const shuffled = figure.chart({ label: "Judged on shuffled days", height: 200, ...axes, margin: room });
  const timed = figure.chart({ label: "Judged by time", height: 212, ...axes, margin: { ...room, bottom: 38 } });
  const curve = (chart, tint, width) => chart.add("path", { fill: "none", stroke: tint, "stroke-width": width });
  const title = chart => chart.add("text", { class: "strong halo" });
  const came = [curve(shuffled, colour.line, 1), curve(timed, colour.grid, 1)];
  const past = curve(timed, colour.line, 1), year = curve(timed, colour.blue, 1.4);
  const dots = curve(shuffled, colour.red, 4), flat = curve(timed, colour.red, 4);
  set(dots, { "stroke-linecap": "round" });
  const names = [title(shuffled), title(timed)];
  const key = timed.add("text", { class: "red halo", "text-anchor": "end" });
  const stops = data.splits.map(split => split.at);
  const hand = timed.handle({
    label: "Split date", stops, value: stops[data.start], page: 12, tint: colour.red,
    format: at => data.splits[stops.indexOf(at)].date, at: () => timed.bottom, line: () => [timed.top, timed.bottom],
  });

  const line = (chart, from, to) => {
    let path = "";
    for (let day = from; day < to; day++) {
      path += `${day === from ? "M" : "L"}${chart.x(day).toFixed(1)} ${chart.y(data.values[day]).toFixed(1)}`;
    }
    return path;
  };

  figure.draw(() => {
    const split = data.splits[hand.index], end = split.at + data.test, all = data.values.length;
    set(came[0], { d: line(shuffled, 0, end) });
    set(came[1], { d: line(timed, end - 1, all) });
    set(past, { d: line(timed, 0, split.at) });
    set(year, { d: line(timed, split.at, end) });
    set(dots, { d: split.held.map((day, i) =>
      `M${shuffled.x(day).toFixed(1)} ${shuffled.y(split.guesses[i]).toFixed(1)}h0`).join("") });
    const v = timed.y(split.flat);
    set(flat, { d: `M${timed.x(split.at)} ${v}H${timed.x(end - 1)}` });
    set(key, { x: timed.x(end - 1), y: v - 8, text: "forecast" });
    const off = split.errors.map(error => `${error.toFixed(1)} °C off`);
    set(names[0], { x: shuffled.left, y: 15, text: `Shuffled: ${off[0]}` });
    set(names[1], { x: timed.left, y: 15, text: `By time: ${off[1]}` });
    figure.say(split.words);
  });
}
