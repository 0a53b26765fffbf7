/** The Python code that gives each operation its own function, in a project with one entry. Pure. */
import type { RoutedFunction } from './router.ts';

type Named = Omit<RoutedFunction, 'routes'>;

/** A text as Python. JSON escapes every character for which Python would need another escape. */
const quoted = (text: string): string => JSON.stringify(text).replace(/\p{C}/gu, (character) => escaped(character));

const escaped = (character: string): string =>
  [...character].map((each) => `\\U${(each.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`).join('');

/** The words of Python that cannot be a part of the name of a module in an import statement. */
const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** `src/users.py` → `src.users` */
const moduleName = (file: string): string => file.replace(/(?:\/__init__)?\.py$/, '').replaceAll('/', '.');

/** The statement for a function. A module whose name is no identifier, such as `get-user`, is imported by its text. */
function importOf({ file, exportName }: Named, name: string): string {
  const module = moduleName(file);
  const isName = module.split('.').every((part) => /^[A-Za-z_]\w*$/.test(part) && !KEYWORDS.has(part));
  return isName
    ? `from ${module} import ${exportName} as ${name}`
    : `${name} = import_module(${quoted(module)}).${exportName}`;
}

const byText = (statements: readonly string[]): string =>
  statements.some((line) => line.includes('= import_module(')) ? 'from importlib import import_module\n\n' : '';

/** A module that has a function of another module as `handler`. */
export function renamedInPython(named: Named): string {
  const line = importOf(named, 'handler');
  return `${byText([line])}${line}\n`;
}

/** `authorizer` decides who may call, as in the router in JavaScript. */
export function pythonRouter(functions: readonly RoutedFunction[], authorizer?: Named): string {
  const imports = [
    ...functions.map((fn, index) => importOf(fn, `function_${index + 1}`)),
    ...(authorizer ? [importOf(authorizer, 'authorizer')] : []),
  ];
  const ordered = [
    ...imports.filter((line) => line.startsWith('from')),
    ...imports.filter((line) => !line.startsWith('from')),
  ];
  const routes = functions.flatMap(({ routes }, index) =>
    routes.map((route) => `    ${quoted(route)}: function_${index + 1},`),
  );
  const decision = authorizer ? 'return authorizer(event, context)' : 'raise Exception("Unauthorized")';
  const authorizes = `    if "methodArn" in event:\n        ${decision}\n`;
  return `"""Calls the function of each operation, by the method and the path of the contract."""

${byText(ordered)}${ordered.join('\n')}

FUNCTIONS = {
${routes.join('\n')}
}


def handler(event, context):
${authorizes}    route = event.get("routeKey") or f"{event['httpMethod']} {event['resource']}"
    serve = FUNCTIONS.get(route) or FUNCTIONS.get("ANY " + route.partition(" ")[2])
    if serve is None:
        raise LookupError(f"No function serves {route}.")
    return serve(event, context)
`;
}
