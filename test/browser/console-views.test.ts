/** Every view of the console in Chromium, with documents whose texts are hostile. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleParts, type RunningConsole, startConsole } from '../../src/console/console-server.ts';
import { pageFiles } from '../../src/console/page-files.ts';
import { createRequestLog } from '../../src/console/request-log.ts';
import { ApikitError } from '../../src/errors.ts';
import { type Browser, CHROMIUM, openBrowser, type Page } from '../helpers/browser.ts';
import { DOCUMENTS, HOSTILE, HOSTILE_SHOWN, requestEntries } from '../helpers/console-documents.ts';
import { accessibilityFaults, openView } from '../helpers/console-page.ts';

/** Set it to a folder to look at pictures of the views. */
const pictures = process.env.CONSOLE_PICTURES;

let parts: ConsoleParts;
let running: RunningConsole;
let browser: Browser;
let page: Page;
let asked: string[] = [];
let failing = false;
let refused = '';
let held: Promise<void> | undefined;
let listeners = 0;
const log = createRequestLog();

describe.skipIf(CHROMIUM === undefined)('the views of the console', () => {
  beforeAll(async () => {
    parts = {
      ...{ app: 'shop', stage: 'prod', documents: [...Object.keys(DOCUMENTS), 'item'], files: await pageFiles() },
      // The code of the address stays valid, however slow the machine is.
      now: () => 0,
      async document(name, query) {
        asked.push(`${name}?${query}`);
        await held;
        if (name === 'item') return { item: { ...JSON.parse(query.get('key')!).Item, whole: { S: HOSTILE } } };
        if (name === refused) throw new ApikitError('AccessDenied', `No ${name}.`);
        if (failing) throw new ApikitError('AccessDenied', HOSTILE, { hint: 'Use other credentials.' });
        return DOCUMENTS[name]!;
      },
      live: {
        log: {
          ...log,
          listen(listener) {
            const leave = log.listen(listener);
            listeners += 1;
            return () => {
              listeners -= 1;
              leave();
            };
          },
        },
        endpoint: () => undefined,
        openDocs: async () => ({ url: HOSTILE, opened: true }),
        editItem: async (table, edit) => {
          asked.push(`edit ${table} ${edit}`);
          return {};
        },
      },
      explain: (error) => error as ApikitError,
      errorDocument: ({ code, message, hint }) => ({ code, message, hint }),
    };
    running = await startConsole(parts);
    browser = await openBrowser();
    page = await openView(browser, running.urlForBrowser(), 'status');
  });
  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });

  const go = async (view: string, ready: string) => {
    await page.evaluate(`location.hash = '#/${view}'`);
    await page.until(`document.querySelector('main').innerText.includes(${JSON.stringify(ready)})`);
  };

  it.each([
    ['tables', 'byCustomer'],
    ['tables/orders', '2 items'],
    ['status', 'shop-prod-orders'],
    ['releases', '8ffe0a1b2c3d'],
    ['releases/11aa22bb33cc', 'What a switch to it would change'],
    ['plan', '3 changes'],
    ['metrics', 'Latency p95'],
    ['keys', 'Usage plans'],
  ])('%s shows hostile text as text, and axe finds nothing', async (view, ready) => {
    await go(view, ready);
    await page.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true; })`);
    const text = await page.evaluate<string>(`document.querySelector('main').textContent`);
    expect(text).toContain(HOSTILE_SHOWN);
    expect(await page.evaluate(`document.querySelector('main img')`)).toBeNull();
    expect(await accessibilityFaults(page, pictures && `${pictures}/${view.replace('/', '-')}`)).toEqual([]);
    expect(page.errors).toEqual([]);
  });

  it('searches the logs by keyboard', async () => {
    await go('logs', 'Words or a query');
    asked = [];
    await page.evaluate(`document.querySelector('input[name=text]').focus()`);
    for (const letter of 'out of') await page.press(letter);
    await page.press('Enter');
    await page.until(`document.querySelector('main table') !== null`);
    expect(asked).toEqual(['logs?text=out+of&since=1h']);
    expect(await page.evaluate<string>(`document.querySelector('table').innerText`)).toContain(HOSTILE_SHOWN);
    expect(await accessibilityFaults(page, pictures && `${pictures}/logs`)).toEqual([]);
  });

  it('queries an index, reads the next page and edits an item, by keyboard', async () => {
    await go('tables/orders', '2 items');
    const press = async (name: string) => {
      await page.evaluate(
        `[...document.querySelectorAll('main button')].find((each) => each.innerText === '${name}').focus()`,
      );
      await page.press('Enter');
    };
    const asks = (what: string) => expect.poll(() => asked).toContain(what);
    await page.evaluate(`document.querySelector('select').focus()`);
    await page.press('b');
    await page.until(`document.querySelector('form').innerText.includes('customer')`);
    await page.press('Tab');
    for (const letter of 'ann') await page.press(letter);
    await page.press('Enter');
    await asks('items?table=orders&index=byCustomer&partition=ann');
    await press('Next page');
    await asks(
      `items?${new URLSearchParams({ table: 'orders', index: 'byCustomer', partition: 'ann', after: '{"Item":{"id":{"S":"b"},"at":{"N":"2"}}}' })}`,
    );
    await page.until(`document.querySelector('main').innerText.includes('First page')`);
    await press('Edit');
    await page.until(`document.activeElement.tagName === 'TEXTAREA'`);
    // The whole item is read, and another one replaces it.
    const written = () => page.evaluate<string>(`document.querySelector('textarea').value`);
    expect(JSON.parse(await written())).toEqual({ id: { S: 'a' }, at: { N: '1' }, whole: { S: HOSTILE } });
    await page.evaluate(`document.querySelector('[aria-label="Edit b, 2"]').focus()`);
    await page.press('Enter');
    await page.until(
      `document.querySelector('textarea')?.value.includes('"b"') && document.activeElement.tagName === 'TEXTAREA'`,
    );
    expect(await accessibilityFaults(page, pictures && `${pictures}/editor`)).toEqual([]);
    await press('Cancel');
    await page.until(`document.activeElement.getAttribute('aria-label') === 'Edit b, 2'`);
    await page.press('Enter');
    await page.until(`document.activeElement.tagName === 'TEXTAREA'`);
    const edits = () => asked.filter((each) => each.startsWith('edit '));
    await press('Delete');
    await page.until(`document.querySelector('main').innerText.includes('This deletes the item for good.')`);
    expect(edits()).toEqual([]);
    await page.press('Enter');
    await expect.poll(edits).toHaveLength(1);
    expect(JSON.parse(edits()[0]!.replace('edit orders ', ''))).toEqual({
      before: { id: { S: 'b' }, at: { N: '2' }, whole: { S: HOSTILE } },
    });
    await page.until(`document.activeElement.innerText === 'New item'`);
    await page.press('Enter');
    await page.until(`document.activeElement.tagName === 'TEXTAREA'`);
    expect(JSON.parse(await written())).toEqual({ id: { S: '' }, at: { N: '' } });
    expect(
      await page.evaluate(`[...document.querySelectorAll('button')].some((each) => each.innerText === 'Delete')`),
    ).toBe(false);
    await press('Cancel');
    await page.until(`document.querySelector('textarea') === null`);
  });

  it('shows no items of another key while it reads those of a new one', async () => {
    await go('tables/orders', '2 items');
    let release = () => {};
    held = new Promise((resolve) => {
      release = resolve;
    });
    await page.evaluate(`document.querySelector('input[name=partition]').focus()`);
    for (const letter of 'zed') await page.press(letter);
    await page.press('Enter');
    await page.until(`document.querySelector('main').innerText.includes('Reading…')`);
    expect(await page.evaluate(`document.querySelector('main table')`)).toBeNull();
    held = undefined;
    release();
    await page.until(`document.querySelector('main').innerText.includes('2 items')`);
  });

  it('shows a table that cannot be read beside those that can', async () => {
    await go('tables', 'does not exist');
    expect(await page.evaluate(`[...document.querySelectorAll('tbody a')].map((each) => each.hash)`)).toEqual([
      '#/tables/orders',
    ]);
  });

  it('scans the logs for errors only when a button is pressed', async () => {
    asked = [];
    await go('errors', 'Search the logs');
    await page.evaluate(`document.querySelector('select').focus()`);
    await page.press('L');
    expect(asked).toEqual([]);
    await page.evaluate(`document.querySelector('button[type=submit]').focus()`);
    await page.press('Enter');
    await page.until(`document.querySelector('main').innerText.includes('TypeError')`);
    expect(asked).toHaveLength(1);
    expect(await page.evaluate<string>(`document.querySelector('main').textContent`)).toContain(HOSTILE_SHOWN);
    expect(await accessibilityFaults(page, pictures && `${pictures}/errors`)).toEqual([]);
  });

  it('shows that usage and plans could not be read, and reads all again', async () => {
    refused = 'usage';
    await go('keys', 'No usage.');
    refused = '';
    asked = [];
    await page.evaluate(
      `[...document.querySelectorAll('button')].find((each) => each.innerText === 'Read again').focus()`,
    );
    await page.press('Enter');
    await page.until(`!document.querySelector('main').innerText.includes('No usage.')`);
    expect(asked.map((each) => each.split('?')[0]).sort()).toEqual(['keys', 'plans', 'usage']);
    expect(await page.evaluate(`document.activeElement.innerText`)).toBe('Read again');
    // Chromium logs the refused response, and nothing else.
    expect(page.errors.splice(0)).toEqual([expect.stringContaining('422')]);
  });

  it('says once that nothing of the keys can be read', async () => {
    failing = true;
    await go('plan', 'Use other credentials.');
    await go('keys', 'Use other credentials.');
    await page.until(`document.querySelector('[role=status]').innerText === ''`);
    expect(await page.evaluate(`document.querySelectorAll('[role=alert]').length`)).toBe(1);
    failing = false;
    expect(page.errors.splice(0)).toHaveLength(4);
  });

  it('shows numbers with all their digits', async () => {
    const text = '{"n":12345678901234567890,"f":1.0,"s":"{\\"a\\": 1","e":{},"l":[1,[]]}';
    const [request, chain] = requestEntries('digits', '/digits');
    log.heard(request);
    log.heard({ ...chain, answer: { ...chain.answer, body: { text } } });
    await go('requests/digits', 'The client gets');
    expect(await page.evaluate(`[...document.querySelectorAll('pre')].at(-1).textContent`)).toBe(
      [
        '{',
        '  "n": 12345678901234567890,',
        '  "f": 1.0,',
        '  "s": "{\\"a\\": 1",',
        '  "e": {},',
        '  "l": [',
        '    1,',
        '    []',
        '  ]',
        '}',
      ].join('\n'),
    );
  });

  it('follows the requests only while it lists them', async () => {
    await go('requests/digits', 'The client gets');
    await expect.poll(() => listeners).toBe(0);
    await go('requests', 'newest first');
    await expect.poll(() => listeners).toBe(1);
    await go('requests/digits', 'The client gets');
    await expect.poll(() => listeners).toBe(0);
  });

  it('holds the list while the focus is in it, and says whether it hears the cloud', async () => {
    await go('requests', 'No connection to the embedded cloud');
    log.connection(true);
    await page.until(`!document.querySelector('main').innerText.includes('No connection')`);
    for (const entry of requestEntries('held', '/held')) log.heard(entry);
    await page.until(`document.querySelector('tbody')?.textContent.includes('/held')`);
    await page.evaluate(
      `[...document.querySelectorAll('tbody a')].find((each) => each.text.includes('/held')).focus()`,
    );
    for (const entry of requestEntries('later', '/later')) log.heard(entry);
    await page.until(
      `document.querySelector('main').innerText.includes('New requests appear when you leave the list.')`,
    );
    expect(await page.evaluate(`document.querySelector('tbody').textContent.includes('/later')`)).toBe(false);
    expect(await page.evaluate<string>(`document.activeElement.text`)).toContain('/held');
    await page.evaluate(`document.querySelector('input[type=search]').focus()`);
    await page.until(`document.querySelector('tbody').textContent.includes('/later')`);
  });

  it('opens in a tab without the token with a sentence that says what to do', async () => {
    const other = await browser.open(new URL(running.url).origin);
    await other.until(`document.body.innerText.includes('Open the address that')`);
  });

  it('opens the docs', async () => {
    await go('docs', 'Open the docs');
    await page.evaluate(`document.querySelector('main button').focus()`);
    await page.press('Enter');
    await page.until(`document.querySelector('main').textContent.includes('Opened at')`);
    expect(await page.evaluate<string>(`document.querySelector('main').textContent`)).toContain(HOSTILE_SHOWN);
    expect(await accessibilityFaults(page, pictures && `${pictures}/docs`)).toEqual([]);
  });

  it('shows a request within 100 ms while 200 arrive in a second', async () => {
    await go('requests', 'newest first');
    let sent = 0;
    const arrive = (path: string) => {
      sent += 1;
      for (const entry of requestEntries(`r-${sent}`, path)) log.heard(entry);
    };
    const load = setInterval(() => arrive('/busy'), 5);
    const delays: number[] = [];
    for (let turn = 0; turn < 15; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const seen = page.evaluate<number>(`new Promise((resolve) => {
        const look = () => document.querySelector('tbody')?.textContent.includes('/look-${turn}.') ? resolve(Date.now()) : requestAnimationFrame(look);
        look();
      })`);
      const heard = Date.now();
      arrive(`/look-${turn}.`);
      delays.push((await seen) - heard);
    }
    clearInterval(load);
    // Another program can have the processor for a while, so the typical delay counts.
    delays.sort((one, other) => one - other);
    expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(100);
    expect(page.errors).toEqual([]);
  });

  it('shows an error with its hint', async () => {
    failing = true;
    await go('plan', 'Use other credentials.');
    expect(await page.evaluate<string>(`document.querySelector('[role=alert]').innerText`)).toContain(HOSTILE_SHOWN);
    expect(await accessibilityFaults(page, pictures && `${pictures}/error`)).toEqual([]);
    failing = false;
    await page.evaluate(
      `[...document.querySelectorAll('button')].find((each) => each.innerText === 'Read again').click()`,
    );
    await page.until(`document.querySelector('main').innerText.includes('3 changes')`);
  });

  it('is used with the keyboard alone: a link of the navigation moves the focus to its view', async () => {
    const focused = () =>
      page.evaluate<string>(`(({ tagName, innerText }) => tagName + ' ' + innerText)(document.activeElement)`);
    await page.evaluate(`document.querySelector('.skip').focus()`);
    await page.press('Tab');
    expect(await focused()).toBe('A Requests');
    for (let tab = 0; tab < 3; tab += 1) await page.press('Tab');
    await page.press('Enter');
    await page.until(`document.activeElement.tagName === 'MAIN'`);
    expect(await page.evaluate(`document.title`)).toBe('shop/prod: Releases');
    expect(await page.evaluate(`document.querySelector('nav [aria-current]').innerText`)).toBe('Releases');
  });

  it('says that the console has stopped, and what to do', async () => {
    const short = await startConsole(parts);
    const other = await openView(browser, short.url, 'requests');
    await other.until(`document.querySelector('main').innerText.includes('newest first')`);
    await short.close();
    await other.until(`document.querySelector('main').innerText.includes('start it again in the terminal')`);
  });

  it('a page without the token of the session says so', async () => {
    const other = await browser.open(new URL(running.url).origin);
    await other.until(`document.querySelector('[role=alert]') !== null`);
    expect(await other.evaluate<string>(`document.body.innerText`)).toContain('apikit console');
  });
});
