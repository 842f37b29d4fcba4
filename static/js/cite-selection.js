// Words that are marked within a passage can be cited: a link appears at the foot of that passage.
for (const list of document.querySelectorAll(".passages[data-cite]")) {
  const link = document.createElement("a");
  link.className = "cite-words";
  link.textContent = list.dataset.cite;

  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const words = selection.toString().trim().replace(/\s+/g, " ");
    const text = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".passage-text");
    const from = text(selection.anchorNode);
    if (!words || !from || from !== text(selection.focusNode) || !list.contains(from)) {
      // The link that is being clicked or tabbed to stays where it is.
      if (!link.contains(document.activeElement)) {
        link.remove();
      }
      return;
    }
    const passage = from.closest(".passage");
    const address = new URL(passage.querySelector(".passage-number").href);
    address.pathname += "cite/";
    address.search = new URLSearchParams({ quote: words });
    link.href = address.href;
    passage.querySelector(".passage-foot").append(link);
  });
}
