(figure, data) => {
  const { html, set, place } = figure;
  const lessons = Object.keys(data.lessons);
  const chosen = figure.select({
    label: "Lesson", value: "", options: [["", "all lessons"], ...lessons.map(each => [each, `lesson ${each}`])],
  });
  const tall = Math.max(2, data.rows.length);
  const chart = figure.chart({
    label: "Prediction over measurement, a row for each prediction", height: 90 + 30 * tall,
    x: { from: 0.2 / data.most, to: data.most / 0.2, log: true, label: "prediction over measurement (times)",
      format: value => value >= 1 ? figure.short(value) : `1/${figure.short(1 / value)}` },
  });
  const band = chart.add("rect", { fill: "var(--panel)" });
  const exact = chart.add("line", { stroke: "var(--ink)", "stroke-width": 1.5 });
  const bars = chart.each(data.rows, "line", () => ({ stroke: "var(--line)", "stroke-width": 2 }));
  const dots = chart.each(data.rows, "circle", row => ({ r: 6, fill: row.near ? figure.colour.blue : figure.colour.red }));
  const names = chart.each(data.rows, "text", row => ({ class: "halo", text: `${row.lesson}  ${row.name}` }));
  const list = html("ul", { class: "rows" });
  place(html("style", { text: ".rows { margin: 4px 0; padding-left: 20px; max-width: 860px; } .rows li { margin: 2px 0; }" }));
  place(list);
  figure.draw(() => {
    const step = (chart.bottom - chart.top) / tall, one = chart.x(1);
    set(band, { x: chart.x(0.1), y: chart.top, width: chart.x(10) - chart.x(0.1), height: chart.bottom - chart.top });
    set(exact, { x1: one, x2: one, y1: chart.top, y2: chart.bottom });
    data.rows.forEach((row, i) => {
      const u = chart.x(row.ratio), v = chart.top + step * (i + 0.5);
      const faint = chosen.value && chosen.value !== row.lesson ? 0.15 : null;
      set(bars[i], { x1: one, x2: u, y1: v, y2: v, opacity: faint });
      set(dots[i], { cx: u, cy: v, opacity: faint });
      set(names[i], { x: row.ratio < 1 ? one + 10 : one - 10, y: v + 5, "text-anchor": row.ratio < 1 ? "start" : "end",
        visibility: faint && "hidden" });
    });
    figure.say(chosen.value ? data.lessons[chosen.value] : data.words);
    const own = data.rows.filter(row => chosen.value && row.lesson === chosen.value);
    list.hidden = !own.length;
    list.replaceChildren(...own.map(row => html("li", { text: `${row.name}: ${row.words}.` })));
  });
}
