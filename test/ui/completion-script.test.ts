/** Completion as the shells themselves do it, with the built script's questions answered by a program of our own. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { completionScript } from '../../src/ui/completion-script.ts';
import { apikit, tempDir } from '../helpers/cli.ts';
import { findProgram } from '../helpers/find-program.ts';

const folder = tempDir();
const scripts: Record<string, string> = {};

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) scripts[shell] = (await apikit(['completion', shell])).stdout;
  mkdirSync(join(folder, 'bin'));
  writeStub();
  chmodSync(join(folder, 'bin/apikit'), 0o755);
});

/** The script's question comes back as a value, so that a test sees it. */
function writeStub(): void {
  const stub = '#!/bin/sh\n[ "$2" = --values ] && printf "%s-one\\twhat: \\047it\\047 is\\n%s-two\\t\\n" "$3" "$3"\n';
  writeFileSync(join(folder, 'bin/apikit'), stub);
}

const env = (more: object = {}) => ({ ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}`, ...more });

/**
 * Returns the words that bash itself would offer for a line whose last word is being typed; `=` is a separate word
 * there.
 */
function offered(line: string, setting = 'COLUMNS=200'): string[] {
  const words = line.split(/ |(?<==)|(?==)/);
  const program = `${scripts.bash}
${setting}; COMP_LINE='${line}' COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _apikit
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', program], { encoding: 'utf8', env: env() });
  return (stderr + stdout)
    .trim()
    .split('\n')
    .map((each) => each.trimEnd());
}

const words = (line: string) => offered(line).map((each) => each.split(/ {2,}/)[0]);

describe('completion in bash', () => {
  it('offers commands, verbs and flags, each with its description', () => {
    expect(offered('apikit de')).toEqual([
      'dev      (run the project on this machine, and deploy it again at every save)',
      'deploy   (deploy the project to a stage)',
      'destroy  (delete a stage; tables stay unless --delete-data)',
    ]);
    expect(words('apikit local ')).toEqual(['start', 'stop', 'status', 'reset']);
    expect(words('apikit keys create --plan basic alice --st')).toEqual(['--stage']);
    expect(words('apikit deploy ')).toContain('--wait');
  });

  it('inserts only the word, and shortens long descriptions', () => {
    expect(offered('apikit deploy --st')).toEqual(['--stage']);
    expect(offered('apikit de', 'COMP_TYPE=37')).toEqual(['dev', 'deploy', 'destroy']);
    for (const each of offered('apikit de', 'COLUMNS=40')) expect(each.length).toBeLessThanOrEqual(40);
  });

  it('inserts a word of a contract as one word of the shell', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell that would fill it in
    const stub = '#!/bin/sh\nprintf "a;touch\\${IFS}PWN\\t\\n"\n';
    writeFileSync(join(folder, 'bin/apikit'), stub);
    try {
      expect(offered('apikit metrics --operation a')).toEqual(['a\\;touch\\$\\{IFS\\}PWN']);
    } finally {
      writeStub();
    }
  });

  it.each([
    ['apikit deploy --stage ', 'stages'],
    ['apikit deploy --stage=', 'stages'],
    ['apikit deploy --stage=st', 'stages'],
    ['apikit destroy --stage prod --confirm ', 'stages'],
    ['apikit test --stage local --operation ', 'operations'],
    ['apikit metrics --stage local --operation ', 'operations'],
    ['apikit add operation ', 'operations'],
    ['apikit keys show --stage local ', 'keys'],
    ['apikit keys show ', 'keys'],
    ['apikit tail-logs --key k', 'keys'],
    ['apikit keys create alice --plan ', 'plans'],
  ])('asks the project: %s', (line, kind) => {
    expect(offered(line)).toEqual([`${kind}-one  (what: 'it' is)`, `${kind}-two`]);
  });

  it('offers flags after a value, and nothing where any text is allowed', () => {
    expect(words('apikit deploy --stage prod ')).toContain('--wait');
    expect(words('apikit keys show alice ')).toContain('--stage');
    expect(offered('apikit keys create --plan basic --region ')).toEqual(['']);
    expect(words('apikit init --template ')).toEqual(['items', 'users', 'files', 'hello']);
  });

  it('knows in which commands a flag takes a value', () => {
    expect(words('apikit add resource orders --file ')).toContain('--fields');
    expect(words('apikit keys import --file keys.csv ')).toContain('--plan');
    expect(words('apikit keys import --file ')).not.toContain('--plan');
  });
});

