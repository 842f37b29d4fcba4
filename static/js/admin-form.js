// Comfort on a record's page: which languages are shown, what of them is empty and how to begin it, a warning before typing is lost, pickers that open
// when one types, new people by name, Ctrl+S, and a list of sections that says how much is in each.
'use strict';
{
  const $ = django.jQuery;
  const CHOSEN = 'admin-languages';

  // ── Languages ────────────────────────────────────────────────────────────────────────────────────────

  function chosenLanguages(all) {
    try {
      const kept = JSON.parse(localStorage.getItem(CHOSEN)).filter((code) => all.includes(code));
      return kept.length ? kept : all;
    } catch {
      return all;
    }
  }

  function showLanguages(bar) {
    const boxes = [...bar.querySelectorAll('input')];
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    boxes.forEach((box) => {
      document.documentElement.classList.toggle(`hides-${box.value}`, chosen.length > 0 && !box.checked);
    });
    return chosen;
  }

  const fieldOf = (place) => place.querySelector('input, textarea');
  const holdsText = (place) => Boolean(fieldOf(place)?.value.trim());
  const placesOf = (text) => [...text.querySelectorAll('.language')];

  // A language that is not shown but holds a text says so, and opens at a click.  One that holds none, where
  // another does, offers to begin with the other's text.
  function markFilled(text) {
    const places = placesOf(text);
    const source = places.find(holdsText);
    places.forEach((place) => {
      const isFilled = holdsText(place);
      const copy = place.querySelector('.language-copy');
      place.classList.toggle('is-filled', isFilled);
      copy.hidden = isFilled || !source;
      if (source) copy.querySelector('[data-from]').textContent = source.querySelector('.language-name').textContent;
    });
  }

  // Of each language, how many texts are empty that another language has.
  function countEmpty(bar) {
    const texts = [...document.querySelectorAll('.languages')].filter((text) => !text.closest('.empty-form, template') && placesOf(text).some(holdsText));
    bar.querySelectorAll('input').forEach((box) => {
      const empty = texts.filter((text) => !holdsText(text.querySelector(`[data-language="${box.value}"]`))).length;
      const mark = box.parentElement.querySelector('.language-empty');
      mark.hidden = !empty;
      mark.querySelector('.count').textContent = empty;
    });
  }

  function copyText(button) {
    const source = placesOf(button.closest('.languages')).find(holdsText);
    const field = fieldOf(button.closest('.language'));
    field.value = fieldOf(source).value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    field.focus();
  }

  function startLanguages() {
    const bar = document.querySelector('.languages-shown');
    if (!bar || !document.querySelector('.languages')) return;
    const boxes = [...bar.querySelectorAll('input')];
    const chosen = chosenLanguages(boxes.map((box) => box.value));
    boxes.forEach((box) => { box.checked = chosen.includes(box.value); });
    bar.hidden = false;
    showLanguages(bar);
    document.querySelectorAll('.languages').forEach(markFilled);
    countEmpty(bar);
    // What was refused is in sight.
    document.querySelectorAll(':is(.errors, .has-errors) .language').forEach((place) => place.classList.add('is-open'));
    bar.addEventListener('change', () => localStorage.setItem(CHOSEN, JSON.stringify(showLanguages(bar))));
    document.addEventListener('change', (event) => {
      const text = event.target.closest('.languages');
      if (text) markFilled(text);
      if (text) countEmpty(bar);
    });
    document.addEventListener('formset:added', (event) => event.target.querySelectorAll('.languages').forEach(markFilled));
    document.addEventListener('click', (event) => {
      const label = event.target.closest('.language-name');
      if (label) label.parentElement.classList.add('is-open');
      const copy = event.target.closest('.language-copy');
      if (copy) copyText(copy);
    });
  }

  // ── Typing is not lost ───────────────────────────────────────────────────────────────────────────────

  function startWarning(form) {
    let dirty = Boolean(form.querySelector('.errornote'));
    const touched = (event) => { if (event.target.closest('form') === form && !event.target.closest('.languages-shown')) dirty = true; };
    form.addEventListener('input', touched);
    form.addEventListener('change', touched);
    document.addEventListener('formset:added', () => { dirty = true; });
    // Not on 'change': Django's own scripts send it to every select once the page is whole.
    $(form).on('select2:select select2:unselect select2:clear', () => { dirty = true; });
    form.addEventListener('submit', () => { dirty = false; });
    addEventListener('beforeunload', (event) => { if (dirty) event.preventDefault(); });
  }

  function startSaving(form) {
    document.addEventListener('keydown', (event) => {
      if (event.key !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      const button = form.querySelector('[name="_continue"]') || form.querySelector('[name="_save"]');
      button?.click();
    }, true);  // in the capture phase, because a picker keeps its keys to itself
  }

  // ── Pickers ──────────────────────────────────────────────────────────────────────────────────────────

  const isNew = (select) => select.dataset.tags === 'true';

  // Select2 offers what was typed as a new choice; here only where a person may be entered by name, last in the
  // list, and in words that say what will happen.
  $.fn.select2?.defaults.set('createTag', function(params) {
    const select = this.$element?.[0];
    const term = params.term.trim();
    if (!select || !isNew(select) || term.length < 3) return null;
    return {id: `new:${term}`, text: (select.dataset.newLabel || '') + term, newTag: true};
  });
  $.fn.select2?.defaults.set('insertTag', (data, tag) => data.push(tag));

  function startPickers() {
    // Typing on a picker that is closed opens it and goes on in its search field.
    document.addEventListener('keydown', (event) => {
      const selection = event.target.closest?.('.select2-selection--single');
      if (!selection || event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.altKey || event.metaKey) return;
      $(selection).closest('.select2-container').prev('select').select2('open');
    });
    // Select2 forgets to give the focus to the search field under newer jQuery.
    $(document).on('select2:open', () => {
      document.querySelector('.select2-container--open .select2-search__field')?.focus();
    });
  }

  // ── Sections ─────────────────────────────────────────────────────────────────────────────────────────

  function startSections() {
    document.addEventListener('rows:counted', ({detail}) => {
      const count = document.querySelector(`.sections a[href="#${detail.section.id}"] .count`);
      if (count) count.textContent = detail.count;
    });
  }

  startSections();
  document.addEventListener('DOMContentLoaded', () => {
    startLanguages();
    startPickers();
    const form = document.querySelector('.change-form form[method=post][id$=_form]');
    if (form) {
      startWarning(form);
      startSaving(form);
      // What was refused is brought into view.
      form.querySelector('.errorlist')?.closest('.row, .form-row')?.scrollIntoView({block: 'center'});
    }
    document.addEventListener('formset:added', (event) => markFilled(event.target));
  });
}
