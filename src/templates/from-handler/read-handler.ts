/**
 * Reads from a handler's text what its project needs: its name, its tables and variables, its routes. It runs nothing.
 * The result is a guess, which apikit reports and the user can correct in the files. Pure.
 */
import { answersByCallback, LAST_WITH_CALLBACKS } from './callbacks.ts';
import { type Route, readRoutes } from './read-routes.ts';

export interface DetectedTable {
  readonly name: string;
  readonly key: string;
  readonly keyType: 'string' | 'number';
  readonly sortKey?: string;
  /** The variable from which the handler reads the name in AWS. Absent if apikit sets the variable itself. */
  readonly variable?: string;
  /** The name in AWS, if the code contains it. */
  readonly physical?: string;
}

export interface DetectedHandler {
  /** The value of `function.handler`: `src/lambda_function.lambda_handler`. */
  readonly handler: string;
  /** Set if the default runtime does not support the handler. */
  readonly runtime?: string;
  readonly tables: readonly DetectedTable[];
  /** Other environment variables that it reads. */
  readonly variables: readonly string[];
  readonly routes: readonly Route[];
  /** Whether the code only decides who may call, for API Gateway, and answers no requests. */
  readonly authorizes: boolean;
  /** Uncertain results, and code that will not work, in sentences. */
  readonly remarks: readonly string[];
}

/**
 * Expects in `path` a path relative to the project, with forward slashes. Returns `undefined` if the file has no
 * handler.
 */
