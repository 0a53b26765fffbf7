/** How a deploy names the changes that it does not make yet. */
import { expect, it } from 'vitest';
import { tellWaiting, waitingChanges, waitingText } from '../../../src/commands/parts/deploy/waiting-changes.ts';

const step = { kind: 'queue', name: 'n' };
const plan = {
  steps: [
    {
      ...step,
      resource: 'queue/orders',
      action: 'update' as const,
      fields: [
        { path: 'retentionDays', from: 4, to: 2, last: true as const },
        { path: 'visibilityTimeout', from: 30, to: 60 },
      ],
    },
    { ...step, resource: 'queue/old', action: 'delete' as const, fields: [] },
  ],
};
const again = 'apikit deploy --stage dev';

it('names the fields that wait, and no others', () => {
  expect(waitingChanges(plan, ['queue/orders', 'queue/old', 'queue/orders'])).toEqual([
    { resource: 'queue/orders', action: 'update', fields: [{ path: 'retentionDays', from: 4, to: 2 }] },
    { resource: 'queue/old', action: 'delete', fields: [] },
  ]);
});

it.each([
  [
    ['queue/orders'],
    'these were not changed: queue/orders (retentionDays). Run `apikit deploy --stage dev` again to change them.',
  ],
  [['queue/old'], 'these were not deleted: queue/old. Run `apikit deploy --stage dev` again to delete them.'],
  [
    ['queue/old', 'queue/orders'],
    'these were not changed: queue/orders (retentionDays); these were not deleted: queue/old. Run `apikit deploy --stage dev` again to change and delete them.',
  ],
])('says what a later deploy does with %j', (waiting, text) => {
  expect(waitingText(waitingChanges(plan, waiting), { again, canary: false })).toBe(
    `The previous release may still need some parts, so ${text}`,
  );
});

it('says that the deploy after the promotion of a canary makes the changes', () => {
  expect(waitingText(waitingChanges(plan, ['queue/orders', 'queue/old']), { again, canary: true })).toMatch(
    /^The live release .* The first deploy after the promotion of the canary changes and deletes them\.$/,
  );
});

it('tells what waits for a release, and what for executions, with the command that completes it', () => {
  const told: string[] = [];
  const report = {
    note: (text: string) => told.push(`note ${text}`),
    warn: (text: string) => told.push(`warn ${text}`),
  };
  const used = [{ by: 'state-machine/flow', resources: ['role/flow-machine', 'consumer/flow-charge-step'] }];
  tellWaiting(
    { left: ['queue/old'], used },
    plan,
    { again: 'apikit promote --from dev --to prod', canary: false },
    report,
  );
  expect(told).toEqual([
    expect.stringMatching(
      /^warn The previous release .*: queue\/old\. Run `apikit promote --from dev --to prod` again/,
    ),
    expect.stringMatching(
      /^warn Executions of state-machine\/flow .*: role\/flow-machine, consumer\/flow-charge-step\. Run `apikit promote --from dev --to prod` again/,
    ),
  ]);
  told.length = 0;
  tellWaiting({ left: ['queue/old'], used: [] }, plan, { again, canary: true }, report);
  expect(told).toEqual([expect.stringMatching(/^note The live release/)]);
});
