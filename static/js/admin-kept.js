// What was typed on a record's page is kept in this browser, for the person and the page, until it is saved;
// after that, and when the person signs out, it is gone. Files are never kept. What was left behind is offered
// with its day and hour. Each page that is open keeps its own: what is offered elsewhere is not written over.
'use strict';
{
  const $ = window.django?.jQuery;
  const SLOTS = ['', ':2', ':3'];
  const SENT = 'desk-sent';
  const WAIT = 400;
  const me = document.querySelector('[data-desk-user]')?.dataset.deskUser;
  const mine = `desk:${me}:`;
  let isSignedOut = false;

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  // ── What the form says ───────────────────────────────────────────────────────────────────────────────

  const isKept = (field) => field.name && !field.disabled && field.name !== 'csrfmiddlewaretoken'
    && !['file', 'submit', 'button', 'password', 'image', 'reset'].includes(field.type);

  function valueOf(field) {
    if (field.type === 'checkbox') return field.checked;
    if (field.tagName === 'SELECT') return [...field.selectedOptions].map((option) => [option.value, option.text]);
    return field.value;
  }

  function said(form) {
    const fields = {};
    for (const field of form.elements) if (isKept(field)) fields[field.name] = valueOf(field);
    return fields;
  }

  const same = (one, other) => {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
  };

  // ── Putting it back ──────────────────────────────────────────────────────────────────────────────────

  function setValue(field, value) {
    if (field.type === 'checkbox') field.checked = value;
    else if (field.tagName === 'SELECT') {
      for (const [key, text] of value) {
        if (![...field.options].some((option) => option.value === key)) field.add(new Option(text, key));
      }
      const keys = value.map(([key]) => key);
      for (const option of field.options) option.selected = keys.includes(option.value);
    } else field.value = value;
    if ($ && field.tagName === 'SELECT') $(field).trigger('change');
    field.dispatchEvent(new Event('input', {bubbles: true}));
    field.dispatchEvent(new Event('change', {bubbles: true}));
  }

  function makeRows(form, fields) {
    for (const section of document.querySelectorAll('.rows')) {
      const {prefix} = section.dataset;
      const total = form.elements[`${prefix}-TOTAL_FORMS`];
      const before = Number(total.value);
      while (Number(total.value) < Number(fields[`${prefix}-TOTAL_FORMS`] || 0)) {
        section.dispatchEvent(new CustomEvent('rows:add', {bubbles: true, detail: {}}));
      }
      for (let index = before; index < Number(total.value); index += 1) {
        const isThere = Object.keys(fields).some((name) => name.startsWith(`${prefix}-${index}-`));
        if (!isThere) document.getElementById(`${prefix}-${index}`)?.remove();
      }
    }
  }

  function putBack(form, fields) {
    makeRows(form, fields);
    for (const field of [...form.elements]) {
      const isCounted = /-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(field.name);
      if (isKept(field) && !isCounted && field.name in fields
        && JSON.stringify(valueOf(field)) !== JSON.stringify(fields[field.name])) setValue(field, fields[field.name]);
    }
    document.querySelectorAll('.rows').forEach((section) => section.dispatchEvent(new CustomEvent('rows:sort', {bubbles: true})));
  }

  // ── Offering ─────────────────────────────────────────────────────────────────────────────────────────

  function moment(at) {
    const day = new Date(at);
    const two = (number) => String(number).padStart(2, '0');
    return `${two(day.getDate())}.${two(day.getMonth() + 1)}.${day.getFullYear()}, ${two(day.getHours())}:${two(day.getMinutes())}`;
  }

  function offer(place, form, key, kept) {
    const bar = place.querySelector('template').content.firstElementChild.cloneNode(true);
    const words = bar.querySelector('[data-kept-words]');
    words.textContent = words.textContent.replace('{moment}', moment(kept.at));
    bar.querySelector('[data-kept-restore]').addEventListener('click', () => {
      putBack(form, kept.fields);
      localStorage.removeItem(key);
      bar.remove();
    });
    bar.querySelector('[data-kept-drop]').addEventListener('click', () => {
      localStorage.removeItem(key);
      bar.remove();
    });
    place.append(bar);
  }

  function start(place, form) {
    const base = mine + location.pathname;
    const first = said(form);
    let slot = null;
    for (const key of SLOTS.map((end) => base + end)) {
      const kept = read(key);
      if (!kept) slot ??= key;
      else if (same(kept.fields, first)) {
        // A form that was refused says it all itself.
        slot ??= key;
        if (!form.querySelector('.errornote')) localStorage.removeItem(key);
      } else offer(place, form, key, kept);
    }
    slot ??= base + SLOTS.at(-1);
    let timer = null;
    let touched = false;

    function keep() {
      clearTimeout(timer);
      timer = null;
      if (!touched || isSignedOut) return;
      const fields = said(form);
      try {
        if (same(fields, first)) localStorage.removeItem(slot);
        else localStorage.setItem(slot, JSON.stringify({at: Date.now(), fields}));
      } catch {
        // The browser keeps no more; the form still warns before it is left.
      }
    }

    function soon() {
      touched = true;
      timer ??= setTimeout(keep, WAIT);
    }

    form.addEventListener('input', soon);
    if ($) $(form).on('select2:select select2:unselect select2:clear', soon);
    document.addEventListener('formset:added', soon);
    addEventListener('pagehide', keep);
    form.addEventListener('submit', () => {
      keep();
      sessionStorage.setItem(SENT, slot);
    });
  }

  // ── The end of it ────────────────────────────────────────────────────────────────────────────────────

  // Saved is what the answer calls saved; a login page that came instead saved nothing.
  function forgetSaved() {
    const sent = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    if (sent && document.querySelector('.messagelist .success') && !document.querySelector('.errornote')) localStorage.removeItem(sent);
  }

  // The page is left right after, which would keep it once more.
  function forgetAll() {
    isSignedOut = true;
    Object.keys(localStorage).filter((key) => key.startsWith(mine)).forEach((key) => localStorage.removeItem(key));
  }

  document.addEventListener('DOMContentLoaded', () => {
    forgetSaved();
    document.getElementById('logout-form')?.addEventListener('submit', forgetAll);
    const place = document.querySelector('[data-kept]');
    const form = document.querySelector('.change-form form[method=post][id$=_form]');
    // After the rows are put in their order.
    if (me && place && form) setTimeout(() => start(place, form));
  });
}