export function readHandler(path: string, text: string): DetectedHandler | undefined {
  const python = path.endsWith('.py');
  const code = text.replace(python ? /(^|\s)#.*$/gm : /(^|\s)\/\/.*$|\/\*[\s\S]*?\*\//gm, '$1');
  const exportName = preferred(python ? pythonFunctions(code) : nodeExports(code));
  if (exportName === undefined) return undefined;
  const calledBack = !python && answersByCallback(code, exportName);
  const names = variablesOf(code, python);
  const tableNames = names.filter((name) => /TABLE/i.test(name));
  const { routes, remarks } = readRoutes(code);
  const [, resource = 'items'] = /^\/([A-Za-z][\w-]*)/.exec(routes[0]?.path ?? '') ?? [];
  const key = keyOf(code);
  const literal = tableNames.length > 0 ? [] : literalTables(code);
  const tables = [
    ...tableNames.map((variable) => tableFor(variable, resource, key ?? DEFAULT_KEY)),
    ...literal.map((physical) => ({ name: logicalName(physical), ...(key ?? DEFAULT_KEY), physical })),
  ];
  return {
    handler: `${path.replace(/\.\w+$/, '')}.${exportName}`,
    ...(calledBack && { runtime: LAST_WITH_CALLBACKS }),
    tables,
    variables: names.filter((name) => !tableNames.includes(name) && !/^(AWS_|LAMBDA_|LOG_LEVEL$)/.test(name)),
    routes,
    authorizes: authorizesOnly(code),
    remarks: [
      ...(calledBack
        ? [
            `The handler responds through a callback or its context, which newer runtimes do not support: function.runtime is ${LAST_WITH_CALLBACKS}.`,
          ]
        : []),
      ...(tables.length > 0 && key === undefined
        ? ['The code does not show the key of its table: id is a guess.']
        : []),
      ...literal.map(
        (physical) =>
          `The code contains the name ${physical}, so apikit.yaml imports the table of that name: outside the stage local it must exist, and all stages of an account and region share it. To get one table per stage from apikit, let the code read TABLE_NAME, and run this again with --force.`,
      ),
      ...(tables.length === 0 && /dynamo/i.test(code)
        ? [
            'The code uses DynamoDB but does not show the name of a table. Let it read TABLE_NAME, and run this again with --force; or name an existing table in apikit.yaml with import.',
          ]
        : []),
      ...remarks,
    ],
  };
}

/** The members of the result of an authorizer, of a REST API and of an HTTP API, and those of a response. */
const DECIDES = /\bpolicyDocument\b|\bisAuthorized\b/;
const ASKED = /\b(?:methodArn|authorizationToken|routeArn|identitySource)\b/;
const ANSWERS = /\bstatusCode\b/;

const authorizesOnly = (code: string): boolean => DECIDES.test(code) && ASKED.test(code) && !ANSWERS.test(code);

function pythonFunctions(code: string): string[] {
  return [...code.matchAll(/^(?:async )?def (\w+)\s*\(\s*\w+[^,()]*,\s*\w+/gm)].map(([, name]) => name!);
}

function nodeExports(code: string): string[] {
  const single =
    /^\s*(?:module\.)?exports\.(\w+)\s*=(?!=)|^\s*export\s+(?:const|let|var|async\s+function|function)\s+(\w+)/gm;
  const several = /^\s*(?:export|module\.exports\s*=)\s*\{([^}]*)\}/gm;
  return [
    ...[...code.matchAll(single)].map(([, one, two]) => (one ?? two)!),
    ...[...code.matchAll(several)].flatMap(([, names = '']) =>
      names
        .split(',')
        .map((name) => /(\w+)\s*(?::.*)?$/.exec(name.trim())?.[1] ?? '')
        .filter(Boolean),
    ),
  ];
}

const preferred = (names: readonly string[]): string | undefined =>
  names.find((name) => /^(lambda_?)?handler$/i.test(name)) ?? names.find((name) => /handler/i.test(name)) ?? names[0];

function variablesOf(code: string, python: boolean): string[] {
  const single = python
    ? /os\.environ\[\s*["'](\w+)["']\s*\]|(?:os\.environ\.get|os\.getenv|environ\.get)\(\s*["'](\w+)["']/g
    : /process\.env\.(\w+)|process\.env\[\s*["'](\w+)["']\s*\]/g;
  const taken = /\{([^{}]*)\}\s*=\s*process\.env\b/g;
  const names = [
    ...[...code.matchAll(single)].map(([, one, two]) => (one ?? two)!),
    ...[...code.matchAll(taken)].flatMap(([, list = '']) => [...list.matchAll(/(?:^|,)\s*(\w+)/g)].map(([, n]) => n!)),
  ];
  return [...new Set(names)];
}

/** Finds `TableName: "items"`, `dynamodb.Table('items')`, and the same with a constant: `const tableName = "items"`. */
function literalTables(code: string): string[] {
  const text = String.raw`(?:"([\w.-]{3,255})"|'([\w.-]{3,255})'|([A-Za-z_]\w*))`;
  const uses = new RegExp(String.raw`\bTableName["']?\s*[:=]\s*${text}|\.Table\(\s*${text}`, 'g');
  const names = [...code.matchAll(uses)].flatMap(([, ...groups]) => {
    const [one, two, constant, three, four, other] = groups;
    const variable = constant ?? other;
    if (variable === undefined) return one ?? two ?? three ?? four ?? [];
    const assigned = new RegExp(String.raw`\b${variable}\s*=\s*["']([\w.-]{3,255})["']`).exec(code);
    return assigned?.[1] ?? [];
  });
  return [...new Set(names)];
}

/** Returns a name for the table that is valid in apikit.yaml. */
const logicalName = (physical: string): string => physical.replace(/^[^A-Za-z]+/, '') || 'items';

interface Key {
  readonly key: string;
  readonly keyType: 'string' | 'number';
  readonly sortKey?: string;
}

const DEFAULT_KEY: Key = { key: 'id', keyType: 'string' };

/**
 * Reads the key from `Key: { id }`, `Key: { id: { S: id } }`, `Key={"id": id}`: at most two attributes, partition key
 * first.
 */
function keyOf(code: string): Key | undefined {
  const [, start = ''] = /\bKey["']?\s*[:=]\s*(?:marshall\()?\{([^;]{0,200})/.exec(code) ?? [];
  const [, key] = /^\s*["']?(\w+)["']?/.exec(start) ?? [];
  if (key === undefined) return undefined;
  const [, sortKey] = /^[^{}]*,\s*["']?(\w+)["']?\s*[:,}]/.exec(start.replace(/\{[^{}]*\}/g, '')) ?? [];
  const number = /^\s*["']?\w+["']?\s*:\s*(?:\{\s*["']?N\b|Number\(|parseInt\(|int\()/.test(start);
  return { key, keyType: number ? 'number' : 'string', ...(sortKey !== undefined && { sortKey }) };
}

/**
 * `ORDERS_TABLE` gives the name `orders`. `TABLE_NAME` gives none, so the table has the name of the API's first path.
 */
function tableFor(variable: string, resource: string, key: Key): DetectedTable {
  const words = variable.split('_').filter((word) => !/^(TABLE|NAME|TABLENAME|DYNAMODB|DYNAMO|DDB|DB)$/i.test(word));
  const name = words.length === 0 ? resource : words.join('-').toLowerCase();
  const own = `TABLE_${name.toUpperCase().replaceAll('-', '_')}` === variable;
  return { name, ...key, ...(!own && { variable }) };
}
