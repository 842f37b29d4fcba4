// The languages lead to the same place of the page: a link takes along the anchor one stands at.
for (const link of document.querySelectorAll(".languages a")) {
  link.addEventListener("click", () => (link.hash = location.hash));
}
