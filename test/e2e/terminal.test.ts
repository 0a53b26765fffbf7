/** apikit in a real pseudo-terminal: Ctrl-C ends every question, and lines fit the window. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempDir } from '../helpers/cli.ts';
import { noTerminal, startApikit, startInTerminal } from '../helpers/cli-process.ts';
import { type CountingProxy, startCountingProxy } from '../helpers/counting-proxy.ts';
import { expireAt } from '../helpers/expire-at.ts';
import { type Project, scaffold, startSmallProject } from '../helpers/project.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

const CTRL_C = '\x03';
const ENTER = '\r';
const INTERRUPTED = /✘ Interrupted; nothing was changed\.\n/;

/** Removes the sequences that colour text and move the cursor. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences consist of control characters
const plain = (text: string) => text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');

describe.skipIf(noTerminal)(`in a terminal${noTerminal ? ` (skipped: ${noTerminal})` : ''}`, () => {
  describe('Ctrl-C', () => {
    it.concurrent.each([
      ['name', 0, /Name of the app/],
      ['region', 1, /AWS region/],
      ['resource', 2, /What does it store/],
      ['fields', 3, /Which fields/],
      ['origins', 4, /Which origins of web/],
      ['stages', 5, /Stages\?/],
    ] as const)("at init's question for the %s writes nothing", async (_name, before, question) => {
      const cwd = tempDir();
      const flags = [
        ['--name', 'shop'],
        ['--region', 'eu-west-1'],
        ['--resource', 'items'],
        ['--fields', 'name!'],
        ['--cors', ''],
      ].slice(0, before);
      const terminal = startInTerminal(
        ['init', 'shop', '--template', 'items', '--language', 'typescript', ...flags.flat()],
        80,
        { cwd },
      );
      await terminal.said(question);
      terminal.type(CTRL_C);
      const { code, stderr } = await terminal.finished;
      expect(code).toBe(130);
      expect(plain(stderr)).toMatch(INTERRUPTED);
      expect(existsSync(join(cwd, 'shop'))).toBe(false);
    });

    describe('in a project', () => {
      let project: Project;
      let proxy: CountingProxy;

      beforeAll(async () => {
        project = await startSmallProject(['--stages', 'dev,prod']);
        project.edit('apikit.yaml', (text) =>
          text
            .replace('usagePlans:', 'usagePlans:\n  more: { rate: 20, burst: 40 }')
            .replace(/^stages:$/m, 'stages:\n  pr-*: { expires: 3d }'),
        );
        for (const stage of ['dev', 'prod', 'pr-1']) await project.json(['deploy', '--stage', stage, '--yes']);
        project.edit('src/handler.ts', (text) => `${text}\nexport const changed = true;\n`);
        await expireAt(project, 'pr-1', '2026-01-01T00:00:00Z');
        proxy = await startCountingProxy(project.cloud.endpoint);
      });
      afterAll(async () => {
        await proxy.close();
        await project.close();
      });

      it.each([
        ['which stage', ['status'], /Which stage/],
        ['which usage plan', ['keys', 'create', 'alice', '--stage', 'dev'], /Which usage plan/],
        ['the name of a key', ['keys', 'create', '--plan', 'basic', '--stage', 'dev'], /Name of the key/],
        ['which key', ['keys', 'show', '--stage', 'dev'], /Name or ID of the key/],
        ['a deploy', ['deploy', '--stage', 'prod'], /Deploy items-api to prod/],
        ['a removal', ['destroy', '--stage', 'dev'], /Delete items-api\/dev/],
        ['the removal of a protected stage', ['destroy', '--stage', 'prod'], /Type the stage's name/],
        ['a prune', ['prune'], /Delete 1 preview, with all tables and their items\?/],
        ['a reset of the local cloud', ['local', 'reset'], /Delete everything/],
      ] as const)('at the question for %s changes nothing', async (_what, argv, question) => {
        const env = { AWS_ENDPOINT_URL: proxy.endpoint };
        const terminal = startInTerminal(argv, 80, { cwd: project.dir, env });
        await terminal.said(question);
        terminal.type(CTRL_C);
        const { code, stderr } = await terminal.finished;
        expect(code).toBe(130);
        expect(plain(stderr)).toMatch(INTERRUPTED);
        expect(proxy.calls.filter((call) => /^(POST|PUT|PATCH|DELETE) |Create|Put|Delete/.test(call))).toEqual([]);
      });

      it('a declined prune deletes nothing and ends with 3; a confirmed prune continues', async () => {
        const env = { AWS_ENDPOINT_URL: project.cloud.endpoint };
        const answered = async (key: string) => {
          const terminal = startInTerminal(['prune'], 120, { cwd: project.dir, env });
          await terminal.said(/Delete 1 preview/);
          terminal.type(`${key}${ENTER}`);
          return await terminal.finished;
        };
        const declined = await answered('n');
        expect(declined.code).toBe(3);
        expect(plain(declined.stderr)).toMatch(
          /items-api\/pr-1 us-east-1 expired \d+ d ago[\s\S]*Nothing was deleted\./,
        );
        const agreed = await answered('y');
        expect(agreed.code).toBe(0);
        expect(plain(agreed.stderr)).toMatch(/items-api\/pr-1 us-east-1 is deleted: \d+ resources\./);
      });

      it('during a deploy lets it end in order, and restores the cursor', async () => {
        const arrived = proxy.hold(/^PUT \/2015-03-31\/functions\/.*\/code$/);
        const env = { AWS_ENDPOINT_URL: proxy.endpoint };
        const terminal = startInTerminal(['deploy', '--stage', 'dev'], 80, { cwd: project.dir, env });
        await arrived;
        terminal.type(CTRL_C);
        await terminal.said(/waiting for the running/);
        proxy.release();
        const { code, stderr } = await terminal.finished;
        expect(code).toBe(130);
        expect(plain(stderr)).toMatch(/✘ Deploy was interrupted\. Done: [^→]*→ Run apikit deploy --stage dev again/);
        expect(stderr.lastIndexOf('\x1b[?25l')).toBeLessThanOrEqual(stderr.lastIndexOf('\x1b[?25h'));
      });
    });

    it('and a closed input (Ctrl-D) end a question alike', async () => {
      const terminal = startInTerminal(['init', 'shop', '--template', 'items', '--language', 'typescript'], 80, {
        cwd: tempDir(),
      });
      await terminal.said(/Name of the app/);
      terminal.type('\x04');
      expect((await terminal.finished).code).toBe(130);
    });
  });

  it('answers are typed, and the last chosen stage is offered first', async () => {
    const cloud = await startTestCloud();
    const cwd = await scaffold();
    const env = { AWS_ENDPOINT_URL: cloud.endpoint };
    const status = () => startInTerminal(['status'], 80, { cwd, env });
    const first = status();
    await first.said(/❯ local/);
    first.type('\x1b[B');
    await first.said(/❯ dev/);
    first.type(ENTER);
    expect(plain((await first.finished).stderr)).toContain('items-api/dev in');
    const second = status();
    await second.said(/❯ dev/);
    second.type(ENTER);
    const { code, stderr } = await second.finished;
    expect(plain(stderr)).toContain('items-api/dev in');
    expect(code).toBe(0);
    await cloud.close();
  });

  describe('lines', () => {
    const linesAt = async (columns: number, argv: string[]) => {
      const { stderr } = await startInTerminal(argv, columns, { cwd: tempDir() }).finished;
      return plain(stderr).trim().split('\n');
    };

    it('are as long as the window is wide', async () => {
      const lines = await linesAt(40, ['completion', 'tcsh', '--nope']);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
      const help = await linesAt(40, ['deploy', '--help']);
      const options = help.slice(help.indexOf('Options:'), help.indexOf('Examples:'));
      expect(options.filter((line) => line.length > 40)).toEqual([]);
    });

    it('are not broken in a window without a width', async () => {
      const lines = await linesAt(0, ['status', '--stage', 'dev']);
      expect(lines).toHaveLength(2);
      const help = await linesAt(0, ['deploy', '--help']);
      expect(help).toContain('Deploy the project to a stage.');
    });
  });

  it('colour is on, unless NO_COLOR or --no-color turns it off', async () => {
    const coloured = async (argv: string[], env = {}) =>
      (await startInTerminal(argv, 80, { cwd: tempDir(), env }).finished).stderr.includes('\x1b[3');
    expect(await coloured(['status', '--stage', 'dev'])).toBe(true);
    expect(await coloured(['status', '--stage', 'dev'], { NO_COLOR: '1' })).toBe(false);
    expect(await coloured(['status', '--stage', 'dev', '--no-color'])).toBe(false);
  });
});

it('FORCE_COLOR turns colour on for a pipe', async () => {
  const { stderr } = await startApikit(['status', '--stage', 'dev'], { cwd: tempDir(), env: { FORCE_COLOR: '1' } })
    .finished;
  expect(stderr).toContain('\x1b[31m✘');
});
