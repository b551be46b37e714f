(figure, data) => {
  const { html, set, place, short, colour } = figure;
  const SIDE = 32, GREY = 0.5;
  place(html("style", { text: `
    .photographs { display: flex; flex-wrap: wrap; gap: 4px; margin: 4px 0 10px; }
    .photographs button { padding: 3px; min-height: 0; line-height: 0; }
    .explained { display: flex; flex-wrap: wrap; gap: 12px 28px; align-items: flex-start; }
    .explained p { margin: 0 0 4px; }
    canvas { image-rendering: pixelated; border-radius: 3px; }
    .photographs canvas { width: 38px; height: 38px; }
    .whole { position: relative; width: 224px; height: 224px; }
    .whole canvas { width: 100%; height: 100%; }
    .whole i { position: absolute; box-shadow: inset 0 0 0 2px #fff, 0 0 0 2px #b84a00; pointer-events: none; }
    .blocks { flex: 1 1 340px; max-width: 620px; }
    .maps { display: grid; grid-template-columns: repeat(8, 1fr); gap: 4px; margin-bottom: 8px; text-align: center; }
    .maps canvas { width: 100%; aspect-ratio: 1; display: block; }
    .maps span { font-size: 12px; font-variant-numeric: tabular-nums; }` }));

  // The network, as Python handed it over: three blocks of patterns, and a last layer that weighs them.
  const unpacked = (text, Kind) => new Kind(Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer);
  const layers = data.layers.map(({ shape, weights, biases }) =>
    ({ patterns: shape[0], inputs: shape[1], weights: unpacked(weights, Float32Array), biases: unpacked(biases, Float32Array) }));
  const photos = data.photos.map(text => Float32Array.from(unpacked(text, Uint16Array), value => value / 65535));

  // Every pattern at every place: the sum over a window of 3 x 3, and nothing below zero.
  function matches({ patterns, inputs, weights, biases }, picture, side) {
    const area = side * side, found = new Float32Array(patterns * area);
    for (let pattern = 0; pattern < patterns; pattern++) {
      const out = found.subarray(pattern * area, (pattern + 1) * area).fill(biases[pattern]);
      for (let input = 0; input < inputs; input++) for (let tap = 0; tap < 9; tap++) {
        const weight = weights[(pattern * inputs + input) * 9 + tap], down = Math.floor(tap / 3) - 1, right = (tap % 3) - 1;
        const last = side - Math.max(0, right), first = Math.max(0, -right);
        for (let row = Math.max(0, -down); row < side - Math.max(0, down); row++) {
          const from = input * area + (row + down) * side + right, to = row * side;
          for (let column = first; column < last; column++) out[to + column] += weight * picture[from + column];
        }
      }
      for (let place = 0; place < area; place++) if (out[place] < 0) out[place] = 0;
    }
    return found;
  }
  // The strongest match in each square of 2 x 2.
  function halved(picture, patterns, side) {
    const half = side / 2, found = new Float32Array(patterns * half * half);
    for (let pattern = 0; pattern < patterns; pattern++) for (let row = 0; row < half; row++) for (let column = 0; column < half; column++) {
      const at = pattern * side * side + 2 * row * side + 2 * column;
      found[(pattern * half + row) * half + column] = Math.max(picture[at], picture[at + 1], picture[at + side], picture[at + side + 1]);
    }
    return found;
  }
  function look(picture) {
    const blocks = [], last = layers.at(-1);
    let side = SIDE;
    for (const layer of layers.slice(0, -1)) {
      if (blocks.length) { picture = halved(picture, layer.inputs, side); side /= 2; }
      picture = matches(layer, picture, side);
      blocks.push({ maps: picture, side, patterns: layer.patterns });
    }
    const evidence = Array.from(last.weights, (weight, pattern) =>
      weight * picture.subarray(pattern * side * side, (pattern + 1) * side * side).reduce((most, value) => Math.max(most, value), 0));
    const logit = evidence.reduce((sum, each) => sum + each, last.biases[0]);
    return { blocks, evidence, chance: 1 / (1 + Math.exp(-logit)) };
  }
  const without = photos.map(photo => look(photo).chance);

  function paint(canvas, side, shade) { // shade(place) is [red, green, blue]
    const brush = canvas.getContext("2d"), pixels = brush.createImageData(side, side);
    for (let place = 0; place < side * side; place++) pixels.data.set([...shade(place), 255], 4 * place);
    brush.putImageData(pixels, 0, 0);
  }
  const inColour = photo => place => [0, 1, 2].map(band => 255 * photo[band * SIDE * SIDE + place]);
  const canvas = side => html("canvas", { width: side, height: side });

  let chosen = 0;
  const buttons = photos.map((photo, i) => {
    const small = canvas(SIDE);
    paint(small, SIDE, inColour(photo));
    const button = html("button", { type: "button", "aria-label": `photograph ${i + 1}: ${data.kinds[i]}` }, small);
    button.addEventListener("click", () => { chosen = i; figure.redraw(); });
    return button;
  });
  place(html("div", { class: "photographs", role: "group", "aria-label": "Choose a photograph" }, ...buttons));

  const chart = figure.chart({
    label: "Chance of apple", height: 84, margin: { left: 24, right: 24, top: 14 },
    x: { from: 0, to: 100, label: "chance of apple (%): the dot, and the ring without the patch", ticks: [0, 25, 50, 75, 100] },
  });
  const way = chart.add("line", { stroke: colour.red, "stroke-width": 3 });
  const ring = chart.add("circle", { r: 9, fill: "none", stroke: colour.blue, "stroke-width": 2.5 });
  const dot = chart.add("circle", { r: 6, fill: colour.red });

  const photograph = canvas(SIDE), outline = html("i"), name = html("p");
  const whole = html("div", { class: "whole grip" }, photograph, outline);
  const rows = data.shown.map((patterns, block) => {
    const side = SIDE >> block, sees = data.sees[block];
    const maps = patterns.map(each => ({ ...each, canvas: canvas(side), words: html("span") }));
    const words = `Block ${block + 1}: ${patterns.length} of ${layers[block].patterns} patterns, each of ${sees} x ${sees} pixels`;
    return { maps, element: html("div", {}, html("p", { text: words }),
      html("div", { class: "maps" }, ...maps.map(each => html("div", {}, each.canvas, each.words)))) };
  });
  place(html("div", { class: "explained" },
    html("div", {}, name, whole, html("p", { text: "Drag the grey patch." })),
    html("div", { class: "blocks" }, ...rows.map(row => row.element), html("p", {
      text: "White is a strong match. The numbers are what the last layer makes of the strongest one: above zero it speaks for apple." }))));

  const left = figure.range({ label: "patch from the left", stops: figure.steps(0, SIDE - 4, 1), value: 0 });
  const top = figure.range({ label: "from the top", stops: figure.steps(0, SIDE - 4, 1), value: 0 });
  const size = figure.select({ label: "size", value: 8,
    options: [[0, "no patch"], ...[4, 8, 12, 16].map(pixels => [pixels, `${pixels} x ${pixels} pixels`])] });
  const push = event => {
    const box = whole.getBoundingClientRect(), pixel = box.width / SIDE;
    left.value = (event.clientX - box.left) / pixel - size.value / 2;
    top.value = (event.clientY - box.top) / pixel - size.value / 2;
  };
  whole.addEventListener("pointerdown", event => {
    if (event.button) return;
    event.preventDefault();
    whole.setPointerCapture(event.pointerId);
    push(event);
  });
  whole.addEventListener("pointermove", event => { if (whole.hasPointerCapture(event.pointerId)) push(event); });

  figure.draw(() => {
    const picture = photos[chosen].slice();
    for (let row = top.value; row < Math.min(SIDE, top.value + size.value); row++) for (let band = 0; band < 3; band++) {
      const start = (band * SIDE + row) * SIDE;
      picture.fill(GREY, start + left.value, start + Math.min(SIDE, left.value + size.value));
    }
    const seen = look(picture);
    paint(photograph, SIDE, inColour(picture));
    const share = pixels => `${(100 * pixels) / SIDE}%`;
    outline.hidden = !size.value;
    outline.style.cssText = `left: ${share(left.value)}; top: ${share(top.value)};
      width: ${share(Math.min(size.value, SIDE - left.value))}; height: ${share(Math.min(size.value, SIDE - top.value))}`;
    set(name, { text: data.kinds[chosen] });
    buttons.forEach((button, i) => set(button, { "aria-pressed": String(i === chosen) }));
    rows.forEach(({ maps }, block) => maps.forEach(({ pattern, brightest, canvas, words }) => {
      const { maps, side } = seen.blocks[block], from = pattern * side * side;
      paint(canvas, side, place => Array(3).fill(255 * Math.sqrt(maps[from + place] / brightest)));
      if (block === data.shown.length - 1) {
        const adds = seen.evidence[pattern];
        set(words, { text: `${adds < -0.05 ? "−" : adds > 0.05 ? "+" : ""}${Math.abs(adds).toFixed(1)}` });
      }
    }));
    const [now, before] = [seen.chance, without[chosen]].map(chance => 100 * chance), v = chart.bottom - 12;
    set(ring, { cx: chart.x(before), cy: v });
    set(dot, { cx: chart.x(now), cy: v });
    set(way, { x1: chart.x(before), x2: chart.x(now), y1: v, y2: v });
    figure.say(size.value ? `Chance of apple ${Math.round(now)}% behind the patch, ${Math.round(before)}% without it.`
      : `Chance of apple ${Math.round(before)}%.`);
  });
}
