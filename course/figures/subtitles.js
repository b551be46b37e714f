(figure, data) => {
  const { colour, set } = figure;
  const most = Math.max(...data.lines.map(line => Math.max(line.english.length, line.french.length)));
  const longest = Math.max(...data.lines.map(line => line.french.length));
  const ROW = 28, TOP = 62, SEEN = 300; // milliseconds that a word takes at least to be seen coming
  const pace = Math.max(data.ms, SEEN), slower = Math.round(pace / data.ms);
  let spoken = null, clock = null, stop = () => {}; // while it plays: English words said, milliseconds gone
  const end = () => { stop(); spoken = clock = null; };
  const menu = figure.select({
    label: "Sentence", value: 0, options: data.lines.map((line, i) => [i, line.english.join(" ")]),
  });
  const hand = figure.range({
    label: "French words", stops: figure.steps(0, longest, 1), value: data.lines[0].french.length, page: 3,
  });
  figure.button("Play", () => {
    end();
    const line = data.lines[menu.value];
    const talk = line.english.length * data.spoken, whole = talk + line.french.length * pace;
    hand.value = 0;
    const mine = figure.animate(whole, share => {
      const writing = Math.max(0, share * whole - talk) / pace; // words, and a part of the next one
      clock = Math.min(share * whole, talk) + writing * data.ms;
      spoken = Math.min(line.english.length, Math.floor(clock / data.spoken) + 1);
      hand.value = Math.min(line.french.length, Math.floor(writing + 1e-6));
      if (share === 1) { hand.value = line.french.length; spoken = clock = null; }
    });
    stop = () => { mine(); stop = () => {}; };
  });
  const chart = figure.chart({ label: "Attention from French words to English ones", height: TOP + ROW * most + 8 });
  const box = chart.add("rect", { fill: colour.panel, rx: 5 });
  const subtitle = chart.add("text", { class: "strong", "text-anchor": "middle" });
  const time = chart.add("text", { class: "soft", "text-anchor": "middle" });
  const ribbons = chart.add("g", { fill: "none", "aria-hidden": "true" });
  const paths = Array.from({ length: most * longest }, () => chart.add("path", {}, ribbons));
  const english = Array.from({ length: most }, () => chart.add("text", { "text-anchor": "end", dy: 4 }));
  const french = Array.from({ length: longest }, () => chart.add("text", { dy: 4 }));
  let shown = 0;

  figure.draw(() => {
    const line = data.lines[menu.value];
    if (menu.value !== shown) { // another sentence: all of its words
      end();
      shown = menu.value;
      hand.value = line.french.length;
    }
    if (hand.value > line.french.length) hand.value = line.french.length; // the slider is as long as the longest
    const written = hand.value;
    const left = chart.width * 0.42, right = chart.width * 0.58, at = row => TOP + ROW * (row + 0.5);
    set(box, { x: 2, y: 2, width: chart.width - 4, height: 30 });
    const whole = line.french.slice(0, written).join(" ") || "…";
    set(subtitle, { x: chart.width / 2, y: 22, text: whole });
    const gone = clock ?? line.english.length * data.spoken + written * data.ms;
    const slow = clock !== null && written > 0 && slower > 1 ? `, written ${slower} times slower here` : "";
    set(time, { x: chart.width / 2, y: 50, text: `${(gone / 1000).toFixed(2)} s since the first spoken word${slow}` });
    english.forEach((word, j) => set(word, {
      x: left - 6, y: at(j), text: line.english[j] ?? "", class: spoken !== null && j >= spoken ? "soft" : "strong",
      visibility: spoken !== null && j >= spoken ? "hidden" : null,
    }));
    french.forEach((word, i) => set(word, {
      x: right + 6, y: at(i), text: i < written ? line.french[i] : "", class: i === written - 1 ? "blue strong" : "blue",
    }));
    paths.forEach((path, k) => {
      const i = Math.floor(k / most), j = k % most, share = i < written ? line.attention[i][j] ?? 0 : 0;
      const last = i === written - 1, middle = (left + right) / 2;
      set(path, {
        d: share < data.faint ? null : `M${left} ${at(j)}C${middle} ${at(j)} ${middle} ${at(i)} ${right} ${at(i)}`,
        stroke: last ? colour.orange : colour.line, "stroke-width": 14 * share, "stroke-opacity": last ? 0.9 : 0.3,
      });
    });
    if (clock === null) figure.say(line.words[written]);
    else figure.say(`“${line.english.join(" ")}” is being spoken.`);
  });
}
