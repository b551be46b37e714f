(figure, data) => {
  const { html, svg, set, place } = figure;
  place(html("style", { text: `
    .question { margin: 10px 0 16px; max-width: 720px; }
    .question > p { margin: 0 0 6px; }
    .question button { display: flex; gap: 10px; align-items: center; width: 100%; margin: 4px 0; text-align: left; }
    .question svg { flex: none; width: 18px; height: 18px; fill: none; stroke: var(--soft); stroke-width: 2; }
    .question .right { --mark: var(--green); } .question .wrong { --mark: var(--red); }
    .question :is(.right, .wrong) { border-color: var(--mark); } .question :is(.right, .wrong) svg { stroke: var(--mark); }
    .question :is(.right, .wrong)[aria-pressed="true"] { box-shadow: inset 0 0 0 1px var(--mark); }
    .question .reason { min-height: 1.45em; margin: 6px 0 0; }` }));
  const signs = { right: "M4 9l4 4 7-8", wrong: "M4 4l10 10M14 4l-10 10", open: "M9 3a6 6 0 1 0 .01 0" };
  for (const { ask, answers, key } of data.questions) {
    const reasons = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(key), each => each.charCodeAt(0))));
    const said = html("p", { class: "reason", "aria-live": "polite" });
    const buttons = answers.map((words, i) => {
      const icon = svg("svg", { viewBox: "0 0 18 18", "aria-hidden": "true" });
      const sign = svg("path", { d: signs.open }, icon);
      const button = html("button", { type: "button", "aria-pressed": "false" }, icon, html("span", { text: words }));
      button.addEventListener("click", () => {
        const [right, reason] = reasons[i];
        for (const each of buttons) set(each, { "aria-pressed": String(each === button) });
        set(button, { class: right ? "right" : "wrong" });
        set(sign, { d: right ? signs.right : signs.wrong });
        set(said, { text: `${right ? data.words.yes : data.words.no} ${reason}` });
      });
      return button;
    });
    place(html("div", { class: "question", role: "group", "aria-label": ask }, html("p", { text: ask }), ...buttons, said));
  }
  figure.say(data.words.say);
  figure.draw(() => {});
}
