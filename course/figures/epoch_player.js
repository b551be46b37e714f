(figure, data) => {
  const { html, svg, set, place, colour } = figure;
  place(html("style", { text: `
    .watched { display: flex; flex-wrap: wrap; gap: 8px 4px; }
    .watched div { width: 99px; font-size: 12px; line-height: 1.35; text-align: center; }
    .watched img { display: block; width: 84px; height: 84px; margin: 0 auto 2px; border-radius: 4px; }
    .watched .right img { outline: 2px solid var(--blue); } .watched .wrong img { outline: 5px solid var(--red); }
    .watched b { display: block; } .watched .since { color: var(--soft); } .watched .wrong b { color: var(--red); }` }));
  const last = data.epochs.length - 1, percent = value => `${Math.round(100 * value)}%`;
  const lowest = Math.min(0.4, ...data.train, ...data.valid);
  const chart = figure.chart({
    label: "Accuracy after each epoch", height: 200,
    x: { from: data.epochs[0], to: data.epochs[last], label: "epoch", ticks: data.epochs },
    y: { from: lowest, to: 1, label: "accuracy", format: percent, ticks: figure.steps(0, 1, 0.2).filter(each => each >= lowest) },
  });
  const lines = [["training", data.train, colour.blue, "6 4"], ["validation", data.valid, colour.red, null]].map(
    ([name, scores, stroke, dash]) => ({
      name, scores, line: chart.add("path", { fill: "none", stroke, "stroke-width": 2, "stroke-dasharray": dash }),
      words: chart.add("text", { class: `halo ${name === "training" ? "blue" : "red"}`, "text-anchor": "end", text: name }),
    }));
  const now = chart.handle({
    label: "Epoch", stops: data.epochs, value: data.epochs[last], page: 3, format: epoch => data.words[data.epochs.indexOf(epoch)],
    tint: colour.red, at: () => chart.y(data.valid[now.index]),
  });
  let stop = () => {};
  figure.button(`Play from epoch ${data.epochs[0]}`, () => {
    stop();
    stop = figure.animate(450 * last, share => { now.index = Math.round(share * last); });
  });
  now.group.addEventListener("pointerdown", () => stop());
  now.group.addEventListener("keydown", () => stop());
  const tiles = data.photos.map((source, i) => {
    const image = html("img", { src: source }), kind = html("span"), guess = html("b");
    return { image, kind, guess, tile: html("div", {}, image, kind, guess, html("span", { class: "since", text: data.since[i] })) };
  });
  place(html("div", { class: "watched" }, ...tiles.map(each => each.tile)));

  figure.draw(() => {
    for (const { name, scores, line, words } of lines) {
      set(line, { d: figure.path(scores.map((score, i) => [chart.x(data.epochs[i]), chart.y(score)])) });
      set(words, { x: chart.right - 6, y: chart.bottom - (name === "training" ? 28 : 10) });
    }
    data.chances[now.index].forEach((chance, i) => {
      const { image, kind, guess, tile } = tiles[i], right = chance > 0.5 === data.apple[i];
      const words = `${chance > 0.5 ? "apple" : "no apple"} ${percent(Math.max(chance, 1 - chance))}`;
      set(tile, { class: right ? "right" : "wrong" });
      set(kind, { text: `${data.kinds[i]} ${right ? "✓" : "✗"}` });
      set(guess, { text: words });
      set(image, { alt: `${data.kinds[i]}: ${words}, ${right ? "right" : "wrong"}` });
    });
    figure.say(data.words[now.index]);
  });
}