describe.skipIf(!findProgram('fish'))('completion in fish', () => {
  const offers = (line: string) => {
    const file = join(folder, 'completion.fish');
    writeFileSync(file, scripts.fish!);
    const { stdout, stderr } = spawnSync('fish', ['-c', `source ${file}; complete -C '${line}'`], {
      encoding: 'utf8',
      env: env({ HOME: folder, XDG_CONFIG_HOME: folder }),
    });
    return (stderr + stdout).trim().split('\n');
  };

  it('offers words with descriptions, and the names of the project', () => {
    expect(offers('apikit dep')).toEqual(['deploy\tdeploy the project to a stage']);
    expect(offers('apikit deploy --stage ')).toEqual(["stages-one\twhat: 'it' is", 'stages-two']);
    expect(offers('apikit keys show k')).toEqual(["keys-one\twhat: 'it' is", 'keys-two']);
    expect(offers('apikit init --template u')).toEqual(['users\ttemplate of the API (default: items)']);
  });

  it('does not take a verb for a command of the same name', () => {
    expect(offers('apikit openapi import s')).not.toContainEqual(expect.stringMatching(/^sam\t/));
  });
});

describe.skipIf(!findProgram('zsh'))('completion in zsh', () => {
  /** zsh completes at a terminal only: what it would call with is written down instead. */
  const offers = (line: string) => {
    const typed = line.split(' ');
    const program = `
compdef() { :; }
compadd() { print -rl -- "$@"; }
compset() { :; }
_files() { print files; }
_describe() { print -rl -- "\${(@P)2}"; }
${scripts.zsh}
words=(${typed.map((word) => `'${word}'`).join(' ')}) CURRENT=${typed.length} _apikit`;
    const { stdout, stderr } = spawnSync('zsh', ['-f', '-c', program], { encoding: 'utf8', env: env() });
    return (stderr + stdout).trim().split('\n');
  };

  it('offers words with descriptions, and the names of the project', () => {
    expect(offers('apikit ')).toContain('deploy:deploy the project to a stage');
    expect(offers('apikit keys ')).toContain('show:show one API key, without its value');
    expect(offers('apikit deploy --stage ')).toEqual(["stages-one:what: 'it' is", 'stages-two']);
    expect(offers('apikit deploy --stage=st')).toEqual(["stages-one:what: 'it' is", 'stages-two']);
    expect(offers('apikit keys show ')).toEqual(["keys-one:what: 'it' is", 'keys-two']);
    expect(offers('apikit deploy --stage prod ').join()).toContain('--wait:');
    expect(offers('apikit init --from ')).toEqual(['files']);
  });
});

it('quotes special characters of a summary, in every shell', () => {
  const commands = [
    {
      path: 'keys create',
      summary: "make a user's key: $(touch x) `y` \\",
      flags: [{ flag: '--plan', description: "its 'plan'", value: 'any' as const }],
    },
  ];
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    if (!findProgram(shell)) continue;
    const script = completionScript(shell, commands).replace('compdef _apikit apikit', '');
    expect(spawnSync(shell, ['-c', script], { encoding: 'utf8', cwd: folder })).toMatchObject({
      status: 0,
      stderr: '',
    });
  }
});

it('rejects an unknown shell, and lists the known ones', async () => {
  const { code, stderr } = await apikit(['completion', 'csh']);
  expect(code).toBe(2);
  expect(stderr).toContain('bash, zsh, fish');
});
