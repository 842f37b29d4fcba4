// Buttons with data-copy-link copy that address, those with data-copy-text the text of the element with that
// id; they stay hidden where a browser cannot.  The link to a passage carries its first words, by which it is
// found when the report is numbered anew.
const FIRST_WORDS = 8;

function addressOf(button) {
  const address = new URL(button.dataset.copyLink, location.href);
  const text = button.closest(".passage")?.querySelector(".passage-text")?.firstElementChild;
  if (text) {
    const words = text.textContent.trim().split(/\s+/);
    address.searchParams.set("quote", words.slice(0, FIRST_WORDS).join(" "));
  }
  return address.href;
}

function wordsFor(button) {
  const shown = document.getElementById(button.dataset.copyText);
  return shown ? shown.textContent : addressOf(button);
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button:is([data-copy-link], [data-copy-text])")) {
    const label = button.innerHTML;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(wordsFor(button));
      button.textContent = button.dataset.copied;
      setTimeout(() => (button.innerHTML = label), 2000);
    });
  }
}
