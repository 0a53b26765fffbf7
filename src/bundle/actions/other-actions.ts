/**
 * Derives the IAM actions that a Node.js bundle can use beyond the items of tables, from the AWS SDK commands in it.
 * apikit grants none of them; it compares them with `function.permissions`. Pure.
 */
import { iamActions } from '../../iam/iam-services.ts';
import { ITEM_ACTIONS, PARTIQL_ACTIONS } from './sdk-actions.ts';

/** The module of a command in a client. The clients inside credential providers do not belong to the code itself. */
const COMMAND = /node_modules\/@aws-sdk\/client-(?!sso\b|signin\b)([\w-]+)\/dist-es\/commands\/(\w+)Command\.js$/;
/** The class with a method for each operation, such as `S3` beside `S3Client`. It contains all commands. */
const WHOLE = /node_modules\/@aws-sdk\/client-([\w-]+)\/dist-es\/[A-Z]\w*(?<!Client)\.js$/;
/** A CommonJS client has no modules for its commands, so the commands come from the code that requires them. */
const REQUIRED = /node_modules\/@aws-sdk\/client-[\w-]+\/dist-cjs\//;

interface Command {
  readonly service: string;
  readonly operation: string;
}

/** Whether `otherActions` needs the texts of the project's own modules. */
export function needsTexts(modules: readonly string[]): boolean {
  return modules.some((path) => WHOLE.test(path) || REQUIRED.test(path));
}

/** Returns the actions, sorted. `modules` are those with code in the bundle, and `texts` are the project's own ones. */
export function otherActions(modules: readonly string[], texts: readonly string[] = []): string[] {
  const whole = new Set(modules.flatMap((path) => WHOLE.exec(path)?.[1] ?? []));
  const methods = new Set(texts.flatMap((text) => [...text.matchAll(/\.([a-z]\w*)\s*\(/g)].map(([, name]) => name!)));
  const imported = modules
    .flatMap((path): Command[] => {
      const [, service, operation] = COMMAND.exec(path) ?? [];
      return service === undefined || operation === undefined ? [] : [{ service, operation }];
    })
    .filter(({ service, operation }) => !whole.has(service) || methods.has(methodOf(operation)));
  return actionsOf([...imported, ...texts.flatMap(requiredCommands)]);
}

/** Sorts the actions and leaves out those that apikit itself grants. */
function actionsOf(commands: readonly Command[]): string[] {
  const actions = commands.flatMap(({ service, operation }) => iamActions(service, operation));
  const granted = new Set([...ITEM_ACTIONS, ...PARTIQL_ACTIONS]);
  return [...new Set(actions)].filter((action) => !granted.has(action)).sort();
}

const methodOf = (operation: string): string => operation[0]!.toLowerCase() + operation.slice(1);

const TAKEN = /\{([^{}]*)\}\s*=\s*require\(\s*["']@aws-sdk\/client-([\w-]+)["']\s*\)/g;
const NAMED = /(\w+)\s*=\s*require\(\s*["']@aws-sdk\/client-([\w-]+)["']\s*\)/g;

/**
 * Matches `const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3')`, and `new s3.PutObjectCommand()` of a
 * whole module.
 */
function requiredCommands(text: string): Command[] {
  const taken = [...text.matchAll(TAKEN)].flatMap(([, names = '', service = '']) =>
    [...names.matchAll(/\b(\w+)Command\b/g)].map(([, operation]) => ({ service, operation: operation! })),
  );
  const named = [...text.matchAll(NAMED)].flatMap(([, name = '', service = '']) =>
    [...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)Command\\b`, 'g'))].map(([, operation]) => ({
      service,
      operation: operation!,
    })),
  );
  return [...taken, ...named];
}
