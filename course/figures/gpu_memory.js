(figure, data) => {
  const { colour, set, html } = figure;
  const GB = 1e9, whole = value => value.toLocaleString("en");
  const amount = bytes => {
    const [unit, factor] = [["GB", 1e9], ["MB", 1e6], ["kB", 1e3], ["B", 1]].find(pair => bytes >= pair[1] * 0.9995);
    return `${Number((bytes / factor).toPrecision(3))} ${unit}`;
  };
  const network = figure.select({
    label: "Network", value: data.network, options: data.networks.map((each, i) => [i, each.name]),
  });
  const way = figure.select({ label: "Work", value: data.way, options: data.ways.map((each, i) => [i, each]) });
  const card = figure.select({
    label: "GPU", value: data.card, options: data.cards.map(([name, gb], i) => [i, `${name}, ${gb} GB`]),
  });
  const batch = figure.range({ label: "Batch", stops: data.batches, value: data.batch, format: whole, page: 4 });

  const chart = figure.chart({
    label: "Memory that is needed, and that GPUs have", height: 172, margin: { left: 16, right: 24, top: 8 },
    x: { from: 0, to: data.widest, label: "memory (GB)", grid: false },
  });
  const TOP = 52, HIGH = 42;
  const ground = chart.add("rect", { fill: colour.panel, y: TOP, height: HIGH });
  const bars = data.parts.map(([, tint]) => chart.add("rect", { fill: colour[tint], y: TOP, height: HIGH }));
  const reach = { y1: 44, y2: TOP + HIGH + 8 };
  const edges = chart.each(data.cards, "line", () => ({ ...reach, stroke: colour.paper, "stroke-width": 6 }));
  const lines = chart.each(data.cards, "line", () => reach);
  const names = chart.each(data.cards, "text", ([name]) => ({ y: 20, "text-anchor": "middle", text: name }));
  const sizes = chart.each(data.cards, "text", ([, gb]) => ({ y: 37, "text-anchor": "middle", text: whole(gb) }));
  const beyond = chart.add("text", { y: TOP + HIGH + 23, "text-anchor": "end", class: "strong halo" });

  const list = html("ul", { class: "parts" });
  const rows = data.parts.map(([part, tint]) => {
    const words = html("span"), mark = html("i", { style: `background: var(--${tint})`, "aria-hidden": "true" });
    list.append(html("li", {}, mark, words));
    return words;
  });
  const origin = figure.place(html("p", { class: "note" }));
  origin.before(html("style", { text: `
    .parts { display: flex; flex-wrap: wrap; gap: 2px 22px; list-style: none; margin: 4px 0; padding: 0; font-weight: 600; }
    .parts i { display: inline-block; width: 12px; height: 12px; margin-right: 7px; border-radius: 2px; }
    .note { margin: 4px 0; font-size: 13px; color: var(--soft); max-width: 90ch; }
    .message { margin: 8px 0 0; max-width: 90ch; }
    .message p { margin: 0 0 4px; }
    .message pre { margin: 0 0 4px; padding: 8px; background: var(--panel); border-radius: 5px; white-space: pre-wrap;
      overflow-wrap: anywhere; font: 12.5px/1.5 var(--jp-code-font-family, ui-monospace, Menlo, Consolas, monospace); }` }), list);
  const message = figure.place(html("div", { class: "message" },
    html("p", { text: `What PyTorch says then, here to ${data.message.source}:` }),
    html("pre", { text: data.message.words }),
    html("p", { text: data.message.read })));

  figure.room("ViT-B/16, training, mixed precision, batch of 1,024: 100 GB, 100 % of it activations. It does not fit on "
    + "the A100 (80 GB): a batch of 1,024 would. The first that holds it: the H100.");
  figure.draw(() => {
    const one = data.networks[network.value], [weights, gradients, optimizer, fixed, each] = one.ways[way.value];
    const counts = [weights, gradients, optimizer, fixed + each * batch.value];
    const total = counts.reduce((sum, count) => sum + count), [name, gb] = data.cards[card.value];
    let from = 0;
    const at = bytes => chart.x(Math.min(bytes / GB, data.widest));
    set(ground, { x: chart.left, width: chart.right - chart.left });
    counts.forEach((count, i) => {
      set(bars[i], { x: at(from), width: at(from + count) - at(from) });
      set(rows[i], { text: `${data.parts[i][0]} ${i === 3 && !one.counted ? "not counted" : count ? amount(count) : "none"}` });
      from += count;
    });
    data.cards.forEach(([, size], i) => {
      const chosen = i === card.value, u = chart.x(size), look = chosen ? "strong halo" : "soft halo";
      set(edges[i], { x1: u, x2: u });
      set(lines[i], { x1: u, x2: u, stroke: chosen ? colour.ink : colour.line, "stroke-width": chosen ? 3 : 1.5 });
      set(names[i], { x: u, class: look });
      set(sizes[i], { x: u, class: look });
    });
    set(beyond, { x: chart.right, text: total > data.widest * GB ? `to ${amount(total)} →` : "" });
    set(origin, { text: `${one.origin} ${data.left_out}` });

    const most = counts.indexOf(Math.max(...counts)), share = Math.floor(100 * counts[most] / total + 0.5);
    const top = one.counted ? Math.max(0, Math.floor((gb * GB - (total - each * batch.value)) / each)) : null;
    let says = `${one.name}, ${data.ways[way.value]}${one.counted ? `, batch of ${whole(batch.value)}` : ""}: `
      + `${amount(total)}, ${share} % of it ${data.parts[most][0]}.`;
    if (!one.counted) says += " Activations come on top: nobody counted them here.";
    const fits = total <= gb * GB, on = `the ${name} (${gb} GB)`;
    if (fits) says += ` It fits on ${on}${one.counted ? `, up to a batch of ${whole(top)}` : ""}.`;
    else {
      const other = data.cards.find(([, size]) => total <= size * GB);
      says += ` It does not fit on ${on}${top ? `: a batch of ${whole(top)} would` : ", whatever the batch"}. `
        + (other ? `The first that holds it: the ${other[0]}.` : "No GPU here holds it.");
    }
    message.hidden = fits;
    figure.say(says);
  });
}
