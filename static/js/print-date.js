// Writes the day of printing where the page says data-print-date.
addEventListener("beforeprint", () => {
  const today = new Date();
  for (const time of document.querySelectorAll("time[data-print-date]")) {
    time.dateTime = today.toISOString().slice(0, 10);
    time.textContent = today.toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  }
});
