// Several photos at once: each becomes a row, is sent while its description is typed, and is saved with the page.
// Without this file the rows are filled one by one.
'use strict';
{
  let running = 0;

  function draw(file, row) {
    const canvas = document.createElement('canvas');
    canvas.className = 'photo-sent';
    createImageBitmap(file).then((picture) => {
      const scale = 160 / picture.width;
      canvas.width = 160;
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
      row.querySelector('.field-preview')?.append(canvas);
    }).catch(() => {});
  }

  function say(row, words, isError) {
    const place = row.querySelector('.field-image');
    const line = place.querySelector('.photo-said') || place.appendChild(document.createElement('p'));
    line.className = `photo-said${isError ? ' errornote' : ''}`;
    line.setAttribute('role', 'status');
    line.textContent = words;
  }

  function send(file, row, input, loaded) {
    const data = new FormData();
    data.append('file', file);
    data.append('csrfmiddlewaretoken', input.form.elements.csrfmiddlewaretoken.value);
    const request = new XMLHttpRequest();
    const end = (words, isError) => {
      running -= 1;
      loaded(file, file.size);
      say(row, words, isError);
    };
    request.open('POST', input.dataset.photosAtOnce);
    request.upload.addEventListener('progress', (event) => loaded(file, event.loaded));
    request.addEventListener('error', () => end(input.dataset.failed, true));
    request.addEventListener('load', () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        answer = {};
      }
      const field = row.querySelector('input[name$="-image-kept"]');
      if (request.status === 200 && answer.kept && field) {
        field.value = answer.kept;
        field.dispatchEvent(new Event('input', {bubbles: true}));
        end(answer.name, false);
      } else end(answer.problem || input.dataset.failed, true);
    });
    running += 1;
    request.send(data);
  }

  function start(input) {
    const section = input.closest('.rows');
    const bar = section.querySelector('progress');
    const label = input.closest('[hidden]');
    if (label) label.hidden = false;
    input.addEventListener('change', () => {
      const files = [...input.files];
      const sent = new Map(files.map((file) => [file, 0]));
      bar.max = files.reduce((sum, file) => sum + file.size, 0) || 1;
      bar.hidden = false;
      const loaded = (file, bytes) => {
        sent.set(file, Math.min(bytes, file.size));
        bar.value = [...sent.values()].reduce((sum, each) => sum + each, 0);
        if (!running) bar.hidden = true;
      };
      let first = null;
      files.forEach((file) => {
        const detail = {};
        section.dispatchEvent(new CustomEvent('rows:add', {bubbles: true, detail}));
        first ??= detail.row;
        draw(file, detail.row);
        say(detail.row, file.name, false);
        send(file, detail.row, input, loaded);
      });
      first?.querySelector('.field-alt :is(input, textarea)')?.focus();
      input.value = '';
    });
    input.form.addEventListener('submit', (event) => {
      if (!running) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      bar.scrollIntoView({block: 'center'});
    }, true);
  }

  document.addEventListener('DOMContentLoaded', () => document.querySelectorAll('[data-photos-at-once]').forEach(start));
}
