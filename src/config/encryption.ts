/** `encryption` of apikit.yaml: the KMS key for environment, log groups and tables of a stage. Pure. */
import { type Schema, section } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

export interface EncryptionConfig {
  /** An ARN, or the name of an alias. Empty if it is missing. */
  key: string;
}

const KEY =
  '^(alias/[a-zA-Z0-9/_-]{1,250}|arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key/[A-Za-z0-9-]+|alias/[a-zA-Z0-9/_-]+))$';

export const encryptionSchema: Schema = {
  description:
    'A KMS key of your own for the environment of the functions, the log groups and the tables (docs/encryption.md). The stage local has one only if it is set there. false removes the key from functions and log groups. Default: unchanged.',
  oneOf: [
    section('The key. apikit neither creates nor deletes it.', {
      key: { type: 'string', pattern: KEY, description: 'Name of its alias, e.g. alias/orders, or its ARN. Required.' },
    }),
    { const: false },
  ],
};

interface Checked {
  readonly region: string;
  readonly encryption?: EncryptionConfig | false;
}

export function checkEncryption({ encryption, region }: Checked, report: ReportProblem): void {
  if (!encryption) return;
  const { key } = encryption;
  if (key === '') {
    report(['encryption'], 'encryption needs key: the KMS key.', 'Write key: alias/orders, or the ARN of the key.', {
      missing: 'key',
    });
  } else if (key.startsWith('alias/aws/')) {
    report(
      ['encryption', 'key'],
      `encryption.key is ${key}, a key that AWS manages, and CloudWatch Logs accepts none.`,
      'Create a key of your own, or remove the setting: Lambda, DynamoDB and CloudWatch Logs encrypt without it, too.',
    );
  } else if (key.startsWith('arn:') && region !== '' && key.split(':')[3] !== region) {
    report(
      ['encryption', 'key'],
      `encryption.key is in ${key.split(':')[3]}, and the stage is in ${region}. AWS encrypts only with keys of the same region.`,
      `Use a key in ${region}. An alias of the same name in both regions fits stages in both.`,
    );
  }
}
