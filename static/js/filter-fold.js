// On a wide screen the filter is open; on a phone it is as the reader left it.
const wide = matchMedia("(min-width: 62rem)");
const folds = document.querySelectorAll("details.filter-fold");

function unfold() {
  if (wide.matches) for (const fold of folds) fold.open = true;
}

unfold();
wide.addEventListener("change", unfold);
