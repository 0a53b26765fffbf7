/**
 * Reads the decorators of a Chalice app with Python's own parser. The app is neither imported nor run: `ast.parse`
 * makes a tree of the text, and the program below returns the literal values in it.
 */
import { execFile } from 'node:child_process';
import { ApikitError, EXIT } from '../../errors.ts';

/** A literal, or one of the forms that Python's program returns for something else. */
export type Value = unknown;

export interface Call {
  /** `app.route`, `CognitoUserPoolAuthorizer`. */
  readonly name: string;
  readonly args: readonly Value[];
  readonly keywords: Readonly<Record<string, Value>>;
  /** Whether it has arguments in `**`, of which nothing is known. */
  readonly spread: boolean;
  readonly line: number;
}

export interface Decorated {
  readonly function: string;
  readonly decorators: readonly Call[];
}

export interface Module {
  /** Relative to the app's folder: `chalicelib/users.py`. */
  readonly file: string;
  readonly functions: readonly Decorated[];
  /** Variables of the module whose value is a call. */
  readonly assigned: Readonly<Record<string, Call>>;
  /** Calls of methods, such as `app.register_blueprint(…)`. */
  readonly calls: readonly Call[];
  /** Attributes that get a value, such as `app.api.cors`. */
  readonly attributes: Readonly<Record<string, Value>>;
  /** Names that come from other modules: `{ bp: 'chalicelib.users.bp' }`. */
  readonly imports: Readonly<Record<string, string>>;
}

/**
 * The program. A name becomes `{"$name": …}`, a call `{"$call": …}`, and anything else that is no literal
 * `{"$other": …}`.
 */
const PROGRAM = `
import ast, json, sys

def dotted(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = dotted(node.value)
        return None if base is None else base + "." + node.attr
    return None

def value(node, constants):
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, int, float, bool, type(None))):
        return node.value
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return [value(each, constants) for each in node.elts]
    if isinstance(node, ast.Dict):
        return {str(value(key, constants)): value(each, constants) for key, each in zip(node.keys, node.values) if key is not None}
    if isinstance(node, ast.Name) and node.id in constants:
        return constants[node.id]
    if isinstance(node, ast.Call) and dotted(node.func) is not None:
        return {"$call": call(node, constants)}
    name = dotted(node)
    return {"$other": type(node).__name__} if name is None else {"$name": name}

def call(node, constants):
    return {
        "name": dotted(node.func) or "",
        "args": [value(each, constants) for each in node.args],
        "spread": any(each.arg is None for each in node.keywords),
        "keywords": {each.arg: value(each.value, constants) for each in node.keywords if each.arg},
        "line": node.lineno,
    }

def module(file, text):
    found = {"file": file, "functions": [], "assigned": {}, "calls": [], "attributes": {}, "imports": {}}
    constants = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for each in node.names:
                found["imports"][each.asname or each.name] = node.module + "." + each.name
        elif isinstance(node, ast.ImportFrom) and node.level == 1:
            base = ".".join(file.split("/")[:-1])
            for each in node.names:
                found["imports"][each.asname or each.name] = ".".join(part for part in (base, node.module, each.name) if part)
        elif isinstance(node, ast.Import):
            for each in node.names:
                found["imports"][each.asname or each.name] = each.name
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                name = dotted(target)
                if name is None:
                    continue
                if "." in name:
                    found["attributes"][name] = value(node.value, constants)
                elif isinstance(node.value, ast.Call):
                    found["assigned"][name] = call(node.value, constants)
                elif isinstance(node.value, ast.Constant) and isinstance(node.value.value, (str, int, bool)):
                    constants[name] = node.value.value
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            found["calls"].append(call(node.value, constants))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            decorators = [call(each, constants) for each in node.decorator_list if isinstance(each, ast.Call)]
            if decorators:
                found["functions"].append({"function": node.name, "decorators": decorators})
    return found

result = []
for file, text in json.load(sys.stdin).items():
    try:
        result.append(module(file, text))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        result.append({"file": file, "error": str(error)})
json.dump(result, sys.stdout)
`;

// A busy machine starts Python slowly.
const TIMEOUT = 120_000;

interface Unreadable {
  readonly file: string;
  readonly error: string;
}

/** `texts` has the modules of the app by their paths. Throws `PythonMissing` and `BadTemplate`. */
export async function readDecorators(texts: Readonly<Record<string, string>>): Promise<Module[]> {
  const output = await runPython(JSON.stringify(texts));
  const modules = JSON.parse(output) as (Module | Unreadable)[];
  const bad = modules.find((each): each is Unreadable => 'error' in each);
  if (bad) {
    throw new ApikitError('BadTemplate', `${bad.file} is not valid Python: ${bad.error}. Nothing was written.`, {
      exitCode: EXIT.usage,
      hint: `Correct ${bad.file}, and import the app again.`,
    });
  }
  return modules as Module[];
}

/** `-I` and `-S` keep Python from reading anything of the app's folder, of the user or of the environment. */
function runPython(input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: TIMEOUT, maxBuffer: 1 << 26 };
    const child = execFile('python3', ['-I', '-S', '-c', PROGRAM], options, (error, stdout) => {
      if (error) reject(missing(error));
      else resolve(stdout);
    });
    // The program can end before it has read everything, which its error says.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

const missing = (error: Error & { code?: unknown }) =>
  new ApikitError(
    'PythonMissing',
    error.code === 'ENOENT'
      ? 'The import reads app.py with the parser of python3, and this machine has no python3. Nothing was written.'
      : `python3 could not read the app: ${error.message.split('\n')[0]}. Nothing was written.`,
    { exitCode: EXIT.usage, hint: 'Install Python 3.9 or later. The app itself is not run.' },
  );
