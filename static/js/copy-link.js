// Buttons with data-copy-link copy that address; they stay hidden where a browser cannot.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy-link]")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(new URL(button.dataset.copyLink, location.href).href);
      button.textContent = button.dataset.copied;
      setTimeout(() => (button.textContent = label), 2000);
    });
  }
}
