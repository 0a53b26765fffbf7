/** A Chalice app as a template: its routes, its authorizers, and the functions that events call. Pure. */
import { isObject, type Json, own, textOf } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import { queueWord, topicWord } from '../template/intrinsics.ts';
import type { Template, TemplateResource } from '../template/template.ts';
import { chaliceAuthorizers } from './app-authorizers.ts';
import { aboutApp } from './app-findings.ts';
import { appSettings, corsOf, functionProperties, logicalResource } from './app-settings.ts';
import { methodsOf, placeOf, ROUTES, routePath, type Use, usesOf } from './app-uses.ts';
import type { ChaliceApp } from './read-app.ts';

/** `file` is the module of the app. */
export function appTemplate(app: ChaliceApp, file: string): Template {
  const uses = usesOf(app, file);
  const findings: Finding[] = [];
  const { authorizers, useOf } = chaliceAuthorizers(app, uses);
  const written = uses.filter(({ kind }) => ROUTES.includes(kind));
  const routes = written.filter((use) => routePath(use) !== undefined);
  for (const use of written) findings.push(...aboutRoute(use));
  const events = routes.flatMap((use) =>
    methodsOf(use).map((method) => {
      const { keywords } = use.call;
      // The arguments in ** can have an authorizer. Then nobody passes.
      const found = useOf(use.module, keywords.authorizer ?? (use.call.spread ? {} : undefined));
      return {
        use,
        cors: keywords.cors,
        name: `${use.fn}-${method}`,
        properties: {
          Path: routePath(use),
          Method: method,
          OperationId: methodsOf(use).length > 1 ? `${use.fn}_${method}` : use.fn,
          Auth: {
            ...(found && { Authorizer: found.name, AuthorizationScopes: found.scopes }),
            ...(needsKey(use) && { ApiKeyRequired: true }),
          },
        },
      };
    }),
  );
  const main = app.modules.find((module) => module.file === file)!;
  const base = functionProperties(app);
  const at = (use: Use | undefined) => (use ? placeOf(use) : `${file}:1`);
  const eventPlaces = new Map(events.map(({ name, use }) => [name, use]));
  const serving: TemplateResource = {
    id: 'app',
    type: 'AWS::Serverless::Function',
    properties: {
      ...base.properties,
      Handler: `${file.replace(/\.py$/, '')}.app`,
      Events: Object.fromEntries(events.map(({ name, properties }) => [name, { Type: 'Api', Properties: properties }])),
    },
    place: (...path) => (path[0] === 'Events' ? at(eventPlaces.get(String(path[1]))) : base.place(...path)),
  };
  const others = uses.flatMap((use) => consumerOf(use, base.properties, findings));
  const deciders = uses.filter(({ kind }) => kind === 'authorizer').map((use) => functionOf(use, base.properties, {}));
  const api: TemplateResource = {
    id: 'Api',
    type: 'AWS::Serverless::Api',
    properties: {
      ...base.api,
      ...corsOf(
        main,
        events.map(({ cors }) => cors),
      ),
      Auth: {
        Authorizers: authorizers,
        ...(routes.some(needsKey) && { UsagePlan: {} }),
        ...resourcePolicyOf(app),
      },
    },
    place: (...path) => {
      const user =
        path[0] === 'Auth'
          ? routes.find(({ module, call }) => useOf(module, call.keywords.authorizer)?.name === path[2])
          : undefined;
      return at(user);
    },
  };
  return {
    resources: [serving, ...deciders, ...(routes.length > 0 ? [api] : []), ...others],
    description: app.name,
    unresolved: [],
    givenBy: 'or in the code',
    findings: [...findings, ...aboutApp(app)],
    settings: appSettings(app),
    requires: ['chalice'],
    leavesOut: () => false,
  };
}

/** A value that the code computes may be true. */
const needsKey = ({ call }: Use): boolean =>
  ![undefined, null, false].includes(call.keywords.api_key_required as undefined);

