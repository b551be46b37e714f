// ipywidgets marks the pressed button by a class only, and shows an error where a saved notebook has lost its buttons.
for (const words of document.querySelectorAll(".course-device-words")) {
  const area = words.closest(".jp-OutputArea");
  if (!area || area.dataset.courseToggle) continue;
  area.dataset.courseToggle = "watched";
  const look = () => {
    for (const button of area.querySelectorAll(".course-device-toggle button")) {
      const pressed = String(button.classList.contains("mod-active"));
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    }
    for (const lost of area.querySelectorAll(".jupyter-widgets"))
      if (lost.textContent.startsWith("Error displaying widget")) lost.closest(".jp-OutputArea-child").style.display = "none";
  };
  new MutationObserver(look).observe(area, { subtree: true, childList: true, attributeFilter: ["class"] });
  look();
}
