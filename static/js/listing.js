// A list that htmx changes in place: what a reader would miss without a new page. What was typed,
// focused and unfolded stays so; the new count is read out; a failure is said and leads on.
const status = document.querySelector("[data-found]");
const failure = document.querySelector("[data-failed]");
const main = document.querySelector("main");
let kept = null;

// A choice is a question at once; words are one when they are sent.
document.addEventListener("change", ({ target }) => {
  if (target.closest("#finder") && target.type !== "search") target.form?.requestSubmit();
});

function isTypedInto(element) {
  return /^(search|text|number)$/.test(element.type);
}

function keep() {
  const active = document.activeElement;
  kept = {
    focus: main.contains(active) ? active.id : null,
    top: active.getBoundingClientRect().top,
    typed: isTypedInto(active) && active.value !== active.defaultValue ? active.value : null,
    unfolded: [...document.querySelectorAll("details[id][open]")].map((details) => details.id),
  };
}

function restore() {
  if (!kept) return;
  for (const id of kept.unfolded) document.getElementById(id)?.setAttribute("open", "");
  const focus = kept.focus !== null && document.getElementById(kept.focus);
  if (focus) {
    if (kept.typed !== null) focus.value = kept.typed;
    focus.focus({ preventScroll: true });
    scrollBy({ top: focus.getBoundingClientRect().top - kept.top, behavior: "instant" });
  } else if (kept.focus !== null) {
    // The link that was followed is gone: go on reading at the head of the new list.
    const heading = main.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus();
  }
  kept = null;
}

function announce() {
  status.textContent = main.querySelector("h1").textContent;
}

function askInOtherLanguages() {
  for (const link of document.querySelectorAll(".languages a")) link.search = location.search;
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  failure.hidden = true;
  // An address to share says nothing of boxes that were left empty.
  for (const name of [...detail.formData.keys()]) {
    const values = detail.formData.getAll(name).filter((value) => value !== "");
    detail.formData.delete(name);
    for (const value of values) detail.formData.append(name, value);
  }
});
document.addEventListener("htmx:beforeSwap", keep);
document.addEventListener("htmx:afterSwap", restore);
document.addEventListener("htmx:afterSettle", announce);
document.addEventListener("htmx:pushedIntoHistory", askInOtherLanguages);
document.addEventListener("htmx:historyRestore", () => {
  announce();
  askInOtherLanguages();
});

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, ({ detail }) => {
    failure.querySelector("a").href = detail.pathInfo.finalRequestPath;
    failure.hidden = false;
  });
}
document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
