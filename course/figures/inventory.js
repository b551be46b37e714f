(figure, data) => {
  const { html, place } = figure;
  place(html("style", { text: `
    .statements { list-style: none; margin: 6px 0; padding: 0; max-width: 860px; }
    .statements li { display: grid; grid-template-columns: 1fr 190px; gap: 4px 16px; align-items: center; padding: 5px 0;
      border-bottom: 1px solid var(--grid); }
    .statements select { width: 190px; }
    .figure code { overflow-wrap: anywhere; }
    @media (max-width: 520px) { .statements li { grid-template-columns: 1fr; } }` }));
  const list = html("ol", { class: "statements" });
  const menus = data.statements.map((words, i) => {
    const id = `statement-${i + 1}`;
    const menu = html("select", { id }, ...data.chances.map(([value, says]) => html("option", { value, text: says })));
    menu.addEventListener("change", figure.redraw);
    list.append(html("li", {}, html("label", { for: id, text: `${i + 1}. ${words}` }), menu));
    return menu;
  });
  place(list);
  const code = figure.code();
  figure.draw(() => {
    const marks = menus.map(menu => menu.value), done = marks.filter(mark => mark !== "-").length;
    figure.say(done ? data.words.answered.replace("{done}", done).replace("{all}", marks.length) : data.words.open);
    code.show(done ? `${data.name} = "${[data.form, ...marks].join(" ")}"` : "");
  });
}
