(figure, data) => {
  const { colour, set, short, steps } = figure;
  const count = data.fruit.length, LEVEL = 74, HEAD = 34, BOX = [86, 38];
  const limit = tree => tree.limit === null ? `as many as it needs (${tree.depth})` : String(tree.limit);
  let fallen = 1, stop = () => {}, known = {};
  const most = figure.range({
    label: "questions a fruit, at most", stops: data.trees.map((_, i) => i), value: data.start, page: 2,
    format: i => limit(data.trees[i]),
  });
  const one = figure.range({
    label: "follow one fruit", stops: steps(0, count, 1), value: 0, page: 10,
    format: i => i ? `${i}, ${data.kinds[i - 1]}` : "none",
  });
  figure.button("Let them all fall", () => fall());
  const chart = figure.chart({
    label: "The tree and its fruit", height: width => { const now = lay(width); return now.floor + now.rows * now.size + 8; },
  });
  const branches = chart.add("path", { fill: "none", stroke: colour.line, "stroke-width": 1.5 });
  const path = chart.add("path", { fill: "none", stroke: colour.orange, "stroke-width": 5, "stroke-linejoin": "round" });
  const boxes = chart.add("g");
  const advice = chart.add("text", { class: "soft", text: "yes goes left, no goes right", x: 0, y: 16 });
  const fruit = chart.each(data.fruit, "image", href => ({ href }));
  const rings = chart.each(data.fruit, "circle", () => ({ fill: "none", stroke: colour.red, "stroke-width": 2 }));
  const halo = chart.add("circle", { fill: "none", stroke: colour.orange, "stroke-width": 3 });
  const fall = () => { stop(); stop = figure.animate(1200 + 45 * count, share => { fallen = share; }); };
  figure.seen(fall);

  // The nodes that a fruit comes through, from the root to a leaf.
  function route(tree, values) {
    const nodes = [0];
    for (let node = 0; tree.column[node] >= 0;) {
      node = values[tree.column[node]] <= tree.threshold[node] ? tree.yes[node] : tree.no[node];
      nodes.push(node);
    }
    return nodes;
  }

  // Places of nodes and fruit for a tree and a width: leaves as wide as their piles, in rows as few as fit.
  function lay(width) {
    if (known.width === width && known.tree === data.trees[most.value]) return known;
    const tree = data.trees[most.value], routes = data.values.map(values => route(tree, values));
    const leaves = [], piles = new Map(), place = [], size = width < 600 ? 17 : 23;
    const collect = node => {
      if (tree.column[node] < 0) { leaves.push(node); piles.set(node, []); } else { collect(tree.yes[node]); collect(tree.no[node]); }
    };
    collect(0);
    routes.forEach((nodes, i) => piles.get(nodes.at(-1)).push(i));
    const narrow = Math.min(44, width / leaves.length);
    let rows = 2, wide;
    do {
      rows++;
      wide = leaves.map(leaf => Math.max(narrow, Math.ceil(piles.get(leaf).length / rows) * size + 8));
    } while (wide.reduce((sum, each) => sum + each, 0) > width && rows < count);
    const spare = (width - wide.reduce((sum, each) => sum + each, 0)) / leaves.length;
    const floor = HEAD + LEVEL * tree.depth + 22, slots = [];
    let left = 0;
    leaves.forEach((leaf, l) => {
      const middle = left + (wide[l] + spare) / 2, pile = piles.get(leaf).sort((i, j) => data.apple[j] - data.apple[i]);
      const columns = Math.ceil(pile.length / rows);
      pile.forEach((i, k) => {
        slots[i] = [middle + (Math.floor(k / rows) - (columns - 1) / 2) * size, floor + (k % rows + 0.5) * size];
      });
      place[leaf] = [middle, HEAD + LEVEL * tree.depth];
      left += wide[l] + spare;
    });
    const settle = (node, depth) => {
      if (tree.column[node] < 0) return place[node][0];
      const across = (settle(tree.yes[node], depth + 1) + settle(tree.no[node], depth + 1)) / 2;
      const inside = Math.min(width - BOX[0] / 2 - 1, Math.max(BOX[0] / 2 + 1, across));
      place[node] = [inside, HEAD + LEVEL * depth];
      return inside;
    };
    settle(0, 0);
    known = { width, tree, routes, leaves, place, slots, rows, size, floor };
    return known;
  }

  figure.draw(() => {
    const now = lay(chart.width), { tree, routes, place, slots, size } = now;
    const edges = tree.column.flatMap((column, node) => column < 0 ? [] :
      [null, place[tree.yes[node]], place[node], place[tree.no[node]]]);
    set(branches, { d: figure.path(edges) });
    const followed = one.value ? routes[one.value - 1] : [];
    set(path, { d: followed.length ? figure.path([...followed.map(node => place[node]), slots[one.value - 1]]) : null });
    label(now, followed);
    set(advice, { visibility: place[0][0] - BOX[0] / 2 < 200 ? "hidden" : null });

    const flight = 0.35, last = Math.max(1, count - 1);
    data.fruit.forEach((_, i) => {
      const share = Math.min(1, Math.max(0, (fallen - (i / last) * (1 - flight)) / flight));
      const stops = [[place[0][0], 0], ...routes[i].map(node => place[node]), slots[i]];
      const along = share * (stops.length - 1), leg = Math.min(stops.length - 2, Math.floor(along)), part = along - leg;
      const [u, v] = [0, 1].map(k => stops[leg][k] + (stops[leg + 1][k] - stops[leg][k]) * part);
      const chosen = one.value === i + 1, big = share < 1 || chosen ? size * 1.15 : size * 0.94;
      set(fruit[i], { x: u - big / 2, y: v - big / 2, width: big, height: big, visibility: share > 0 ? null : "hidden" });
      const wrong = tree.apple[routes[i].at(-1)] !== data.apple[i];
      set(rings[i], { cx: u, cy: v, r: size * 0.55, visibility: share === 1 && wrong ? null : "hidden" });
      if (chosen) set(halo, { cx: u, cy: v, r: size * 0.75 });
    });
    set(halo, { visibility: one.value ? null : "hidden" });
    const asked = tree.limit === null ? `As many questions as it needs (${tree.depth})` :
      `At most ${tree.limit} question${tree.limit > 1 ? "s" : ""}`;
    figure.say(`${asked}: right for ${tree.right.toFixed(3)} of ${data.count} photographs of new fruit.${story(tree, followed)}`);
  });

  // The questions that one fruit is asked, in words.
  function story(tree, nodes) {
    if (!nodes.length) return "";
    const i = one.value - 1, leaf = nodes.at(-1);
    const questions = nodes.slice(0, -1).map((node, k) => {
      const column = tree.column[node], yes = nodes[k + 1] === tree.yes[node];
      return `${data.columns[column]} ${short(data.values[i][column])} ${yes ? "≤" : ">"} ${short(tree.threshold[node])}`;
    });
    const right = tree.apple[leaf] === data.apple[i] ? "right" : "wrong";
    return ` Fruit ${one.words}: ${questions.join(", ")}; called ${tree.apple[leaf] ? "apple" : "other"}, ${right}.`;
  }

  // A box for each question for which there is room, those of the followed fruit first; a dot for the others.
  function label({ tree, place, leaves }, followed) {
    const nodes = [];
    const taken = [];
    const order = [...followed, ...place.keys()].filter((node, i, all) => all.indexOf(node) === i);
    for (const node of order) {
      const [u, v] = place[node];
      if (tree.column[node] < 0) {
        const says = tree.apple[node] ? "apple" : "other";
        nodes.push(figure.svg("text", { class: tree.apple[node] ? "strong halo blue" : "strong halo", x: u, y: v + 14,
          "text-anchor": "middle", text: says }));
        continue;
      }
      const clear = taken.every(([x, y]) => y !== v || Math.abs(x - u) > BOX[0] + 4);
      if (!clear) { nodes.push(figure.svg("circle", { cx: u, cy: v, r: 5, fill: colour.line })); continue; }
      taken.push([u, v]);
      nodes.push(figure.svg("rect", { x: u - BOX[0] / 2, y: v - BOX[1] / 2, width: BOX[0], height: BOX[1], rx: 6,
        fill: colour.paper, stroke: followed.includes(node) ? colour.orange : colour.line, "stroke-width": 1.5 }));
      [data.columns[tree.column[node]], `≤ ${short(tree.threshold[node])}?`].forEach((text, k) =>
        nodes.push(figure.svg("text", { x: u, y: v - 4 + 16 * k, "text-anchor": "middle", text })));
    }
    boxes.replaceChildren(...nodes);
  }
}
