// Comfort on the page of proposals: the words a proposal rests on light up while one is at it, a click on them
// leads to the proposal, Ctrl+S saves.  And a text that is too long is said to be so before it is sent.
'use strict';
{
  const text = document.querySelector('.from-text textarea[data-most]');
  const source = document.querySelector('.source-text');
  const form = document.querySelector('.proposals');

  function startMeasuring() {
    const warning = document.querySelector('.from-text-too-long');
    const isTooLong = () => text.value.trim().length > Number(text.dataset.most);
    const tell = () => { warning.hidden = !isTooLong(); };
    text.addEventListener('input', tell);
    text.form.addEventListener('submit', (event) => {
      tell();
      if (!isTooLong()) return;
      event.preventDefault();
      text.focus();
    });
    tell();
  }

  const marksOf = (name) => [...source.querySelectorAll(`mark[data-for~="${name}"]`)];

  function show(element) {
    const proposal = element.closest('[data-words]');
    source.querySelectorAll('.is-meant').forEach((mark) => mark.classList.remove('is-meant'));
    if (!proposal) return;
    const marks = marksOf(proposal.dataset.words);
    marks.forEach((mark) => mark.classList.add('is-meant'));
    if (!marks.length) return;
    const top = marks[0].offsetTop;
    const isSeen = top >= source.scrollTop && top < source.scrollTop + source.clientHeight - 40;
    if (!isSeen) source.scrollTop = top - source.clientHeight / 3;
  }

  // The innermost proposal that rests on the word: an area before its passage.
  function lead(mark) {
    const names = mark.dataset.for.split(' ');
    const proposals = names.map((name) => form.querySelector(`[data-words="${name}"]`)).filter(Boolean);
    const proposal = proposals.at(-1);
    proposal?.querySelector('input:not([type="hidden"]), select, textarea')?.focus();
  }

  function startShowing() {
    form.addEventListener('focusin', (event) => show(event.target));
    form.querySelector('.proposed').addEventListener('mouseover', (event) => show(event.target));
    show(document.activeElement);
    source.addEventListener('click', (event) => {
      const mark = event.target.closest('mark');
      if (mark) lead(mark);
    });
    document.addEventListener('keydown', (event) => {
      if (event.key !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      form.querySelector('[name="save"]').click();
    }, true);
  }

  if (text) startMeasuring();
  if (form) startShowing();
}
