// On a wide screen the filter is open; on a phone it is as the reader left it.
const wide = matchMedia("(min-width: 62rem)");

function unfold() {
  if (wide.matches) for (const fold of document.querySelectorAll("details.filter-fold")) fold.open = true;
}

unfold();
wide.addEventListener("change", unfold);
document.addEventListener("htmx:afterSwap", unfold);
