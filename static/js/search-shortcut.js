// "/" goes to the search box: this page's own, else the masthead's.
// The reader can turn the key off (WCAG 2.1.4); the choice stays in this browser.
const KEY = "search-shortcut";
const note = document.querySelector("[data-shortcut-note]");
const toggle = document.querySelector("[data-shortcut-toggle]");

function isOn() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function search() {
  const box = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
  if (!box) return;
  box.closest("details")?.setAttribute("open", "");
  box.focus();
  box.select();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.defaultPrevented || isTyping(event.target) || document.querySelector("dialog[open]") || !isOn()) return;
  event.preventDefault();
  search();
});

function describe() {
  toggle.textContent = isOn() ? toggle.dataset.off : toggle.dataset.on;
}

if (toggle && note) {
  note.hidden = false;
  describe();
  toggle.addEventListener("click", () => {
    try {
      localStorage.setItem(KEY, isOn() ? "off" : "on");
    } catch {
      // A browser that keeps nothing keeps the key on.
    }
    describe();
  });
}
