/** The page of `apikit console` in Chromium. */
import axe from 'axe-core';
import type { Browser, Page } from './browser.ts';

/** Opens a view of the console, in a window of a desktop. */
export async function openView(browser: Browser, url: string, view: string): Promise<Page> {
  const page = await browser.open(url);
  await page.show({ width: 1280 });
  await page.until(`document.querySelector('nav a') !== null`);
  await page.evaluate(`location.hash = '#/${view}'`);
  await page.until(`document.querySelector('nav a[aria-current]')?.hash === '#/${view.split('/')[0]}'`);
  return page;
}

/** Returns what axe finds, in light, in dark and in 360 px. `picture` is the beginning of the names of pictures. */
export async function accessibilityFaults(page: Page, picture?: string): Promise<string[]> {
  const found: string[] = [];
  // The page's policy allows no other script, but an expression of the debugger is none.
  await page.evaluate(`${axe.source}; undefined`);
  const looks = [
    { width: 1280, dark: false },
    { width: 1280, dark: true },
    { width: 360, dark: false },
    { width: 360, dark: true },
  ];
  for (const look of looks) {
    const name = `${look.width}${look.dark ? '-dark' : ''}`;
    await page.show(look);
    // A table notices in the next frames that it has to scroll.
    await page.evaluate(
      `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))`,
    );
    if (picture !== undefined) await page.picture(`${picture}-${name}.png`);
    const faults = await page.evaluate<string[]>(
      `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' ' + failureSummary)))`,
    );
    found.push(...faults.map((fault) => `${name}: ${fault}`));
    const wider = await page.evaluate<boolean>(`document.documentElement.scrollWidth > innerWidth`);
    if (wider) found.push(`${name}: the page scrolls sideways`);
  }
  await page.show({ width: 1280 });
  return found;
}
