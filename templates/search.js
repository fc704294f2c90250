// Parts hand themselves over when their scripts run; nothing is fetched, so the page works from a file.
const parts = [];
function found(part) { parts.push(part); }
const fold = text => text.normalize('NFKC').toLowerCase().replace(/[\s・、。,.()「」]/g, '');
// Cuts what is typed into known words, the longest first; what no word covers is left to the comparison of letters.
function cut(part, term) {
  const words = [];
  for (let at = 0; at < term.length;) {
    let end = Math.min(term.length, at + 20);
    while (end > at && !Object.hasOwn(part.words, term.slice(at, end))) end--;
    if (end > at) { words.push(term.slice(at, end)); at = end; } else at++;
  }
  return words;
}
function look() {
  const typed = document.getElementById('query').value, list = document.getElementById('hits'), count = document.getElementById('count');
  const terms = typed.split(/\s+/).map(fold).filter(t => t);
  list.replaceChildren(); count.textContent = '';
  if (!terms.length) return;
  const hits = [];
  for (const part of parts) {
    const points = new Map();
    const add = (i, n) => points.set(i, (points.get(i) || 0) + n);
    let ways = null;
    for (const term of terms) {
      const own = new Set();
      part.entries.forEach((e, i) => {
        if (fold(e[3]).includes(term)) { own.add(i); add(i, 10); }
        else if (fold(e[4] + ' ' + part.utilities[e[0]][0] + ' ' + part.plans[e[2]]).includes(term)) { own.add(i); add(i, 4); }
      });
      const words = cut(part, term);
      const seen = new Map();
      for (const w of words) for (const i of part.words[w]) seen.set(i, (seen.get(i) || 0) + w.length);
      const needed = words.join('').length;
      for (const [i, n] of seen) if (n * 2 > needed) { own.add(i); add(i, 3 * n / needed); }
      ways = ways === null ? own : new Set([...ways].filter(i => own.has(i)));
    }
    for (const i of ways) hits.push([points.get(i), part, part.entries[i]]);
  }
  hits.sort((a, b) => b[0] - a[0]);
  const most = 200;
  count.textContent = !hits.length ? say.none : (hits.length > most ? say.first : say.some).replace('%n', hits.length);
  for (const [, part, e] of hits.slice(0, most)) {
    const item = document.createElement('li'), link = document.createElement('a'), more = document.createElement('small');
    link.href = part.utilities[e[0]][1] + '#m' + e[1];
    link.textContent = e[3];
    more.textContent = [part.utilities[e[0]][0], part.plans[e[2]], e[4], e[5]].filter(w => w).join(' / ');
    item.append(link, document.createElement('br'), more);
    list.append(item);
  }
}
document.getElementById('query').addEventListener('input', look);
document.querySelector('form.search').addEventListener('submit', e => { e.preventDefault(); look(); });
// search.html#q=words can be kept as a bookmark.
if (location.hash.startsWith('#q=')) document.getElementById('query').value = decodeURIComponent(location.hash.slice(3));
