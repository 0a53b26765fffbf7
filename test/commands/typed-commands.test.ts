/** Every command that the program, its help and its documents tell a user to type is valid. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { commandsIn, FILLED_IN, misunderstood, shellWords, type TypedCommand } from '../helpers/typed-commands.ts';

const ROOT = resolve(import.meta.dirname, '../..');

const filesBelow = (folder: string, ends: RegExp): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ends.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name).slice(ROOT.length + 1));

/** Returns `src/a.ts:3: apikit deplyo: There is no command deplyo.` for each command that would be refused. */
async function refused(found: readonly (TypedCommand & { where: string })[]): Promise<string[]> {
  const faults: string[] = [];
  for (const command of found) {
    const fault = await misunderstood(command);
    if (fault !== undefined) faults.push(`${command.where}: apikit ${command.words.join(' ')}: ${fault}`);
  }
  return faults;
}

/** Returns the texts of a line of TypeScript, with a word in place of each inserted value. */
function textsOf(line: string): string[] {
  if (/^\s*(?:\/\/|\/?\*)/.test(line)) return [];
  let plain = line.replaceAll('\\`', '\u0000');
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replaceAll(/\$\{[^{}]*\}/g, FILLED_IN);
  }
  const texts = plain.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`([^`]*)`/g);
  return [...texts].map(([, ...parts]) => parts.join('').replaceAll('\u0000', '`'));
}

describe('printed commands', () => {
  it('in messages and hints of the sources can be parsed', async () => {
    const found = filesBelow('src', /\.ts$/)
      .filter((file) => !file.startsWith('src/templates/') || !file.includes('/files/'))
      // These are scripts, which the shells themselves run in another test.
      .filter((file) => !/^src\/ui\/completion-(?:bash|zsh|fish)\.ts$/.test(file))
      .flatMap((file) =>
        readFileSync(join(ROOT, file), 'utf8')
          .split('\n')
          .flatMap((line, index) =>
            textsOf(line)
              .flatMap(commandsIn)
              .map((each) => ({ ...each, where: `${file}:${index + 1}` })),
          ),
      );
    expect(found.length).toBeGreaterThan(100);
    expect(await refused(found)).toEqual([]);
  });

  it('in the examples of the help can be parsed', async () => {
    const commands = await Promise.all(COMMANDS.map((entry) => entry.load()));
    const found = commands.flatMap(({ examples = [] }, index) =>
      examples.flatMap(commandsIn).map((each) => ({ ...each, where: COMMANDS[index]!.path })),
    );
    expect(await refused(found)).toEqual([]);
  });

  it('in the documents and in the READMEs of the templates can be parsed', async () => {
    const documents = [
      'README.md',
      'CONTRIBUTING.md',
      ...filesBelow('docs', /\.md$/),
      ...filesBelow('src/templates', /\.md$/),
    ];
    const found = documents.flatMap((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8');
      const blocks = [...text.matchAll(/^```(?:console|sh|bash|yaml|yml)\n([\s\S]*?)^```/gm)].map(
        ([, block]) => block!,
      );
      const lines = blocks.flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'));
      const typed = lines.flatMap((line) => commandsIn(line.replace(/^\$ /, '').replace(/(^|\s)#.*/, '')));
      return typed.map((each) => ({ ...each, isAdvice: false, where: file }));
    });
    expect(found.length).toBeGreaterThan(25);
    expect(await refused(found)).toEqual([]);
  });

  it('in the text of a document exist, with all their flags', async () => {
    const documents = ['README.md', 'CONTRIBUTING.md', ...filesBelow('docs', /\.md$/)];
    const found = documents.flatMap((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
      const named = [...text.matchAll(/`(apikit [^`]+)`/g)].map(([, code]) => code!.replaceAll(/\s+/g, ' '));
      // `keys create\|list` in a table is two commands.
      const each = named.flatMap((code) => {
        const [head, ...others] = code.split('\\|');
        return [head!, ...others.map((other) => head!.replace(/\S+$/, other))];
      });
      return each.flatMap(commandsIn).map((each) => ({ ...each, isAdvice: false, where: file }));
    });
    expect(found.length).toBeGreaterThan(25);
    expect((await refused(found)).filter((fault) => !/Missing required argument|needs a verb/.test(fault))).toEqual([]);
  });
});

describe('the next command that a command prints', () => {
  let project: Project;
  beforeAll(async () => {
    project = await startSmallProject(['--stages', 'dev']);
  });
  afterAll(() => project.close());

  const nextOf = (stderr: string) =>
    stderr.split('\n').flatMap((line) => (line.startsWith('→ apikit ') ? [line.slice('→ apikit '.length)] : []));

  it('can be typed as it stands, and works', async () => {
    const first = [
      'validate',
      'plan --stage dev',
      'list --stage dev',
      'status --stage dev',
      'deploy --stage dev --dry-run',
      'deploy --stage dev --yes',
      'keys list --stage dev',
      'status --stage dev',
      'plan --stage dev',
      'add operation getReport --method get --path /reports',
    ];
    const told = new Set<string>();
    for (const line of first) {
      const { stderr, code } = await project.apikit(shellWords(line));
      expect({ line, code, stderr }).toMatchObject({ line, code: 0 });
      for (const next of nextOf(stderr)) told.add(next);
    }
    expect([...told].sort()).toEqual([
      'deploy --stage dev',
      'dev',
      'keys create my-key --plan basic --stage dev',
      'plan --stage dev',
      'validate',
    ]);
    for (const next of [...told].filter((each) => each !== 'dev')) {
      const { code, stderr } = await project.apikit(shellWords(next));
      expect({ next, code, stderr }).toMatchObject({ next, code: 0 });
    }
  });

  it('works for errors too', async () => {
    for (const line of [
      'keys show nobody --stage dev',
      'keys create --stage dev',
      'keys show --stage dev',
      'tail-logs --stage local --no-follow',
      'users token --stage dev',
      'add authorizer',
      'add operation getNothing',
      'add resource Health',
      'keys rotate',
      'deplyo',
      'status',
    ]) {
      const { stderr, code } = await project.apikit(shellWords(line));
      expect({ line, code }).not.toEqual({ line, code: 0 });
      const hint = stderr.slice(stderr.indexOf('→ ') + 2).trim();
      expect(await refused(commandsIn(hint).map((each) => ({ ...each, where: line })))).toEqual([]);
    }
  });
});
