/**
 * Looks at the Python sources before they are deployed, with this machine's python3 where there is one: what does not
 * compile, and in the cloud inside apikit, which runs functions with it, what that python3 lacks. Runs none of the code.
 */
import { spawn } from 'node:child_process';
import type { Problem } from '../config/problem.ts';
import { ApikitError, EXIT } from '../errors.ts';
import type { Notices } from './prepare-stage.ts';

export interface PythonSources {
  /** The project's folder. */
  readonly root: string;
  /** Relative to it; only those of Python are looked at. */
  readonly sources: readonly string[];
  /** Lambda's id: `python3.14`. */
  readonly runtime: string;
  /** The function will run here. */
  readonly local: boolean;
}

interface Findings {
  version: [number, number];
  /** The sources import it. */
  wantsBoto3: boolean;
  hasBoto3: boolean;
  problems: Array<{ file: string; line: number; column: number; message: string }>;
}

/** What the templates are written for. */
const LEAST: Version = [3, 11];
type Version = readonly [number, number];

const SCRIPT = `
import importlib.util, json, re, sys
asked = json.load(sys.stdin)
wants, problems = False, []
for file in asked["sources"]:
    with open(asked["root"] + "/" + file, "rb") as opened:
        source = opened.read()
    wants = wants or re.search(rb"^[ \\t]*(?:import|from)[ \\t]+boto(?:3|core)\\b", source, re.MULTILINE) is not None
    try:
        compile(source, file, "exec", dont_inherit=True)
    except SyntaxError as error:
        problems.append({"file": file, "line": error.lineno or 1, "column": error.offset or 1, "message": error.msg})
    except ValueError as error:
        problems.append({"file": file, "line": 1, "column": 1, "message": str(error)})
has = importlib.util.find_spec("boto3") is not None
print(json.dumps({"version": sys.version_info[:2], "wantsBoto3": wants, "hasBoto3": has, "problems": problems}))
`;

/** @throws ApikitError `BundleFailed` for what does not compile; with exit code 2. */
export async function checkPython({ root, sources, runtime, local }: PythonSources, notices: Notices): Promise<void> {
  // Packages may have modules for other versions of Python, which nothing imports.
  const modules = sources.filter((path) => path.endsWith('.py') && !/(^|\/)vendor\//.test(path));
  const found = await look(root, modules);
  if (!found) return;
  const here = found.version.join('.');
  if (found.problems.length > 0) {
    // What is new in the runtime's version is no mistake there.
    if (!local && isBefore(found.version, versionOf(runtime))) {
      notices.warn(`python3 on this machine is ${here} and cannot compile all of what ${runtime} may.\n${list(found)}`);
    } else throw doesNotCompile(found);
  }
  if (!local) return;
  if (found.wantsBoto3 && !found.hasBoto3) {
    notices.warn(
      'The function imports boto3, which Lambda has and python3 on this machine has not: here it will not start. Run: python3 -m pip install boto3',
    );
  }
  if (isBefore(found.version, LEAST)) {
    notices.warn(`python3 on this machine is ${here}; what apikit scaffolds needs ${LEAST.join('.')} or newer.`);
  }
}

/** `undefined` where there is no python3; one that cannot do this says so when the function is invoked. */
function look(root: string, sources: readonly string[]): Promise<Findings | undefined> {
  return new Promise((resolve) => {
    // Isolated, as functions are: without what is installed for one user only.
    const python = spawn('python3', ['-I', '-W', 'ignore', '-c', SCRIPT], { stdio: ['pipe', 'pipe', 'ignore'] });
    let answer = '';
    python.stdout.on('data', (chunk) => {
      answer += chunk;
    });
    python.on('error', () => resolve(undefined));
    python.on('close', (code) => resolve(code === 0 ? (JSON.parse(answer) as Findings) : undefined));
    // One that ends early leaves nobody to read.
    python.stdin.on('error', () => resolve(undefined));
    python.stdin.end(JSON.stringify({ root, sources }));
  });
}

function doesNotCompile({ problems, ...found }: Findings): ApikitError {
  const failed = new ApikitError('BundleFailed', `The handler does not compile.\n${list({ problems, ...found })}`, {
    hint: 'Correct the source and try again.',
    exitCode: EXIT.usage,
  });
  const carried = problems.map((problem): Problem => ({ ...problem, path: '', fix: '', severity: 'error' }));
  return Object.assign(failed, { problems: carried });
}

/** `src/handler.py:3:8: invalid syntax`, a line each. */
const list = ({ problems }: Findings): string =>
  problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n');

/** `python3.14` → 3 and 14. */
function versionOf(runtime: string): Version {
  const [major = 0, minor = 0] = (/[\d.]+/.exec(runtime)?.[0] ?? '').split('.').map(Number);
  return [major, minor];
}

const isBefore = (one: Version, other: Version): boolean =>
  one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
