/** Checks `function.environment`: names that AWS or apikit sets itself, and the size limit of Lambda. Pure. */
import type { StageConfig } from './config.ts';
import { ANY_ACCOUNT, handlerEnvironment } from './handler-environment.ts';
import { environmentValues, unknownPlaceholders } from './placeholders.ts';
import { isSecretVariable } from './secret-like.ts';
import type { ReportProblem } from './stage-report.ts';

/**
 * The names that Lambda rejects, exactly as in its documentation. All other names, for example TZ, NODE_OPTIONS and
 * AWS_LAMBDA_EXEC_WRAPPER, are allowed.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
const RESERVED_BY_LAMBDA = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_MAX_CONCURRENCY',
  'AWS_LAMBDA_METADATA_API',
  'AWS_LAMBDA_METADATA_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SECURITY_TOKEN',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/** The handler's helpers read these names. A user's value would turn CORS on in the handler but not in API Gateway. */
const CORS = ['CORS_ORIGINS', 'CORS_CREDENTIALS', 'CORS_EXPOSE_HEADERS'];

/** Lambda measures the variables as JSON; its error message quotes them. */
const MOST_BYTES = 4096;

export function checkEnvironment(config: StageConfig, report: ReportProblem): void {
  const { environment } = config.function;
  const ours = handlerEnvironment({ ...config, function: { ...config.function, environment: {} } }, ANY_ACCOUNT);
  for (const name of Object.keys(environment)) {
    const path = ['function', 'environment', name];
    const title = path.join('.');
    if (RESERVED_BY_LAMBDA.has(name)) {
      report(path, `${title} is a name that Lambda reserves.`, 'Use another name.');
    } else if (CORS.includes(name)) {
      report(
        path,
        `${title} is a name that apikit sets from cors.`,
        'Write the setting below cors:, or use another name.',
      );
    } else if (Object.hasOwn(ours, name) && name !== 'LOG_LEVEL') {
      report(path, `${title} is a name that apikit sets itself, ${reasonFor(name)}.`, 'Use another name.');
    }
  }
  for (const [name, value] of Object.entries(environment)) checkPlaceholders(name, value, config, report);
  for (const [name, value] of Object.entries(environment)) {
    if (!isSecretVariable(name, value)) continue;
    report(
      ['function', 'environment', name],
      `function.environment.${name} seems to contain a secret: everybody who may view the function can read it there.`,
      'Store it in Parameter Store or Secrets Manager and refer to it under function.secrets.',
      { severity: 'warning' },
    );
  }
  checkSize(config, ours, report);
}

/**
 * Only the placeholders of permissions are certainly meant for apikit. Any other text may be the handler's own
 * template.
 */
function checkPlaceholders(name: string, value: string, config: StageConfig, report: ReportProblem): void {
  const values = environmentValues(config);
  const meant = (one: string) =>
    /^(table|queue|stateMachine|topic|eventBus)\./.test(one) || one === 'account' || one === 'partition';
  for (const unknown of unknownPlaceholders(value, values).filter(meant)) {
    report(
      ['function', 'environment', name],
      `$\{${unknown}} in function.environment.${name} has no value.`,
      `Known here: ${[...values.keys()].map((known) => `$\{${known}}`).join(', ')}.`,
    );
  }
}

function reasonFor(name: string): string {
  if (name.startsWith('TABLE_')) return 'to the name of the table in AWS';
  if (name.startsWith('QUEUE_')) return 'to the name of the queue in AWS';
  if (name.startsWith('STATE_MACHINE_')) return 'to the ARN of the state machine';
  if (name.startsWith('TOPIC_')) return 'to the ARN of the topic';
  if (name.startsWith('EVENT_BUS_')) return 'to the ARN of the event bus';
  if (name.startsWith('BUCKET_')) return 'to the name of the bucket in AWS';
  if (name.startsWith('SECRET_')) return 'to the reference of the secret';
  return 'for the handler';
}

function checkSize(config: StageConfig, ours: Readonly<Record<string, string>>, report: ReportProblem): void {
  const bytes = bytesOf(handlerEnvironment(config, ANY_ACCOUNT));
  if (bytes <= MOST_BYTES) return;
  const own = Object.keys(config.function.environment).length > 0;
  report(
    own ? ['function', 'environment'] : ['function'],
    `The function's environment is ${bytes} bytes, ${bytesOf(ours)} of them for apikit's own variables (names of tables, queues, state machines, topics, event buses and buckets, references of secrets, CORS); Lambda allows ${MOST_BYTES}.`,
    own
      ? 'Store long values elsewhere: in a file beside the handler, or in Parameter Store with function.secrets.'
      : 'Use shorter names of tables and secrets, or fewer of them.',
    { about: 'size of the environment', excess: bytes - MOST_BYTES },
  );
}

const bytesOf = (variables: Readonly<Record<string, string>>): number => Buffer.byteLength(JSON.stringify(variables));
