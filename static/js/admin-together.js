// Where two people changed one text: a button takes what is in the record into the form.
'use strict';
document.addEventListener('DOMContentLoaded', () => {
  document.querySelectorAll('.clash-take').forEach((button) => {
    const field = document.getElementById(button.dataset.take);
    if (!field?.matches('textarea, input:not([type=checkbox], [type=file])')) return;
    button.hidden = false;
    button.addEventListener('click', () => {
      field.value = button.dataset.value;
      field.dispatchEvent(new Event('input', {bubbles: true}));
      field.dispatchEvent(new Event('change', {bubbles: true}));
      field.focus();
    });
  });
});
