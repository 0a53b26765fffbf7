/** The console's requests of the local stage in Chromium: live, with their chains, and again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, CHROMIUM, openBrowser, type Page } from '../helpers/browser.ts';
import { HOSTILE } from '../helpers/console-documents.ts';
import { accessibilityFaults, openView } from '../helpers/console-page.ts';
import { type ConsoleSession, startConsoleSession } from '../helpers/console-session.ts';
import { type Project, startProject } from '../helpers/project.ts';

/** Set it to a folder to look at pictures of the views. */
const pictures = process.env.CONSOLE_PICTURES;

let project: Project;
let session: ConsoleSession;
let browser: Browser;
let page: Page;
let url: string;
let key: string;

const post = (name: string) =>
  fetch(`${url}/items`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json', 'x-session-token': 'hunter2' },
    body: JSON.stringify({ name }),
  });

describe.skipIf(CHROMIUM === undefined)('the requests of the console', () => {
  beforeAll(async () => {
    project = await startProject();
    ({ url } = await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes']));
    key = (await project.apikit(['keys', 'create', 'page', '--stage', 'local'])).stdout.trim();
    session = await startConsoleSession(project, 'local');
    browser = await openBrowser();
    page = await openView(browser, session.url, 'requests');
  });
  afterAll(async () => {
    await browser?.close();
    expect(await session?.stop()).toBe(0);
    await project?.close();
  });

  it('shows a request as it happens, as text', async () => {
    await post(HOSTILE);
    await fetch(`${url}/items?name=${encodeURIComponent('<img src=x onerror=alert(1)>')}&token=s3cret`);
    await page.until(`document.querySelectorAll('tbody tr').length >= 2`);
    const text = await page.evaluate<string>(`document.querySelector('table').innerText`);
    expect(text).toContain('POST /items');
    expect(text).toContain('token=(hidden)');
    expect(text).toContain('403');
    expect(await page.evaluate(`document.querySelector('main img')`)).toBeNull();
  });

  it('shows the whole chain: event, log lines, calls of DynamoDB and the answer, without credentials', async () => {
    await page.evaluate(`[...document.querySelectorAll('tbody a')].find((link) => link.text.includes('POST')).click()`);
    await page.until(`document.querySelector('.chain') !== null`);
    await page.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true; })`);
    const text = await page.evaluate<string>(`document.querySelector('main').innerText`);
    for (const part of ['Event', 'START RequestId', 'dynamodb PutItem', '"TableName"', 'The client gets'])
      expect(text).toContain(part);
    expect(text).toContain('(hidden)');
    for (const secret of [key, 'hunter2']) expect(text).not.toContain(secret);
    expect(text).toContain(String.raw`\u001b[31m\u202e`);
    expect(await page.evaluate(`document.querySelector('main img')`)).toBeNull();
    expect(await accessibilityFaults(page, pictures && `${pictures}/request`)).toEqual([]);
  });

  it('replays a request with its key, by keyboard', async () => {
    const before = (await requests()).length;
    await page.evaluate(`[...document.querySelectorAll('button')].find((each) => each.innerText === 'Replay').focus()`);
    await page.press('Enter');
    await page.until(`document.body.innerText.includes('This sends POST /items once more')`);
    expect(await page.evaluate<string>(`document.querySelector('main').innerText`)).toContain('dynamodb PutItem');
    expect((await requests()).length).toBe(before);
    await page.press('Enter');
    await page.until(`document.body.innerText.includes('Answered with 201')`);
    expect(await page.evaluate(`document.activeElement.innerText`)).toBe('Replay');
    const all = await requests();
    expect(all.length).toBe(before + 1);
    expect(all[0]).toMatchObject({ method: 'POST', status: 201 });
    await page.press('Tab');
    await page.press('Enter');
    await page.until(`location.hash === '#/requests/' + encodeURIComponent('${all[0]!.id}')`);
  });

  it('lists requests without findings of axe', async () => {
    await page.evaluate(`location.hash = '#/requests'`);
    await page.until(`document.querySelector('input[type=search]') !== null`);
    expect(await accessibilityFaults(page, pictures && `${pictures}/requests`)).toEqual([]);
    expect(page.errors).toEqual([]);
  });

  it('filters, pauses, and keeps the focus where the reader is', async () => {
    await page.evaluate(`document.querySelector('input[type=search]').focus()`);
    for (const letter of 'post') await page.press(letter);
    await page.until(`[...document.querySelectorAll('tbody tr')].every((row) => row.innerText.includes('POST'))`);
    expect(await page.evaluate(`document.querySelectorAll('tbody tr').length`)).toBeGreaterThan(0);
    expect(await page.evaluate(`document.activeElement.type`)).toBe('search');
    await page.press('Tab');
    await page.press('Enter');
    expect(await page.evaluate(`document.activeElement.getAttribute('aria-pressed')`)).toBe('true');
    expect(await page.evaluate(`location.href.includes('token')`)).toBe(false);
  });
});

async function requests(): Promise<{ id: string; method: string; status: number }[]> {
  const response = await session.fetch('/api/requests');
  const { value } = await response.body!.getReader().read();
  return JSON.parse(Buffer.from(value!).toString().split('\n')[0]!).requests.reverse();
}
