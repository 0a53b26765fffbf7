/** The reports of a run: commands for a shell, and JUnit's XML. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { CaseResult } from '../../../src/contract/testing/case-result.ts';
import { curl } from '../../../src/contract/testing/curl.ts';
import { junitOf } from '../../../src/contract/testing/junit.ts';

const sent = {
  method: 'POST',
  url: 'https://example.com/things?a=1&b=2',
  headers: { accept: '*/*', 'x-api-key': 'secret-key', authorization: 'Bearer secret-token', 'x-note': "it's" },
  body: '{"name":"O\'Brien $HOME `x`"}',
};

it('a request is printed as a shell command without the secrets', () => {
  const command = curl(sent, ['secret-key', 'secret-token']);
  expect(command).not.toContain('secret');
  const env = { ...process.env, APIKIT_KEY: 'k', APIKIT_TOKEN: 't' };
  const script = `curl() { for word in "$@"; do printf '%s\\n' "$word"; done; }; ${command}`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8', env }).trim().split('\n')).toEqual([
    '-i',
    '-X',
    'POST',
    sent.url,
    '-H',
    'x-api-key: k',
    '-H',
    'authorization: Bearer t',
    '-H',
    "x-note: it's",
    '--data-raw',
    sent.body,
  ]);
});

it('a wrong key is shown, because it is part of the test', () => {
  expect(curl({ ...sent, headers: { 'x-api-key': 'wrong' } }, ['secret-key'])).toContain("'x-api-key: wrong'");
});

it('JUnit counts each operation, and escapes the text of responses', () => {
  const one: CaseResult = {
    operationId: 'addThing',
    name: 'as it is',
    kind: 'positive',
    outcome: 'passed',
    problems: [],
    undeclared: false,
    ms: 1500,
  };
  const failed: CaseResult = {
    ...one,
    outcome: 'failed',
    name: 'a < b',
    problems: ['It said "\u0000</failure>".'],
    sent,
  };
  const skipped: CaseResult = { ...one, operationId: 'getThing', outcome: 'skipped', problems: ['no key'], ms: 0 };
  expect(junitOf('api/dev', [one, failed, skipped], ['secret-key', 'secret-token'])).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="api/dev" tests="3" failures="1" errors="0" skipped="1" time="3.000">
      <testsuite name="addThing" tests="2" failures="1" errors="0" skipped="0" time="3.000">
        <testcase classname="addThing" name="as it is" time="1.500"/>
        <testcase classname="addThing" name="a &lt; b" time="1.500">
          <failure message="It said &quot;&lt;/failure&gt;&quot;.">It said &quot;&lt;/failure&gt;&quot;.&#10;curl -i -X POST 'https://example.com/things?a=1&amp;b=2' -H &quot;x-api-key: $APIKIT_KEY&quot; -H &quot;authorization: Bearer $APIKIT_TOKEN&quot; -H 'x-note: it'\\''s' --data-raw '{&quot;name&quot;:&quot;O'\\''Brien $HOME \`x\`&quot;}'</failure>
        </testcase>
      </testsuite>
      <testsuite name="getThing" tests="1" failures="0" errors="0" skipped="1" time="0.000">
        <testcase classname="getThing" name="as it is" time="0.000">
          <skipped message="no key"/>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});
