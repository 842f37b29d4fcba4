// A paste from Word or the web becomes clean text: paragraphs, emphasis, links and lists, in the Markdown that
// passages are written in. Several paragraphs are offered to be parted into rows of their own; rows below that
// hold the text in another language, and none in this one, are filled first.
'use strict';
{
  const SKIPPED = new Set(['STYLE', 'SCRIPT', 'META', 'TITLE', 'LINK', 'XML']);
  const BLOCKS = new Set(['P', 'DIV', 'LI', 'UL', 'OL', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'TABLE', 'TR', 'TD', 'TH', 'BLOCKQUOTE', 'SECTION', 'ARTICLE', 'BODY']);
  const BREAK = /\n\s*\n/;

  const sectionOf = (field) => field.closest('.rows');
  const isMarkdown = (field) => sectionOf(field)?.dataset.prefix === 'passages';
  const parts = (field) => Boolean(sectionOf(field)?.querySelector('input.place')) && /-text_\w\w$/.test(field.name);

  // ── Clean text ───────────────────────────────────────────────────────────────────────────────────────

  const inOneLine = (text) => text.replace(/[\s\u00a0]+/g, ' ').replace(/[\u00ad\u200b\ufeff]/g, '');

  function escaped(text) {
    return text
      .replace(/[\\`*[<]/g, '\\$&')
      .replace(/(^|[^\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (match) => match.replace('_', '\\_'));
  }

  // What would begin a heading, a list or a quotation, and did not.
  const plainBeginning = (text) => text.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2').replace(/^([#>+=~-])/, '\\$1');

  function wrapped(text, mark) {
    const [, before, words, after] = text.match(/^(\s*)(.*?)(\s*)$/s);
    return words ? before + mark + words + mark + after : text;
  }

  function inline(node, markdown) {
    if (node.nodeType === Node.TEXT_NODE) return markdown ? escaped(inOneLine(node.data)) : inOneLine(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.has(node.tagName)) return '';
    const style = node.getAttribute('data-style') || '';
    if (/mso-list:\s*ignore/i.test(style) || /display:\s*none/i.test(style)) return '';
    if (node.tagName === 'BR') return ' ';
    const text = [...node.childNodes].map((child) => inline(child, markdown)).join('');
    if (!markdown || !text.trim()) return text;
    if (node.tagName === 'A' && /^https?:/.test(node.getAttribute('href') || '')) return `[${text.trim()}](${node.getAttribute('href')})`;
    if (/^(B|STRONG)$/.test(node.tagName) && !/font-weight:\s*(normal|400)/i.test(style)) return wrapped(text, '**');
    if (/^(I|EM)$/.test(node.tagName) && !/font-style:\s*normal/i.test(style)) return wrapped(text, '*');
    return text;
  }

  const isItem = (node) => node.tagName === 'LI' || /MsoList/.test(node.className) || /mso-list:\s*l\d/i.test(node.getAttribute('data-style') || '');

  function paragraphsOf(root, markdown) {
    const found = [];
    let loose = '';
    const end = (text, item) => {
      const words = text.replace(/ +/g, ' ').trim();
      if (words) found.push({words: markdown && !item ? plainBeginning(words) : words, item});
    };
    const endLoose = () => { end(loose, false); loose = ''; };
    function walk(node) {
      for (const child of node.childNodes) {
        const isBlock = child.nodeType === Node.ELEMENT_NODE && BLOCKS.has(child.tagName);
        if (!isBlock) loose += inline(child, markdown);
        else if ([...child.children].some((each) => BLOCKS.has(each.tagName))) { endLoose(); walk(child); endLoose(); }
        else { endLoose(); end(inline(child, markdown), isItem(child)); }
      }
    }
    walk(root);
    endLoose();
    // Items that follow each other are one list, which is one passage.
    const paragraphs = [];
    found.forEach(({words, item}, index) => {
      const line = item && markdown ? `- ${words.replace(/^[-•·–]\s*/, '')}` : words;
      if (item && found[index - 1]?.item) paragraphs[paragraphs.length - 1] += `\n${line}`;
      else paragraphs.push(line);
    });
    return paragraphs;
  }

  // Lines of a PDF break anywhere; a line that ends like a sentence ends a paragraph.
  function paragraphsOfText(text, markdown) {
    const clean = text.replace(/\r\n?/g, '\n').trim();
    const pieces = BREAK.test(clean) ? clean.split(BREAK) : clean.split(/(?<=[.!?:;…»”])\n/);
    return pieces.map((piece) => inOneLine(piece).trim()).filter(Boolean).map((piece) => (markdown ? plainBeginning(escaped(piece)) : piece));
  }

  // The page's policy would complain of every style in what is only read.
  const withoutStyles = (html) => html.replace(/<style\b[\s\S]*?<\/style>/gi, '').replace(/\sstyle\s*=/gi, ' data-style=');

  function pasted(data, markdown) {
    const html = withoutStyles(data.getData('text/html'));
    if (html) {
      const paragraphs = paragraphsOf(new DOMParser().parseFromString(html, 'text/html').body, markdown);
      if (paragraphs.length) return paragraphs;
    }
    return paragraphsOfText(data.getData('text/plain'), markdown);
  }

  function write(field, text) {
    field.focus();
    // So that it can be undone; where a browser does not know the command, at least it is written.
    if (document.execCommand('insertText', false, text)) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new Event('input', {bubbles: true}));
  }

  // ── Parting into rows ────────────────────────────────────────────────────────────────────────────────

  const languageOf = (field) => field.closest('.language').dataset.language;
  const fieldIn = (row, language) => row.querySelector(`.field-text [data-language="${language}"] textarea`);
  const waitsFor = (row, language) => row?.matches?.('.row') && !fieldIn(row, language).value.trim()
    && [...row.querySelectorAll('.field-text textarea')].some((each) => each.value.trim());

  function split(field) {
    const language = languageOf(field);
    const [first, ...others] = field.value.split(BREAK).map((piece) => piece.trim()).filter(Boolean);
    field.value = first;
    field.dispatchEvent(new Event('input', {bubbles: true}));
    let row = field.closest('.row');
    for (const text of others) {
      if (waitsFor(row.nextElementSibling, language)) row = row.nextElementSibling;
      else {
        const detail = {};
        row.dispatchEvent(new CustomEvent('rows:insert', {bubbles: true, detail}));
        row = detail.row;
      }
      const next = fieldIn(row, language);
      next.value = text;
      next.dispatchEvent(new Event('input', {bubbles: true}));
      next.dispatchEvent(new Event('change', {bubbles: true}));
    }
    fieldIn(row, language).focus();
  }

  function offer(field, count) {
    const place = document.querySelector('[data-paste-offer]');
    if (!place) return;
    field.closest('.row').querySelectorAll('.paste-offer').forEach((each) => each.remove());
    const bar = place.content.firstElementChild.cloneNode(true);
    const words = bar.querySelector('[data-paste-words]');
    words.textContent = words.textContent.replace('{count}', count);
    bar.querySelector('[data-paste-split]').addEventListener('click', () => {
      bar.remove();
      split(field);
    });
    bar.querySelector('[data-paste-leave]').addEventListener('click', () => {
      bar.remove();
      field.focus();
    });
    field.closest('.row-field').append(bar);
  }

  document.addEventListener('paste', (event) => {
    const field = event.target.closest?.('textarea.grows');
    if (!field || !event.clipboardData || event.clipboardData.files.length && !event.clipboardData.getData('text/plain')) return;
    const paragraphs = pasted(event.clipboardData, isMarkdown(field));
    if (!paragraphs.length) return;
    event.preventDefault();
    write(field, paragraphs.join('\n\n'));
    if (paragraphs.length > 1 && parts(field)) offer(field, field.value.split(BREAK).filter((each) => each.trim()).length);
  });
}
