/** Checks `function.permissions`: what IAM would reject, and broad permissions without a reason. Pure. */
import { misnamedService } from '../iam/iam-services.ts';
import { partitionOf } from '../naming/regions.ts';
import type { PermissionConfig, StageConfig } from './config.ts';
import { filled, permissionValues, unknownPlaceholders } from './placeholders.ts';
import type { ReportProblem } from './stage-report.ts';
import { suggest } from './suggest.ts';

const ANY_ACCOUNT = '000000000000';

/**
 * IAM allows no wildcard in the name of a service, neither in an action nor in an ARN ("Resource vendor must be fully
 * qualified and cannot contain regexes."):
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
const ACTION = /^(?:\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/;
const ARN = /^arn:([a-z*?-]+):[a-z0-9-]+:[a-z0-9*?-]*:(?:[0-9*?]{0,12}|aws):(.+)$/;

/** All actions of one service, or of all services. */
const ALL_ACTIONS = /^(?:[^:]+:)?[*?]+$/;

/**
 * Variables that IAM fills in at each request: global keys, keys of single services, and keys of identity providers,
 * which begin with a host. `${*}`, `${?}` and `${$}` stand for these characters themselves.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const IAM_VARIABLE = /^(?:[*?$]|(?:aws|s3|ec2|saml|sts|iam|ssm|kms|transfer|redshift|[a-z0-9-]+(?:\.[a-z0-9-]+)+):.+)$/;

export function checkPermissions(config: StageConfig, report: ReportProblem): void {
  (config.function.permissions ?? []).forEach((permission, index) => {
    checkActions(permission, index, report);
    checkResources(permission, index, config, report);
    checkConditions(permission, index, config, report);
  });
}

function checkActions({ actions, why }: PermissionConfig, index: number, report: ReportProblem): void {
  actions.forEach((action, place) => {
    const path = ['function', 'permissions', index, 'actions', place];
    const [service = '', name = ''] = action.split(':');
    const right = misnamedService(service);
    if (!ACTION.test(action)) {
      report(path, `"${action}" is not an IAM action.`, 'Write service:Action, for instance s3:GetObject.');
    } else if (ALL_ACTIONS.test(action) && why === undefined) {
      const what = service === '*' ? 'every action of every service' : `every action of ${service}`;
      report(
        path,
        `${action} allows ${what}.`,
        'Name the actions that the code needs, or add why: with the reason for all of them.',
      );
    } else if (right !== undefined) {
      report(
        path,
        `${service} is the SDK's name of a service; its name in IAM is ${right}.`,
        `Write ${right}:${name}.`,
      );
    }
  });
}

function checkResources(
  { resources, why }: PermissionConfig,
  index: number,
  config: StageConfig,
  report: ReportProblem,
): void {
  const partition = partitionOf(config.region).id;
  const values = permissionValues(config, { partition, region: config.region, account: ANY_ACCOUNT });
  resources.forEach((resource, place) => {
    const path = ['function', 'permissions', index, 'resources', place];
    if (reportUnknown(resource, path, values, config, report)) return;
    const arn = ARN.exec(withoutVariables(filled(resource, values)));
    if (resource !== '*' && !arn) {
      const fix = `Write an ARN, for instance arn:\${partition}:s3:::my-bucket/*.`;
      report(path, `"${resource}" is not an ARN.`, `${fix}${hintFor(resource, config)}`);
    } else if (isWide(resource, arn?.[2]) && why === undefined) {
      report(
        path,
        `${resource} stands for more than named resources.`,
        'Name them, or add why: with the reason for all of them.',
      );
    } else if (arn && !/[*?]/.test(arn[1]!) && arn[1] !== partition) {
      const message = `${resource} is in partition ${arn[1]}, but stage ${config.stage} is in ${partition}.`;
      report(path, message, `Begin it with arn:\${partition}:.`, { about: `partition of ${resource}` });
    }
  });
}

function checkConditions(
  { conditions = {} }: PermissionConfig,
  index: number,
  config: StageConfig,
  report: ReportProblem,
) {
  const partition = partitionOf(config.region).id;
  const values = permissionValues(config, { partition, region: config.region, account: ANY_ACCOUNT });
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, given] of Object.entries(keys)) {
      const path = ['function', 'permissions', index, 'conditions', operator, key];
      if (!/^[A-Za-z0-9.-]+:.+$/.test(key)) {
        report(path, `"${key}" is not a condition key.`, 'Write service:Key, for instance aws:SourceVpc.');
      }
      for (const text of [given].flat().map(String)) reportUnknown(text, path, values, config, report);
    }
  }
}

/** Reports a placeholder in the text that has no value. */
function reportUnknown(
  text: string,
  path: (string | number)[],
  values: ReadonlyMap<string, string>,
  { tables }: StageConfig,
  report: ReportProblem,
): boolean {
  const [unknown] = unknownPlaceholders(text, values).filter((name) => !IAM_VARIABLE.test(name) || isForeign(name));
  if (unknown === undefined) return false;
  const near = suggest(
    unknown
      .replace(/^AWS::AccountId$/, 'account')
      .replace(/^AWS::/, '')
      .toLowerCase(),
    [...values.keys()],
  );
  const message = unknown.startsWith('table.')
    ? `$\{${unknown}} names no table of apikit.yaml${Object.keys(tables).length === 0 ? ', which has none' : ''}.`
    : `$\{${unknown}} has no value.`;
  report(
    path,
    message,
    near ? `Did you mean $\{${near}}?` : `Known here: ${[...values.keys()].map((name) => `$\{${name}}`).join(', ')}.`,
  );
  return true;
}

/** `${ssm:/path}` and `${s3:bucket/key}` belong to Serverless Framework. */
const isForeign = (name: string): boolean => /^(?:ssm|s3):.*\//.test(name);

const withoutVariables = (text: string): string => text.replace(/\$\{[^{}]*\}/g, 'x');

/**
 * Whether a resource stands for all resources of a type: `*`, `arn:…:*`, `table/*`, `function:*`. In S3 and execute-api
 * the text before the slash is a name itself, of a bucket or an API.
 */
function isWide(resource: string, rest = ''): boolean {
  if (resource === '*' || /^[*?]/.test(rest)) return true;
  return !/^arn:[^:]+:(?:s3|execute-api):/.test(resource) && /^[A-Za-z-]+[:/][*?]+$/.test(rest);
}

/** Returns a hint if a table's name stands in place of its ARN. */
function hintFor(resource: string, { tables }: StageConfig): string {
  const [, name] = /^\$\{table\.(.+)\}$/.exec(resource) ?? [];
  const table = name ?? (Object.hasOwn(tables, resource) ? resource : undefined);
  return table === undefined ? '' : ` The ARN of table ${table} is $\{table.${table}.arn}.`;
}
