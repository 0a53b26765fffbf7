/** The page beside an exported template: the steps, the values to pass, and what stays behind. Pure. */
import type { LeftBehind, Secret } from '../../aws/leaving/leaving.ts';
import { partitionOf } from '../../naming/regions.ts';
import { CODE_BUCKET } from './cloudformation-template.ts';

/** The tools that a stage can be exported for. */
export type Tool = 'cloudformation' | 'sam' | 'terraform' | 'cdk';

export interface Exported {
  readonly app: string;
  readonly stage: string;
  readonly region: string;
  /** The zips of the functions. */
  readonly zips: readonly string[];
  readonly secrets: readonly Secret[];
  readonly left: readonly LeftBehind[];
  /** The length of the template in bytes. */
  readonly size: number;
}

/** A longer template must be in S3 (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html). */
const INLINE_TEMPLATE = 51_200;

export function leavingPage(tool: Tool, exported: Exported): string {
  const { app, stage, secrets, left } = exported;
  return [
    `# ${app}/${stage} for ${TITLES[tool]}`,
    '',
    'The template describes the stage as it is now, and the steps below take its resources over as they are: nothing is',
    'created again, and the address, the tables and the API keys stay. Do not change the stage with apikit afterwards:',
    'both tools would undo the changes of each other.',
    '',
    '## Steps',
    '',
    ...STEPS[tool](exported),
    ...(secrets.length > 0 ? secretLines(tool, secrets) : []),
    '',
    '## What stays as it is',
    '',
    ...(left.length > 0 ? left.flatMap(leftLines) : ['Nothing: the template has every resource of the stage.']),
    '',
  ].join('\n');
}

const TITLES: Readonly<Record<Tool, string>> = {
  cloudformation: 'CloudFormation',
  sam: 'AWS SAM',
  terraform: 'Terraform',
  cdk: 'AWS CDK',
};

const leftLines = ({ what, why, instead }: LeftBehind): string[] => [`- **${what}**: ${why} ${instead}`];

const STEPS: Readonly<Record<Tool, (exported: Exported) => string[]>> = {
  cloudformation: (exported) => [...importSteps(exported), ...afterImport()],
  sam: (exported) => [
    ...importSteps(exported),
    '',
    'Then the stack belongs to SAM. `template.json` has the functions in the form of SAM, with the same IDs:',
    '',
    '```sh',
    `sam deploy --template-file template.json --stack-name ${stackOf(exported)} --region ${exported.region} --resolve-s3 --capabilities CAPABILITY_NAMED_IAM`,
    '```',
  ],
  cdk: (exported) => [
    ...importSteps(exported),
    '',
    'Then the stack belongs to CDK. `app.mjs` includes the template with the same IDs:',
    '',
    '```sh',
    'npm install',
    'npx cdk diff',
    'npx cdk deploy',
    '```',
  ],
  terraform: () => [
    '```sh',
    'terraform init',
    'terraform plan',
    'terraform apply',
    '```',
    '',
    'The plan must say `0 to destroy`, and each resource in it must be imported. Terraform cannot read the definition of',
    'an API or the code of a function back, so the first plan also changes these in place, to what they are already.',
    'Delete `imports.tf` afterwards.',
  ],
};

export const stackOf = ({ app, stage }: Pick<Exported, 'app' | 'stage'>): string => `${app}-${stage}`;

/** The import of the plain template into a new stack, which all tools of CloudFormation begin with. */
function importSteps(exported: Exported): string[] {
  const { region, zips, secrets, size } = exported;
  const stack = stackOf(exported);
  const long = size > INLINE_TEMPLATE;
  const host = `https://$BUCKET.s3.${region}.${partitionOf(region).dnsSuffix}`;
  const parameters = [...(zips.length > 0 ? [CODE_BUCKET] : []), ...secrets.map(({ $secret }) => $secret)];
  const line = (command: string) => `aws cloudformation ${command} --stack-name ${stack} --region ${region}`;
  return [
    'Create a bucket in the region for the code, or name one:',
    '',
    '```sh',
    'BUCKET=<a bucket of yours>',
    ...[...zips, ...(long ? [IMPORT_TEMPLATE] : [])].map((name) => `aws s3 cp ${name} s3://$BUCKET/${name}`),
    ...(parameters.length > 0 ? [parametersLine(parameters)] : []),
    line('create-change-set --change-set-name import --change-set-type IMPORT') + ' \\',
    `  ${long ? `--template-url ${host}/${IMPORT_TEMPLATE}` : `--template-body file://${IMPORT_TEMPLATE}`} \\`,
    '  --resources-to-import file://resources-to-import.json \\',
    ...(parameters.length > 0 ? ['  --parameters "$PARAMETERS" \\'] : []),
    '  --capabilities CAPABILITY_NAMED_IAM',
    line('wait change-set-create-complete --change-set-name import'),
    line('describe-change-set --change-set-name import'),
    line('execute-change-set --change-set-name import'),
    line('wait stack-import-complete'),
    '```',
    '',
    'Each change of the change set must be `Import`. Nothing is changed until `execute-change-set`.',
  ];
}

/** Writes the parameters as JSON, because a secret with a space, a comma or a quotation mark breaks the short form. */
function parametersLine(names: readonly string[]): string {
  const program = `JSON.stringify(${JSON.stringify(names)}.map((name) => ({ ParameterKey: name, ParameterValue: process.env[name] })))`;
  return `PARAMETERS=$(${CODE_BUCKET}="$BUCKET" node -p '${program}')`;
}

/** The template for the import. */
export const IMPORT_TEMPLATE = 'import-template.json';

const afterImport = (): string[] => [
  `Later updates of the stack use the same \`${IMPORT_TEMPLATE}\`. A drift detection shows what CloudFormation reads otherwise.`,
];

function secretLines(tool: Tool, secrets: readonly Secret[]): string[] {
  return [
    '',
    '## Values to pass',
    '',
    'These may be secrets, so they are in no file. `aws lambda get-function-configuration` shows the values that the',
    'functions have now. Set each as an environment variable (`export`) before the commands.',
    '',
    ...secrets.map(
      ({ $secret, description }) => `- \`${tool === 'terraform' ? 'TF_VAR_' : ''}${$secret}\`: ${description}`,
    ),
  ];
}
