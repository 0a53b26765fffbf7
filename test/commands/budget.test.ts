/** `budget`: a deploy creates it, finds no drift, and deletes it. Projects without the setting make no call for it. */
import { DescribeBudgetCommand } from '@aws-sdk/client-budgets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { undefinedIfNotFound } from '../../src/aws/sdk/errors/sdk-error.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Deployed {
  changes: { resource: string; action: string }[];
  calls: { total: number; writes: number };
}

const NAME = 'items-api-dev-us-east-1';
const stage = ['--stage', 'dev'];

describe('a budget', () => {
  let project: Project;
  let clients: Clients;
  const deploy = () => project.json<Deployed>(['deploy', ...stage, '--yes']);
  const amount = async () => {
    const client = await clients.budgets();
    const command = new DescribeBudgetCommand({ AccountId: '000000000000', BudgetName: NAME });
    return (await undefinedIfNotFound(client.send(command)))?.Budget?.BudgetLimit?.Amount;
  };
  const write = (budget: string) =>
    project.edit('apikit.yaml', (text) => `${text.replace(/\nbudget: .*\n/, '')}${budget && `\nbudget: ${budget}\n`}`);

  beforeAll(async () => {
    project = await startSmallProject();
    clients = clientsOf(project);
  });
  afterAll(async () => {
    clients.destroy();
    await project.close();
  });

  it('reports a missing amount, missing recipients and invalid settings all at once', async () => {
    write('{ forecast: false }');
    const bare = await project.apikit(['plan', ...stage]);
    expect(bare.code).toBe(2);
    expect(bare.stderr).toMatch(/apikit\.yaml:\d+:\d+ budget needs monthly/);
    expect(bare.stderr).toMatch(/apikit\.yaml:\d+:\d+ budget needs notify/);
    write('{ monthly: -1, notify: nobody }');
    const wrong = await project.apikit(['plan', ...stage]);
    expect(wrong.stderr).toMatch(/budget\.monthly is -1/);
    expect(wrong.stderr).not.toContain('budget needs');
    const topics = ['a', 'b'].map((name) => `"arn:aws:sns:us-east-1:000000000000:${name}"`).join(', ');
    write(`{ monthly: 5, notify: [${topics}] }`);
    expect((await project.apikit(['plan', ...stage])).stderr).toContain('budget.notify has 2 topics');
  });

  it('is in the plan with its price and the manual steps', async () => {
    write('{ monthly: 50, notify: ops@example.com }');
    const { stderr, stdout } = await project.apikit(['plan', ...stage]);
    const told = stderr.replaceAll(/\s+/g, ' ');
    expect(told).toContain('AWS bills the budget with up to 0.62 USD a month; the first two of an account are free.');
    expect(told).toContain('It counts nothing until apikit:app and apikit:stage are activated');
    expect(stdout).toMatch(/create budget items-api-dev-us-east-1/);
  });

  it('exists after the deploy, and the next deploy has no changes and needs five more reads', async () => {
    await deploy();
    expect(await amount()).toBe('50.0');
    const again = await deploy();
    expect(again.changes).toEqual([]);
    expect(again.calls.total).toBeLessThanOrEqual(18 + 5);
    const { drift } = await project.json<{ drift: object[] }>(['status', ...stage]);
    expect(drift).toEqual([]);
  });

  it('is deleted if apikit.yaml says false, stays if apikit.yaml does not mention it, and is deleted with the stage', async () => {
    write('');
    const silent = await deploy();
    expect(silent.changes).toEqual([]);
    expect(silent.calls.total).toBeLessThanOrEqual(18);
    expect(await amount()).toBe('50.0');
    write('false');
    expect((await deploy()).changes).toMatchObject([{ resource: 'budget', action: 'delete' }]);
    expect(await amount()).toBeUndefined();
    expect((await deploy()).changes).toEqual([]);
    write('{ monthly: 20, notify: ops@example.com }');
    await deploy();
    write('');
    const argv = ['destroy', ...stage, '--yes', '--delete-data'];
    const { removed, left } = await project.json<{ removed: string[]; left: object[] }>(argv);
    expect(removed).toContain('budget');
    expect(left).toEqual([]);
    expect(await amount()).toBeUndefined();
  });
});
