// Links with data-photo open in the page's <dialog data-photo-viewer>: arrow keys, Escape, and back to where one was.
const dialog = document.querySelector("dialog[data-photo-viewer]");
const links = [...document.querySelectorAll("a[data-photo]")];
const part = (name) => dialog.querySelector(`[data-viewer-${name}]`);
let index = 0;

function show(position) {
  index = (position + links.length) % links.length;
  const link = links[index];
  const thumbnail = link.querySelector("img");
  const image = part("image");
  image.removeAttribute("srcset");
  image.src = link.href;
  image.alt = thumbnail.alt;
  image.width = link.dataset.width || thumbnail.width;
  image.height = link.dataset.height || thumbnail.height;
  part("caption").textContent = link.closest("figure")?.querySelector("figcaption")?.textContent.trim() ?? "";
  part("place").textContent = `${index + 1} / ${links.length}`;
}

function open(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  show(links.indexOf(event.currentTarget));
  dialog.showModal();
}

if (dialog) {
  for (const link of links) link.addEventListener("click", open);
  part("previous").addEventListener("click", () => show(index - 1));
  part("next").addEventListener("click", () => show(index + 1));
  part("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => links[index].focus());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(index - 1);
    if (event.key === "ArrowRight") show(index + 1);
  });
}
