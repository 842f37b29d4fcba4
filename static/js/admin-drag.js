// Rows are dragged by their grip to another place of their section. The keyboard has buttons and Alt+arrows for
// it (admin-rows.js); whoever moves a row in any way hears where it stands now.
'use strict';
{
  const rowsOf = (list) => [...list.children].filter((each) => each.matches('.row'));
  let dragged = null;
  let target = null;

  function forget() {
    document.querySelectorAll('.drop-before, .drop-after').forEach((row) => row.classList.remove('drop-before', 'drop-after'));
    target = null;
  }

  document.addEventListener('dragstart', (event) => {
    const grip = event.target.closest?.('[data-row-grip]');
    if (!grip) return;
    dragged = grip.closest('.row');
    dragged.classList.add('is-dragged');
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', '');
    event.dataTransfer.setDragImage(dragged, 0, 0);
  });

  document.addEventListener('dragover', (event) => {
    const row = dragged && event.target.closest?.('.row');
    if (!row || row.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    const {top, height} = row.getBoundingClientRect();
    const isAfter = event.clientY > top + height / 2;
    forget();
    if (row === dragged) return;
    row.classList.add(isAfter ? 'drop-after' : 'drop-before');
    target = {row, isAfter};
  });

  document.addEventListener('drop', (event) => {
    if (!dragged || !target) return;
    event.preventDefault();
    const rows = rowsOf(dragged.parentElement);
    const [from, at] = [rows.indexOf(dragged), rows.indexOf(target.row)];
    const to = at + (target.isAfter ? 1 : 0) - (from < at ? 1 : 0);
    dragged.dispatchEvent(new CustomEvent('rows:move', {bubbles: true, detail: {to}}));
  });

  document.addEventListener('dragend', () => {
    dragged?.classList.remove('is-dragged');
    forget();
    dragged = null;
  });

  document.addEventListener('rows:moved', ({detail}) => {
    const said = document.querySelector('[data-rows-said]');
    if (said) said.textContent = said.dataset.rowsSaid.replace('{place}', detail.place).replace('{count}', detail.count);
  });
}
