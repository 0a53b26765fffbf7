import { expect, it } from 'vitest';
import type { ApplyResult } from '../../../src/engine/apply.ts';
import { ApikitError } from '../../../src/errors.ts';
import { unfinished } from '../../../src/stage/deploy/unfinished.ts';
import { errorDocument } from '../../../src/ui/error-text.ts';

/** An error as the SDK throws it, with its request id. */
function refused(requestId: string): Error {
  const error = new ApikitError('AccessDenied', 'These credentials are not allowed to do lambda:CreateFunction.', {
    hint: 'Ask for this permission.',
  });
  return Object.assign(error, { $metadata: { requestId } });
}

const OUTCOME: ApplyResult = {
  done: [
    { resource: 'role', action: 'create' },
    { resource: 'table/items', action: 'none' },
  ],
  failed: [
    { resource: 'function', error: refused('req-1') },
    { resource: 'api', error: refused('req-2') },
  ],
  cutShort: ['log-group/access'],
  notStarted: ['release', 'stage'],
  left: [],
  used: [],
  interrupted: false,
  attributes: new Map(),
};

it('names completed steps, each failure with its request ID, pending steps, the live release, and the next command', () => {
  const error = unfinished('Deploy', OUTCOME, 'apikit deploy --stage dev', 'abc123');
  expect(error.message).toBe(
    'Deploy failed at function: These credentials are not allowed to do lambda:CreateFunction. Request id req-1. ' +
      'api failed too: These credentials are not allowed to do lambda:CreateFunction. Request id req-2. ' +
      'Done: role (create). Cut short: log-group/access. Not started: release, stage. Release abc123 is live and keeps serving.',
  );
  expect(error.hint).toBe(
    'Ask for this permission. Then run apikit deploy --stage dev again: it continues where this run stopped.',
  );
});

it('scripts get the same content, as members of the error', () => {
  const denied = { code: 'AccessDenied', message: 'These credentials are not allowed to do lambda:CreateFunction.' };
  expect(errorDocument(unfinished('Deploy', OUTCOME, 'apikit deploy', null))).toEqual({
    code: 'DeployFailed',
    message: expect.stringContaining('Nothing is live yet.'),
    hint: expect.any(String),
    done: [{ resource: 'role', action: 'create' }],
    failed: [
      { resource: 'function', ...denied, requestId: 'req-1' },
      { resource: 'api', ...denied, requestId: 'req-2' },
    ],
    cutShort: ['log-group/access'],
    notStarted: ['release', 'stage'],
    live: null,
  });
});

it('does not hide a defect behind its own message', () => {
  const defect = new TypeError('x is not a function');
  expect(() =>
    unfinished('Deploy', { ...OUTCOME, failed: [{ resource: 'api', error: defect }] }, 'apikit deploy'),
  ).toThrow(defect);
});
