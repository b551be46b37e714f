for (const table of document.querySelectorAll("table.sortable")) {
  const heads = table.tHead.rows[0].cells, body = table.tBodies[0];
  [...heads].forEach((head, column) => {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const each of heads) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = row => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const order = (a, b) => key(a).localeCompare(key(b), undefined, {numeric: true});
      const number = row => parseFloat(row.cells[column].dataset.value);
      const rows = [...body.rows];
      const numeric = rows.every(row => !isNaN(number(row)));
      rows.sort((a, b) => (numeric ? number(a) - number(b) : order(a, b)) * (down ? -1 : 1));
      body.append(...rows);
    });
  });
}
