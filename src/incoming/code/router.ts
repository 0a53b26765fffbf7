/** The code that gives each operation its own function, in a project with one entry. Pure. */

export interface RoutedFunction {
  /** The file. In JavaScript it is relative to the entry: `./functions/create/index.js`. */
  readonly file: string;
  readonly exportName: string;
  /** `GET /items/{id}`, `ANY /{proxy+}`. */
  readonly routes: readonly string[];
}

/** A text as JavaScript, whatever characters the name of a file has. */
const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/** A module that exports a function of another module as `handler`. */
export const renamedExport = ({ file, exportName }: Omit<RoutedFunction, 'routes'>): string =>
  `export { ${exportName} as handler } from ${quoted(file)};\n`;

/**
 * `authorizer` decides who may call. API Gateway calls it with events that have a `methodArn`. Without an authorizer,
 * nobody passes, and no function of an operation gets such an event.
 */
export function routerCode(functions: readonly RoutedFunction[], authorizer?: Omit<RoutedFunction, 'routes'>): string {
  const imports = functions.map(
    ({ file, exportName }, index) => `import { ${exportName} as function${index + 1} } from ${quoted(file)};`,
  );
  const routes = functions.flatMap(({ routes }, index) =>
    routes.map((route) => `  ${JSON.stringify(route)}: function${index + 1},`),
  );
  const decision = authorizer ? 'return called(authorizer, event, context);' : `throw new Error('Unauthorized');`;
  const authorizes = `  if (event.methodArn !== undefined) ${decision}\n`;
  if (authorizer) imports.push(`import { ${authorizer.exportName} as authorizer } from ${quoted(authorizer.file)};`);
  return `/** Calls the function of each operation, by the method and the path of the contract. */
${imports.join('\n')}

const functions = {
${routes.join('\n')}
};

export const handler = (event, context) => {
${authorizes}  const route = event.routeKey ?? \`\${event.httpMethod} \${event.resource}\`;
  const serve = functions[route] ?? functions[route.replace(/^\\S+/, 'ANY')];
  if (!serve) throw new Error(\`No function serves \${route}.\`);
  return called(serve, event, context);
};

/** A promise answers, as in Lambda. Without one, a function with three parameters answers through its callback. */
function called(serve, event, context) {
  return new Promise((resolve, reject) => {
    const done = (error, response) =>
      error ? reject(error instanceof Error ? error : new Error(String(error))) : resolve(response);
    const returned = serve(event, context, done);
    if (serve.length < 3 || typeof returned?.then === 'function') resolve(returned);
  });
}
`;
}
