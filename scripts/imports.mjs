// `npm run imports -- <git folder> …`: imports the projects of other people's repositories, and prints a row of
// docs/import.md for each repository and kind of project. A git folder has no work tree here: its newest commit is
// unpacked to a temporary folder. `--most 10` limits the projects of a kind in one repository, `--detail` prints each.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { root } from './installed.mjs';

/** The import commands, the files that can be theirs, and what such a file has in it. */
const KINDS = [
  { command: 'sam', patterns: ['*.yaml', '*.yml'], has: 'AWS::Serverless::(Function|Api|HttpApi)' },
  { command: 'serverless', patterns: ['*serverless.yml', '*serverless.yaml'], has: 'functions:' },
  { command: 'chalice', patterns: ['*app.py'], has: 'from chalice import' },
  { command: 'terraform', patterns: ['*.tf'], has: 'resource +"aws_api_gateway_rest_api"' },
];

/** These files are large, are no code, and can be missing in a partial copy. */
const LEFT_OUT = 'avi gif gz ico jar jpeg jpg mov mp3 mp4 pdf png pptx svg ttf woff woff2 zip'.split(' ');

/** The reasons of docs/import.md, by parts of the messages. */
const REASONS = [
  ['no API', /has no API|no function has an event|no routes|no aws_api_gateway_rest_api/],
  ['calls no function', /calls no aws_lambda_function/],
  ['another language', /has the runtime/],
  ['two languages', /only put functions of one/],
  ['invalid file', /is written twice|Here should be/],
  ['an image', /image/i],
  [
    'the code is not there',
    /not in a folder|which is not a folder|leads out|is missing|no module|not found|is hidden/i,
  ],
  ['Python in several folders', /SeveralFunctions|folder each|several functions/i],
  ['asks for --accept', /--accept|cannot be imported as it is written/],
  ['only the account knows who may call', /Who may call/],
];

const reasonOf = (message) => REASONS.find(([, pattern]) => pattern.test(message))?.[0] ?? 'other';

const args = process.argv.slice(2);
const at = args.indexOf('--most');
const most = at < 0 ? Number.POSITIVE_INFINITY : Number(args[at + 1]);
const folders = args.filter((arg, index) => !arg.startsWith('--') && (at < 0 || index !== at + 1));

for (const folder of folders) {
  const work = mkdtempSync(join(tmpdir(), 'imports-'));
  try {
    tryRepository(resolve(folder), work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function tryRepository(folder, work) {
  const git = (...words) => execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const commit = git('rev-parse', '--short=8', 'HEAD').trim();
  const name = (basename(folder) === 'repo' ? basename(dirname(folder)) : basename(folder)).replace('+', '/');
  const source = join(work, 'source');
  // The root out of which no import reads is a folder with .git.
  mkdirSync(join(source, '.git'), { recursive: true });
  const excluded = LEFT_OUT.map((ending) => `:(exclude,icase)*.${ending}`);
  const archive = execFileSync('git', ['-C', folder, 'archive', 'HEAD', '.', ...excluded], { maxBuffer: 1 << 30 });
  execFileSync('tar', ['x', '-C', source], { input: archive });
  for (const { command, patterns, has } of KINDS) {
    const found = spawnSync('git', ['-C', folder, 'grep', '-lE', has, 'HEAD', '--', ...patterns], { encoding: 'utf8' });
    const files = found.stdout.split('\n').flatMap((line) => line.replace(/^HEAD:/, '') || []);
    const projects = command === 'terraform' ? configurations(folder, files) : files;
    if (projects.length === 0) continue;
    const results = projects.slice(0, most).map((project, index) => {
      const result = tryProject(command, join(source, project), join(work, `${command}-${index}`));
      if (args.includes('--detail'))
        console.error(`${name} ${command} ${project}: ${result.kind}, ${result.lost} listed. ${result.why}`);
      return result;
    });
    console.log(rowOf({ name, commit, command, results, left: projects.length - results.length }));
  }
}

/** The folders of the files, or those that call them as modules. */
function configurations(folder, files) {
  const called = spawnSync('git', ['-C', folder, 'grep', '-E', '^ *source *= *"\\.', 'HEAD', '--', '*.tf'], {
    encoding: 'utf8',
  });
  const callers = new Map();
  for (const line of called.stdout.split('\n')) {
    const [, file, source] = /^HEAD:(.+?): *source *= *"([^"]+)"/.exec(line) ?? [];
    if (file !== undefined) callers.set(join(dirname(file), source).replace(/\/$/, ''), dirname(file));
  }
  const outermost = (path, steps = 10) =>
    callers.has(path) && steps > 0 ? outermost(callers.get(path), steps - 1) : path;
  return [...new Set(files.map((file) => outermost(dirname(file))))];
}

/** One project: imported or refused, what the report lists, and what `validate` says. */
function tryProject(command, project, out) {
  const imported = apikit(['import', command, project, out, '--name', 'web', '--region', 'eu-west-1', '--json'], root);
  if (imported.status !== 0 || !existsSync(out)) {
    const { error } = parsed(imported.stdout) ?? parsed(imported.stderr) ?? {};
    const why = `${error?.message ?? imported.stderr.split('\n')[0]}`;
    return { kind: `refused: ${reasonOf(why)}`, lost: 0, why };
  }
  const { findings = [] } = parsed(imported.stdout) ?? {};
  const lost = findings.filter(({ about }) => about === 'lost').length;
  const validated = apikit(['validate'], out);
  const why = `${validated.stdout}${validated.stderr}`.split('\n').filter(Boolean).slice(0, 2).join(' ');
  const needsPackages =
    existsSync(join(out, 'package.json')) && /Could not resolve|npm install/.test(validated.stdout + validated.stderr);
  const kind = validated.status === 0 ? 'valid' : needsPackages ? 'needs npm install' : 'needs work';
  return { kind, lost, why: kind === 'valid' ? '' : why };
}

function apikit(words, cwd) {
  return spawnSync(process.execPath, [join(root, 'dist', 'bin.js'), ...words], {
    cwd,
    encoding: 'utf8',
    timeout: 120_000,
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function rowOf({ name, commit, command, results, left }) {
  const counts = new Map();
  for (const { kind } of results) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const imported = results.filter(({ kind }) => !kind.startsWith('refused'));
  const shown = [...counts].map(([kind, count]) => `${kind} ${count}`).join('; ');
  const lost = imported.reduce((sum, result) => sum + result.lost, 0);
  const tried = left > 0 ? `${results.length} of ${results.length + left}` : String(results.length);
  return `| [${name}](https://github.com/${name}) ${commit} | ${command} | ${tried} | ${imported.length} | ${lost} | ${shown} |`;
}
