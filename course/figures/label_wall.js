(figure, data) => {
  const { html, set, place } = figure;
  place(html("style", { text: `
    .wall { display: grid; gap: 6px; margin: 6px 0; max-width: ${140 * data.columns - 6}px; --even: calc((100% - ${6 * (data.columns - 1)}px) / ${data.columns}); }
    .wall { align-items: start; grid-template-columns: repeat(auto-fill, minmax(max(100px, var(--even)), 1fr)); }
    .wall button { padding: 5px 3px; font-size: 13px; line-height: 1.3; text-align: center; }
    .wall img { display: block; width: 120px; max-width: 100%; aspect-ratio: 1; margin: 0 auto 3px; border-radius: 4px; }
    .wall button[aria-pressed="true"] { outline: 3px solid var(--blue); outline-offset: -3px; }
    .wall button:focus-visible { outline: 3px solid var(--ink); outline-offset: 1px; }
    .wall button[aria-disabled="true"] { cursor: default; }
    .wall .mark { display: block; min-height: 1.3em; font-weight: 600; }
    .wall .wrong .mark { color: var(--red); } .wall .right .mark { color: var(--blue); }` }));
  const turned = data.labels.map(() => false), name = label => label ? "apple" : "no apple";
  let asked = false;
  const tiles = data.photos.map((source, i) => {
    const words = html("span"), mark = html("span", { class: "mark" });
    const button = html("button", { type: "button" }, html("img", { src: source, alt: `Photograph ${i}` }), words, mark);
    button.addEventListener("click", () => { if (!asked) turned[i] = !turned[i]; figure.redraw(); });
    return { button, words, mark };
  });
  place(html("div", { class: "wall", role: "group", "aria-label": "Photographs with their labels" }, ...tiles.map(each => each.button)));
  const ask = figure.button("Ask the grower", () => { asked = true; });
  const back = figure.button("Turn all back", () => turned.fill(false));
  const code = figure.code();

  figure.draw(() => {
    tiles.forEach(({ button, words, mark }, i) => {
      // the grower judges the labels as they came, which is also what the line above counts
      const label = (turned[i] && !asked) !== data.labels[i], right = data.labels[i] === data.truth[i];
      set(button, { "aria-pressed": String(turned[i]), "aria-disabled": asked && "true", class: asked ? (right ? "right" : "wrong") : "" });
      set(words, { text: `${i}: ${name(label)}` });
      set(mark, { text: [asked && (right ? "✓ right" : "✗ wrong"), turned[i] && "turned"].filter(Boolean).join(", ") });
    });
    set(ask, { "aria-pressed": String(asked), "aria-disabled": asked && "true" });
    back.disabled = asked;
    const places = turned.flatMap((each, i) => each ? [i] : []);
    const wrong = data.labels.map((label, i) => label !== data.truth[i]);
    const hits = places.filter(i => wrong[i]).length;
    figure.say(asked
      ? `${wrong.filter(Boolean).length} of these ${wrong.length} labels are wrong. You turned ${hits} of them, and ${places.length - hits} that were right.`
      : `You turned ${places.length} of ${wrong.length} labels.`);
    code.show(`turned = [${places.join(", ")}]`);
  });
}
