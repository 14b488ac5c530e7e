// SPDX-License-Identifier: Apache-2.0
// The review page: shows pairs of rows, takes the judgements of two clerks and
// saves them to a file. Text from records is only ever set as text.
'use strict';
const WORDS = {
  ja: {
    title: '照合結果の確認', clerk: '担当者', save: '判断を保存', load: '判断を読込',
    other_language: 'English', record: '記録', reference: '基準（カード・住民記録）',
    reason: '理由', grade: '判定', row: '行', all: '全て', open: '未判断',
    same: '同一人', other: '別人', unsure: '不明', judged: '判断済',
    left_out: n => `この画面に載せきれない行が他に ${n} 件あります`,
    conflict: '前回、担当者の判断が分かれました', none: '（空欄）',
    keys: ['次', '前', '同一人', '別人', '不明', '取消', '未判断へ'],
    items: ['氏名', 'カナ', '生年月日', '性別', '住所'], nothing: '確認する行はありません',
    verdicts: { 'OTHER-PERSON': '別人の疑い', 'FAMILY-SUSPECT': '家族の疑い',
      'NAMESAKE-SUSPECT': '同姓同名の疑い', 'AMBIGUOUS': '要確認',
      'DUPLICATE-NUMBER': '番号の重複' },
  },
  en: {
    title: 'Review of the comparison', clerk: 'Clerk', save: 'Save judgements',
    load: 'Load judgements', other_language: '日本語', record: 'Record',
    reference: 'Reference (card, register)', reason: 'Reason', grade: 'Grade',
    row: 'row', all: 'all', open: 'to do', same: 'same person',
    other: 'other person', unsure: 'not sure', judged: 'judged',
    left_out: n => `${n} more rows did not fit on this page`,
    conflict: 'The clerks judged differently before', none: '(empty)',
    keys: ['next', 'previous', 'same', 'other', 'not sure', 'undo', 'next to do'],
    items: ['Name', 'Kana', 'Birth date', 'Sex', 'Address'], nothing: 'There is nothing to review',
    verdicts: {},
  },
};
const KEYS = ['j', 'k', 's', 'o', 'u', 'x', 'n'];
const CHOICES = ['same', 'other', 'unsure'];
const data = JSON.parse(document.getElementById('data').textContent);
const store_name = `inkan-audit-${data.audit}`;
let language = document.documentElement.lang === 'ja' ? 'ja' : 'en';
let clerk = '1';
let filter = 'all';
let current = 0;
let judgements = {};
let visible = [];

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function judgementOf(row) {
  return (judgements[row.digest] || {})[clerk];
}

function keep() {
  try {
    localStorage.setItem(store_name, JSON.stringify(judgements));
  } catch (e) { /* a browser that keeps nothing: saving still works */ }
}

function restore() {
  try {
    judgements = JSON.parse(localStorage.getItem(store_name)) || {};
  } catch (e) {
    judgements = {};
  }
}

// Characters, not UTF-16 units: places count characters from 1.
function marked(text, places, soft) {
  const cell = element('td', 'text');
  const chars = Array.from(text);
  if (chars.length === 0) {
    cell.append(element('span', 'empty', WORDS[language].none));
    return cell;
  }
  const on = new Array(chars.length).fill(false);
  for (const [first, last] of places)
    for (let i = first - 1; i < last && i < on.length; i++) on[i] = true;
  for (let i = 0; i < chars.length;) {
    let end = i;
    while (end < chars.length && on[end] === on[i]) end++;
    const part = chars.slice(i, end).join('');
    cell.append(on[i] ? element('mark', soft ? 'soft' : '', part) : part);
    i = end;
  }
  return cell;
}

function itemRow(item, index) {
  const words = WORDS[language];
  const line = element('tr');
  const soft = item.grade !== 'C';
  line.append(element('th', '', words.items[index]));
  line.append(marked(item.mine, item.mine_at, soft));
  line.append(marked(item.theirs, item.theirs_at, soft));
  line.append(element('td', `grade ${item.grade === '?' ? '' : item.grade}`, item.grade));
  line.append(element('td', 'reasons', item.reasons.map(r => r[language]).join(' / ')));
  return line;
}

function tableOf(row) {
  const words = WORDS[language];
  const table = element('table');
  const columns = element('colgroup');
  for (const name of ['item', '', '', 'grade', '']) columns.append(element('col', name));
  const head = element('tr');
  for (const word of ['', words.record, words.reference, words.grade, words.reason])
    head.append(element('th', '', word));
  const body = element('tbody');
  row.items.forEach((item, i) => body.append(itemRow(item, i)));
  const top = element('thead');
  top.append(head);
  table.append(columns, top, body);
  return table;
}

function choicesOf(row) {
  const words = WORDS[language];
  const bar = element('div', 'choices');
  CHOICES.forEach(choice => {
    const button = element('button', '', words[choice]);
    button.type = 'button';
    button.dataset.choice = choice;
    button.setAttribute('aria-pressed', String(judgementOf(row) === choice));
    button.addEventListener('click', () => {
      current = visible.indexOf(row);
      judge(choice);
    });
    bar.append(button);
  });
  if (row.judged === 'apart') bar.append(element('span', 'conflict', words.conflict));
  return bar;
}

