/** A suite whose expectations were recorded from DynamoDB. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withEmbeddedCloud } from '../../scripts/with-embedded-cloud.mjs';
import { installNodePackages, nameOfPackage } from './node-packages.mjs';

export const dynamodbConformance = {
  name: 'dynamodb-conformance',
  about:
    'The [DynamoDB conformance suite](https://github.com/nubo-db/dynamodb-conformance), from a checkout. Its expectations were recorded from DynamoDB.',
  isIn: (folder) => nameOfPackage(folder) === 'dynamodb-conformance',
  async run({ folder }) {
    const work = mkdtempSync(join(tmpdir(), 'apikit-conformance-'));
    try {
      cpSync(folder, work, { recursive: true });
      installNodePackages(work);
      return await withEmbeddedCloud((endpoint) => vitest(work, endpoint));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

function vitest(work, endpoint) {
  const report = join(work, 'report.json');
  const args = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=json', `--outputFile=${report}`];
  spawnSync(process.execPath, args, {
    cwd: work,
    stdio: 'ignore',
    env: { ...process.env, DYNAMODB_ENDPOINT: endpoint, AWS_REGION: 'us-east-1' },
  });
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ fullName: test, status, failureMessages }) => {
      if (status === 'passed') return { test, outcome: 'passed' };
      if (status !== 'failed') return { test, outcome: 'skipped' };
      return { test, outcome: 'failed', said: failureMessages.join('\n') };
    }),
  );
}
