// Rows of a record's page: add, insert below, remove, move up and down. The order is what stands in the
// number fields; this file only writes them, so a page without scripts is ordered by typing.
//
// Other files ask by events: on a section `rows:add` and `rows:sort`, on a row `rows:insert` and `rows:move`
// (detail.to, a place from 0); what was added is in detail.row. `rows:moved` tells that a row has moved.
'use strict';
{
  const rowsOf = (section) => [...section.querySelectorAll(':scope > .rows-list > .row')];
  const placeOf = (row) => row.querySelector(':scope > .row-head input.place');
  const totalOf = (section) => section.querySelector(`[name="${section.dataset.prefix}-TOTAL_FORMS"]`);
  const sectionOf = (element) => element.closest('.rows');

  function number(section) {
    const rows = rowsOf(section);
    rows.forEach((row, index) => {
      const place = placeOf(row);
      if (place) place.value = index + 1;
    });
    const count = section.querySelector('[data-rows-count]');
    if (count) count.textContent = rows.length;
    document.dispatchEvent(new CustomEvent('rows:counted', {detail: {section, count: rows.length}}));
  }

  // After a refused save the rows come back in the order they were sent, not in the order of their places.
  function sort(section) {
    const list = section.querySelector(':scope > .rows-list');
    const place = (row) => Number(placeOf(row)?.value) || Infinity;
    rowsOf(section).sort((one, other) => place(one) - place(other)).forEach((row) => list.append(row));
  }

  function add(section, after, quietly = false) {
    const total = totalOf(section);
    const list = section.querySelector(':scope > .rows-list');
    const html = list.querySelector(':scope > template').innerHTML.replaceAll('__prefix__', total.value);
    const holder = document.createElement('div');
    holder.innerHTML = html;
    const row = holder.firstElementChild;
    total.value = Number(total.value) + 1;
    if (after) after.after(row);
    else list.append(row);
    prepare(row);
    number(section);
    // Django's autocomplete.js waits for this.
    row.dispatchEvent(new CustomEvent('formset:added', {bubbles: true, detail: {formsetName: section.dataset.prefix}}));
    if (!quietly) {
      focusFirst(row);
      row.scrollIntoView({block: 'nearest'});
    }
    return row;
  }

  function focusFirst(row) {
    const fields = row.querySelectorAll('.row-body :is(input:not([type=hidden]), textarea, select)');
    const field = [...fields].find((each) => each.offsetParent !== null || each.classList.contains('select2-hidden-accessible'));
    if (!field) return;
    if (field.classList.contains('select2-hidden-accessible') && !field.multiple) django.jQuery(field).select2('open');
    else field.focus();
  }

  function move(row, steps) {
    const rows = rowsOf(sectionOf(row));
    const target = Math.max(0, Math.min(rows.length - 1, rows.indexOf(row) + steps));
    const other = rows[target];
    if (other === row) return;
    const focused = document.activeElement;
    if (target > rows.indexOf(row)) other.after(row);
    else other.before(row);
    number(sectionOf(row));
    if (row.contains(focused)) focused.focus();
    row.scrollIntoView({block: 'nearest'});
    changed(row);
    row.dispatchEvent(new CustomEvent('rows:moved', {bubbles: true, detail: {place: target + 1, count: rows.length}}));
  }

  function remove(row) {
    const section = sectionOf(row);
    const next = row.nextElementSibling?.matches('.row') ? row.nextElementSibling : row.previousElementSibling;
    row.remove();
    number(section);
    const button = next?.querySelector?.('.row-tools button') || section.querySelector('[data-row-add]');
    button?.focus();
  }

  function changed(row) {
    row.dispatchEvent(new Event('input', {bubbles: true}));
  }

  function prepare(root) {
    root.querySelectorAll('.row-tools[hidden], [data-row-add][hidden]').forEach((each) => { each.hidden = false; });
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    const section = button && sectionOf(button);
    if (!section) return;
    const row = button.closest('.row');
    if ('rowAdd' in button.dataset) add(section);
    else if ('rowInsert' in button.dataset) add(section, row);
    else if ('rowUp' in button.dataset) move(row, -1);
    else if ('rowDown' in button.dataset) move(row, 1);
    else if ('rowRemove' in button.dataset) remove(row);
    else return;
    event.preventDefault();
  });

  document.addEventListener('change', (event) => {
    if (!event.target.matches('.rows input.place')) return;
    const row = event.target.closest('.row');
    const rows = rowsOf(sectionOf(row));
    move(row, (Number(event.target.value) || rows.indexOf(row) + 1) - 1 - rows.indexOf(row));
    number(sectionOf(row));
  });

  // In the capture phase, because a picker takes Enter for itself.
  document.addEventListener('keydown', (event) => {
    const row = event.target.closest?.('.rows .row');
    if (!row || event.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && row.parentElement.querySelector(':scope > template')) {
      add(sectionOf(row), row);
    } else if (event.altKey && event.key === 'ArrowUp' && placeOf(row)) move(row, -1);
    else if (event.altKey && event.key === 'ArrowDown' && placeOf(row)) move(row, 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener('rows:add', ({target, detail}) => { detail.row = add(target, null, true); });
  document.addEventListener('rows:insert', ({target, detail}) => { detail.row = add(sectionOf(target), target, true); });
  document.addEventListener('rows:move', ({target, detail}) => move(target, detail.to - rowsOf(sectionOf(target)).indexOf(target)));
  document.addEventListener('rows:sort', ({target}) => {
    sort(target);
    number(target);
  });

  // The small table of a document's files stands inside a row and is no concern of this file.
  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('.rows').forEach((section) => {
      prepare(section);
      sort(section);
      number(section);
    });
  });
}