// The code is what report.csv says; the words are for people.
function verdictName(verdict) {
  const words = WORDS[language].verdicts[verdict];
  return words ? `${words} ${verdict}` : verdict;
}

function articleOf(row) {
  const article = element('article', row.verdict);
  const head = element('h2');
  head.append(element('span', 'verdict', verdictName(row.verdict)));
  head.append(element('span', '', `${WORDS[language].row} ${row.row}`));
  head.append(element('span', '', row.id));
  article.append(head, tableOf(row), choicesOf(row));
  return article;
}

function isShown(row) {
  if (filter === 'all') return true;
  if (filter === 'open') return !judgementOf(row);
  return row.verdict === filter;
}

function drawFilters() {
  const words = WORDS[language];
  const counts = new Map([['all', data.rows.length], ['open', data.rows.filter(r => !judgementOf(r)).length]]);
  for (const row of data.rows) counts.set(row.verdict, (counts.get(row.verdict) || 0) + 1);
  const bar = document.getElementById('filters');
  bar.replaceChildren();
  for (const [name, count] of counts) {
    const button = element('button', '', `${words[name] || verdictName(name)} ${count}`);
    button.type = 'button';
    button.dataset.filter = name;
    button.setAttribute('aria-pressed', String(filter === name));
    button.addEventListener('click', () => { filter = name; current = 0; draw(); });
    bar.append(button);
  }
}

function drawHeader() {
  const words = WORDS[language];
  const done = data.rows.filter(judgementOf).length;
  document.getElementById('title').textContent = words.title;
  document.getElementById('progress').textContent =
    `${words.judged} ${done} / ${data.rows.length}` +
    (data.left_out ? ` — ${words.left_out(data.left_out)}` : '');
  document.getElementById('clerk-label').textContent = words.clerk;
  for (const n of ['1', '2'])
    document.getElementById(`clerk-${n}`).setAttribute('aria-pressed', String(clerk === n));
  document.getElementById('save').textContent = words.save;
  document.getElementById('load-label').firstElementChild.textContent = words.load;
  document.getElementById('language').textContent = words.other_language;
  const keys = document.getElementById('keys');
  keys.replaceChildren();
  KEYS.forEach((key, i) => keys.append(element('kbd', '', key), ` ${words.keys[i]}  `));
}

function draw() {
  document.documentElement.lang = language;
  visible = data.rows.filter(isShown);
  drawFilters();
  drawHeader();
  const main = document.getElementById('rows');
  main.replaceChildren(...visible.map(articleOf));
  if (visible.length === 0) main.append(element('p', '', WORDS[language].nothing));
  moveTo(Math.min(current, visible.length - 1));
}

function moveTo(index) {
  const articles = document.querySelectorAll('article');
  if (articles.length === 0) return;
  current = Math.max(0, Math.min(index, articles.length - 1));
  articles.forEach((a, i) => a.classList.toggle('current', i === current));
  articles[current].scrollIntoView({ block: 'nearest' });
}

function judge(choice) {
  const row = visible[current];
  if (!row) return;
  const entry = judgements[row.digest] || {};
  if (choice) entry[clerk] = choice; else delete entry[clerk];
  judgements[row.digest] = entry;
  keep();
  document.querySelectorAll('article')[current].lastElementChild.replaceWith(choicesOf(row));
  drawFilters();
  drawHeader();
  if (choice) moveTo(current + 1); else moveTo(current);
}

function nextOpen() {
  for (let i = 1; i <= visible.length; i++) {
    const index = (current + i) % visible.length;
    if (!judgementOf(visible[index])) return moveTo(index);
  }
}

function saveFile() {
  const text = JSON.stringify({ audit: data.audit, judgements }, null, 1);
  const link = element('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = 'judgements.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function loadFile(file) {
  const loaded = JSON.parse(await file.text());
  for (const [digest, entry] of Object.entries(loaded.judgements || {}))
    judgements[digest] = Object.assign(judgements[digest] || {}, entry);
  keep();
  draw();
}

const ACTIONS = {
  j: () => moveTo(current + 1), ArrowDown: () => moveTo(current + 1),
  k: () => moveTo(current - 1), ArrowUp: () => moveTo(current - 1),
  s: () => judge('same'), o: () => judge('other'), u: () => judge('unsure'),
  x: () => judge(null), n: nextOpen,
};

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const action = ACTIONS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});
for (const n of ['1', '2'])
  document.getElementById(`clerk-${n}`).addEventListener('click', () => { clerk = n; draw(); });
document.getElementById('save').addEventListener('click', saveFile);
document.getElementById('load').addEventListener('change', event => {
  if (event.target.files.length) loadFile(event.target.files[0]);
});
document.getElementById('language').addEventListener('click', () => {
  language = language === 'ja' ? 'en' : 'ja';
  draw();
});
restore();
draw();
