// Tables can be sorted and filtered; without this script they stand as they were written.
for (const table of document.querySelectorAll('table.sortable')) {
  const body = table.tBodies[0];
  if (!body || body.rows.length < 3) continue;
  const rows = [...body.rows], bands = rows.some(r => r.classList.contains('band'));
  const value = row => at => {
    const words = (row.cells[at] ? row.cells[at].innerText : '').trim(), number = parseFloat(words.replace(/^△/, '-').replace(/,/g, ''));
    return [words, /^[△-]?[\d,.]+/.test(words) ? number : NaN];
  };
  const compare = (a, b) => isNaN(a[1]) || isNaN(b[1]) ? (isNaN(a[1]) - isNaN(b[1])) || a[0].localeCompare(b[0], 'ja') : a[1] - b[1];
  [...table.tHead.rows[table.tHead.rows.length - 1].cells].forEach((head, at) => {
    const button = document.createElement('button');
    button.type = 'button'; button.className = 'sort'; button.append(...head.childNodes); head.append(button);
    button.addEventListener('click', () => {
      const turn = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
      for (const other of head.parentNode.cells) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', turn > 0 ? 'ascending' : 'descending');
      // Rows stay under their band, totals at its end.
      const groups = [[]];
      for (const row of rows) { if (row.classList.contains('band')) groups.push([]); groups[groups.length - 1].push(row); }
      for (const group of groups) {
        const fixed = group.filter(r => r.classList.contains('band')), total = group.filter(r => r.classList.contains('total'));
        const free = group.filter(r => !fixed.includes(r) && !total.includes(r)).map(r => [r, value(r)(at)]);
        free.sort((a, b) => turn * compare(a[1], b[1]));
        body.append(...fixed, ...free.map(f => f[0]), ...total);
      }
    });
  });
  if (rows.length < 8) continue;
  const label = document.createElement('label'), field = document.createElement('input');
  label.className = 'filter'; label.append(filterWord + ' ', field); field.type = 'search';
  (table.closest('.scroll') || table).before(label);
  const words = rows.map(r => r.innerText.normalize('NFKC').toLowerCase());
  field.addEventListener('input', () => {
    const asked = field.value.normalize('NFKC').toLowerCase().split(/\s+/).filter(w => w);
    rows.forEach((row, i) => { row.hidden = !row.classList.contains('band') && !asked.every(w => words[i].includes(w)); });
    if (bands) rows.forEach((row, i) => {
      if (!row.classList.contains('band')) return;
      let n = i + 1;
      while (n < rows.length && !rows[n].classList.contains('band') && rows[n].hidden) n++;
      row.hidden = n >= rows.length || rows[n].classList.contains('band');
    });
  });
}
// A link into something folded opens it.
function unfold() { const at = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1))); for (let d = at; d; d = d.parentElement) if (d.tagName === 'DETAILS') d.open = true; }
addEventListener('hashchange', unfold); unfold();
