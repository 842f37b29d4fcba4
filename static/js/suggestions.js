// Search boxes with data-suggestions offer records while one types: a combobox with a list, chosen
// from by hand (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Enter on none sends the form.
const SHORTEST = 2;
const PAUSE = 120;
const NAME = "suggestions";

let box = null;
let list = null;
let said = null;
let timer = null;
let request = null;

function dress(input) {
  box = input;
  said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  list = document.createElement("div");
  list.id = NAME;
  list.className = NAME;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggestionsLabel);
  // A press on the list must not take the focus from the box: the list would be gone before the click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => follow(target.closest("[role=option]")));
  box.parentElement.append(list, said);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", NAME);
  box.autocomplete = "off";
}

function undress() {
  close();
  list.remove();
  said.remove();
  for (const name of ["role", "aria-autocomplete", "aria-expanded", "aria-controls"]) box.removeAttribute(name);
  box = list = said = null;
}

function options() {
  return [...list.querySelectorAll("[role=option]")];
}

function active() {
  return list.querySelector("[aria-selected=true]");
}

function activate(option) {
  active()?.setAttribute("aria-selected", "false");
  if (option) {
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  } else {
    box.removeAttribute("aria-activedescendant");
  }
}

// Around the list and back to the box itself, which stands between its end and its beginning.
function move(step) {
  const all = options();
  const places = all.length + 1;
  const at = all.indexOf(active()) + 1;
  activate(all[((at + step + places) % places) - 1]);
}

function follow(option) {
  if (option) location.assign(option.dataset.address);
}

function open() {
  list.hidden = options().length === 0;
  box.setAttribute("aria-expanded", String(!list.hidden));
}

function close() {
  clearTimeout(timer);
  request?.abort();
  activate(null);
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
}

async function ask() {
  request?.abort();
  request = new AbortController();
  const asked = box;
  const address = `${asked.dataset.suggestions}?${new URLSearchParams({ q: asked.value })}`;
  try {
    const answer = await fetch(address, { signal: request.signal });
    if (!answer.ok || box !== asked) return;
    const text = await answer.text();
    if (request.signal.aborted || box !== asked) return;
    activate(null);
    list.innerHTML = text;
    said.textContent = list.querySelector("[data-count]").textContent;
    open();
  } catch {
    // Without an answer the box is a plain one.
  }
}

document.addEventListener("focusin", ({ target }) => {
  if (box && target !== box) undress();
  if (!box && target.matches("input[data-suggestions]")) dress(target);
});

document.addEventListener("focusout", ({ target }) => {
  if (target === box) close();
});

document.addEventListener("input", ({ target }) => {
  if (target !== box) return;
  clearTimeout(timer);
  if (box.value.trim().length < SHORTEST) close();
  else timer = setTimeout(ask, PAUSE);
});

document.addEventListener("keydown", (event) => {
  if (event.target !== box || event.isComposing) return;
  if (event.key === "Escape" && !list.hidden) {
    // The first Escape closes the list; what was typed goes with a second one.
    event.preventDefault();
    close();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options().length) {
    event.preventDefault();
    if (list.hidden) open();
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && !list.hidden && active()) {
    event.preventDefault();
    follow(active());
  } else if (event.key === "Enter") {
    close();
  }
});

if (document.activeElement?.matches("input[data-suggestions]")) dress(document.activeElement);
