// Walks through pages by keyboard alone, and looks at a screen of 390 px: node keyboard.mjs CHROMIUM SITE PAGE...
// Speaks the DevTools protocol over a pipe; needs Node 18 or later and nothing from a registry.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [program, site, ...pages] = process.argv.slice(2);
const shots = process.env.SHIRUBE_SHOTS; // a folder for pictures of every page at both widths
const profile = mkdtempSync(join(tmpdir(), 'keyboard-'));
const browser = spawn(program, ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`, '--remote-debugging-pipe'],
  { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
const waiting = new Map(), listeners = new Set();
let last = 0, rest = '';
browser.stdio[4].on('data', bytes => {
  rest += bytes;
  for (let end; (end = rest.indexOf('\0')) >= 0; rest = rest.slice(end + 1)) {
    const message = JSON.parse(rest.slice(0, end));
    const { resolve, reject } = waiting.get(message.id) ?? {};
    waiting.delete(message.id);
    if (message.error) reject?.(new Error(message.error.message)); else resolve?.(message.result);
    for (const listener of listeners) listener(message);
  }
});
function send(method, params = {}, sessionId) {
  const id = ++last;
  browser.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0');
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}
const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
const call = (method, params) => send(method, params, sessionId);
await call('Page.enable');
async function evaluate(source) {
  const { result, exceptionDetails } = await call('Runtime.evaluate', { expression: `(${source})()`, returnByValue: true, awaitPromise: true });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}
function loaded() {
  return new Promise(resolve => {
    const listener = m => { if (m.method === 'Page.loadEventFired') { listeners.delete(listener); resolve(); } };
    listeners.add(listener);
  });
}
async function open(page) {
  const done = loaded();
  await call('Page.navigate', { url: pathToFileURL(join(site, page)).href });
  await done;
}
async function screen(width, height, mobile) {
  await call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile });
}
const KEYS = { Tab: 9, Enter: 13 };
async function press(key, modifiers = 0) {
  const text = key === 'Enter' ? '\r' : undefined;
  const given = { key, code: key, windowsVirtualKeyCode: KEYS[key] ?? (key === 'ArrowLeft' ? 37 : 0), modifiers, text };
  await call('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', ...given });
  await call('Input.dispatchKeyEvent', { type: 'keyUp', ...given, text: undefined });
}
async function picture(page, width) {
  if (!shots) return;
  const { data } = await call('Page.captureScreenshot', { format: 'png' });
  writeFileSync(join(shots, `${page.replace(/[/.]/g, '-')}-${width}.png`), Buffer.from(data, 'base64'));
}

const faults = [], fault = (page, words) => faults.push(`${page}: ${words}`);
let stops = 0, views = 0;

// What can be reached, marked with a number so that the walk can be compared with it.
const MARK = () => {
  const shown = e => e.checkVisibility({ visibilityProperty: true }) && !e.closest('details:not([open]) > :not(summary)');
  const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')].filter(shown);
  all.forEach((e, i) => { e.dataset.stop = i; });
  return { stops: all.length, evidence: all.filter(e => e.matches('a[href*="evidence/"], .marks a')).map(e => +e.dataset.stop) };
};
// Where the focus is, and whether it can be seen.
const FOCUS = () => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e), inner = e.querySelector('.box') && getComputedStyle(e.querySelector('.box'));
  const ring = s => s && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1;
  const r = [...e.getClientRects()].find(r => r.width > 0 && r.height > 0);
  const inside = r && r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth;
  return { stop: e.dataset.stop === undefined ? -1 : +e.dataset.stop, ring: !!(ring(style) || ring(inner)), inside: !!inside, words: (e.innerText || e.tagName).trim().slice(0, 40) };
};
const WIDE = () => {
  const most = document.documentElement.clientWidth, wide = [];
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('.scroll, .source, .drawings figure, .vh, .skip, svg') && !e.matches('.scroll, .source, .drawings figure')) continue;
    if (!e.checkVisibility()) continue;
    const r = e.getBoundingClientRect();
    if (r.width > 0 && r.right > most + 1) wide.push(`${e.tagName.toLowerCase()}.${e.className} to ${Math.round(r.right)} px`);
  }
  return { most, scrolls: document.documentElement.scrollWidth, wide: wide.slice(0, 3) };
};

async function walk(page) {
  await screen(1280, 900, false);
  await open(page);
  await picture(page, 1280);
  const all = await evaluate(MARK), met = new Set();
  // A page of thousands of links is walked over its first ones; the order of the rest is that of the page.
  const steps = Math.min(all.stops, 400);
  for (let i = 0; i < steps + 3; i++) {
    await press('Tab');
    const at = await evaluate(FOCUS);
    if (!at) continue;
    if (at.stop >= 0 && met.has(at.stop)) break;
    met.add(at.stop);
    if (!at.ring) { fault(page, `the focus on "${at.words}" cannot be seen`); break; }
    if (!at.inside) { fault(page, `the focus on "${at.words}" is outside of the window`); break; }
  }
  for (let i = 0; i < steps; i++) if (!met.has(i)) { fault(page, `stop ${i} of ${all.stops} is not reached by the tab key`); break; }
  stops += met.size;
  return all.evidence.filter(i => i < steps);
}

// Opens an evidence view with Enter and comes back with the keys for it.
async function visit(page, stop) {
  await open(page);
  const { evidence } = await evaluate(MARK);
  await evaluate(`() => document.querySelector('[data-stop="${stop}"]').focus()`);
  const from = await evaluate('() => location.href');
  const done = evidence.includes(stop) && !page.startsWith('evidence/') ? loaded() : Promise.resolve();
  await press('Enter');
  await done;
  const there = await evaluate(`() => {
    const at = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const shown = at && (at.closest('.cited') || at);
    const r = shown && shown.getBoundingClientRect();
    return { href: location.href, marked: !!shown, inside: !!r && r.bottom > 0 && r.top < innerHeight, way: !!document.querySelector('nav a[href]') };
  }`);
  if (there.href === from) return fault(page, `Enter on stop ${stop} opens nothing`);
  if (!there.marked) return fault(page, `stop ${stop} opens ${there.href}, where nothing is marked`);
  if (!there.inside) return fault(page, `the mark of ${there.href} is outside of the window`);
  if (!there.way) return fault(page, `no way back from ${there.href}`);
  views++;
  if (page.startsWith('evidence/')) return;
  const back = loaded();
  await press('Escape');
  await Promise.race([back, new Promise(r => setTimeout(r, 3000))]);
  const now = await evaluate('() => location.href.split("#")[0]');
  if (now !== from.split('#')[0]) fault(page, `Escape does not lead back from ${there.href}`);
}

async function narrow(page) {
  await screen(390, 844, true);
  await open(page);
  await picture(page, 390);
  const { most, scrolls, wide } = await evaluate(WIDE);
  if (most > 390 || scrolls > most || wide.length) fault(page, `at 390 px the page is ${Math.max(most, scrolls)} px wide: ${wide.join(', ')}`);
  await screen(1280, 900, false);
}

try {
  for (const page of pages) {
    const evidence = await walk(page);
    // The first, the last and some between.
    const some = new Set([0, 0.25, 0.5, 0.75, 1].map(part => evidence[Math.round(part * (evidence.length - 1))]));
    for (const stop of some) if (stop !== undefined) await visit(page, stop);
    await narrow(page);
  }
} finally {
  browser.kill();
  await new Promise(r => browser.on('exit', r));
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
if (faults.length) { console.log(faults.join('\n')); process.exit(1); }
console.log(`${pages.length} pages, ${stops} stops, ${views} evidence views opened with Enter`);
process.exit(0);
