/** The code that gives each operation its own function, in a project with one entry. Pure. */

export interface RoutedFunction {
  /** The file, relative to the entry: `./functions/create/index.js`. */
  readonly file: string;
  readonly exportName: string;
  /** `GET /items/{id}`, `ANY /{proxy+}`. */
  readonly routes: readonly string[];
}

/** A text as JavaScript, whatever characters the name of a file has. */
const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

export function routerCode(functions: readonly RoutedFunction[]): string {
  const imports = functions.map(
    ({ file, exportName }, index) => `import { ${exportName} as function${index + 1} } from ${quoted(file)};`,
  );
  const routes = functions.flatMap(({ routes }, index) =>
    routes.map((route) => `  ${JSON.stringify(route)}: function${index + 1},`),
  );
  return `/** Calls the function of each operation, by the method and the path of the contract. */
${imports.join('\n')}

const functions = {
${routes.join('\n')}
};

export const handler = (event, context) => {
  const { httpMethod, resource } = event;
  const serve = functions[\`\${httpMethod} \${resource}\`] ?? functions[\`ANY \${resource}\`];
  if (!serve) throw new Error(\`No function serves \${httpMethod} \${resource}.\`);
  // A function with three parameters answers through its callback.
  if (serve.length < 3) return serve(event, context);
  return new Promise((resolve, reject) =>
    serve(event, context, (error, response) => (error ? reject(error) : resolve(response))),
  );
};
`;
}
