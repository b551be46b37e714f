const finder = document.getElementById("finder");
if (finder) {
  const { links, people } = JSON.parse(document.getElementById("finder-data").textContent);
  const [box, said, list] = ["input", "[role=status]", "ul"].map(each => finder.querySelector(each));
  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const address = (link, id) => links[link][1].replace("{}", encodeURIComponent(id));
  const keys = people.map(([name, id]) => plain(`${name} ${id}`));
  const made = (tag, text, values = {}) => Object.assign(document.createElement(tag), { textContent: text, ...values });
  const MOST = 20;
  finder.hidden = false;
  box.addEventListener("input", () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    const found = words.length ? people.filter((_, i) => words.every(word => keys[i].includes(word))) : [];
    said.textContent = !words.length ? "" : found.length > MOST ? `${found.length} found; the first ${MOST}:` : `${found.length} found`;
    list.replaceChildren(...found.slice(0, MOST).map(([name, id, ...to]) => {
      const item = made("li", "");
      if (links[to[0]]?.[0] === "") item.append(made("a", name, { href: address(to[0], id) }));
      else item.append(made("strong", name));
      if (name !== id) item.append(" ", made("span", id, { className: "id" }));
      for (const link of to) if (links[link][0]) item.append(" · ", made("a", links[link][0], { href: address(link, id) }));
      return item;
    }));
  });
  const lead = () => { // from index.html: to the row, on whatever page it is
    const wanted = /^#person=(.*)$/.exec(location.hash)?.[1];
    const one = wanted !== undefined && people.find(([, id]) => encodeURIComponent(id) === wanted);
    if (one) location.replace(address(one[2], one[1]));
  };
  addEventListener("hashchange", lead);
  lead();
}