function aboutRoute(use: Use): Finding[] {
  const lost = (says: string): Finding[] => [{ about: 'lost', place: placeOf(use), says }];
  if (routePath(use) === undefined)
    return lost(
      `The path of ${use.fn} is computed, and the operation is not in the project. Write it in openapi.yaml.`,
    );
  return use.call.spread
    ? lost(`The arguments in ** of ${use.fn} are not known, so nobody may call it. Write its security in openapi.yaml.`)
    : [];
}

/** The handler of a function of the app: `chalicelib/jobs.py` and `clean` → `chalicelib.jobs.clean`. */
const handlerOf = ({ module, fn }: Use): string => `${module.file.replace(/\.py$/, '')}.${fn}`;

const functionOf = (use: Use, properties: Json, Events: Json): TemplateResource => ({
  id: use.fn,
  type: 'AWS::Serverless::Function',
  properties: { ...properties, Policies: [], Handler: handlerOf(use), Events },
  place: () => placeOf(use),
});

/** A function that a queue, a topic or a rule calls, with what calls it. */
function consumerOf(use: Use, properties: Json, findings: Finding[]): TemplateResource[] {
  const { kind, call, fn } = use;
  const { keywords } = call;
  const place = placeOf(use);
  const lost = (says: string) => {
    findings.push({ about: 'lost', place, says });
    return [];
  };
  if (ROUTES.includes(kind) || kind === 'authorizer' || kind === 'middleware') return [];
  const queue = textOf(keywords.queue);
  if (kind === 'on_sqs_message' && queue !== undefined) {
    const says = `The queue ${queue} gets a new one beside it. For the existing queue, write import: <its ARN> in queues.${queueWord(queue)}.`;
    findings.push({ about: 'changes', place, says });
    const event = {
      Type: 'SQS',
      Properties: { Queue: `\${queue.${queueWord(queue)}.arn}`, BatchSize: keywords.batch_size },
    };
    return [functionOf(use, properties, { event }), logicalResource(queue, 'AWS::SQS::Queue', place)];
  }
  const topic = textOf(keywords.topic);
  if (kind === 'on_sns_message' && topic !== undefined && !topic.startsWith('arn:')) {
    const says = `The topic ${topic} gets a new one beside it. For the existing topic, write import: <its ARN> in topics.${topicWord(topic)}.`;
    findings.push({ about: 'changes', place, says });
    const event = { Type: 'SNS', Properties: { Topic: `\${topic.${topicWord(topic)}.arn}` } };
    return [functionOf(use, properties, { event }), logicalResource(topic, 'AWS::SNS::Topic', place)];
  }
  const pattern = call.args[0] ?? keywords.event_pattern;
  if (kind === 'on_cw_event' && isObject(pattern) && !Object.keys(pattern).some((key) => key.startsWith('$'))) {
    return [functionOf(use, properties, { event: { Type: 'EventBridgeRule', Properties: { Pattern: pattern } } })];
  }
  return lost(
    `The function ${fn} (${kind}) is not in the project. ${own(ADVICE, kind) ?? 'apikit has no such event.'}`,
  );
}

const ADVICE: Readonly<Record<string, string>> = {
  lambda_function: 'Keep it in a project of its own: a stage has one function for its API, and consumers.',
  on_sqs_message: 'Write queues with import: <the ARN> and consumer: <file> (docs/events.md).',
  on_sns_message: 'Write topics with consumer: <file> (docs/events.md).',
  on_dynamodb_record: 'Write stream: { consumer: <file> } in the table (docs/tables.md).',
  on_cw_event: 'Write eventRules with consumer: <file> (docs/events.md).',
  schedule: 'apikit has no schedules: let EventBridge Scheduler call the function or an operation.',
};

/** The policy of the API, by which the import asks whether it may be lost. */
function resourcePolicyOf(app: ChaliceApp): Json {
  const file = textOf(app.settings.api_gateway_policy_file);
  if (file === undefined) return {};
  return { ResourcePolicy: { CustomStatements: app.policy(file)?.statements ?? [{ Sid: file }] } };
}
