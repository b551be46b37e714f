(figure, data) => {
  const { colour, set, steps } = figure;
  const fixed = value => value.toFixed(2), last = data.album.length - 1;
  const stops = value => [...new Set([...steps(0.05, 0.95, 0.05), value])].sort((a, b) => a - b);
  const scene = figure.select({ label: "Scene", options: data.scenes.map((_, i) => [i, String(i)]), value: data.scene });
  const epoch = figure.range({ label: "Epoch", stops: steps(0, last, 1), value: last, page: 3, format: String });
  const threshold = figure.range({ label: "Threshold", stops: stops(data.threshold), value: data.threshold, page: 4, format: fixed });
  const overlap = figure.range({ label: "Overlap", stops: stops(data.overlap), value: data.overlap, page: 4, format: fixed });
  let stop = () => {}, playing = false;
  const play = figure.button("Play from epoch 0", () => {
    stop();
    playing = !playing;
    if (playing) stop = figure.animate(450 * last, share => { epoch.index = Math.round(share * last); playing = share < 1; });
  });

  const sheet = figure.chart({ label: "The scene with its boxes", share: 0.5, height: width => width + 42, margin: { top: 34, right: 8, bottom: 30 } });
  const chart = figure.chart({
    label: "Precision over recall", share: 0.5, height: width => Math.min(width + 42, 440), margin: { top: 34 },
    x: { from: 0, to: 1, label: "recall" }, y: { from: 0, to: 1.02, label: "precision", ticks: steps(0, 1, 0.2) },
  });
  const counter = sheet.add("text", { class: "strong", "font-size": 17 });
  const picture = sheet.add("image", { "aria-hidden": "true" });
  const shapes = sheet.add("g", { "aria-hidden": "true" });
  const key = sheet.add("text", { class: "soft" });
  const curve = chart.add("path", { fill: "none", stroke: colour.blue, "stroke-width": 2.5 });
  const dot = chart.add("circle", { r: 8, fill: colour.red });
  const place = chart.add("text", { class: "strong halo", "text-anchor": "end" });

  const iou = (a, b) => {
    const wide = Math.min(a[2], b[2]) - Math.max(a[0], b[0]), tall = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
    const shared = Math.max(0, wide) * Math.max(0, tall), area = box => (box[2] - box[0]) * (box[3] - box[1]);
    return shared / (area(a) + area(b) - shared);
  };
  // Of two boxes that overlap more than allowed the surer one stays; then each takes the free apple it overlaps most.
  const judged = (found, truth) => {
    const left = [], taken = new Set();
    for (const box of found) if (left.every(other => iou(box, other) <= overlap.value)) left.push(box);
    return left.map(box => {
      let best = -1, most = 0.5;
      truth.forEach((true_, i) => { const each = iou(box, true_); if (!taken.has(i) && each >= most && (best < 0 || each > most)) { best = i; most = each; } });
      if (best >= 0) taken.add(best);
      return { box, score: box[4], apple: best };
    });
  };
  // Equal names together, where the first of them stood.
  const grouped = names => [...new Set(names)].map(name => [name, names.filter(each => each === name).length])
    .map(([name, many]) => many > 1 ? `${name} ×${many}` : name).join("; ");
  // The longest that is ever said: the line keeps its room, and no control moves while one is dragged.
  const kinds = data.others.map(each => grouped(each.map(([kind]) => kind))), longest = Math.max(...kinds.map(each => each.length));
  figure.room(`Epoch ${last}: 40 apples counted here, there are 10. Wrong: apple again ×20; apple, too loosely ×20; no fruit ×20; ` +
    `${kinds.find(each => each.length === longest)} ×1. In all ${data.scenes.length} scenes no box and so no precision, recall 0.00, miscounted by 20.00 apples a scene.`);

  // What a wrong box lies on.
  const lies = (box, now, taken) => {
    let name = "no fruit", most = data.touched;
    data.truth[now].forEach((true_, i) => { const each = iou(box, true_); if (each > most) { most = each; name = taken.has(i) ? "apple again" : "apple, too loosely"; } });
    data.others[now].forEach(([kind, place]) => { const each = iou(box, place); if (each > most) { most = each; name = kind; } });
    return name;
  };
  const rect = ([x0, y0, x1, y1], scale, attributes) => sheet.add("rect", {
    x: picture.x0 + x0 * scale, y: picture.y0 + y0 * scale, width: (x1 - x0) * scale, height: (y1 - y0) * scale, fill: "none", ...attributes,
  }, shapes);

  figure.draw(() => {
    const every = data.album[epoch.index].map((found, i) => judged(found, data.truth[i]));
    const counted = every.map(found => found.filter(each => each.score >= threshold.value));
    const total = data.truth.flat().length, all = counted.flat(), hits = all.filter(each => each.apple >= 0).length;
    const error = counted.reduce((sum, found, i) => sum + Math.abs(found.length - data.truth[i].length), 0) / counted.length;
    const now = Number(scene.value), here = counted[now], truth = data.truth[now];
    const precision = all.length ? hits / all.length : null, recall = hits / Math.max(1, total);
    const met = new Set(here.map(each => each.apple));
    const wrong = here.filter(each => each.apple < 0).map(each => lies(each.box, now, met));
    figure.say(`Epoch ${epoch.value}: ${here.length} apples counted here, there are ${truth.length}. ` +
      `${wrong.length ? `Wrong: ${grouped(wrong)}.` : "No box is wrong."} In all ${counted.length} scenes ` +
      `${precision === null ? "no box and so no precision" : `precision ${fixed(precision)}`}, recall ${fixed(recall)}, miscounted by ${fixed(error)} apples a scene.`);

    const side = Math.min(sheet.right - sheet.left, sheet.bottom - sheet.top), scale = side / data.size;
    Object.assign(picture, { x0: sheet.left, y0: sheet.top });
    set(picture, { href: data.scenes[now], x: sheet.left, y: sheet.top, width: side, height: side });
    set(counter, { x: sheet.left, y: 24, text: `${here.length} counted, ${truth.length} there` });
    set(key, { x: sheet.left, y: sheet.top + side + 20, text: "solid right, dashed wrong, dotted missed" });
    set(play, { text: playing ? "Stop" : "Play from epoch 0" });
    if (!playing) play.style.minWidth = `${Math.ceil(play.getBoundingClientRect().width)}px`; // as wide with the shorter word
    shapes.replaceChildren();
    truth.forEach((box, i) => {
      if (met.has(i)) return;
      rect(box, scale, { stroke: "#fff", "stroke-width": 5 });
      rect(box, scale, { stroke: "#A3477F", "stroke-width": 3, "stroke-dasharray": "3 4" });
    });
    for (const { box, apple } of [...here].sort((a, b) => Math.sign(a.apple + 1) - Math.sign(b.apple + 1))) { // right ones on top
      rect(box, scale, { stroke: "#fff", "stroke-width": 5 });
      rect(box, scale, { stroke: apple >= 0 ? "#0072B2" : "#D55E00", "stroke-width": 3, "stroke-dasharray": apple >= 0 ? null : "7 5" });
    }
    let right = 0;
    const points = every.flat().sort((a, b) => b.score - a.score).map((each, i) => {
      right += each.apple >= 0;
      return [chart.x(right / Math.max(1, total)), chart.y(right / (i + 1))];
    });
    set(curve, { d: figure.path(points) });
    set(dot, { cx: chart.x(recall), cy: chart.y(precision ?? 0), visibility: precision === null ? "hidden" : null });
    set(place, { x: chart.right, y: 24, text: `precision and recall at ${fixed(threshold.value)}` });
  });
}
