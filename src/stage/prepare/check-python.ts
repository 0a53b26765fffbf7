/**
 * Checks the Python sources before they are deployed, with this computer's python3 if there is one: finds what does not
 * compile. For the local cloud, which runs functions with this python3, it also finds what that python3 lacks. Runs
 * none of the code.
 */
import { spawn } from 'node:child_process';
import type { Problem } from '../../config/problem.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import type { Notices } from './prepared-stage.ts';

export interface PythonSources {
  /** The project's folder. */
  readonly root: string;
  /** Paths relative to the root. Only Python files are checked. */
  readonly sources: readonly string[];
  /** The source file that Lambda loads, and the name of the handler in it. */
  readonly entry: string;
  readonly exportName: string;
  /** Lambda's ID of the runtime: `python3.14`. */
  readonly runtime: string;
  /** Whether the function will run on this computer. */
  readonly local: boolean;
}

interface Findings {
  version: [number, number];
  /** Whether the sources import boto3. */
  wantsBoto3: boolean;
  hasBoto3: boolean;
  /** The names that the entry defines; `null` if only running it would tell. */
  names: string[] | null;
  problems: Array<{ file: string; line: number; column: number; message: string }>;
}

/** The oldest version that the templates support. */
const LEAST: Version = [3, 11];
type Version = readonly [number, number];

const SCRIPT = `
import ast, importlib.util, json, re, sys
asked = json.load(sys.stdin)
wants, problems, names = False, [], None

class Unknown(Exception):
    pass

def targets(node):
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, (ast.Tuple, ast.List)):
        return [name for element in node.elts for name in targets(element)]
    return targets(node.value) if isinstance(node, ast.Starred) else []

def defined(body):
    found = []
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.append(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            if any(alias.name == "*" for alias in node.names):
                raise Unknown
            found += [alias.asname or alias.name.split(".")[0] for alias in node.names]
        elif isinstance(node, ast.Assign):
            found += [name for target in node.targets for name in targets(target)]
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
            found += targets(node.target)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            if isinstance(node.value.func, ast.Name) and node.value.func.id in ("exec", "eval", "setattr"):
                raise Unknown
            if "globals" in ast.dump(node):
                raise Unknown
        for part in ("body", "orelse", "finalbody"):
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                found += defined(getattr(node, part, []) if isinstance(getattr(node, part, []), list) else [])
        for handler in getattr(node, "handlers", []):
            found += defined(handler.body)
    return found

for file in asked["sources"]:
    with open(asked["root"] + "/" + file, "rb") as opened:
        source = opened.read()
    wants = wants or re.search(rb"^[ \\t]*(?:import|from)[ \\t]+boto(?:3|core)\\b", source, re.MULTILINE) is not None
    try:
        compile(source, file, "exec", dont_inherit=True)
        if file == asked["entry"]:
            try:
                names = sorted(set(defined(ast.parse(source, file).body)))
            except Unknown:
                names = None
    except SyntaxError as error:
        problems.append({"file": file, "line": error.lineno or 1, "column": error.offset or 1, "message": error.msg})
    except ValueError as error:
        problems.append({"file": file, "line": 1, "column": 1, "message": str(error)})
has = importlib.util.find_spec("boto3") is not None
print(json.dumps({"version": sys.version_info[:2], "wantsBoto3": wants, "hasBoto3": has, "names": names, "problems": problems}))
`;

/** @throws ApikitError `BundleFailed` for sources that do not compile, and `NoHandler`; both with exit code 2. */
export async function checkPython(asked: PythonSources, notices: Notices): Promise<void> {
  const { root, sources, entry, exportName, runtime, local } = asked;
  // Packages may contain modules for other Python versions that nothing imports.
  const modules = sources.filter((path) => path.endsWith('.py') && !/(^|\/)vendor\//.test(path));
  const found = await look(root, modules, entry);
  if (!found) return;
  const here = found.version.join('.');
  if (found.problems.length > 0) {
    // The runtime may be newer than this python3 and accept syntax that this one rejects.
    if (!local && isBefore(found.version, versionOf(runtime))) {
      notices.warn(
        `python3 on this machine is ${here} and cannot compile all that ${runtime} accepts.\n${list(found)}`,
      );
    } else throw doesNotCompile(found);
  }
  if (found.names && !found.names.includes(exportName)) throw noHandler(asked, found.names);
  if (!local) return;
  if (found.wantsBoto3 && !found.hasBoto3) {
    notices.warn(
      'The function imports boto3. Lambda has it, but python3 on this machine does not, so the function will not start here. Run: python3 -m pip install boto3',
    );
  }
  if (isBefore(found.version, LEAST)) {
    notices.warn(
      `python3 on this machine is ${here}; the code that apikit scaffolds needs ${LEAST.join('.')} or newer.`,
    );
  }
}

/** Returns `undefined` if there is no python3, or if it fails here. An invocation then reports the problem. */
function look(root: string, sources: readonly string[], entry: string): Promise<Findings | undefined> {
  return new Promise((resolve) => {
    // Isolated mode, as for functions: without packages that are installed for one user only.
    const python = spawn('python3', ['-I', '-W', 'ignore', '-c', SCRIPT], { stdio: ['pipe', 'pipe', 'ignore'] });
    let answer = '';
    python.stdout.on('data', (chunk) => {
      answer += chunk;
    });
    python.on('error', () => resolve(undefined));
    python.on('close', (code) => resolve(code === 0 ? (JSON.parse(answer) as Findings) : undefined));
    // If python3 ends early, nobody reads its input.
    python.stdin.on('error', () => resolve(undefined));
    python.stdin.end(JSON.stringify({ root, sources, entry }));
  });
}

function noHandler({ entry, exportName }: PythonSources, names: readonly string[]): ApikitError {
  const likely = names.find((name) => /handler$/.test(name));
  return new ApikitError('NoHandler', `${entry} does not define ${exportName}, the function that Lambda calls.`, {
    hint: likely
      ? `It defines ${likely}. In apikit.yaml, write handler: ${entry.replace(/\.py$/, '')}.${likely} below function, in place of entry.`
      : `Define ${exportName}(event, context) in it.`,
    exitCode: EXIT.usage,
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

/** For example `src/handler.py:3:8: invalid syntax`, one line for each problem. */
const list = ({ problems }: Findings): string =>
  problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n');

/** `python3.14` → 3 and 14. */
function versionOf(runtime: string): Version {
  const [major = 0, minor = 0] = (/[\d.]+/.exec(runtime)?.[0] ?? '').split('.').map(Number);
  return [major, minor];
}

const isBefore = (one: Version, other: Version): boolean =>
  one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
