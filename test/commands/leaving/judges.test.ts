/**
 * Programs of others judge the exports: cfn-lint by the schemas of CloudFormation's types, the transform of AWS SAM, a
 * parser for Terraform's language, and `sam validate --lint` if SAM is installed. Needs Python 3 with pip.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonPackages } from '../../../scripts/python-packages.mjs';
import { findProgram } from '../../helpers/find-program.ts';
import type { Project } from '../../helpers/project.ts';
import { startFullStage, startOtherDoor } from './full-stage.ts';

const run = promisify(execFile);
const sam = findProgram('sam');

interface Judged {
  lint: string[];
  importable?: string[];
  transformed?: Record<string, string>;
  plain?: Record<string, string>;
}

let packages: string | undefined;
try {
  packages = pythonPackages('leaving', ['cfn-lint==1.58.0', 'python-hcl2==8.1.4']);
} catch (error) {
  process.stderr.write(`The exports are not judged by others: ${String(error)}\n`);
}
if (!sam) process.stderr.write('The exports are not judged by sam validate: SAM is not installed.\n');

describe.skipIf(packages === undefined).each(['rest', 'http', 'url'] as const)('the exports of api: %s', (api) => {
  let project: Project;
  beforeAll(async () => {
    project = await (api === 'rest' ? startFullStage() : startOtherDoor(api));
  });
  afterAll(() => project?.close());

  async function judge(tool: string): Promise<Judged> {
    const { folder } = await project.json<{ folder: string }>(['export', tool, '--stage', 'dev']);
    const script = join(import.meta.dirname, 'judge.py');
    const { stdout } = await run('python3', [script, tool, folder], {
      env: { ...process.env, PYTHONPATH: packages, AWS_DEFAULT_REGION: 'us-east-1' },
    });
    return JSON.parse(stdout) as Judged;
  }

  it.each(['cloudformation', 'cdk'])('have no fault for cfn-lint: %s', async (tool) => {
    expect(await judge(tool)).toEqual({ lint: [], importable: [] });
  });

  it('become the same resources by the transform of SAM', async () => {
    const { lint, transformed, plain } = await judge('sam');
    expect(lint).toEqual([]);
    expect(transformed).toEqual(plain);
  });

  it("are in Terraform's language", async () => {
    expect(await judge('terraform')).toEqual({ lint: [] });
  });

  it.skipIf(!sam)('are valid for SAM itself', async () => {
    const { folder } = await project.json<{ folder: string }>(['export', 'sam', '--stage', 'dev', '--out', 'for-sam']);
    const { stdout, stderr } = await run(sam!, ['validate', '--lint', '--template', join(folder, 'template.json')], {
      env: { ...process.env, AWS_DEFAULT_REGION: 'us-east-1', SAM_CLI_TELEMETRY: '0' },
    });
    expect(stdout + stderr).toContain('is a valid SAM Template');
  });
});
