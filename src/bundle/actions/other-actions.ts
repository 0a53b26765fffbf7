/**
 * Derives the IAM actions that a Node.js bundle can use on anything but the items of tables, from the AWS SDK commands in
 * it. Nothing is granted for these; they are compared with `function.permissions`. Pure.
 */
import { iamActions } from '../../iam/iam-services.ts';
import { ITEM_ACTIONS, PARTIQL_ACTIONS } from './sdk-actions.ts';

/** A command's module in a client. The clients that credential providers bring along are not the code's own. */
const COMMAND = /node_modules\/@aws-sdk\/client-(?!sso\b|signin\b)([\w-]+)\/dist-es\/commands\/(\w+)Command\.js$/;
/** The class with a method for each operation, `S3` beside `S3Client`: it brings all commands along. */
const WHOLE = /node_modules\/@aws-sdk\/client-([\w-]+)\/dist-es\/[A-Z]\w*(?<!Client)\.js$/;
/** Has no modules for its commands: what is taken from it is found in the code that asks for it. */
const REQUIRED = /node_modules\/@aws-sdk\/client-[\w-]+\/dist-cjs\//;

interface Command {
  readonly service: string;
  readonly operation: string;
}

/** Whether `otherActions` looks into the texts of the project's own modules. */
export function needsTexts(modules: readonly string[]): boolean {
  return modules.some((path) => WHOLE.test(path) || REQUIRED.test(path));
}

/** The actions, sorted. `modules`: those of which the bundle holds something; `texts`: the project's own ones. */
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

/** Sorted, without those that apikit grants by itself. */
function actionsOf(commands: readonly Command[]): string[] {
  const actions = commands.flatMap(({ service, operation }) => iamActions(service, operation));
  const granted = new Set([...ITEM_ACTIONS, ...PARTIQL_ACTIONS]);
  return [...new Set(actions)].filter((action) => !granted.has(action)).sort();
}

const methodOf = (operation: string): string => operation[0]!.toLowerCase() + operation.slice(1);

const TAKEN = /\{([^{}]*)\}\s*=\s*require\(\s*["']@aws-sdk\/client-([\w-]+)["']\s*\)/g;
const NAMED = /(\w+)\s*=\s*require\(\s*["']@aws-sdk\/client-([\w-]+)["']\s*\)/g;

/** `const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3')`, and `new s3.PutObjectCommand()` of a whole module. */
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
