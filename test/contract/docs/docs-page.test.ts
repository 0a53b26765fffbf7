import { describe, expect, it } from 'vitest';
import { docsPage, docsScript } from '../../../src/contract/docs/docs-page.ts';

const script = 'customElements.define("x", class {}); // </script>';
const contract = (title: string) => ({ openapi: '3.0.3', info: { title, version: '1' }, paths: {} });

const dataIn = (page: string) =>
  JSON.parse(/<script type="application\/json" id="contract">(.*?)<\/script>/s.exec(page)![1]!);
const documentIn = (page: string) => dataIn(page).contract;

describe('a page of docs', () => {
  it('includes everything and makes no network request', async () => {
    expect(await docsScript()).toContain('openapi-explorer');
    const page = docsPage({ document: contract('Items'), script });
    expect(page).toContain("connect-src 'none'");
    expect(page).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)=/);
    expect(documentIn(page)).toEqual(contract('Items'));
  });

  it('shows the contract and runs no code of it', () => {
    const title = '</script><img src=x onerror=alert(1)> & "more"';
    const page = docsPage({ document: contract(title), script });
    expect(documentIn(page).info.title).toBe(title);
    expect(page).toContain('<title>&lt;/script&gt;&lt;img');
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(page).not.toMatch(/script-src[^;]*unsafe/);
  });

  it('sends test requests only to the API', () => {
    const serverUrl = 'http://127.0.0.1:4566/_aws/execute-api/abc/local';
    const page = docsPage({ document: contract('Items'), script, serverUrl });
    expect(documentIn(page).servers).toEqual([{ url: serverUrl }]);
    expect(page).toContain('connect-src http://127.0.0.1:4566/_aws/execute-api/abc/local/;');
    expect(dataIn(page).apiKey).toBeUndefined();
    expect(dataIn(docsPage({ document: contract('Items'), script, serverUrl, apiKey: 'k' })).apiKey).toBe('k');
  });
});
