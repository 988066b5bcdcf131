/**
 * The one script of every page: sorts, filters and pages its tables. Rows beyond those shown are taken out of the document,
 * which is what keeps 10,000 of them quick. Texts go from cell to cell only as text.
 */
export const script = String.raw`
'use strict';
const step = 50;
// A table of so few rows needs no filter, unless a link sets it.
const few = 8;
const mostPrinted = 500;
const tables = new Map();

class SortedTable {
  constructor(frame) {
    this.body = frame.querySelector('tbody');
    this.heads = [...frame.querySelectorAll('th')];
    this.names = this.heads.map((head) => head.dataset.name);
    this.rows = [...this.body.rows].map((row) => ({ row, texts: null }));
    this.shown = step;
    this.order = this.rows;
    this.addTools(frame);
    for (const [index, head] of this.heads.entries()) this.addSorting(head, index);
    this.draw();
    frame.classList.add('drawn');
  }

  addTools(frame) {
    this.tools = element('div', 'tools');
    const label = element('label', '', 'Filter');
    this.input = element('input');
    this.input.type = 'search';
    this.input.spellcheck = false;
    this.input.placeholder = 'words, or column=value';
    label.append(this.input);
    this.count = element('span', 'count');
    this.count.setAttribute('role', 'status');
    this.tools.append(label, this.count);
    frame.prepend(this.tools);
    this.pager = element('p', 'pager');
    this.button = element('button');
    this.button.type = 'button';
    this.pager.append(this.button);
    frame.append(this.pager);
    this.input.addEventListener('input', () => this.filter(this.input.value));
    this.input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.input.value !== '') this.filter('');
    });
    this.button.addEventListener('click', () => {
      this.shown += step * 5;
      this.draw();
    });
  }

  addSorting(head, index) {
    const button = element('button', '', head.textContent);
    button.type = 'button';
    head.replaceChildren(button);
    head.setAttribute('aria-sort', 'none');
    button.addEventListener('click', () => this.sort(index));
  }

  textsOf(entry) {
    entry.texts ??= [...entry.row.cells].map((cell) => cell.textContent.trim());
    return entry.texts;
  }

  filter(text) {
    if (this.input.value !== text) this.input.value = text;
    this.shown = step;
    this.draw();
  }

  sort(index) {
    const head = this.heads[index];
    const way = head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
    for (const other of this.heads) other.setAttribute('aria-sort', 'none');
    head.setAttribute('aria-sort', way);
    const sign = way === 'ascending' ? 1 : -1;
    const isNumber = head.classList.contains('number');
    const keyOf = (entry) => {
      const text = this.textsOf(entry)[index];
      return isNumber ? (text === '' ? null : Number(text.replaceAll(',', ''))) : text === '' ? null : text;
    };
    const keyed = this.rows.map((entry, place) => ({ entry, place, key: keyOf(entry) }));
    keyed.sort((a, b) => {
      if (a.key === b.key) return a.place - b.place;
      if (a.key === null) return 1;
      if (b.key === null) return -1;
      return a.key < b.key ? -sign : sign;
    });
    this.order = keyed.map(({ entry }) => entry);
    this.draw();
  }

  draw(most = this.shown) {
    const terms = this.input.value.toLowerCase().split(/\s+/).filter((term) => term !== '');
    const tests = terms.map((term) => this.testOf(term));
    const found = tests.length === 0 ? this.order : this.order.filter((entry) => tests.every((test) => test(this.textsOf(entry))));
    const visible = found.slice(0, most);
    this.body.replaceChildren(...visible.map(({ row }) => row));
    const number = (count) => count.toLocaleString('en-US');
    const all = this.rows.length;
    this.count.textContent =
      (visible.length < found.length ? number(visible.length) + ' of ' : '') + number(found.length) +
      (found.length < all ? ' found among ' + number(all) : '') + (found.length === 1 && all === 1 ? ' row' : ' rows');
    this.tools.hidden = all <= few && terms.length === 0;
    this.pager.hidden = visible.length === found.length;
    this.button.textContent = 'Show ' + number(Math.min(step * 5, found.length - visible.length)) + ' more';
  }

  testOf(term) {
    const at = term.indexOf('=');
    const column = at < 0 ? -1 : this.names.indexOf(term.slice(0, at));
    const wanted = spaced(term.slice(at + 1));
    if (column >= 0) return (texts) => spaced(texts[column].toLowerCase()) === wanted;
    return (texts) => texts.some((text) => text.toLowerCase().includes(term));
  }
}

// A term holds no space: an underscore stands for it.
function spaced(text) {
  return text.replaceAll('_', ' ');
}

function element(name, className = '', text = '') {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  if (text !== '') made.textContent = text;
  return made;
}

for (const frame of document.querySelectorAll('.table')) tables.set(frame.id, new SortedTable(frame));

addEventListener('beforeprint', () => {
  for (const table of tables.values()) table.draw(Math.max(table.shown, mostPrinted));
});
addEventListener('afterprint', () => {
  for (const table of tables.values()) table.draw();
});

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-filter]');
  const table = link === null ? undefined : tables.get((link.getAttribute('href') ?? '').slice(1));
  if (table === undefined) return;
  table.filter(link.dataset.filter);
  (table.tools.hidden ? table.heads[0].firstChild : table.input).focus({ preventScroll: true });
});
`;
