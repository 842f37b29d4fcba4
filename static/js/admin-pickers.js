/* Select2 names neither its box nor its search field: they take the name of the select's own label. */
'use strict';
{
  function name(select) {
    const label = select.labels?.[0];
    const box = select.nextElementSibling;
    if (!label || !box?.matches('.select2-container')) return;
    label.id ||= `${select.id}-label`;
    // Of one choice, the box says its name and what is chosen; of several, each choice is said by itself.
    const chosen = box.querySelector('.select2-selection--single .select2-selection__rendered');
    const parts = chosen ? [chosen, chosen.parentElement] : box.querySelectorAll('.select2-search__field');
    for (const part of parts) part.setAttribute('aria-labelledby', chosen ? `${label.id} ${chosen.id}` : label.id);
  }

  const nameAll = (within) => within.querySelectorAll('select.select2-hidden-accessible').forEach(name);

  // After Django's autocomplete.js, which makes them at the same moments.
  django.jQuery(() => nameAll(document));
  document.addEventListener('formset:added', (event) => nameAll(event.target));
}
