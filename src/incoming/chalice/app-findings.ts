/** The report about the settings of a Chalice app that are not in the project. Pure. */
import { own } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import { lostMembers } from '../lost-members.ts';
import type { ChaliceApp } from './read-app.ts';

/** Settings that are in the project, or that only Chalice needs. */
const KEPT = [
  'api_gateway_endpoint_type',
  'api_gateway_endpoint_vpce',
  'api_gateway_policy_file',
  'api_gateway_stage',
  'autogen_policy',
  'automatic_layer',
  'environment_variables',
  'iam_policy_file',
  'lambda_memory_size',
  'lambda_timeout',
  'layers',
  'log_retention_in_days',
  'manage_iam_role',
  'minimum_compression_size',
  'reserved_concurrency',
  'security_group_ids',
  'subnet_ids',
  'tags',
  'xray',
];

const INSTEAD: Readonly<Record<string, string>> = {
  api_gateway_custom_domain: 'Write domain in the stage (docs/domains.md).',
  iam_role_arn: 'apikit creates the role: write what the code needs in function.permissions.',
  lambda_functions: 'The consumers of a project have the settings of its function.',
  lambda_ephemeral_storage: 'Write function.ephemeralStorage.',
  websocket_api_custom_domain: 'apikit has no WebSocket APIs.',
};

export function aboutApp(app: ChaliceApp): Finding[] {
  return [
    ...lostMembers(Object.keys(app.settings), { kept: KEPT, instead: INSTEAD }, (member) => app.place(member)),
    ...app.otherStages.map((stage): Finding => {
      const says = `The settings of the stage ${stage} are not in the project. Write what differs in stages.${stage} of apikit.yaml.`;
      return { about: 'lost', place: app.place('stages', stage), says };
    }),
    ...app.modules.flatMap(({ file, calls }) =>
      calls
        .filter(({ name }) => name.endsWith('.register_blueprint'))
        .filter(({ args }) => !isKnown(app, args[0]))
        .map(({ line }): Finding => {
          const says = 'The blueprint is not found in chalicelib. Write its operations in openapi.yaml.';
          return { about: 'lost', place: `${file}:${line}`, says };
        }),
    ),
  ];
}

/** Whether the blueprint is a variable of a module that was read. */
function isKnown({ modules }: ChaliceApp, value: unknown): boolean {
  const name = (value as { $name?: string } | undefined)?.$name?.split('.').at(-1);
  return modules.some(({ assigned }) => own(assigned, name ?? '')?.name.endsWith('Blueprint') === true);
}
